import { primaryKey } from "../../catalog/column-facts.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, Constraint, Table } from "../../catalog/types.ts";
import { Refused } from "../write/refused.ts";
import { tableNamed } from "./step.ts";

/**
 * @param placeOf where a constraint stands in the text; null: it is copied.
 * @throws {Refused} for constraints of a new table that Postgres would not take, in its words.
 */
export function refuseConstraints(
  catalog: Catalog,
  table: Table,
  placeOf: (constraint: Constraint) => number | null,
): void {
  const columns = table.columns.map(({ name }) => name);
  for (const constraint of table.constraints ?? [])
    refuseConstraint(catalog, table.name, columns, { constraint, location: placeOf(constraint) });
  const taken: Taken[] = [];
  for (const { name, constraint } of namedConstraints(table)) {
    refuseTakenName(table.name, taken, { name, kind: constraint.kind });
    taken.push({ name, kind: constraint.kind });
  }
}

/** @throws {Refused} the same for one that a table gets. @param columns those that the table has by then. */
export function refuseAdded(
  catalog: Catalog,
  table: Table,
  columns: readonly string[],
  constraint: Constraint,
): void {
  refuseConstraint(catalog, table.name, columns, { constraint, location: null });
  const { name, kind } = constraint;
  if (name === undefined) return;
  const taken = namedConstraints(table).map((own) => ({ name: own.name, kind: own.constraint.kind }));
  const isCheck = kind === "check" && taken.some((own) => own.name === name);
  if (isCheck) throw takenName(table.name, name);
  refuseTakenName(table.name, taken, { name, kind });
}

function refuseConstraint(
  catalog: Catalog,
  table: string,
  known: readonly string[],
  { constraint, location }: { readonly constraint: Constraint; readonly location: number | null },
): void {
  const { kind, columns = [], references, expression } = constraint;
  if (kind === "check" || expression !== undefined) return;
  const strange = columns.find((column) => !known.includes(column));
  if (strange !== undefined) {
    const isReference = kind === "foreign_key";
    const place = isReference ? "referenced in foreign key constraint" : "named in key";
    throw new Refused("undefinedColumn", `column "${strange}" ${place} does not exist`, {
      location: isReference ? null : location,
    });
  }
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined && kind !== "foreign_key" && kind !== "index") {
    const word = kind === "primary_key" ? "primary key" : "unique";
    throw new Refused("duplicateColumn", `column "${twice}" appears twice in ${word} constraint`, {
      location,
    });
  }
  const target = references?.table === table ? undefined : tableNamed(catalog, references?.table ?? "");
  const key = references?.columns ?? (target === undefined ? columns : primaryKey(target.definition));
  if (kind === "foreign_key" && key.length === 0)
    throw new Refused(
      "undefinedObject",
      `there is no primary key for referenced table "${references?.table}"`,
    );
  if (kind === "foreign_key" && key.length > 0 && key.length !== columns.length)
    throw new Refused(
      "invalidForeignKey",
      "number of referencing and referenced columns for foreign key disagree",
    );
}

interface Taken {
  readonly name: string;
  readonly kind: Constraint["kind"];
}

function refuseTakenName(table: string, taken: readonly Taken[], { name, kind }: Taken): void {
  const other = taken.find((one) => one.name === name);
  if (other === undefined) return;
  const areIndexes = [kind, other.kind].every((one) => one !== "check" && one !== "foreign_key");
  if (areIndexes) throw new Refused("duplicateTable", `relation "${name}" already exists`);
  if (kind === "check" && other.kind === "check")
    throw new Refused("duplicateObject", `check constraint "${name}" already exists`);
  throw takenName(table, name);
}

function takenName(table: string, name: string): Refused {
  return new Refused("duplicateObject", `constraint "${name}" for relation "${table}" already exists`);
}
