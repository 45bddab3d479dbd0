"use client";

import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { call } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type {
  DatabaseSchema,
  Overview,
  Page,
  Project,
  ProjectKey,
  RecordPage,
  RecordQuery,
  TableInfo,
} from "./types.ts";
import { useAnswer } from "./use-answer.ts";

const pageItemsMax = 100;

/** All items of a list, page by page, and what else its last page says. */
async function callAll<Item, More = object>(path: string, signal: AbortSignal): Promise<Page<Item> & More> {
  const items: Item[] = [];
  for (;;) {
    const url = `${path}?limit=${pageItemsMax}&offset=${items.length}`;
    const page = await call<Page<Item> & More>("GET", url, { signal });
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= page.total) return { ...page, items };
  }
}

export function useProjects() {
  return useAnswer<readonly Project[]>({
    queryKey: queryKeys.projects,
    queryFn: async ({ signal }) => (await callAll<Project>("/api/projects", signal)).items,
  });
}

export function useOverview(databaseId: string) {
  return useAnswer<Overview>({
    queryKey: queryKeys.overview(databaseId),
    queryFn: ({ signal }) => call<Overview>("GET", `/api/database/${databaseId}`, { signal }),
  });
}

/** All tables of the database, in the order of the server, with the version of the schema. */
export function useSchema(databaseId: string) {
  return useAnswer<DatabaseSchema>(schemaQuery(databaseId));
}

/** The tables alone; of no database, none. */
export function useTables(databaseId: string | null) {
  return useAnswer<DatabaseSchema, readonly TableInfo[]>({
    ...schemaQuery(databaseId ?? ""),
    enabled: databaseId !== null,
    select: ({ tables }) => tables,
  });
}

function schemaQuery(databaseId: string) {
  return {
    queryKey: queryKeys.tables(databaseId),
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<DatabaseSchema> => {
      const list = await callAll<TableInfo, { version: number }>(
        `/api/database/${databaseId}/tables`,
        signal,
      );
      return { tables: list.items, version: list.version };
    },
  };
}

/** The project's keys; for admins only. */
export function useProjectKeys(projectId: string, isEnabled = true) {
  return useAnswer<readonly ProjectKey[]>({
    queryKey: ["keys", projectId],
    enabled: isEnabled,
    queryFn: async ({ signal }) =>
      (await callAll<ProjectKey>(`/api/projects/${projectId}/keys`, signal)).items,
  });
}

/** One page of rows; keeps showing the last page while the next one comes. */
export function useRecords(databaseId: string, query: RecordQuery, isEnabled = true) {
  return useAnswer<RecordPage>({
    queryKey: queryKeys.records(databaseId, query),
    queryFn: ({ signal }) => queryRecords(databaseId, query, signal),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

export function queryRecords(
  databaseId: string,
  query: RecordQuery,
  signal?: AbortSignal,
): Promise<RecordPage> {
  return call<RecordPage>("POST", `/api/database/${databaseId}/records/query`, {
    body: query,
    ...(signal ? { signal } : {}),
  });
}

/** Forgets what is known of a database: after its schema or its rows changed. */
export function useForget(databaseId: string) {
  const client = useQueryClient();
  return {
    schema: () => client.invalidateQueries({ queryKey: queryKeys.database(databaseId) }),
    rows: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.allRecords(databaseId) }),
        client.invalidateQueries({ queryKey: queryKeys.overview(databaseId) }),
      ]),
  };
}
