"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Change, Table } from "#lib/catalog/types.ts";
import { useApply } from "./use-apply.ts";

interface TableSettingsProps {
  readonly table: Table;
  readonly onDrop: () => void;
}

/** The table's own name and description, and its end. */
export function TableSettings({ table, onDrop }: TableSettingsProps) {
  const { id, databaseId } = useProject();
  const router = useRouter();
  const { apply } = useApply(databaseId);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name")).trim();
    const description = String(form.get("description")).trim();
    const changes = changesOf(table, name, description);
    if (changes.length === 0) return;
    setPending(true);
    try {
      await apply(changes);
      toast({ tone: "good", title: "Table saved" });
      if (name !== table.name) {
        router.replace(`/projects/${id}/database/tables/${encodeURIComponent(name)}/structure`);
      }
    } catch (error) {
      const found = formErrors(error, ["to", "description"], ["/changes/0", "/changes/1"]);
      setErrors({ fields: { ...found.fields, name: found.fields.to ?? "" }, form: found.form });
    }
    setPending(false);
  }

  return (
    <section aria-labelledby="table-title">
      <h2 id="table-title" className="mb-3 font-semibold text-base">
        Table
      </h2>
      <form onSubmit={(event) => void save(event)} className="grid max-w-lg gap-4" noValidate>
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        <Field label="Name" error={errors.fields.name || undefined}>
          {(control) => (
            <Input
              {...control}
              name="name"
              defaultValue={table.name}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
        <Field label="Description" error={errors.fields.description}>
          {(control) => <Input {...control} name="description" defaultValue={table.description ?? ""} />}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" pending={isPending}>
            Save table
          </Button>
          <Button variant="quietDanger" onClick={onDrop}>
            Drop table…
          </Button>
        </div>
      </form>
    </section>
  );
}

function changesOf(table: Table, name: string, description: string): readonly Change[] {
  return [
    ...(name === table.name ? [] : [{ kind: "rename_table", table: table.name, to: name } as const]),
    ...(description === (table.description ?? "")
      ? []
      : [{ kind: "describe_table", table: name, description } as const]),
  ];
}
