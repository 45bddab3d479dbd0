import { randomUUID } from "node:crypto";
import { isTextLike } from "../../catalog/column-facts.ts";
import { orderTables } from "../../catalog/order-tables.ts";
import { ownerColumns } from "../../catalog/rules/presets.ts";
import type { Catalog, CatalogTable, Column, Json } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { storageOf } from "../../engine/column-sql.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import { withTriggersDisabled } from "../../engine/write/row-triggers.ts";
import { ident, keyword, sql } from "../../sql/sql.ts";

/** A row that is made for the trial, and never committed. */
export interface ProbeRow {
  /** The storage id. */
  readonly id: string;
  readonly values: Readonly<Record<string, Json>>;
}

/** What is tried out of one table: a row of the owner and one of another user, or why there are none. */
export interface ProbeTable {
  readonly table: CatalogTable;
  /** The columns that say whose a row is. */
  readonly owners: readonly string[];
  readonly rows: { readonly owner: ProbeRow; readonly other: ProbeRow } | null;
  readonly problem: string | null;
}

export interface ProbeUsers {
  readonly owner: string;
  readonly other: string;
}

/** Makes two rows in every table, in the order in which they can refer to one another. */
export async function probeRows(
  tx: Transaction,
  catalog: Catalog,
  users: ProbeUsers,
): Promise<readonly ProbeTable[]> {
  const authTable = catalog.tables.find(({ isAuth }) => isAuth)?.definition.name ?? "users";
  const made = new Map<string, ProbeTable>();
  for (const { name } of orderTables(catalog.tables.map(({ definition }) => definition))) {
    const table = catalog.tables.find(({ definition }) => definition.name === name);
    if (table === undefined) continue;
    const owners = ownerColumns(table.definition, authTable);
    made.set(name, { table, owners, ...(await twoRows(tx, catalog, table, { owners, users, made })) });
  }
  return [...made.values()];
}

interface Making {
  readonly owners: readonly string[];
  readonly users: ProbeUsers;
  readonly made: ReadonlyMap<string, ProbeTable>;
}

async function twoRows(
  tx: Transaction,
  catalog: Catalog,
  table: CatalogTable,
  making: Making,
): Promise<Pick<ProbeTable, "rows" | "problem">> {
  await tx.query(sql`savepoint probe_row`);
  try {
    const owner = await oneRow(tx, catalog, table, making, "owner");
    const other = await oneRow(tx, catalog, table, making, "other");
    return { rows: { owner, other }, problem: null };
  } catch (error) {
    await tx.query(sql`rollback to savepoint probe_row`);
    return { rows: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** A record for a new row of one of the two users, with fresh values where they must be unique. */
export function probeRecord(
  table: CatalogTable,
  making: Making,
  whose: "owner" | "other",
): Readonly<Record<string, Json>> {
  const given: Record<string, Json> = {};
  for (const column of table.definition.columns) {
    const value = valueFor(table, column, making, whose);
    if (value !== undefined) given[column.name] = value;
  }
  return given;
}

async function oneRow(
  tx: Transaction,
  catalog: Catalog,
  table: CatalogTable,
  making: Making,
  whose: "owner" | "other",
): Promise<ProbeRow> {
  const given = probeRecord(table, making, whose);
  const columns = table.definition.columns.filter(({ name }) => name in given);
  const compiled = compileWrite(withTriggersDisabled(catalog), table, {
    kind: "insert",
    source: { kind: "json", records: sql`${JSON.stringify([given])}::jsonb`, columns, missing: "default" },
  });
  const { rows } = await tx.query<{ id: string; record: Record<string, Json> }>(
    sql`with ${keyword(compiled.isRecursive ? "recursive" : "")} ${compiled.with} select w."$id" as id, to_jsonb(w.*) as record from ${ident(compiled.written)} as w`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("no row was made");
  return { id: row.id, values: row.record };
}

/** Undefined: left to its default. */
function valueFor(
  table: CatalogTable,
  column: Column,
  { owners, users, made }: Making,
  whose: "owner" | "other",
): Json | undefined {
  if (column.generated !== undefined || column.identity !== undefined) return undefined;
  if (storageOf(table, column.name).place === "secret") return undefined;
  if (owners.includes(column.name) && column.references === undefined) return users[whose];
  if (column.references !== undefined) {
    const target = made.get(column.references.table)?.rows;
    const value = target?.[whose].values[column.references.column];
    return value ?? undefined;
  }
  const isNeeded = column.required === true || column.primary_key === true || column.unique === true;
  if (!isNeeded || column.default !== undefined || column.default_expression !== undefined) return undefined;
  return sampleValue(column);
}

function sampleValue(column: Column): Json | undefined {
  const word = randomUUID().replaceAll("-", "");
  switch (column.type) {
    case "uuid":
      return randomUUID();
    case "email":
      return `${word}@example.com`;
    case "url":
      return `https://example.com/${word}`;
    case "file":
      return `/${word}`;
    case "phone":
      return `+1555${String(Math.trunc(Math.random() * 1e9)).padStart(9, "0")}`;
    case "enum":
      return column.enum_values?.[0];
    case "integer":
      return Math.trunc(Math.random() * 2e9);
    case "bigint":
    case "number":
    case "numeric":
      return Math.trunc(Math.random() * 1e12);
    case "boolean":
      return false;
    case "date":
      return "2001-01-01";
    case "time":
      return "12:00:00";
    case "timestamptz":
      return "2001-01-01T00:00:00Z";
    case "jsonb":
      return {};
    case "text[]":
      return [];
    default:
      return isTextLike(column.type)
        ? column.name.includes("email")
          ? `${word}@example.com`
          : word
        : undefined;
  }
}
