import { mentionsColumn } from "./checks/check-expression.ts";
import { constraintName } from "./constraint-names.ts";
import { normalizeAccess } from "./normalize-access.ts";
import type { Column, Constraint, ConstraintNames, Reference, Table } from "./types.ts";

/**
 * The one way of several to write a definition: no false flags, no empty texts; a constraint over one column is that
 * column's flag, a key over several is a named constraint; columns of the primary key are required. Idempotent.
 */
export function normalizeTable(table: Table): Table {
  const { name, description, origin, columns, constraints = [] } = table;
  const flagged = columns.filter((column) => column.primary_key === true);
  const isComposite = flagged.length > 1;
  const key: Constraint[] = isComposite
    ? [{ kind: "primary_key", columns: flagged.map((column) => column.name) }]
    : [];
  const start = isComposite ? columns.map(withoutKey) : columns;
  const merged = mergeConstraints({ name, origin, columns: start }, [...key, ...constraints]);
  const required = new Set(
    merged.constraints.flatMap((c) => (c.kind === "primary_key" ? (c.columns ?? []) : [])),
  );
  return {
    name,
    ...(description === undefined || description === "" ? {} : { description }),
    ...(origin === undefined ? {} : { origin }),
    columns: merged.columns.map((column) => normalizeColumn(column, required)),
    ...(merged.constraints.length === 0 ? {} : { constraints: merged.constraints }),
    ...normalizeAccess(table),
  };
}

/** The column with the flag that says the same as a constraint over this column alone; null: it has no such flag. */
function withConstraintFlag(table: string, column: Column, constraint: Constraint): Column | null {
  const flag = flagOf(column, constraint);
  if (flag === null) return null;
  const { name } = constraint;
  const isOwnName = name !== undefined && name !== constraintName(table, constraint.kind, [column.name]);
  const flagged = { ...column, ...flag };
  // A flag that was there already has its name.
  if (!isOwnName || Object.keys(flag).every((key) => key in column)) return flagged;
  const [key = ""] = Object.keys(flag);
  return { ...flagged, constraint_names: { ...column.constraint_names, [key]: name } };
}

type Flag = Pick<Column, "primary_key" | "unique" | "indexed" | "references">;

function flagOf(column: Column, constraint: Constraint): Flag | null {
  switch (constraint.kind) {
    case "primary_key":
      return { primary_key: true };
    case "unique":
      return constraint.expression === undefined ? { unique: true } : null;
    case "index":
      return constraint.method === undefined ? { indexed: true } : null;
    case "foreign_key": {
      const references = columnReference(constraint);
      return references === null || column.references !== undefined ? null : { references };
    }
    case "check":
      return null;
  }
}

function columnReference({ references }: Constraint): Reference | null {
  const column = references?.columns?.[0];
  if (references === undefined || column === undefined) return null;
  return normalizeReference({ ...references, column });
}

interface Merged {
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
}

function mergeConstraints(
  {
    name: table,
    origin,
    columns,
  }: Pick<Table, "name" | "columns"> & { readonly origin: Table["origin"] | undefined },
  constraints: readonly Constraint[],
): Merged {
  const merged = new Map(columns.map((column) => [column, column]));
  const kept: Constraint[] = [];
  const taken = new Set([
    ...constraints.flatMap(({ name }) => (name === undefined ? [] : [name])),
    // What is held of an enum's values: in SQL a type does that.
    ...columns
      .filter(({ type }) => type === "enum" && origin !== "sql")
      .map(({ name }) => constraintName(table, "check", [name])),
  ]);
  for (const constraint of constraints) {
    const [only, ...others] = constraint.columns ?? [];
    const column = others.length === 0 ? columns.find(({ name }) => name === only) : undefined;
    const flagged = column && withConstraintFlag(table, merged.get(column) ?? column, constraint);
    if (column && flagged) merged.set(column, flagged);
    else kept.push(withName(table, columns, constraint, taken));
  }
  return { columns: [...merged.values()], constraints: kept };
}

function withName(
  table: string,
  columns: readonly Column[],
  constraint: Constraint,
  taken: Set<string>,
): Constraint {
  const { name, directions, ...rest } = constraint;
  const named = rest.kind === "check" ? checkedColumn(columns, rest) : (rest.columns ?? []);
  const known = name ?? constraintName(table, rest.kind, named, (other) => taken.has(other));
  taken.add(known);
  // Ascending is what an index does anyway.
  const isPlain = directions === undefined || directions.every((direction) => direction === "asc");
  return { name: known, ...rest, ...(isPlain ? {} : { directions }) };
}

/** As in Postgres, a check of one column is named after it. */
function checkedColumn(columns: readonly Column[], { expression = "" }: Constraint): readonly string[] {
  const mentioned = columns.filter(({ name }) => mentionsColumn(expression, name));
  return mentioned.length === 1 ? mentioned.map(({ name }) => name) : [];
}

function withoutKey({ primary_key: _, ...column }: Column): Column {
  return column;
}

function normalizeColumn(column: Column, keyColumns: ReadonlySet<string>): Column {
  const { name, type, sql_type, description, enum_values, references } = column;
  const { generated, identity, default_expression, touched_by } = column;
  const isKey = column.primary_key === true;
  const isRequired = column.required === true || isKey || keyColumns.has(name) || identity !== undefined;
  const names = constraintNames(column);
  return {
    name,
    type,
    ...(sql_type === undefined ? {} : { sql_type }),
    ...(isKey ? { primary_key: true } : {}),
    ...(column.unique === true && !isKey ? { unique: true } : {}),
    ...(isRequired ? { required: true } : {}),
    ...(column.default === undefined || column.default === null ? {} : { default: column.default }),
    ...(default_expression === undefined ? {} : { default_expression }),
    ...(column.indexed === true ? { indexed: true } : {}),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(enum_values === undefined || (type !== "enum" && enum_values.length === 0) ? {} : { enum_values }),
    ...(references === undefined ? {} : { references: normalizeReference(references) }),
    ...(generated === undefined ? {} : { generated }),
    ...(identity === undefined ? {} : { identity }),
    ...(touched_by === undefined ? {} : { touched_by }),
    ...(names === null ? {} : { constraint_names: names }),
  };
}

/** Names of constraints that the column still has. */
function constraintNames(column: Column): ConstraintNames | null {
  const { primary_key, unique, references, indexed } = column.constraint_names ?? {};
  const names: ConstraintNames = {
    ...(primary_key !== undefined && column.primary_key === true ? { primary_key } : {}),
    ...(unique !== undefined && column.unique === true && column.primary_key !== true ? { unique } : {}),
    ...(references !== undefined && column.references !== undefined ? { references } : {}),
    ...(indexed !== undefined && column.indexed === true ? { indexed } : {}),
  };
  return Object.keys(names).length === 0 ? null : names;
}

function normalizeReference({ table, column, on_delete, on_update }: Reference): Reference {
  return {
    ...{ table, column },
    ...(on_delete === undefined ? {} : { on_delete }),
    ...(on_update === undefined ? {} : { on_update }),
  };
}
