import { Section } from "#components/ui/section.tsx";

/** Who reads what people describe, as far as the console tells. */
export interface GeneratorProps {
  readonly provider: "builtin" | "mistral" | "openai-compatible";
  readonly model: string | null;
  readonly host: string | null;
}

const names = {
  builtin: "The built-in generator",
  mistral: "Mistral",
  "openai-compatible": "An OpenAI-compatible server",
} as const;

/** What turns words into tables and questions into SQL, and where they go for it. */
export function GeneratorSection({ provider, model, host }: GeneratorProps) {
  return (
    <Section title="Assistant" description="What turns descriptions into tables and questions into SQL.">
      <dl className="divide-y rounded-xl border bg-raised shadow-card">
        <Fact name="In use" value={names[provider]} />
        {provider === "builtin" ? null : <Fact name="Model" value={model ?? "the provider’s usual one"} />}
        <Fact
          name="What is sent"
          value={
            provider === "builtin"
              ? "Nothing leaves this server."
              : `Descriptions, questions and the definitions of tables go to ${host ?? "the provider"}. Rows do not.`
          }
        />
      </dl>
      <p className="mt-3 text-faint text-xs">
        Whoever runs the server chooses it (MISTRAL_API_KEY or AI_BASE_URL).
      </p>
    </Section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex flex-wrap gap-x-4 px-4 py-3 md:px-5">
      <dt className="w-36 text-soft">{name}</dt>
      <dd className="min-w-40 flex-1">{value}</dd>
    </div>
  );
}
