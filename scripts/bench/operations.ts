import type { CompiledSql, Sql } from "#lib/sql/sql.ts";

export const operationNames = [
  "get_pk",
  "get_unique",
  "list_first",
  "list_page50",
  "list_keyset",
  "range",
  "count_filtered",
  "list_parent",
  "list_children",
  "insert",
  "update",
  "update_indexed",
  "group_sum",
  "join_group",
  "json_aggregate",
] as const;
export type OperationName = (typeof operationNames)[number];

/** One run of an operation on either side, with the same parameters. */
export interface Run {
  readonly native: CompiledSql;
  readonly virtual: Sql;
}

export interface Operation {
  readonly name: OperationName;
  /** At most so many times native, as the targets say. */
  readonly target: number;
  /** @param index counts the runs, and chooses the parameters. */
  run(index: number): Run;
}
