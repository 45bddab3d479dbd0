"use client";

import { useSearchParams } from "next/navigation";
import { Tabs } from "radix-ui";
import { currentKey } from "#components/api/current-key.ts";
import { useOverview, useProjectKeys } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ApiDocs } from "./api-docs.tsx";
import { ConnectTab } from "./connect-tab.tsx";
import { connectionOf } from "./connection.ts";
import { KeysTab } from "./keys-tab.tsx";
import { TypesTab } from "./types-tab.tsx";

/** In the look of the tabs of other pages, which are links. */
const tab =
  "-mb-px whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-soft hover:text-ink focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink";

/** All that somebody needs who writes an app on this database. */
export function ApiPage() {
  const project = useProject();
  const asked = useSearchParams().get("tab") ?? "";
  const isAdmin = mayDo(project.role, "admin");
  const isThere = ["types", "docs"].includes(asked) || (isAdmin && asked === "keys");
  const shown = isThere ? asked : "connect";
  // Not a page of its own: the address is for whoever it is sent to.
  const setShown = (name: string) => window.history.replaceState(null, "", `?tab=${name}`);
  const overview = useOverview(project.databaseId);
  const keys = useProjectKeys(project.id, isAdmin);
  const publicKey = currentKey(keys.data ?? [], "anon")?.token;
  const tables = overview.data?.tables.map(({ schema }) => schema) ?? [];
  return (
    <Page>
      <PageHeader
        title="API"
        description="The unmodified supabase-js talks to this database. So does anything that speaks HTTP."
        className="mb-4"
      />
      <Tabs.Root value={shown} onValueChange={setShown}>
        <Tabs.List aria-label="API" className="mb-6 flex gap-1 overflow-x-auto border-b">
          <Tabs.Trigger value="connect" className={tab}>
            Connect
          </Tabs.Trigger>
          {isAdmin ? (
            <Tabs.Trigger value="keys" className={tab}>
              Keys
            </Tabs.Trigger>
          ) : null}
          <Tabs.Trigger value="types" className={tab}>
            Types
          </Tabs.Trigger>
          <Tabs.Trigger value="docs" className={tab}>
            Docs
          </Tabs.Trigger>
        </Tabs.List>
        {overview.error ? (
          <Failure error={overview.error} />
        ) : overview.data === undefined || (isAdmin && keys.isPending) ? (
          <Skeleton className="h-64 rounded-xl" />
        ) : (
          <>
            <Tabs.Content value="connect" tabIndex={-1}>
              <ConnectTab
                options={connectionOf(overview.data.url, project.ref, publicKey ?? "<your public key>")}
                tables={tables}
                rulesPath={`/projects/${project.id}/database/rules`}
                isAdmin={isAdmin}
                onTypes={() => setShown("types")}
              />
            </Tabs.Content>
            {isAdmin ? (
              <Tabs.Content value="keys" tabIndex={-1}>
                <KeysTab projectId={project.id} />
              </Tabs.Content>
            ) : null}
            <Tabs.Content value="types" tabIndex={-1}>
              <TypesTab databaseId={project.databaseId} origin={new URL(overview.data.url).origin} />
            </Tabs.Content>
            <Tabs.Content value="docs" tabIndex={-1}>
              <ApiDocs
                databaseId={project.databaseId}
                tables={tables}
                connection={
                  connectionOf(overview.data.url, project.ref, publicKey ?? "<your public key>").preferred
                }
              />
            </Tabs.Content>
          </>
        )}
      </Tabs.Root>
    </Page>
  );
}
