"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useTables } from "#components/api/queries.ts";
import type { TableInfo } from "#components/api/types.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { UserRows } from "./user-rows.tsx";

/** The people who can sign in to the app that this database serves. */
export function UserList() {
  const { id, databaseId, role } = useProject();
  const [isAdding, setAdding] = useState(false);
  const tables = useTables(databaseId);
  const table = tables.data?.find((candidate) => candidate.is_auth);
  const canWrite = mayDo(role, "editor");
  return (
    <Page>
      <PageHeader
        title="Users"
        description="People who can sign in to your app. Their passwords are kept apart and cannot be read."
        actions={
          canWrite ? (
            <Button variant="primary" onClick={() => setAdding(true)}>
              <Plus aria-hidden="true" />
              Add user
            </Button>
          ) : null
        }
        className="mb-6"
      />
      {tables.isPending ? <Skeleton className="h-40 rounded-xl" /> : null}
      {tables.error ? (
        <Notice tone="danger" title={explain(tables.error).title}>
          {explain(tables.error).description}
        </Notice>
      ) : null}
      {table ? <UserRows databaseId={databaseId} table={table} tableHref={hrefOf(id, table)} /> : null}
      {table ? (
        <p className="mt-4 text-soft">
          All of their columns are in the table{" "}
          <Link href={hrefOf(id, table)} className="font-mono text-link text-xs underline underline-offset-4">
            {table.table_name}
          </Link>
          .
        </p>
      ) : null}
      <AddUserDialog databaseId={databaseId} open={isAdding} onOpenChange={setAdding} />
    </Page>
  );
}

function hrefOf(projectId: string, table: TableInfo): string {
  return `/projects/${projectId}/database/tables/${encodeURIComponent(table.table_name)}`;
}
