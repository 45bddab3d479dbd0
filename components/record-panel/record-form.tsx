"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { ApiError } from "#components/api/api-error.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import type { Row, TableInfo } from "#components/api/types.ts";
import { isSecret } from "#components/grid/shown-columns.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Json } from "#lib/catalog/types.ts";
import { DeleteRow } from "./delete-row.tsx";
import {
  blankDraft,
  type Draft,
  type DraftValue,
  dataOf,
  draftOf,
  editableColumns,
  isSameDraft,
} from "./draft.ts";
import { RecordField } from "./record-field.tsx";
import { RowFacts } from "./row-facts.tsx";

/** What the panel can do to rows; each rejects with the server's refusal. */
export interface RecordActions {
  readonly create: (data: { readonly [column: string]: Json }) => Promise<void>;
  readonly update: (row: Row, data: { readonly [column: string]: Json }) => Promise<void>;
  readonly remove: (row: Row) => Promise<void>;
}

interface RecordFormProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  /** Null: a new one. */
  readonly row: Row | null;
  readonly canWrite: boolean;
  readonly actions: RecordActions;
  readonly linked?: ReactNode;
  readonly canUndoDelete?: boolean;
  readonly onDirty?: (isDirty: boolean) => void;
  readonly onClose: () => void;
}

export function RecordForm({
  databaseId,
  info,
  tables,
  canWrite,
  actions,
  linked,
  canUndoDelete = false,
  onDirty,
  onClose,
  ...props
}: RecordFormProps) {
  const { schema: table } = info;
  // As it was opened: a newer version that arrives meanwhile must not pass for the one that was edited.
  const [row] = useState(props.row);
  const [before, setBefore] = useState<Draft>(() => (row ? draftOf(table, row) : blankDraft(table)));
  const [draft, setDraft] = useState(before);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const columns = editableColumns(table);

  const isDirty = !isSameDraft(draft, before);
  useEffect(() => onDirty?.(isDirty), [isDirty, onDirty]);

  function set(name: string, value: DraftValue) {
    setDraft((current) => ({ ...current, [name]: value }));
    setErrors(({ fields: { [name]: _, ...fields }, form: words }) => ({ fields, form: words }));
  }

  async function save(isAddingMore: boolean) {
    const result = dataOf(table, draft, before, row ? "update" : "insert");
    if (!result.ok) return refuse({ fields: result.fields, form: null });
    if (row && Object.keys(result.data).length === 0) return onClose();
    setPending(true);
    try {
      await (row ? actions.update(row, result.data) : actions.create(result.data));
      if (isAddingMore) startAnother();
      else onClose();
    } catch (error) {
      refuse(
        readRefusal(
          error,
          columns.map((column) => column.name),
        ),
      );
    }
    setPending(false);
  }

  function refuse(found: FormErrors) {
    setErrors(found);
    // After the messages are there: the first field that has one.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function startAnother() {
    setErrors(noFormErrors);
    setBefore(blankDraft(table));
    setDraft(blankDraft(table));
    form.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // A picker inside the form is a form of its own to React: its Enter must not save the row.
    if (event.target === form.current && !isPending) void save(false);
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <fieldset
        disabled={!canWrite}
        className="relative grid min-h-0 min-w-0 flex-1 content-start gap-5 overflow-y-auto p-5"
      >
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        {columns.map((column) => (
          <RecordField
            key={column.name}
            databaseId={databaseId}
            tables={tables}
            column={column}
            isSecret={isSecret(info, column)}
            value={draft[column.name] ?? null}
            error={errors.fields[column.name]}
            isNew={row === null}
            onChange={(value) => set(column.name, value)}
          />
        ))}
        {row ? <RowFacts table={table} row={row} /> : null}
        {linked}
      </fieldset>
      {canWrite ? (
        <div className="flex flex-wrap items-center gap-2 border-t px-5 py-3">
          {row ? (
            <DeleteRow isAsking={!canUndoDelete} onDelete={() => actions.remove(row)} onDeleted={onClose} />
          ) : null}
          <div className="ml-auto flex gap-2">
            {row ? null : (
              <Button onClick={() => void save(true)} pending={isPending}>
                Save and add another
              </Button>
            )}
            <Button type="submit" variant="primary" pending={isPending} disabled={row !== null && !isDirty}>
              {row ? "Save changes" : "Add row"}
            </Button>
          </div>
        </div>
      ) : null}
    </form>
  );
}

function readRefusal(error: unknown, names: readonly string[]): FormErrors {
  if (error instanceof ApiError && error.status === 412) {
    return {
      fields: {},
      form: "Somebody else changed this row while it was open here. Close it, look at the newer values, then change it again.",
    };
  }
  return formErrors(error, names, ["/data", "/records/0"]);
}
