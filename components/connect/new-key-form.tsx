"use client";

import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { useTables } from "#components/api/queries.ts";
import type { ProjectKey } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";

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
      const scopes = isLimited ? { tables: { [String(form.get("table"))]: form.getAll("verbs") } } : null;
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
        label="Only one table"
        checked={isLimited}
        onChange={(event) => setLimited(event.target.checked)}
      />
      {isLimited ? (
        <fieldset className="grid grid-cols-1 gap-3 rounded-lg bg-sunken p-3">
          <Field label="Table">
            {(control) => (
              <Select {...control} name="table">
                {tables.data?.map(({ id, table_name }) => (
                  <option key={id}>{table_name}</option>
                ))}
              </Select>
            )}
          </Field>
          <div className="flex flex-wrap gap-x-4">
            {verbs.map((verb) => (
              <Checkbox
                key={verb}
                label={verb}
                name="verbs"
                value={verb}
                defaultChecked={verb === "select"}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <Button type="submit" variant="primary" pending={isPending} className="justify-self-end">
        Make key
      </Button>
    </form>
  );
}
