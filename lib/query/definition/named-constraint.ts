import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Change } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { dependents, foreignKeysToKey, withoutForeignKeys } from "./dropped-column.ts";
import { type DefinitionInput, refuseUnknownColumn } from "./step.ts";

/** @throws {Refused} 42704 unless the table has a constraint of the name. */
export function refuseUnknownConstraint(table: CatalogTable, name: string): void {
  if (!namedConstraints(table.definition).some((constraint) => constraint.name === name))
    throw unknownConstraint(table, name);
}

function unknownConstraint({ definition }: CatalogTable, name: string): Refused {
  return new Refused(
    "undefinedObject",
    `constraint "${name}" of relation "${definition.name}" does not exist`,
  );
}

/** `ADD CONSTRAINT no_null NOT NULL title`: it has the name that Postgres would give it. */
export function notNull(
  table: CatalogTable,
  keys: readonly string[],
  columns: readonly string[],
): readonly Change[] {
  return keys.map((column) => {
    if (!columns.includes(column)) refuseUnknownColumn(table, column);
    return { kind: "alter_column", table: table.definition.name, column, set: { required: true } };
  });
}

/** A key that others refer to stays, or takes their references with it. */
export function dropConstraint(
  { catalog }: DefinitionInput,
  table: CatalogTable,
  node: TreeFields,
): readonly Change[] {
  const own = table.definition.name;
  const name = String(node.name);
  const found = namedConstraints(table.definition).find((constraint) => constraint.name === name);
  if (found === undefined) {
    const required = table.definition.columns.find(
      (column) => column.required === true && name === `${own}_${column.name}_not_null`,
    );
    if (required !== undefined)
      return [{ kind: "alter_column", table: own, column: required.name, set: { required: false } }];
    if (node.missing_ok === true) return [];
    throw unknownConstraint(table, name);
  }
  const { kind, columns = [], expression } = found.constraint;
  const isKey = kind === "primary_key" || (kind === "unique" && expression === undefined);
  const pointing = isKey ? foreignKeysToKey(catalog, own, columns) : [];
  if (pointing.length > 0 && node.behavior !== "DROP_CASCADE")
    throw dependents(`constraint ${name} on table ${own}`, { keys: pointing, needed: `index ${name}` });
  return [...withoutForeignKeys(pointing), { kind: "drop_constraint", table: own, name }];
}
