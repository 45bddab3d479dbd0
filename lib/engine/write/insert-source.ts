import { parseDefault } from "../../catalog/column-default.ts";
import { isIdentity } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { runnable } from "../bind-expressions.ts";
import {
  assignedValue,
  bareType,
  givenValue,
  jsonValue,
  postgresType,
  readableColumns,
  storageOf,
} from "../column-sql.ts";
import { type Given, identityQueries, nextNumber } from "./identity.ts";
import type { InsertRequest, JsonRows, QueryName, QueryRows } from "./request.ts";
import { overRow } from "./row-scope.ts";
import { firedRows, firingTriggers } from "./row-triggers.ts";

/** The queries that turn what an insert was given into complete, typed rows. */
export interface InsertSource {
  /** `name as (…)`, in order; the last one is `source`: `$ordinal`, `$id` and every readable column but a uuid key. */
  readonly queries: readonly Sql[];
}

export function insertSource(
  catalog: Catalog,
  table: CatalogTable,
  request: InsertRequest,
  name: QueryName,
): InsertSource {
  const { source } = request;
  const input = source.kind === "json" ? jsonInput(source) : queryInput(source);
  const given = source.kind === "json" ? jsonReader(source) : queryReader(source);
  const reader = withOverriding(table, request, given);
  const counted = table.definition.columns.find((column) => isIdentity(table.definition, column));
  const numbers =
    counted === undefined
      ? []
      : identityQueries(catalog, table, { column: counted, given: reader(counted), name });
  return {
    queries: [
      sql`${ident(name("input"))} as materialized (${input})`,
      ...numbers,
      sql`${ident(name("source"))} as materialized (${sourceSelect(catalog, table, { reader, name, request })})`,
    ],
  };
}

/** Null: the source does not speak of the column. */
type Reader = (column: Column) => Given | null;

function jsonInput({ records }: JsonRows): Sql {
  return sql`select item.ordinality as "$ordinal", item.value as v from jsonb_array_elements(${records}) with ordinality as item`;
}

function jsonReader({ columns, missing }: JsonRows): Reader {
  const known = new Set(columns.map(({ name }) => name));
  return (column) => {
    if (!known.has(column.name)) return null;
    const isGiven = missing === "null" ? null : sql`input.v ? ${literal(column.name)}`;
    return { isGiven, value: givenValue(sql`input.v`, column.name, column), isNullElse: true };
  };
}

function queryInput({ select }: QueryRows): Sql {
  return sql`select row_number() over () as "$ordinal", given.* from (${select}\n) as given`;
}

function queryReader({ columns, defaultFlags }: QueryRows): Reader {
  const known = new Set(columns.map(({ name }) => name));
  return ({ name }) => {
    if (!known.has(name)) return null;
    const isFlagged = defaultFlags?.has(name) === true;
    return {
      isGiven: isFlagged ? sql`not input.${ident(`$default.${name}`)}` : null,
      value: sql`input.${ident(name)}`,
    };
  };
}

/** `OVERRIDING USER VALUE` counts an identity column up whatever was given for it. */
function withOverriding(table: CatalogTable, { overriding }: InsertRequest, reader: Reader): Reader {
  if (overriding !== "user") return reader;
  return (column) => (isIdentity(table.definition, column) ? null : reader(column));
}

interface Source {
  readonly reader: Reader;
  readonly name: QueryName;
  readonly request: InsertRequest;
}

function sourceSelect(catalog: Catalog, table: CatalogTable, { reader, name, request }: Source): Sql {
  const key = table.definition.columns.find((column) => storageOf(table, column.name).place === "id");
  const values = readableColumns(table)
    .filter((column) => column !== key && column.generated === undefined)
    .map((column) => sql`${completeValue(table, column, reader, name)} as ${ident(column.name)}`);
  const id = key === undefined ? newId : completeId(key, reader);
  const given = sql`select input."$ordinal", ${join([sql`${id} as "$id"`, ...values, ...drawnAhead(table)])} from ${ident(name("input"))} as input`;
  const triggers = firingTriggers(catalog, table, "insert", []);
  const plain =
    triggers.length === 0
      ? given
      : firedRows(catalog, table, triggers, {
          select: given,
          named: (column) => (column === key ? "$id" : column.name),
          before: null,
          id: sql`"$p"."$ordinal"::text`,
          passed: ["$ordinal", ...(key === undefined ? ["$id"] : []), ...drawnColumns(table).map(nextName)],
          read: request.access?.read,
        });
  const generated = readableColumns(table).filter((column) => column.generated !== undefined);
  if (generated.length === 0) return plain;
  // Generated columns stand on those that are not.
  const valueFor = (column: Column): Sql =>
    column === key
      ? sql`plain."$id"`
      : column.generated === undefined
        ? sql`plain.${ident(column.name)}`
        : sql`null::${postgresType(column)}`;
  const computed = generated.map(
    (column) => sql`${generatedValue(table, column, valueFor)} as ${ident(column.name)}`,
  );
  return sql`select plain.*, ${join(computed)} from (${plain}) as plain`;
}

