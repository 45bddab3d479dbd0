"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useSchema } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AdviceList } from "./advice-list.tsx";
import { LeakMatrixView } from "./leak-matrix-view.tsx";
import { TableRules } from "./table-rules.tsx";
import { TestBench } from "./test-bench.tsx";

/** Who may do what with which rows: the rules of every table, a bench to try them on, and the proof that they hold. */
export function RulesPage() {
  const { databaseId, role } = useProject();
  const schema = useSchema(databaseId);
  const params = useSearchParams();
  // Counts the changes of rules, after each of which the matrix is run again.
  const [revision, setRevision] = useState(0);
  const canWrite = mayDo(role, "editor");
  const tables = schema.data?.tables ?? [];
  return (
    <Page>
      <PageHeader
        title="Rules"
        description="Apps reach a row only when a rule lets them. A table without rules is closed to everybody but the service key."
        className="mb-7"
      />
      {schema.error ? <Failure error={schema.error} className="mb-7" /> : null}
      <div className="grid grid-cols-1 gap-10">
        <AdviceList databaseId={databaseId} canWrite={canWrite} onChanged={() => setRevision(revision + 1)} />
        <section aria-labelledby="tables-title" className="grid grid-cols-1 gap-3">
          <h2 id="tables-title" className="font-semibold text-base">
            Tables
          </h2>
          {schema.data === undefined && !schema.error ? <Skeleton className="h-40 rounded-xl" /> : null}
          {tables.length === 0 ? null : (
            <div className="divide-y rounded-xl border bg-raised shadow-card">
              {tables.map((table) => (
                <TableRules
                  key={table.id}
                  table={table.schema}
                  tables={tables}
                  isOpen={params.get("table") === table.table_name}
                  canWrite={canWrite}
                  onChanged={() => setRevision(revision + 1)}
                />
              ))}
            </div>
          )}
        </section>
        {canWrite ? (
          <>
            <TestBench databaseId={databaseId} tables={tables.map(({ table_name }) => table_name)} />
            <LeakMatrixView databaseId={databaseId} revision={revision} />
          </>
        ) : null}
      </div>
    </Page>
  );
}
