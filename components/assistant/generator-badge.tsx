import type { Generator } from "#components/api/types.ts";
import { Badge } from "#components/ui/badge.tsx";

const names: { readonly [name: string]: string } = {
  builtin: "Built-in generator",
  mistral: "Mistral",
  "openai-compatible": "Own AI endpoint",
};

/** Who made a proposal. */
export function GeneratorBadge({ generator }: { readonly generator: Generator }) {
  const name = names[generator.name] ?? generator.name;
  const fallback = generator.fallback_from;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Badge tone="outline" title={generator.model ?? undefined}>
        {name}
        {generator.name !== "builtin" && generator.model ? ` · ${generator.model}` : null}
      </Badge>
      {fallback ? (
        <span className="text-warn text-xs">
          {names[fallback.name] ?? fallback.name} did not answer: {fallback.reason}
        </span>
      ) : null}
    </span>
  );
}
