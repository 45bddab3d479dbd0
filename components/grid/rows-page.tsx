"use client";

import { Plus } from "lucide-react";
import { explain } from "#components/api/api-error.ts";
import { useTables } from "#components/api/queries.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { TableHeader } from "#components/tables/table-header.tsx";
import { TableMissing } from "#components/tables/table-missing.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { GridBody } from "./grid-body.tsx";
import { Pager } from "./pager.tsx";
import { RowPanel } from "./row-panel.tsx";
import { SearchBox } from "./search-box.tsx";
import { shownColumns } from "./shown-columns.ts";
import { useGridView } from "./use-grid-view.ts";
import { useRows } from "./use-rows.ts";

/** The rows of one table, to look at, search, change. */
export function RowsPage({ tableName }: { readonly tableName: string }) {
  const { databaseId } = useProject();
  const tables = useTables(databaseId);
  const info = tables.data?.find((table) => table.table_name === tableName);
  if (tables.error) {
    return (
      <Notice tone="danger" className="m-6" title={explain(tables.error).title}>
        {explain(tables.error).description}
      </Notice>
    );
  }
  if (tables.data && !info) return <TableMissing tableName={tableName} />;
  return (
    <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar)-1px)] flex-col">
      {info && tables.data ? <Rows info={info} tables={tables.data} /> : <TableHeader name={tableName} />}
    </div>
  );
}

function Rows({ info, tables }: { readonly info: TableInfo; readonly tables: readonly TableInfo[] }) {
  const { databaseId, role } = useProject();
  const { schema: table } = info;
  const { view, change, row, openRow } = useGridView();
  const rows = useRows(databaseId, table, view);
  const canWrite = mayDo(role, "editor");
  return (
    <>
      <TableHeader
        name={table.name}
        description={table.description}
        current="rows"
        actions={
          canWrite ? (
            <Button variant="primary" onClick={() => openRow("new")}>
              <Plus aria-hidden="true" />
              Add row
            </Button>
          ) : null
        }
      />
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5 md:px-6">
        <SearchBox
          label={`Search ${table.name}`}
          value={view.search}
          onChange={(search) => change({ search }, true)}
        />
        <FilterBar
          databaseId={databaseId}
          columns={shownColumns(info)}
          tables={tables}
          filters={view.filters}
          onChange={(filters) => change({ filters })}
        />
      </div>
      <GridBody
        {...{ databaseId, info, tables, view, rows, canWrite }}
        onChange={change}
        onOpenRow={openRow}
      />
      <Pager
        view={view}
        shown={rows.records.length}
        total={rows.total}
        onChange={change}
        onCount={rows.countExactly}
      />
      {row === null ? null : (
        <RowPanel
          key={row}
          {...{ databaseId, info, tables, canWrite }}
          rowKey={row}
          records={rows.records}
          onClose={() => openRow(null)}
        />
      )}
    </>
  );
}
