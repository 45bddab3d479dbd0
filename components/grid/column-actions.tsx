"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { ColumnSheet } from "#components/tables/column-sheet.tsx";
import { useApply } from "#components/tables/use-apply.ts";
import { toast } from "#components/ui/toast.ts";
import type { Column } from "#lib/catalog/types.ts";
import { ChangeColumnDialog } from "./change-column-dialog.tsx";

interface ColumnActions {
  readonly filterBy: (column: Column) => void;
  readonly add: () => void;
  readonly change: (column: Column) => void;
  /** At once: the column waits in the trash, from which the message brings it back. */
  readonly drop: (column: Column) => void;
}

const ColumnActionsContext = createContext<ColumnActions | null>(null);

export function useColumnActions(): ColumnActions {
  const actions = useContext(ColumnActionsContext);
  if (actions === null) throw new Error("useColumnActions outside of a grid");
  return actions;
}

interface ColumnActionsProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly onFilterBy: (column: Column) => void;
  readonly children: ReactNode;
}

type Open =
  | { readonly kind: "add" }
  | { readonly kind: "change" | "settings"; readonly column: Column }
  | null;

/** What menus do with columns, and the dialogs in which they do it. */
export function ColumnActionsProvider({
  databaseId,
  info,
  tables,
  onFilterBy,
  children,
}: ColumnActionsProps) {
  const { apply } = useApply(databaseId);
  const [open, setOpen] = useState<Open>(null);
  const table = info.schema;
  // biome-ignore lint/correctness/useExhaustiveDependencies: apply is made anew each time, and is always the same
  const actions = useMemo<ColumnActions>(() => {
    const change = async (work: "drop_column" | "restore_column", { name }: Column) => {
      try {
        await apply([{ kind: work, table: table.name, column: name }]);
        return true;
      } catch (error) {
        toast({ tone: "danger", ...explain(error) });
        return false;
      }
    };
    return {
      filterBy: onFilterBy,
      add: () => setOpen({ kind: "add" }),
      change: (column) => setOpen({ kind: "change", column }),
      drop: async (column) => {
        if (!(await change("drop_column", column))) return;
        const restore = async () => {
          if (await change("restore_column", column))
            toast({ tone: "good", title: `Column ${column.name} is back` });
        };
        toast({
          tone: "good",
          title: `Column ${column.name} dropped`,
          description: "Its values stay in the trash for a while.",
          action: { label: "Undo", run: () => void restore() },
        });
      },
    };
  }, [table.name, onFilterBy]);
  return (
    <ColumnActionsContext value={actions}>
      {children}
      {open?.kind === "change" ? (
        <ChangeColumnDialog
          databaseId={databaseId}
          table={table}
          column={open.column}
          onClose={() => setOpen(null)}
          onSettings={() => setOpen({ kind: "settings", column: open.column })}
        />
      ) : null}
      {open?.kind === "add" || open?.kind === "settings" ? (
        <ColumnSheet
          table={table}
          tables={tables}
          column={open.kind === "add" ? null : open.column}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </ColumnActionsContext>
  );
}
