"use client";

import dynamic from "next/dynamic";
import { explain } from "#components/api/api-error.ts";
import { useSchema } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

// What drags and draws is only loaded by this page, and behind its frame.
const Workspace = dynamic(async () => (await import("./workspace.tsx")).Workspace, {
  ssr: false,
  loading: () => <Frame />,
});

/** The schema as a picture that can be edited: changes are collected, reviewed and applied together. */
export function Builder() {
  const { databaseId } = useProject();
  const schema = useSchema(databaseId);
  if (schema.data) return <Workspace key={databaseId} schema={schema.data} />;
  if (schema.error === null) return <Frame />;
  return (
    <Notice tone="danger" title={explain(schema.error).title} className="m-4">
      {explain(schema.error).description}
    </Notice>
  );
}

/** The size of what is coming. */
function Frame() {
  return (
    <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar))] flex-col">
      <div className="flex h-14 shrink-0 items-center border-b px-3 md:px-4">
        <h1 className="font-semibold text-lg">Builder</h1>
      </div>
      <Skeleton className="min-h-0 flex-1 rounded-none" />
    </div>
  );
}
