"use client";

import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import type { Page } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { QueryParameter } from "#lib/catalog/query-parameters.ts";
import type { FunctionArgument, FunctionReturn, Json, TypedName } from "#lib/catalog/types.ts";
import type { KnownTrigger } from "./language/names.ts";

/** A line of the history. */
export interface NotedRun {
  readonly id: string;
  readonly query: string;
  readonly is_cut: boolean;
  readonly params: readonly Json[];
  readonly status: "done" | "failed" | "cancelled";
  readonly is_trial: boolean;
  readonly commands: readonly string[];
  readonly row_count: number;
  readonly ms: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly undo_rows: number;
  readonly undo_refusal: string | null;
  readonly undone_at: string | null;
  readonly created_at: string;
}

export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly query: string;
  readonly parameters: readonly QueryParameter[];
  readonly is_shared: boolean;
  readonly is_own: boolean;
  readonly owner: string | null;
  readonly updated_at: string;
}

export interface SqlObjects {
  readonly views: readonly {
    readonly name: string;
    readonly description?: string;
    readonly columns: readonly TypedName[];
  }[];
  readonly functions: readonly {
    readonly name: string;
    readonly description?: string;
    readonly arguments: readonly FunctionArgument[];
    readonly returns: FunctionReturn;
  }[];
  readonly triggers: readonly KnownTrigger[];
}

/** What is wrong with a text, and what it would do. */
export interface CheckedSql {
  readonly statements: readonly {
    readonly command: string;
    readonly kind: string;
    readonly tables: readonly string[];
    readonly is_unbounded: boolean;
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly statement: number;
    readonly position: number | null;
  }[];
}

const listMax = 100;

export function useHistory(databaseId: string, search: string) {
  return useAnswer<Page<NotedRun>>({
    queryKey: ["sql", databaseId, "history", search],
    queryFn: ({ signal }) => call("GET", listPath(databaseId, "history", search), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useSavedQueries(databaseId: string, search: string) {
  return useAnswer<Page<SavedQuery>>({
    queryKey: ["sql", databaseId, "queries", search],
    queryFn: ({ signal }) => call("GET", listPath(databaseId, "queries", search), { signal }),
    placeholderData: keepPreviousData,
  });
}

function listPath(databaseId: string, list: string, search: string): string {
  const query = new URLSearchParams({ limit: String(listMax), search });
  return `/api/database/${databaseId}/sql/${list}?${query}`;
}

/** Views and functions; forgotten with the schema. */
export function useSqlObjects(databaseId: string) {
  return useAnswer<SqlObjects>({
    queryKey: ["database", databaseId, "sql-objects"],
    queryFn: ({ signal }) => call("GET", `/api/database/${databaseId}/sql/objects`, { signal }),
  });
}

/** Forgets the history, or the saved queries, after one was added or changed. */
export function useForgetPanel(databaseId: string) {
  const client = useQueryClient();
  return (list: "history" | "queries") => client.invalidateQueries({ queryKey: ["sql", databaseId, list] });
}

export function checkSql(
  databaseId: string,
  body: { readonly query: string; readonly param_types?: readonly string[] },
  signal?: AbortSignal,
): Promise<CheckedSql> {
  return call("POST", `/api/database/${databaseId}/sql/check`, { body, ...(signal ? { signal } : {}) });
}
