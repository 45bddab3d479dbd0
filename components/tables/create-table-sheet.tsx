"use client";

import { Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { issuesOf } from "#components/api/api-error.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { useTables } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { blankColumn, type ColumnDraft, toColumn } from "./column-draft.ts";
import { errorsByColumn } from "./column-errors.ts";
import { ColumnFields } from "./column-fields.tsx";
import { targetKey } from "./target-key.ts";
import { useApply } from "./use-apply.ts";

interface CreateTableSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A table by form: its name and its columns. Key and timestamps come by themselves. */
export function CreateTableSheet({ open, onOpenChange }: CreateTableSheetProps) {
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="New table"
      description="An id, and when a row was made and changed, are added by themselves."
      className="max-w-xl"
    >
      <CreateTableForm />
    </Sheet>
  );
}

function CreateTableForm() {
  const { id, databaseId } = useProject();
  const router = useRouter();
  const tables = useTables(databaseId).data ?? [];
  const { apply } = useApply(databaseId);
  const [name, setName] = useState("");
  const [columns, setColumns] = useState<readonly ColumnDraft[]>(() => [
    { ...blankColumn(), name: "name", isRequired: true },
  ]);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const byColumn = errorsByColumn(refusal);
  const errors = refusal === null ? noFormErrors : tableErrors(refusal);

  async function create(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const table = {
      name: name.trim(),
      columns: columns.map((draft) => toColumn(draft, targetKey(tables, draft.target))),
    };
    try {
      await apply([{ kind: "create_table", table }]);
      toast({ tone: "good", title: `Table ${table.name} created` });
      router.push(`/projects/${id}/database/tables/${encodeURIComponent(table.name)}`);
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void create(event)} noValidate className="flex min-h-0 flex-1 flex-col">
      <div className="relative grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-5">
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        <Field
          label="Table name"
          hint="Small letters, digits and _, most often a plural: order_items"
          error={errors.fields.name}
        >
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="products"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
        <div className="grid gap-3">
          <h3 className="font-semibold text-[0.8125rem]">Columns</h3>
          {columns.map((draft, index) => (
            <fieldset key={draft.id} className="relative rounded-lg border p-4">
              <legend className="sr-only">Column {index + 1}</legend>
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove column ${draft.name || index + 1}`}
                className="absolute top-1.5 right-1.5"
                onClick={() => setColumns(columns.filter((other) => other !== draft))}
              >
                <X />
              </Button>
              <ColumnFields
                draft={draft}
                tables={tables}
                errors={byColumn[index] ?? {}}
                onChange={(changed) =>
                  setColumns(columns.map((other) => (other === draft ? changed : other)))
                }
              />
            </fieldset>
          ))}
          <Button className="justify-self-start" onClick={() => setColumns([...columns, blankColumn()])}>
            <Plus aria-hidden="true" />
            Add column
          </Button>
        </div>
      </div>
      <div className="flex justify-end border-t px-5 py-3">
        <Button type="submit" variant="primary" pending={isPending}>
          Create table
        </Button>
      </div>
    </form>
  );
}

/** What is not about a column: the name, or the whole. */
function tableErrors(refusal: unknown): FormErrors {
  const others = issuesOf(refusal).filter((issue) => !/\/columns\/\d+/.test(issue.path));
  if (issuesOf(refusal).length === 0) return formErrors(refusal, []);
  const name = others.find((issue) => issue.path.endsWith("/name"))?.message;
  const rest = others.filter((issue) => !issue.path.endsWith("/name")).map((issue) => issue.message);
  return { fields: name ? { name } : {}, form: rest.length > 0 ? rest.join(" ") : null };
}
