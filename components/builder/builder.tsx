"use client";

import { useMemo } from "react";
import { explain } from "#components/api/api-error.ts";
import { useSchema } from "#components/api/queries.ts";
import { SchemaCanvas } from "#components/canvas/schema-canvas.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** The schema as a picture. */
export function Builder() {
  const { databaseId } = useProject();
  const schema = useSchema(databaseId);
  const tables = useMemo(() => (schema.data?.tables ?? []).map((table) => table.schema), [schema.data]);
  return (
    <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar))] flex-col">
      <div className="flex h-14 shrink-0 items-center border-b px-4">
        <h1 className="font-semibold text-lg">Builder</h1>
      </div>
      {schema.error ? (
        <Notice tone="danger" title={explain(schema.error).title} className="m-4">
          {explain(schema.error).description}
        </Notice>
      ) : null}
      <div className="min-h-0 flex-1">
        {schema.data ? <SchemaCanvas tables={tables} label="Tables and relations" /> : null}
      </div>
    </div>
  );
}
