"use client";

import { useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { Page, SavedView } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";

interface ViewFields {
  readonly name?: string;
  readonly is_shared?: boolean;
  readonly definition?: GridDefinition;
}

const none: readonly SavedView[] = [];

/** The saved views of a table that the reader sees, and what can be done with them. */
export function useSavedViews(databaseId: string, tableId: string) {
  const client = useQueryClient();
  const path = `/api/database/${databaseId}/tables/${tableId}/views`;
  const queryKey = queryKeys.views(databaseId, tableId);
  const { data, isPending } = useAnswer<readonly SavedView[]>({
    queryKey,
    queryFn: async ({ signal }) =>
      (await call<Page<SavedView>>("GET", `${path}?limit=100`, { signal })).items,
  });
  // Put into the list at once: the address names a view that must be there by then.
  const put = (view: SavedView) =>
    client.setQueryData<readonly SavedView[]>(queryKey, (before = none) =>
      before.some(({ id }) => id === view.id)
        ? before.map((other) => (other.id === view.id ? view : other))
        : [...before, view],
    );
  return {
    views: data ?? none,
    isPending,
    create: async (fields: Required<ViewFields>) => {
      const { view } = await call<{ view: SavedView }>("POST", path, { body: fields });
      put(view);
      return view;
    },
    update: async (id: string, fields: ViewFields) => {
      const address = `/api/database/${databaseId}/views/${id}`;
      put((await call<{ view: SavedView }>("PATCH", address, { body: fields })).view);
    },
    remove: async (id: string) => {
      await call("DELETE", `/api/database/${databaseId}/views/${id}`);
      client.setQueryData<readonly SavedView[]>(queryKey, (before = none) =>
        before.filter((view) => view.id !== id),
      );
    },
  };
}
