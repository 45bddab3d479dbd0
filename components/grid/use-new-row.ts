"use client";

import { useMemo, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { formErrors } from "#components/api/field-errors.ts";
import type { Row } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import type { Json, Table } from "#lib/catalog/types.ts";
import type { EditStore } from "./edit-store.ts";
import { newRowKey } from "./grid-context.ts";
import { canonicalDefault } from "./new-row-default.ts";
import type { CellWork } from "./use-cell-work.ts";

/** The row that is typed in at the end: stored when one leaves it, with what the server refuses marked at its cells. */
export function useNewRow(table: Table, store: EditStore, work: CellWork) {
  const [values, setValues] = useState<{ readonly [column: string]: Json } | null>(null);
  const current = useRef(values);
  const isSaving = useRef(false);
  const row = useMemo<Row>(() => ({ ...blank(table), ...values }), [table, values]);

  function replace(next: { readonly [column: string]: Json } | null): void {
    current.current = next;
    setValues(next);
  }

  async function save(): Promise<void> {
    const typed = current.current;
    if (typed === null || isSaving.current) return;
    isSaving.current = true;
    try {
      const given = Object.entries({ ...blank(table), ...typed }).filter(([, value]) => value !== null);
      await work.create(Object.fromEntries(given));
      store.clearProblems(newRowKey);
      replace(null);
    } catch (error) {
      const names = table.columns.map(({ name }) => name);
      const { fields, form } = formErrors(error, names, ["/data"]);
      const problems = Object.entries(fields).map(
        ([column, message]) => [column, { message, value: typed[column] ?? null }] as const,
      );
      store.setProblems(newRowKey, new Map(problems));
      if (problems.length === 0) toast({ tone: "danger", ...explain(error) });
      else
        toast({
          tone: "danger",
          title: "The row is not stored yet",
          description: [problems[0]?.[1].message, form].filter(Boolean).join(" "),
        });
    }
    isSaving.current = false;
  }

  return {
    row,
    isDirty: values !== null,
    set: (column: string, value: Json) => {
      store.clearProblems(newRowKey, [column]);
      replace({ ...current.current, [column]: value });
    },
    save,
    discard: () => {
      store.clearProblems(newRowKey);
      replace(null);
    },
  };
}

function blank(table: Table): Row {
  return Object.fromEntries(table.columns.map((column) => [column.name, canonicalDefault(column)]));
}
