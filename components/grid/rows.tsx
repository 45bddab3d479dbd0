"use client";

import { Plus } from "lucide-react";
import { useCallback, useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { TableHeader } from "#components/tables/table-header.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Column } from "#lib/catalog/types.ts";
import { ColumnActionsProvider } from "./column-actions.tsx";
import { GridBody } from "./grid-body.tsx";
import { GridContext, newRowKey } from "./grid-context.ts";
import { RowPanel } from "./row-panel.tsx";
import { questionOf } from "./row-question.ts";
import { StatusBar } from "./status-bar.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useGridModel } from "./use-grid-model.ts";
import { useGridView } from "./use-grid-view.ts";
import { useSavedViews } from "./use-saved-views.ts";
import { ViewTabs } from "./view-tabs.tsx";

interface RowsProps {
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
}

/** A table's page: its views, what is shown, the grid, and the panel of the row in the address. */
export function Rows({ info, tables }: RowsProps) {
  const { databaseId, role } = useProject();
  const { schema: table } = info;
  const canWrite = mayDo(role, "editor");
  const saved = useSavedViews(databaseId, info.id);
  const { view, current, isDraft, change, row, openRow, openView, reset } = useGridView(saved.views);
  const [asked, setAsked] = useState<Column | null>(null);
  const onAsked = useCallback(() => setAsked(null), []);
  const parts = useGridModel({
    ...{ databaseId, info, tables, canWrite, view },
    onView: (fields) => {
      change(fields);
      const order = fields.sort?.map(
        ({ column, dir }) => `${column} ${dir === "asc" ? "ascending" : "descending"}`,
      );
      if (order) grid.announce(order.length > 0 ? `Sorted by ${order.join(", ")}` : "Not sorted");
    },
    onOpenRow: (key) => openRow(key === newRowKey ? "new" : key),
  });
  const { grid, work, words } = parts;

  async function removeChosen() {
    const keys = [...grid.chosen];
    if (await work.remove(keys)) grid.choose(new Set());
  }

  return (
    <GridContext value={grid}>
      <ColumnActionsProvider databaseId={databaseId} info={info} tables={tables} onFilterBy={setAsked}>
        <TableHeader
          name={table.name}
          description={table.description}
          current="rows"
          query={questionOf(table, view)}
          actions={
            canWrite ? (
              <Button variant="primary" onClick={() => openRow("new")}>
                <Plus aria-hidden="true" />
                Add row
              </Button>
            ) : null
          }
        />
        <ViewTabs
          {...{ saved, current, view, isDraft }}
          mayShare={canWrite}
          onOpen={openView}
          onReset={reset}
        />
        <Toolbar {...{ databaseId, info, tables, view, asked, onAsked }} onChange={change} />
        <GridBody parts={parts} openRow={row} removeChosen={() => void removeChosen()} />
        <StatusBar grid={grid} onRemoveChosen={() => void removeChosen()} />
        <p role="status" className="sr-only">
          {words}
        </p>
        {row === null ? null : <RowPanel grid={grid} work={work} rowKey={row} onOpen={openRow} />}
      </ColumnActionsProvider>
    </GridContext>
  );
}
