import { primaryKey } from "../../catalog/column-facts.ts";
import { constraintName } from "../../catalog/constraint-names.ts";
import type { CatalogTable, Column, Json, SlotName } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { keyText, postgresType, storageOf } from "../column-sql.ts";

/**
 * The condition that finds one row by its key.
 *
 * @param recordId the key's text, as in a URL; of a composite key a JSON array of its parts.
 * @throws {AppError} RH004 if the text cannot be a key of this table; RH206 if the table has none.
 */
export function matchesRecordId(table: CatalogTable, recordId: string, row: string): Sql {
  const columns = primaryKey(table.definition).map((name) => columnNamed(table, name));
  const [first] = columns;
  if (first === undefined) {
    throw new AppError(
      "RH206",
      `Table "${table.definition.name}" has no primary key, so no single row can be named.`,
      {
        hint: "Change its rows through SQL.",
      },
    );
  }
  const storage = storageOf(table, first.name);
  if (columns.length === 1 && storage.place === "id") {
    if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(recordId)) throw noSuchRow(table, recordId);
    return sql`${ident(row)}.id = ${recordId}::uuid`;
  }
  const parts = columns.length === 1 ? [recordId] : keyParts(table, recordId, columns.length);
  const slot = columns.length === 1 ? storage.unique : compositeKeySlot(table);
  if (slot === undefined) throw new RangeError(`the key of table ${table.id} has no slot`);
  const texts = columns.map((column, index) =>
    keyText(column, sql`${parts[index] ?? null}::text::${postgresType(column)}`),
  );
  return sql`${ident(row)}.${ident(slot)} = app.unique_key(${literal(table.definition.name)}, 'key', ${join(texts)})`;
}

/**
 * The condition that finds the rows of any of these keys.
 *
 * @throws {AppError} as `matchesRecordId`
 */
export function matchesRecordIds(table: CatalogTable, recordIds: readonly string[], row: string): Sql {
  const conditions = recordIds.map((recordId) => matchesRecordId(table, recordId, row));
  const key = primaryKey(table.definition);
  const isStorageId = key.length === 1 && storageOf(table, key[0] ?? "").place === "id";
  return isStorageId ? sql`${ident(row)}.id = any(${recordIds}::uuid[])` : join(conditions, " or ");
}

function compositeKeySlot(table: CatalogTable): SlotName | undefined {
  const key = table.definition.constraints?.find(({ kind }) => kind === "primary_key");
  const name = key?.name ?? constraintName(table.definition.name, "primary_key", []);
  return table.storage.keys[name];
}

export function noSuchRow(table: CatalogTable, recordId: string): AppError {
  return new AppError(
    "RH004",
    `There is no row ${JSON.stringify(recordId.slice(0, 100))} in table "${table.definition.name}".`,
  );
}

function keyParts(table: CatalogTable, recordId: string, count: number): readonly string[] {
  const parsed = parseJson(recordId);
  if (!Array.isArray(parsed) || parsed.length !== count) throw noSuchRow(table, recordId);
  return parsed.map((part) => (typeof part === "string" ? part : JSON.stringify(part)));
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON: no composite key looks like that, which the caller answers with "no such row".
    return undefined;
  }
}

function columnNamed(table: CatalogTable, name: string): Column {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`unknown column ${name}`);
  return column;
}
