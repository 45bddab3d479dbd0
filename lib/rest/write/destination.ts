import type { CatalogTable, Column } from "../../catalog/types.ts";
import type { CheckOption } from "../../engine/write/request.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { Payload } from "../request/payload.ts";

/** `given`: as the request gave them. `made`: as they were made, which for rows that were there tells nothing of how they lie. */
export type WrittenOrder = "given" | "made";

const orderColumns: { readonly [order in WrittenOrder]: Sql } = {
  given: ident("$ordinal"),
  made: ident("$id"),
};

/** What a request writes to. */
export interface Destination {
  /** As the request knows it: a table, or a view in the form of one. */
  readonly table: CatalogTable;
  /** The table whose rows are written. */
  readonly stored: CatalogTable;
  /** The table's names of the view's columns; null: the table itself is meant. */
  readonly names: ReadonlyMap<string, string> | null;
  /** What a view shows; null: the table's own rows are meant. */
  readonly view: WrittenView | null;
  /** What the request knows of written rows, from the name of their query: a SELECT in an order, beside it `hidden` ones of its columns. */
  readonly shown: (written: Sql, order: WrittenOrder, hidden?: readonly string[]) => Sql;
  readonly checkOptions?: readonly CheckOption[];
}

/** The rows of a view, whichever way its caller comes to them. */
export interface WrittenView {
  /** Those that the caller may see, with the storage id as `$id`. */
  rows(): Sql;
  /** What it shows of a row of `project_data`, whoever may see that, from the row's alias: nothing where its conditions do not hold. */
  rowOf(stored: string): Sql;
}

/** A table that is written under its own name. @param columns those that the caller may read. */
export function tableDestination(table: CatalogTable, columns: readonly Column[]): Destination {
  const names = columns.map(({ name }) => name);
  const shown: Destination["shown"] = (written, order, hidden = []) =>
    sql`select ${join([...hidden, ...names].map((name) => ident(name)))} from ${written} order by ${orderColumns[order]}`;
  return { table, stored: table, names: null, view: null, shown };
}

/** A column of what the request knows as the table has it. */
export function storedColumn({ stored, names }: Destination, column: Column): Column {
  if (names === null) return column;
  const name = names.get(column.name);
  const found = stored.definition.columns.find((own) => own.name === name);
  if (found === undefined) throw new RangeError(`${column.name} is not stored`);
  return found;
}

/** The table's names of columns that the request names. */
export function storedNames({ names }: Destination, columns: readonly string[]): readonly string[] {
  return columns.map((name) => names?.get(name) ?? name);
}

/** Records with the table's keys, of records with those that the request knows. */
export function storedRecords({ names }: Destination, records: Sql): Sql {
  const renamed = renamedOf(names);
  if (renamed.length === 0) return records;
  const arms = renamed.map(([from, to]) => sql`when ${literal(from)} then ${literal(to)}`);
  const key = sql`case k.key ${join(arms, " ")} else k.key end`;
  return sql`(select jsonb_agg((select coalesce(jsonb_object_agg(${key}, k.value), '{}') from jsonb_each(r.value) as k) order by r.ordinality) from jsonb_array_elements(${records}) with ordinality as r)`;
}

/** The same, of a request's own records. */
export function storedPayload({ names }: Destination, payload: Payload): Payload {
  const renamed = new Map(renamedOf(names));
  if (renamed.size === 0) return payload;
  const records = payload.records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [renamed.get(key) ?? key, value])),
  );
  return { json: JSON.stringify(records), keys: Object.keys(records[0] ?? {}), records };
}

function renamedOf(names: Destination["names"]): readonly (readonly [string, string])[] {
  return [...(names ?? [])].filter(([from, to]) => from !== to);
}

/** @throws {AppError} 0A000 for columns that the view computes. */
export function refuseComputed(
  { table, names }: Destination,
  verb: "insert" | "update",
  columns: readonly Column[],
): void {
  const computed = columns.find(({ name }) => names !== null && !names.has(name));
  if (computed === undefined) return;
  const message = `cannot ${verb === "insert" ? "insert into" : "update"} column "${computed.name}" of view "${table.definition.name}"`;
  throw new AppError("0A000", message, {
    status: 400,
    details: "View columns that are not columns of their base relation are not updatable.",
  });
}

/** Rows of a SELECT over written rows, each a relation beside the row that it is of. */
export function shownBeside(
  written: Sql,
  order: WrittenOrder,
  columns: readonly string[],
  over: (row: Sql) => Sql,
): Sql {
  const row = columns.length === 0 ? keyword("") : join(columns.map((name) => sql`"$w".${ident(name)}`));
  return sql`select "$shown".* from ${written} as "$w" cross join lateral (${over(row)}) as "$shown" order by "$w".${orderColumns[order]}`;
}
