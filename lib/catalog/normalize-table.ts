import { constraintName } from "./constraint-names.ts";
import type { Column, Constraint, Reference, Table } from "./types.ts";

/**
 * The one way of several to write a definition: no false flags, no empty texts; a constraint over one column is that
 * column's flag, a key over several is a named constraint; columns of the primary key are required. Idempotent.
 */
export function normalizeTable(table: Table): Table {
  const { name, description, columns, constraints = [] } = table;
  const flagged = columns.filter((column) => column.primary_key === true);
  const isComposite = flagged.length > 1;
  const key: Constraint[] = isComposite
    ? [{ kind: "primary_key", columns: flagged.map((column) => column.name) }]
    : [];
  const start = isComposite ? columns.map(withoutKey) : columns;
  const merged = mergeConstraints(name, start, [...key, ...constraints]);
  const required = new Set(
    merged.constraints.flatMap((c) => (c.kind === "primary_key" ? (c.columns ?? []) : [])),
  );
  return {
    name,
    ...(description === undefined || description === "" ? {} : { description }),
    columns: merged.columns.map((column) => normalizeColumn(column, required)),
    ...(merged.constraints.length === 0 ? {} : { constraints: merged.constraints }),
  };
}

/** The column with the flag that says the same as a constraint over this column alone; null: it has no such flag. */
function withConstraintFlag(column: Column, constraint: Constraint): Column | null {
  switch (constraint.kind) {
    case "primary_key":
      return { ...column, primary_key: true };
    case "unique":
      return { ...column, unique: true };
    case "index":
      return { ...column, indexed: true };
    case "foreign_key": {
      const references = columnReference(constraint);
      return references === null || column.references !== undefined ? null : { ...column, references };
    }
    case "check":
      return null;
  }
}

function columnReference({ references }: Constraint): Reference | null {
  const column = references?.columns?.[0];
  if (references === undefined || column === undefined) return null;
  const { table, on_delete } = references;
  return { table, column, ...(on_delete === undefined ? {} : { on_delete }) };
}

interface Merged {
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
}

function mergeConstraints(
  table: string,
  columns: readonly Column[],
  constraints: readonly Constraint[],
): Merged {
  const merged = new Map(columns.map((column) => [column, column]));
  const kept: Constraint[] = [];
  const taken = new Set(constraints.flatMap(({ name }) => (name === undefined ? [] : [name])));
  for (const constraint of constraints) {
    const [only, ...others] = constraint.columns ?? [];
    const column = others.length === 0 ? columns.find(({ name }) => name === only) : undefined;
    const flagged = column && withConstraintFlag(merged.get(column) ?? column, constraint);
    if (column && flagged) merged.set(column, flagged);
    else kept.push(withName(table, constraint, taken));
  }
  return { columns: [...merged.values()], constraints: kept };
}

function withName(table: string, constraint: Constraint, taken: Set<string>): Constraint {
  const { name, ...rest } = constraint;
  const known = name ?? constraintName(table, rest.kind, rest.columns ?? [], (other) => taken.has(other));
  taken.add(known);
  return { name: known, ...rest };
}

function withoutKey({ primary_key: _, ...column }: Column): Column {
  return column;
}

function normalizeColumn(column: Column, keyColumns: ReadonlySet<string>): Column {
  const { name, type, sql_type, description, enum_values, references, generated, identity } = column;
  const isKey = column.primary_key === true;
  return {
    name,
    type,
    ...(sql_type === undefined ? {} : { sql_type }),
    ...(isKey ? { primary_key: true } : {}),
    ...(column.unique === true && !isKey ? { unique: true } : {}),
    ...(column.required === true || isKey || keyColumns.has(name) ? { required: true } : {}),
    ...(column.default === undefined || column.default === null ? {} : { default: column.default }),
    ...(column.indexed === true ? { indexed: true } : {}),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(enum_values === undefined || (type !== "enum" && enum_values.length === 0) ? {} : { enum_values }),
    ...(references === undefined ? {} : { references: normalizeReference(references) }),
    ...(generated === undefined ? {} : { generated }),
    ...(identity === undefined ? {} : { identity }),
  };
}

/** `restrict` is what a reference does anyway. */
function normalizeReference({ table, column, on_delete }: Reference): Reference {
  return { table, column, ...(on_delete === undefined || on_delete === "restrict" ? {} : { on_delete }) };
}
