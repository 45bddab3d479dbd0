"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { explain } from "#components/api/api-error.ts";
import { useTables } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { TableHeader } from "#components/tables/table-header.tsx";
import { TableMissing } from "#components/tables/table-missing.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { GridSkeleton } from "./grid-skeleton.tsx";

const loadRows = () => import("./rows.tsx");
/** The grid with all its editors: fetched while the table's definition is on its way. */
const Rows = dynamic(() => loadRows().then((module) => module.Rows), { loading: GridSkeleton });

/** The rows of one table, to look at, search, change. */
export function RowsPage({ tableName }: { readonly tableName: string }) {
  const { databaseId } = useProject();
  useEffect(() => void loadRows(), []);
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
      {info && tables.data ? (
        // Anew for another table: nothing of one belongs to the other.
        <Rows key={info.id} info={info} tables={tables.data} />
      ) : (
        <>
          <TableHeader name={tableName} />
          <GridSkeleton />
        </>
      )}
    </div>
  );
}
