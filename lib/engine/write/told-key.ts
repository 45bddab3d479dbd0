import { flagName } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { join, literal, type Sql, sql } from "../../sql/sql.ts";
import { shownText } from "./row-guards.ts";
import type { ValueFor } from "./row-scope.ts";

/** A key of a table, and where stored rows have it. */
interface StoredKey {
  readonly name: string;
  /** `u1`, or `id`. */
  readonly slot: string;
}

/** What a slot gets, told in front of that where the table's rows are to tell their keys (`CatalogTable.toldKeys`). */
export function toldKey(table: CatalogTable, key: StoredKey, valueFor: ValueFor, stored: Sql): Sql {
  const told = table.toldKeys?.[key.name];
  if (told === undefined) return stored;
  const { attributes, columns } = told;
  // The slot of a key of expressions holds an array of their values.
  const values =
    columns === null
      ? sql`array_to_string((${stored})::text[], ', ', 'null')`
      : sql`concat_ws(', ', ${join(columns.map((name) => valueText(table, name, valueFor)))})`;
  const own = literal(table.definition.name);
  return sql`app.told_key(${own}, ${literal(key.name)}, ${literal(attributes)}, ${values}, ${literal(key.slot)}, ${stored})`;
}

/** The same of a uuid key, which rows are stored under. */
export function toldId(table: CatalogTable, key: Column, valueFor: ValueFor, stored: Sql): Sql {
  const name = flagName(table.definition, key, "primary_key");
  return toldKey(table, { name, slot: "id" }, valueFor, stored);
}

function valueText(table: CatalogTable, name: string, valueFor: ValueFor): Sql {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`a key of ${table.id} names an unknown column`);
  return sql`coalesce(${shownText(column, valueFor(column))}, 'null')`;
}
