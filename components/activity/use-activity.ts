"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import type { Page } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";

/** A change of tables by its names alone. */
export interface ShortChange {
  readonly kind: string;
  readonly table?: string;
  readonly column?: string;
  readonly to?: string;
  readonly name?: string;
}

/** Something that somebody did. */
export interface Activity {
  readonly id: string;
  readonly kind: string;
  readonly details: {
    readonly name?: string | null;
    readonly from?: string;
    readonly to?: string;
    readonly role?: string;
    readonly email?: string | null;
    readonly member?: string;
    readonly key_kind?: string;
    readonly version?: number;
    readonly changes?: readonly ShortChange[];
    readonly changes_total?: number;
  };
  readonly project: { readonly id: string; readonly name: string | null } | null;
  readonly actor: { readonly id: string; readonly name: string | null } | null;
  readonly created_at: string;
}

export interface ActivityQuery {
  readonly area?: string;
  readonly limit: number;
  readonly offset?: number;
}

/** @param path of the organization or project, in the API. */
export function useActivity(path: string, { area = "all", limit, offset = 0 }: ActivityQuery) {
  return useAnswer<Page<Activity>>({
    queryKey: ["activity", path, area, limit, offset],
    queryFn: ({ signal }) =>
      call("GET", `${path}/activity?area=${area}&limit=${limit}&offset=${offset}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}
