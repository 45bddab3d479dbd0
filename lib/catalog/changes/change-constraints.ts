import { perhapsMeant } from "../checks/nearest-name.ts";
import { problem } from "../checks/schema-problem.ts";
import { primaryKey } from "../column-facts.ts";
import { normalizeTable } from "../normalize-table.ts";
import { type NamedConstraint, namedConstraints } from "../table-constraints.ts";
import type { Column, Constraint, ConstraintNames, Table } from "../types.ts";
import {
  type ChangeOf,
  type Draft,
  done,
  onTable,
  type Refusals,
  replaceTable,
  unknownColumn,
} from "./change-draft.ts";

/** Over one column it becomes the column's flag (and loses its name); over several it is kept in `table.constraints`. */
export function addConstraint(
  draft: Draft,
  { table: name, constraint }: ChangeOf<"add_constraint">,
): Refusals {
  return onTable(draft, name, (table) => {
    const refusals = [...unknownColumns(table, constraint), ...conflicts(table, constraint)];
    if (refusals.length > 0) return refusals;
    const constraints = [...(table.constraints ?? []), constraint];
    return replaceTable(draft, table, normalizeTable({ ...table, constraints }));
  });
}

export function dropConstraint(
  draft: Draft,
  { table: name, name: wanted }: ChangeOf<"drop_constraint">,
): Refusals {
  return onTable(draft, name, (table) => {
    const named = namedConstraints(table);
    const found = named.find((constraint) => constraint.name === wanted);
    if (found !== undefined) return replaceTable(draft, table, withoutConstraint(table, found));
    const names = named.map((constraint) => constraint.name);
    const known = names.length === 0 ? " It has none." : ` It has: ${names.join(", ")}.`;
    const hint = perhapsMeant(wanted, names) || known;
    return [problem(["name"], `"${name}" has no constraint "${wanted}".${hint}`)];
  });
}

function unknownColumns(table: Table, { columns = [] }: Constraint): Refusals {
  const known = new Set(table.columns.map((column) => column.name));
  return columns.flatMap((column, index) =>
    known.has(column) ? [] : [unknownColumn(table, column, ["constraint", "columns", index])],
  );
}

function conflicts(table: Table, constraint: Constraint): Refusals {
  const { name, kind, columns = [] } = constraint;
  if (name !== undefined && namedConstraints(table).some((other) => other.name === name)) {
    return [problem(["constraint", "name"], `"${table.name}" already has a constraint "${name}".`, "RH201")];
  }
  if (kind === "primary_key" && primaryKey(table).length > 0) {
    const message = `"${table.name}" already has a primary key (${primaryKey(table).join(", ")}). Drop that constraint first.`;
    return [problem(["constraint", "kind"], message, "RH201")];
  }
  const only = columns.length === 1 ? table.columns.find((column) => column.name === columns[0]) : undefined;
  if (kind === "foreign_key" && only?.references !== undefined) {
    const message = `"${table.name}.${only.name}" already points at "${only.references.table}". Drop that constraint first.`;
    return [problem(["constraint", "columns", 0], message, "RH201")];
  }
  return done;
}

function withoutConstraint(table: Table, { constraint, isFlag }: NamedConstraint): Table {
  if (!isFlag) {
    const { constraints = [], ...rest } = table;
    const kept = constraints.filter((other) => other !== constraint);
    return { ...rest, ...(kept.length === 0 ? {} : { constraints: kept }) };
  }
  const [name] = constraint.columns ?? [];
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name === name ? withoutFlag(column, constraint.kind) : column,
    ),
  };
}

const flagOfKind: { readonly [kind in Constraint["kind"]]: keyof ConstraintNames } = {
  primary_key: "primary_key",
  unique: "unique",
  foreign_key: "references",
  index: "indexed",
  // A check is no flag.
  check: "indexed",
};

/** As in Postgres, a column that was the key stays required. */
function withoutFlag(column: Column, kind: Constraint["kind"]): Column {
  const { primary_key, unique, references, indexed, constraint_names: names, ...rest } = column;
  const { [flagOfKind[kind]]: _, ...kept } = names ?? {};
  return {
    ...rest,
    ...(Object.keys(kept).length === 0 ? {} : { constraint_names: kept }),
    ...(primary_key === undefined || kind === "primary_key" ? {} : { primary_key }),
    ...(unique === undefined || kind === "unique" ? {} : { unique }),
    ...(references === undefined || kind === "foreign_key" ? {} : { references }),
    ...(indexed === undefined || kind === "index" ? {} : { indexed }),
  };
}
