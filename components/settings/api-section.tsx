"use client";

import { useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";

interface ApiSettings {
  readonly max_rows: number;
  readonly aggregates: boolean;
  readonly defaults: { readonly max_rows: number };
}

interface ApiSectionProps {
  readonly databaseId: string;
  readonly canWrite: boolean;
}

/** How much the data API gives at once. */
export function ApiSection({ databaseId, canWrite }: ApiSectionProps) {
  const { data: settings } = useAnswer<ApiSettings>({
    queryKey: ["database", databaseId, "api-settings"],
    queryFn: ({ signal }) => call("GET", `/api/database/${databaseId}/api-settings`, { signal }),
  });
  return (
    <Section title="Data API" description="What apps get at once, whatever they ask for.">
      {settings === undefined ? null : (
        <ApiForm databaseId={databaseId} settings={settings} canWrite={canWrite} />
      )}
    </Section>
  );
}

function ApiForm({ databaseId, settings, canWrite }: ApiSectionProps & { readonly settings: ApiSettings }) {
  const client = useQueryClient();
  const { errors, isPending, onSubmit } = useForm(["max_rows"], async (text) => {
    const rows = text("max_rows");
    // What is no number is left to the server to refuse.
    const maxRows = rows === "" ? null : /^\d+$/.test(rows) ? Number(rows) : rows;
    const body = { max_rows: maxRows, aggregates: text("aggregates") === "on" };
    const saved = await call<ApiSettings>("PATCH", `/api/database/${databaseId}/api-settings`, { body });
    client.setQueryData(["database", databaseId, "api-settings"], saved);
    toast({ tone: "good", title: "Data API saved" });
  });
  return (
    <form method="post" onSubmit={onSubmit} noValidate>
      <fieldset disabled={!canWrite} className="grid max-w-lg gap-4">
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        <Field
          label="Longest list"
          hint={`Rows of one answer, 1 to 10,000; empty: ${settings.defaults.max_rows.toLocaleString("en")}. Lists inside rows count by themselves.`}
          error={errors.fields.max_rows}
        >
          {(control) => (
            <Input
              {...control}
              name="max_rows"
              inputMode="numeric"
              autoComplete="off"
              className="max-w-40"
              defaultValue={settings.max_rows}
            />
          )}
        </Field>
        <Checkbox
          name="aggregates"
          defaultChecked={settings.aggregates}
          label="Apps may ask for sums, averages and counts of groups"
        />
        {canWrite ? (
          <Button type="submit" pending={isPending} className="justify-self-start">
            Save data API
          </Button>
        ) : null}
      </fieldset>
    </form>
  );
}
