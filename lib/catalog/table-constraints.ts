import { constraintName } from "./constraint-names.ts";
import type { Column, Constraint, ConstraintNames, Table } from "./types.ts";

/** A constraint as Postgres would list it, wherever the definition holds it. */
export interface NamedConstraint {
  readonly name: string;
  readonly constraint: Constraint;
  /** Whether it is a flag of its one column, not a member of `table.constraints`. */
  readonly isFlag: boolean;
}

/** Every key, reference, check and index of a table with its name; flags of columns get Postgres's default name. */
export function namedConstraints(table: Table): readonly NamedConstraint[] {
  const taken = new Set<string>();
  const named: NamedConstraint[] = [];
  const add = (constraint: Constraint, isFlag: boolean) => {
    const name =
      constraint.name ??
      constraintName(table.name, constraint.kind, constraint.columns ?? [], (name) => taken.has(name));
    taken.add(name);
    named.push({ name, constraint, isFlag });
  };
  for (const constraint of table.constraints ?? []) add(constraint, false);
  for (const column of table.columns) {
    for (const constraint of columnConstraints(column)) add(constraint, true);
  }
  return named;
}

/** The table without some of its constraints, the others all listed: to look at, not to be kept. */
export function definitionWithout(table: Table, gone: ReadonlySet<string>): Table {
  if (gone.size === 0) return table;
  const left = namedConstraints(table).filter(({ name }) => !gone.has(name));
  return {
    ...table,
    columns: table.columns.map(
      ({ primary_key: _, unique: __, references: ___, indexed: ____, ...column }) => column,
    ),
    constraints: left.map(({ name, constraint }) => ({ ...constraint, name })),
  };
}

/** The name of a constraint that is a flag of its one column: the one it was given, or Postgres's default. */
export function flagName(table: Table, column: Column, kind: FlagKind): string {
  const given = column.constraint_names?.[flags[kind]];
  return given ?? constraintName(table.name, kind, kind === "primary_key" ? [] : [column.name]);
}

type FlagKind = "primary_key" | "unique" | "foreign_key" | "index";

const flags: { readonly [kind in FlagKind]: keyof ConstraintNames } = {
  primary_key: "primary_key",
  unique: "unique",
  foreign_key: "references",
  index: "indexed",
};

/**
 * The table after a rename, with the constraints of a table typed in SQL under the names that they had, as Postgres keeps
 * them. A table that was built has none that anybody chose: they follow.
 */
export function withKeptNames(before: Table, after: Table): Table {
  if (before.origin !== "sql") return after;
  const columns = after.columns.map((column, index): Column => {
    const old = before.columns[index];
    if (old === undefined) return column;
    const { constraint_names: _, ...rest } = column;
    const kept = flagKinds
      .filter((kind) => old[flags[kind]] !== undefined)
      .map((kind) => [kind, flagName(before, old, kind)] as const)
      .filter(([kind, name]) => name !== flagName(after, rest, kind));
    const names = Object.fromEntries(kept.map(([kind, name]) => [flags[kind], name]));
    return kept.length === 0 ? rest : { ...rest, constraint_names: names };
  });
  return { ...after, columns };
}

const flagKinds: readonly FlagKind[] = ["primary_key", "unique", "foreign_key", "index"];

function columnConstraints(column: Column): Constraint[] {
  const columns = [column.name];
  const found: Constraint[] = [];
  const add = (constraint: Constraint & { readonly kind: FlagKind }) => {
    const name = column.constraint_names?.[flags[constraint.kind]];
    found.push(name === undefined ? constraint : { name, ...constraint });
  };
  if (column.primary_key === true) add({ kind: "primary_key", columns });
  if (column.unique === true) add({ kind: "unique", columns });
  if (column.references !== undefined) {
    const { column: target, ...rest } = column.references;
    const references = { ...rest, columns: [target] };
    add({ kind: "foreign_key", columns, references });
  }
  if (column.indexed === true) add({ kind: "index", columns });
  return found;
}
