import { type ExpressionTools, wordTools } from "../checks/check-expression.ts";
import { type SchemaProblem, unknownName } from "../checks/schema-problem.ts";
import type { Change, Column, Table } from "../types.ts";

/** Definitions of what was dropped and can come back, newest last. */
export interface Dropped {
  readonly tables?: readonly Table[];
  readonly columns?: readonly { readonly table: string; readonly column: Column }[];
}

/** A schema on its way through a list of changes; the tables in it are values and get replaced. */
export interface Draft {
  tables: readonly Table[];
  dropped: Required<Dropped>;
  /** For the expressions of definitions, which follow when names change. */
  readonly expressions: ExpressionTools;
}

export type ChangeOf<Kind extends Change["kind"]> = Extract<Change, { readonly kind: Kind }>;

/** Why a change cannot be made, at paths below the change; empty: it was made. */
export type Refusals = readonly SchemaProblem[];

export const done: Refusals = [];

export function startDraft(
  tables: readonly Table[],
  dropped: Dropped = {},
  expressions: ExpressionTools = wordTools,
): Draft {
  return { tables, dropped: { tables: dropped.tables ?? [], columns: dropped.columns ?? [] }, expressions };
}

/** Runs `change` on the table of that name, or refuses with the nearest name. */
export function onTable(draft: Draft, name: string, change: (table: Table) => Refusals): Refusals {
  const table = draft.tables.find((other) => other.name === name);
  if (table !== undefined) return change(table);
  const among = draft.tables.map((other) => other.name);
  return [unknownName(["table"], `There is no table "${name}".`, { name, among })];
}

/** The same for a column; `key` is the change's field that names it. */
export function onColumn(
  table: Table,
  name: string,
  change: (column: Column) => Refusals,
  key = "column",
): Refusals {
  const column = table.columns.find((other) => other.name === name);
  return column === undefined ? [unknownColumn(table, name, [key])] : change(column);
}

export function unknownColumn(table: Table, name: string, path: readonly (string | number)[]): SchemaProblem {
  const among = table.columns.map((column) => column.name);
  return unknownName(path, `"${table.name}" has no column "${name}".`, { name, among });
}

/** Puts the new value of a table in the old one's place. */
export function replaceTable(draft: Draft, table: Table, replacement: Table): Refusals {
  draft.tables = draft.tables.map((other) => (other === table ? replacement : other));
  return done;
}

export function replaceColumn(table: Table, column: Column, replacement: Column): Table {
  return { ...table, columns: table.columns.map((other) => (other === column ? replacement : other)) };
}
