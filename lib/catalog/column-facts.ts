import type { IndexKind } from "./checks/limits.ts";
import { sqlTypeOf } from "./sql-types.ts";
import type { Column, ColumnType, Table } from "./types.ts";

/** The columns that point at another row, in the table's order. */
export function referenceColumns(table: Table): readonly Column[] {
  return table.columns.filter((column) => column.references !== undefined);
}

/** The names of the key's columns: of the flagged one, or of the constraint over several; empty without a key. */
export function primaryKey(table: Table): readonly string[] {
  const flagged = table.columns.filter((column) => column.primary_key === true).map((column) => column.name);
  if (flagged.length > 0) return flagged;
  return table.constraints?.find((constraint) => constraint.kind === "primary_key")?.columns ?? [];
}

/** Whether values of the type are strings that people read and search. */
export function isTextLike(type: ColumnType): boolean {
  return contractIndexKind(type) === "text" && type !== "uuid";
}

/** The family of index slots that serves filters and order on the column; null: it cannot be indexed. */
export function indexKind(column: Pick<Column, "type" | "sql_type">): IndexKind | null {
  const read = sqlTypeOf(column);
  if (read === null) return contractIndexKind(column.type);
  if (read.isArray) return null;
  return sqlIndexKinds.get(read.base.internal) ?? null;
}

/** Types whose order is that of their copy in a slot. */
const sqlIndexKinds: ReadonlyMap<string, IndexKind> = new Map([
  ["int2", "integer"],
  ["float4", "number"],
  ["numeric", "number"],
  ["varchar", "text"],
  ["bpchar", "text"],
  ["name", "text"],
  ["time", "time"],
  ["timestamp", "time"],
  ["timestamptz", "time"],
]);

function contractIndexKind(type: ColumnType): IndexKind | null {
  switch (type) {
    case "text":
    case "email":
    case "url":
    case "phone":
    case "richtext":
    case "file":
    case "enum":
    case "uuid":
      return "text";
    case "integer":
    case "bigint":
    case "boolean":
      return "integer";
    case "number":
    case "numeric":
      return "number";
    case "date":
    case "time":
    case "timestamptz":
      return "time";
    case "jsonb":
    case "text[]":
      return null;
  }
}

/**
 * Whether the server counts the column's values up by itself: where the definition says so, and for the whole-number key
 * of a table that was not typed in SQL, unless it has a default or is a reference.
 */
export function isIdentity(table: Table, column: Column): boolean {
  if (column.identity !== undefined) return true;
  return (
    table.origin !== "sql" &&
    (column.type === "integer" || column.type === "bigint") &&
    !hasDefault(column) &&
    column.generated === undefined &&
    column.references === undefined &&
    isWholeKey(table, column.name)
  );
}

/** Whether an insert may leave the column out although it is required. */
export function isFilledByServer(table: Table, column: Column): boolean {
  return hasDefault(column) || column.generated !== undefined || isIdentity(table, column);
}

function hasDefault(column: Column): boolean {
  return (column.default !== undefined && column.default !== null) || column.default_expression !== undefined;
}

/** Whether values are never given: they are computed, or counted without exception. */
export function isReadOnly(column: Column): boolean {
  return column.generated !== undefined || column.identity === "always";
}

function isWholeKey(table: Table, column: string): boolean {
  const key = primaryKey(table);
  return key.length === 1 && key[0] === column;
}

const labelNames = [
  "name",
  "title",
  "full_name",
  "display_name",
  "label",
  "subject",
  "username",
  "email",
  "first_name",
  "code",
  "sku",
  "slug",
  "number",
];

/** The column that names a row to a person, as in a list of choices; null when the table has none. */
export function labelColumn(table: Table): string | null {
  const readable = table.columns.filter(
    (column) =>
      isTextLike(column.type) &&
      column.references === undefined &&
      column.primary_key !== true &&
      column.name !== "password_hash",
  );
  for (const name of labelNames) {
    if (readable.some((column) => column.name === name)) return name;
  }
  const ending = readable.find((column) => /_(name|title)$/.test(column.name));
  const plain = readable.find((column) => column.type === "text");
  return (ending ?? plain ?? readable[0])?.name ?? null;
}

/** A column's name as a person reads it: `unit_price` is "Unit price". */
export function columnLabel(name: string): string {
  const words = name.replace(/_id$/, "").replaceAll("_", " ").trim();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether the columns together, in any order, are the table's primary key or one of its unique keys. */
export function isKeyOf(table: Table, columns: readonly string[]): boolean {
  if (columns.length === 0) return false;
  const wanted = [...columns].sort().join("\u0000");
  const isWanted = (key: readonly string[]) => [...key].sort().join("\u0000") === wanted;
  const ofColumns = (table.constraints ?? []).filter(({ expression }) => expression === undefined);
  return isWanted(primaryKey(table)) || uniqueKeys({ ...table, constraints: ofColumns }).some(isWanted);
}

/**
 * The columns that want an index slot of their own; the id, the timestamps, references and unique texts are indexed
 * without one.
 */
export function indexedColumns(table: Table): readonly Column[] {
  const listed = new Set(
    (table.constraints ?? []).flatMap(({ kind, columns = [], method }) =>
      kind === "index" && method === undefined && columns.length === 1 ? columns : [],
    ),
  );
  return table.columns.filter((column) => {
    if (column.indexed !== true && !listed.has(column.name)) return false;
    const isOwnColumn =
      column.type === "timestamptz" &&
      column.sql_type === undefined &&
      /^(created|updated)_at$/.test(column.name);
    const isKey = column.unique === true || isWholeKey(table, column.name);
    const isServed = isKey && indexKind(column) === "text";
    return !isOwnColumn && !isServed && column.references === undefined;
  });
}

/** The keys that want a unique slot, by their columns; a single uuid primary key is the row's own id and needs none. */
export function uniqueKeys(table: Table): readonly (readonly string[])[] {
  const key = primaryKey(table);
  const isOwnId = key.length === 1 && table.columns.find((column) => column.name === key[0])?.type === "uuid";
  const flagged = table.columns.filter((column) => column.unique === true).map((column) => [column.name]);
  const several = (table.constraints ?? [])
    .filter((constraint) => constraint.kind === "unique")
    .map((constraint) => constraint.columns ?? []);
  return [...(key.length === 0 || isOwnId ? [] : [key]), ...flagged, ...several];
}
