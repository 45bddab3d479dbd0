import { primaryKey } from "../../catalog/column-facts.ts";
import { orderTables } from "../../catalog/order-tables.ts";
import { ownerColumns } from "../../catalog/rules/presets.ts";
import type { Catalog, CatalogTable, Column, Json } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { storageOf } from "../../engine/column-sql.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import { withTriggersDisabled } from "../../engine/write/row-triggers.ts";
import { ident, keyword, sql } from "../../sql/sql.ts";
import { probeValues } from "./probe-values.ts";

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
  /** Which of the values that a column may take the table's checks let pass, by column; absent: the first. */
  readonly choices: Choices;
}

type Choices = ReadonlyMap<string, number>;

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
  readonly choices: Choices;
}

/** So often a table's checks are met with other values, before it counts as one that cannot be tried. */
const attempts = 150;

async function twoRows(
  tx: Transaction,
  catalog: Catalog,
  table: CatalogTable,
  known: Omit<Making, "choices">,
): Promise<Pick<ProbeTable, "rows" | "problem" | "choices">> {
  let choices: Choices = new Map();
  for (let attempt = 1; ; attempt++) {
    await tx.query(sql`savepoint probe_row`);
    try {
      const making = { ...known, choices };
      const owner = await oneRow(tx, catalog, table, making, "owner");
      const other = await oneRow(tx, catalog, table, making, "other");
      return { rows: { owner, other }, problem: null, choices };
    } catch (error) {
      await tx.query(sql`rollback to savepoint probe_row`);
      const next = attempt < attempts ? nextChoices(table, known, choices, error) : null;
      if (next === null)
        return { rows: null, problem: error instanceof Error ? error.message : String(error), choices };
      choices = next;
    }
  }
}

/** Other values for the columns of the check that failed, each against each; null: all were tried, or no check failed. */
function nextChoices(
  table: CatalogTable,
  known: Omit<Making, "choices">,
  choices: Choices,
  error: unknown,
): Choices | null {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  if (code !== "23514" || typeof constraint !== "string") return null;
  const check = table.storage.expressions?.checks?.[constraint];
  const next = new Map(choices);
  for (const name of check?.columns ?? []) {
    const column = table.definition.columns.find((one) => one.name === name);
    if (column === undefined) continue;
    const at = (next.get(name) ?? 0) + 1;
    next.set(name, at < valuesFor(table, column, known).length ? at : 0);
    if (next.get(name) !== 0) return next;
  }
  return null;
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
  making: Making,
  whose: "owner" | "other",
): Json | undefined {
  const { owners, users, made, choices } = making;
  if (column.generated !== undefined || column.identity !== undefined) return undefined;
  if (storageOf(table, column.name).place === "secret") return undefined;
  if (owners.includes(column.name) && column.references === undefined) return users[whose];
  if (column.references !== undefined) {
    const target = made.get(column.references.table)?.rows;
    const value = target?.[whose].values[column.references.column];
    return value ?? undefined;
  }
  const whole = wholeReference(table, column);
  if (whole !== null) return made.get(whole.table)?.rows?.[whose].values[whole.column] ?? undefined;
  return valuesFor(table, column, making)[choices.get(column.name) ?? 0];
}

/** What a column may be given, the likeliest first. Undefined: left to its default. */
function valuesFor(
  table: CatalogTable,
  column: Column,
  { owners }: Pick<Making, "owners">,
): readonly (Json | undefined)[] {
  if (owners.includes(column.name) || column.references !== undefined || column.generated !== undefined)
    return [];
  const isNeeded =
    column.required === true || column.unique === true || primaryKey(table.definition).includes(column.name);
  const isFilled = column.default !== undefined || column.default_expression !== undefined;
  const checks = Object.values(table.storage.expressions?.checks ?? {});
  const asked = checks.filter(({ columns }) => columns.includes(column.name)).map(({ text }) => text);
  const values = probeValues(column, asked);
  if (isFilled) return [undefined, ...values];
  // A rule that lets through what has a value (`title is not null`) is found only by rows that have one.
  return isNeeded ? values : [...values, undefined];
}

/** Where a column of a foreign key over several columns leads. */
function wholeReference(
  { definition }: CatalogTable,
  { name }: Column,
): { readonly table: string; readonly column: string } | null {
  for (const { kind, columns = [], references } of definition.constraints ?? []) {
    const column = kind === "foreign_key" ? references?.columns?.[columns.indexOf(name)] : undefined;
    if (references !== undefined && column !== undefined) return { table: references.table, column };
  }
  return null;
}
