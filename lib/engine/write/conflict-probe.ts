import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, givenValue } from "../column-sql.ts";
import { ofTable } from "../relation.ts";
import { defaultValue } from "./insert-source.ts";
import type { TableKey } from "./virtual-error.ts";

/** Values that broke a key: of records that were to be added, or of one that all rows found were to become. */
export interface Given {
  /** A parameter of type jsonb: an array of objects. */
  readonly records: Sql;
  readonly isForAll: boolean;
}

/**
 * Finds the key over which a write of JSON records fell: Postgres does not tell values of a table under row-level
 * security. Run it after the failure; meanwhile the other row may be gone.
 *
 * @returns a statement with at most one row: `$place` and `key`, the values as Postgres lists them (`a, b`).
 */
export function conflictProbe(
  catalog: Catalog,
  table: CatalogTable,
  key: TableKey,
  { records, isForAll }: Given,
): Sql {
  const columns = key.columns.map((name) => columnNamed(table, name));
  const values = columns.map((column) => sql`${keyValue(table, column)} as ${ident(column.name)}`);
  const names = columns.map(({ name }) => ident(name));
  const same = columns.map((column) => sql`${columnValue(table, column, "d")} = given.${ident(column.name)}`);
  const texts = names.map((name) => sql`given.${name}::text`);
  const given = sql`given as materialized (
  select item.ordinality as "$place", ${join(values)} from jsonb_array_elements(${records}) with ordinality as item (v)
)`;
  const shown = sql`given."$place", concat_ws(', ', ${join(texts)}) as key`;
  const isWhole = join(
    names.map((name) => sql`given.${name} is not null`),
    " and ",
  );
  if (isForAll) return sql`with ${given} select ${shown} from given where ${isWhole} order by 1 limit 1`;
  // Each by what is done once for all records: compared one by one, thousands would take longer than a statement may.
  return sql`
with ${given}, numbered as (
  select given.*, row_number() over (partition by ${join(names)} order by given."$place") as "$nth" from given
)
select ${shown} from numbered as given where ${isWhole} and "$nth" > 1
union all
select ${shown} from given join rowhouse.project_data as d on ${ofTable(catalog, table, "d")} and ${join(same, " and ")}
order by 1 limit 1`;
}

function keyValue(table: CatalogTable, column: Column): Sql {
  const given = givenValue(sql`item.v`, column.name, column);
  const fallback = defaultValue(table, column);
  return fallback === null
    ? given
    : sql`case when item.v ? ${literal(column.name)} then ${given} else ${fallback} end`;
}

function columnNamed(table: CatalogTable, name: string): Column {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`a key names an unknown column of ${table.id}`);
  return column;
}
