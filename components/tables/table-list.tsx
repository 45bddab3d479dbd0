"use client";

import { FileUp, Plus, Sparkles } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useTables } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CreateTableSheet } from "./create-table-sheet.tsx";
import { TableRows } from "./table-rows.tsx";

export function TableList() {
  const { id, databaseId, role } = useProject();
  const tables = useTables(databaseId);
  const [isAdding, setAdding] = useState(false);
  const canWrite = mayDo(role, "editor");
  return (
    <Page>
      <PageHeader
        title="Tables"
        actions={
          canWrite ? (
            <>
              <Button asChild>
                <Link href={`/projects/${id}/database/assistant`}>
                  <Sparkles aria-hidden="true" />
                  Describe
                </Link>
              </Button>
              <Button asChild>
                <Link href={`/projects/${id}/database/transfer`}>
                  <FileUp aria-hidden="true" />
                  Import
                </Link>
              </Button>
              <Button variant="primary" onClick={() => setAdding(true)}>
                <Plus aria-hidden="true" />
                New table
              </Button>
            </>
          ) : null
        }
        className="mb-6"
      />
      {tables.isPending ? <Skeleton className="h-48 rounded-xl" /> : null}
      {tables.error ? (
        <Notice tone="danger" title={explain(tables.error).title}>
          {explain(tables.error).description}
        </Notice>
      ) : null}
      {tables.data ? <TableRows projectId={id} tables={tables.data} /> : null}
      {isAdding ? <CreateTableSheet open onOpenChange={setAdding} /> : null}
    </Page>
  );
}
