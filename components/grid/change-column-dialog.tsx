"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { offeredTypes, typeWords } from "#components/tables/column-types.ts";
import { useApply } from "#components/tables/use-apply.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Change, Column, ColumnType, Table } from "#lib/catalog/types.ts";

interface ChangeColumnDialogProps {
  readonly databaseId: string;
  readonly table: Table;
  readonly column: Column;
  readonly onClose: () => void;
  /** To everything else that a column has. */
  readonly onSettings: () => void;
}

/** Renames a column or gives it another type, and says first what that does to the rows that are there. */
export function ChangeColumnDialog({
  databaseId,
  table,
  column,
  onClose,
  onSettings,
}: ChangeColumnDialogProps) {
  const { apply, preview } = useApply(databaseId);
  const [name, setName] = useState(column.name);
  const [type, setType] = useState<ColumnType>(column.type);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const changes = changesOf(table, column, name.trim(), type);
  const retype = changes.filter(({ kind }) => kind === "alter_column");
  const impact = useQuery({
    queryKey: ["database", databaseId, "preview", retype],
    queryFn: () => preview(retype),
    enabled: retype.length > 0,
    retry: false,
    gcTime: 0,
  });

  async function save(event: FormEvent) {
    event.preventDefault();
    if (changes.length === 0) return onClose();
    setPending(true);
    try {
      await apply(changes);
      toast({ tone: "good", title: `Column ${name.trim()} changed` });
      onClose();
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  }

  const problem = refusal ?? (retype.length > 0 ? impact.error : null);
  const canRetype = column.primary_key !== true && column.references === undefined;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title="Change column">
      <form onSubmit={(event) => void save(event)} className="grid gap-4" noValidate>
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
        {canRetype ? (
          <Field label="Type">
            {(control) => (
              <Select
                {...control}
                value={type}
                onChange={(event) => {
                  const chosen = offeredTypes.find((offered) => offered === event.target.value);
                  if (chosen) setType(chosen);
                  setRefusal(null);
                }}
              >
                {offeredTypes
                  .filter((offered) => offered !== "enum" || column.type === "enum")
                  .map((offered) => (
                    <option key={offered} value={offered}>
                      {typeWords[offered].label}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        ) : null}
        <div aria-live="polite">
          {retype.length > 0 && impact.isFetching ? (
            <p className="text-soft">Looking at what the rows hold…</p>
          ) : null}
          {impact.data && retype.length > 0 ? (
            <Notice
              tone={impact.data.impact[0]?.warning ? "warn" : "info"}
              title={impactWords(impact.data.impact[0]?.rows ?? 0, impact.data.impact[0]?.warning)}
            />
          ) : null}
          {problem ? (
            <Notice tone="danger" title={explain(problem).title}>
              {explain(problem).description}
            </Notice>
          ) : null}
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" className="mr-auto" onClick={onSettings}>
            More settings…
          </Button>
          <Button
            type="submit"
            variant="primary"
            pending={isPending}
            disabled={retype.length > 0 && impact.data === undefined}
          >
            Change column
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function impactWords(rows: number, warning: string | undefined): string {
  if (warning) return warning;
  return rows === 0
    ? "No row holds a value there: nothing is lost."
    : `Every value of the ${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"} can be converted.`;
}

function changesOf(table: Table, column: Column, name: string, type: ColumnType): readonly Change[] {
  return [
    ...(type === column.type
      ? []
      : [{ kind: "alter_column", table: table.name, column: column.name, set: { type } } as const]),
    ...(name === column.name || name === ""
      ? []
      : [{ kind: "rename_column", table: table.name, column: column.name, to: name } as const]),
  ];
}
