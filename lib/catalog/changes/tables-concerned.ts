import type { Change, Column, Constraint, Table } from "../types.ts";

/** The names of the tables that a change speaks of: its own, under old and new names, and those it refers to. */
export function tablesOfChange(change: Change): readonly string[] {
  switch (change.kind) {
    case "create_table":
      return [change.table.name, ...targetsOf(change.table)];
    case "rename_table":
      return [change.table, change.to];
    case "add_column":
      return [change.table, ...targetOf(change.column)];
    case "alter_column":
      return [change.table, ...targetOf(change.set)];
    case "add_constraint":
      return [change.table, ...targetOf(change.constraint)];
    default:
      return [change.table];
  }
}

/** The names of the tables that a table refers to. */
export function targetsOf({ columns, constraints = [] }: Table): readonly string[] {
  return [...columns, ...constraints].flatMap(targetOf);
}

function targetOf({
  references,
}: {
  readonly references?: Column["references"] | Constraint["references"] | null;
}): readonly string[] {
  return references == null ? [] : [references.table];
}
