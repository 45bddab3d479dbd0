"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import type { Page } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { ImportInfo, ImportPreview, ReadSettings } from "./types.ts";

/** How often one that is under way is asked how far it is. */
const watchMs = 1_000;

export function importsKey(databaseId: string): readonly string[] {
  return ["imports", databaseId];
}

export function isUnderWay({ status }: Pick<ImportInfo, "status">): boolean {
  return status === "waiting" || status === "running" || status === "cancelling";
}

/** The newest imports; asked again while one of them is under way. */
export function useImports(databaseId: string) {
  return useAnswer<Page<ImportInfo>>({
    queryKey: importsKey(databaseId),
    queryFn: ({ signal }) => call("GET", `/api/database/${databaseId}/imports?limit=20`, { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? watchMs : false),
  });
}

/** One import, watched until it is over. */
export function useImport(databaseId: string, importId: string) {
  return useAnswer<ImportInfo>({
    queryKey: [...importsKey(databaseId), importId],
    queryFn: async ({ signal }) => {
      const path = `/api/database/${databaseId}/imports/${importId}`;
      return (await call<{ import: ImportInfo }>("GET", path, { signal })).import;
    },
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? watchMs : false),
  });
}

/** What the file would become, with what somebody has said of it. */
export function usePreview(
  databaseId: string,
  importId: string,
  asked: { readonly read: Partial<ReadSettings>; readonly table: string | null },
) {
  return useAnswer<ImportPreview>({
    // Not below the imports: what a file holds does not change when one of them goes on.
    queryKey: ["import preview", importId, asked],
    queryFn: ({ signal }) =>
      call("POST", `/api/database/${databaseId}/imports/${importId}/preview`, {
        body: { read: asked.read, ...(asked.table === null ? {} : { table: asked.table }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
