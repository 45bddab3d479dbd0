import { sqlTypeOf } from "../catalog/sql-types.ts";
import type { CatalogTable, Column, SlotName } from "../catalog/types.ts";
import { join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { isPlainText } from "./column-sql.ts";
import { compositeIndexes } from "./composite-constraints.ts";

/** An index over several columns, and the slot that holds its key. */
export interface KeyIndex {
  readonly slot: SlotName;
  readonly parts: readonly KeyPart[];
}

export interface KeyPart {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** The table's indexes over several columns; those whose columns have an order of their own. */
export function keyIndexes(table: CatalogTable): readonly KeyIndex[] {
  return compositeIndexes(table.definition).flatMap(({ name, columns, directions = [], method }) => {
    const slot = table.storage.indexes?.[name];
    const parts = columns.map((column, index) => ({
      column: columnNamed(table, column),
      isDescending: directions[index] === "desc",
    }));
    const isOrdered = parts.every(({ column }) => sortType(column) !== null);
    return slot === undefined || method !== undefined || !isOrdered ? [] : [{ slot, parts }];
  });
}

/** What a writing statement puts into the slot of an index over several columns. */
export function indexKey(table: CatalogTable, { parts }: KeyIndex, valueFor: (column: Column) => Sql): Sql {
  return join(
    parts.map((part) => keyPart(part, checkedValue(table, part.column, valueFor(part.column)))),
    " || ",
  );
}

/** One part of a key: bytes that sort as the values do, or the other way round. */
export function keyPart({ column, isDescending }: KeyPart, value: Sql): Sql {
  const type = keyword(sortType(column) ?? "text");
  return sql`app.sort_key(app.sort_bytes((${value})::${type}), ${keyword(String(isDescending))})`;
}

/** The type whose order is the column's; null: its values are not kept in an index over several columns. */
function sortType(column: Column): string | null {
  if (isPlainText(column)) return "text";
  const read = sqlTypeOf(column);
  if (read !== null) return read.isArray ? null : (sqlSortTypes[read.base.internal] ?? null);
  switch (column.type) {
    case "integer":
    case "bigint":
      return "int8";
    case "number":
      return "float8";
    case "numeric":
    case "boolean":
    case "date":
    case "time":
    case "timestamptz":
    case "uuid":
      return column.type;
    default:
      return null;
  }
}

/** Types whose values, as another type, keep their order. A moment without a zone is one in UTC. */
const sqlSortTypes: { readonly [internal: string]: string } = {
  int2: "int8",
  float4: "float8",
  numeric: "numeric",
  varchar: "text",
  bpchar: "text",
  name: "text",
  time: "time",
  timestamp: "timestamptz",
  timestamptz: "timestamptz",
};

/** The same bounds as of a column's own slot: several of them fit into one entry of an index. */
function checkedValue(table: CatalogTable, column: Column, value: Sql): Sql {
  const tooLong = sql`app.slot_too_long(${literal(table.definition.name)}, ${literal(column.name)})`;
  if (sortType(column) === "text")
    return sql`case when octet_length((${value})::text) > 500 then ${tooLong} else (${value})::text end`;
  if (column.type === "numeric")
    return sql`case when pg_column_size(${value}) > 250 then ${tooLong}::numeric else ${value} end`;
  return value;
}

function columnNamed(table: CatalogTable, name: string): Column {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`an index names an unknown column ${name}`);
  return column;
}