/** Whether two calls of a column's default may give two values. */
export function isDrawn(table: CatalogTable, column: Column): boolean {
  if (column.generated !== undefined) return false;
  const isExpression = table.storage.expressions?.defaults?.[column.name] !== undefined;
  return isExpression || parseDefault(column).kind === "random_uuid";
}

/** The value that a new row has in a column which a job is about to add: its JSON and its slots have to say the same. */
export function drawnAheadOf(column: Column): Sql {
  return sql`source.${ident(nextName(column))}`;
}

function nextName({ name }: Column): string {
  return `$next.${name}`;
}

function drawnAhead(table: CatalogTable): readonly Sql[] {
  const next = pendingTable(table);
  return drawnColumns(table).map(
    (column) => sql`${defaultValue(next, column) ?? sql`null`} as ${ident(nextName(column))}`,
  );
}

function drawnColumns(table: CatalogTable): readonly Column[] {
  if (table.storage.pending === undefined) return [];
  const next = pendingTable(table);
  return next.definition.columns.filter((column) => isDrawn(next, column));
}

function pendingTable(table: CatalogTable): CatalogTable {
  const { pending } = table.storage;
  return pending === undefined
    ? table
    : { ...table, definition: pending.definition, storage: pending.storage };
}

/** A generated column's value, from those of the others. */
export function generatedValue(table: CatalogTable, column: Column, valueFor: (column: Column) => Sql): Sql {
  const bound = table.storage.expressions?.generated?.[column.name];
  if (bound === undefined) throw new RangeError(`${column.name} of ${table.id} has no bound expression`);
  return overRow(table, sql`${runnable(bound)}::${postgresType(column)}`, valueFor);
}

const newId = sql`app.uuid_v7(input."$ordinal")`;

/** A uuid key is the stored row's id. What is generated for it sorts by the time of creation. */
function completeId(key: Column, given: Reader): Sql {
  return valueOr(given(key), newId);
}

function completeValue(table: CatalogTable, column: Column, reader: Reader, name: QueryName): Sql {
  const given = reader(column);
  if (isIdentity(table.definition, column)) return valueOr(given, nextNumber(column, given, name));
  const fallback = defaultValue(table, column);
  if (fallback === null && given?.isNullElse === true) return given.value;
  return valueOr(given, fallback ?? sql`null::${postgresType(column)}`);
}

function valueOr(given: Given | null, fallback: Sql): Sql {
  if (given === null) return fallback;
  return given.isGiven === null
    ? given.value
    : sql`case when ${given.isGiven} then ${given.value} else ${fallback} end`;
}

/** A column's default as a typed value; null if it has none. */
export function defaultValue(table: CatalogTable, column: Column): Sql | null {
  const type = postgresType(column);
  const bound = table.storage.expressions?.defaults?.[column.name];
  if (bound !== undefined)
    return sql`(${assignedValue(column, sql`${runnable(bound)}::${bareType(column)}`)})`;
  const parsed = parseDefault(column);
  switch (parsed.kind) {
    case "none":
      return null;
    case "now":
      return sql`now()::${type}`;
    case "random_uuid":
      return keyword("gen_random_uuid()");
    case "current_user":
      return keyword("app.end_user_id()");
    case "value": {
      const holder = sql`${literal(JSON.stringify({ default: parsed.value }))}::jsonb`;
      // A literal of one of Postgres's further types is read as a client's value is.
      return column.sql_type === undefined
        ? jsonValue(holder, "default", column)
        : givenValue(holder, "default", column);
    }
    case "invalid":
      throw new RangeError(`the default of ${column.name} ${parsed.problem}`);
  }
}
