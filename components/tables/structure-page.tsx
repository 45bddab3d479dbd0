"use client";

import { useTables } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Structure } from "./structure.tsx";
import { TableHeader } from "./table-header.tsx";
import { TableMissing } from "./table-missing.tsx";

/** The columns of one table, and the table itself, to look at and change. */
export function StructurePage({ tableName }: { readonly tableName: string }) {
  const { databaseId } = useProject();
  const tables = useTables(databaseId);
  const info = tables.data?.find((table) => table.table_name === tableName);
  if (tables.data && !info) return <TableMissing tableName={tableName} />;
  return (
    <>
      <TableHeader name={tableName} description={info?.schema.description} current="structure" />
      <Page className="mx-0 md:px-6 md:py-7">
        {info && tables.data ? (
          <Structure table={info.schema} tables={tables.data} />
        ) : (
          <Skeleton className="h-64 rounded-xl" />
        )}
      </Page>
    </>
  );
}
