"use client";

import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { useTables } from "#components/api/queries.ts";
import type { ProjectKey } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { verbWords } from "#lib/catalog/rules/policy-words.ts";

interface NewKeyFormProps {
  readonly path: string;
  readonly onDone: (key: ProjectKey) => void;
}

const verbs = ["select", "insert", "update", "delete"] as const;

export function NewKeyForm({ path, onDone }: NewKeyFormProps) {
  const { databaseId } = useProject();
  const tables = useTables(databaseId);
  const [isLimited, setLimited] = useState(false);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setErrors(noFormErrors);
    try {
      const allowed = (tables.data ?? [])
        .map(({ table_name: name }) => [name, form.getAll(`verbs ${name}`)] as const)
        .filter(([, chosen]) => chosen.length > 0);
      if (isLimited && allowed.length === 0) {
        setErrors({ ...noFormErrors, form: "Choose what the key may do with at least one table." });
        setPending(false);
        return;
      }
      const scopes = isLimited ? { tables: Object.fromEntries(allowed) } : null;
      const days = Number(form.get("days"));
      const end = days > 0 ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
      const body = {
        kind: String(form.get("kind")),
        name: String(form.get("name")).trim(),
        scopes,
        expires_at: end,
      };
      onDone((await call<{ key: ProjectKey }>("POST", path, { body })).key);
    } catch (error) {
      setErrors(formErrors(error, ["name", "kind"]));
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void create(event)} className="grid grid-cols-1 gap-4" noValidate>
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="Name" required error={errors.fields.name} hint="What it is for.">
        {(control) => <Input {...control} name="name" autoComplete="off" />}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Kind">
          {(control) => (
            <Select {...control} name="kind">
              <option value="publishable">Publishable</option>
              <option value="secret">Secret</option>
            </Select>
          )}
        </Field>
        <Field label="Ends">
          {(control) => (
            <Select {...control} name="days">
              <option value="0">never</option>
              <option value="7">in 7 days</option>
              <option value="30">in 30 days</option>
              <option value="365">in a year</option>
            </Select>
          )}
        </Field>
      </div>
      <Checkbox
        label="Only some tables"
        checked={isLimited}
        onChange={(event) => setLimited(event.target.checked)}
      />
      {isLimited ? (
        <fieldset className="min-w-0">
          <legend className="sr-only">What the key may do with which tables</legend>
          <DataTable
            label="What the key may do with which tables"
            className="max-h-72 overflow-y-auto"
            isCompact
            head={[
              { key: "table", title: "Table" },
              ...verbs.map((verb) => ({ key: verb, title: capital(verbWords[verb]), isCentered: true })),
            ]}
            rows={(tables.data ?? []).map(({ id, table_name: name }) => ({
              key: id,
              name,
              cells: verbs.map((verb) => ({
                key: verb,
                isCentered: true,
                content: (
                  <Checkbox
                    label={<span className="sr-only">{`${capital(verbWords[verb])} ${name}`}</span>}
                    name={`verbs ${name}`}
                    value={verb}
                  />
                ),
              })),
            }))}
          />
        </fieldset>
      ) : null}
      <Button type="submit" variant="primary" pending={isPending} className="justify-self-end">
        Make key
      </Button>
    </form>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
