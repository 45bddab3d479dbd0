import { columnLabel } from "../../catalog/column-facts.ts";
import { isList } from "../../catalog/sql-types.ts";
import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { canonicalValue } from "../../catalog/values/value.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import {
  bareType,
  columnValue,
  givenValue,
  isEnum,
  isPlainText,
  keyText,
  slotForm,
  storageOf,
} from "../column-sql.ts";
import { labelPlace } from "../enum-order.ts";
import { type Filter, invalid } from "./filter.ts";
import { searchedBy } from "./search.ts";

type Test = Extract<Filter, { kind: "test" }>;
type Comparison = "eq" | "neq" | "gt" | "gte" | "lt" | "lte";

const comparisons: { readonly [operator in Comparison]: Sql } = {
  eq: keyword("="),
  neq: keyword("<>"),
  gt: keyword(">"),
  gte: keyword(">="),
  lt: keyword("<"),
  lte: keyword("<="),
};

/**
 * A filter as a condition over rows of `project_data`. Whatever an index slot can answer is asked of the slot.
 *
 * @throws {AppError} RH303 if a value does not fit its column or operator.
 */
export function predicate(catalog: Catalog, table: CatalogTable, filter: Filter, row: string): Sql {
  switch (filter.kind) {
    case "and":
    case "or": {
      if (filter.filters.length === 0) return keyword(filter.kind === "and" ? "true" : "false");
      const parts = filter.filters.map((part) => predicate(catalog, table, part, row));
      return sql`(${join(parts, ` ${filter.kind} `)})`;
    }
    case "not":
      return sql`(not ${predicate(catalog, table, filter.filter, row)})`;
    case "test":
      return test(catalog, table, filter, row);
  }
}

/** One condition of a filter that an index finds rows by, and the others. */
export interface Anchor {
  /** The condition as the index takes it. */
  readonly found: Sql;
  /** The same as a mere test, which no index serves. */
  readonly tested: Sql;
  readonly others: readonly Sql[];
}

/** The first equality that every row must meet and that many rows may meet; null if there is none with an index. */
export function anchorOf(catalog: Catalog, table: CatalogTable, filter: Filter, row: string): Anchor | null {
  const parts = filter.kind === "and" ? filter.filters : [filter];
  for (const part of parts) {
    const slot = part.kind === "test" && part.operator === "eq" ? anchorSlot(catalog, table, part) : null;
    if (slot === null) continue;
    const stored = sql`${ident(row)}.${ident(slot.name)}`;
    return {
      found: sql`(${stored} = ${slot.value})`,
      tested: sql`(${stored} operator(app.==) ${slot.value})`,
      others: parts.filter((other) => other !== part).map((other) => predicate(catalog, table, other, row)),
    };
  }
  return null;
}

/** The value that a test asks its column to equal, in the column's type; null if it asks for something else. */
export function equalityValue(filter: Filter): Sql | null {
  if (filter.kind !== "test" || filter.operator !== "eq" || filter.value === null) return null;
  return typedParameter(filter.column, canonical(filter));
}

function anchorSlot(catalog: Catalog, table: CatalogTable, filter: Test): ServingSlot | null {
  if (filter.value === null || filter.column.type === "jsonb") return null;
  const slot = servingSlot(
    catalog,
    table,
    filter.column,
    "eq",
    typedParameter(filter.column, canonical(filter)),
  );
  return slot === null || slot.name.startsWith("u") ? null : slot;
}

function test(catalog: Catalog, table: CatalogTable, filter: Test, row: string): Sql {
  const { column, operator } = filter;
  const value = columnValue(table, column, row);
  switch (operator) {
    case "is":
      return isTest(filter, value);
    case "like":
    case "ilike":
      return likeTest(table, filter, operator, row);
    case "in":
      return inTest(catalog, table, filter, row);
    case "contains":
    case "overlaps":
      return containment(filter, value);
    default:
      return comparison(catalog, table, filter, operator, row);
  }
}

function likeTest(table: CatalogTable, filter: Test, operator: "like" | "ilike", row: string): Sql {
  const test = sql`${columnValue(table, filter.column, row)}::text ${keyword(operator)} ${text(filter)}`;
  const searched = searchedBy(table, filter.column, String(filter.value), row);
  return searched === null ? test : sql`(${searched} and ${test})`;
}

function isTest(filter: Test, value: Sql): Sql {
  switch (filter.value) {
    case null:
    case "null":
      return sql`(${value} is null)`;
    case "not_null":
      return sql`(${value} is not null)`;
    case true:
    case false:
    case "true":
    case "false":
      if (filter.column.type === "boolean") return sql`(${value} is ${keyword(String(filter.value))})`;
  }
  throw invalid(filter.path, `"is" compares with null, "not_null", or true and false for a yes/no column.`);
}

function inTest(catalog: Catalog, table: CatalogTable, filter: Test, row: string): Sql {
  if (!Array.isArray(filter.value)) throw invalid(filter.path, `"in" needs a list of values.`);
  if (filter.value.length > 1000) throw invalid(filter.path, `"in" takes at most 1,000 values.`);
  const values = filter.value.map((value: unknown, index) =>
    canonical({ ...filter, value, path: `${filter.path}/${index}` }),
  );
  const { column } = filter;
  if (column.type === "jsonb" || column.type === "text[]")
    throw invalid(filter.path, `"in" does not work on ${column.type}.`);
  const slot = referenceSlot(catalog, table, column);
  const operand = slot === null ? columnValue(table, column, row) : sql`${ident(row)}.${ident(slot)}`;
  return sql`(${operand} = any(${values.map(String)}::text[]::${bareType(column)}[]))`;
}

function containment(filter: Test, value: Sql): Sql {
  const { column, operator } = filter;
  if (isList(column)) {
    const items = Array.isArray(filter.value) ? filter.value : [filter.value];
    const sign = keyword(operator === "contains" ? "@>" : "&&");
    return sql`(${value} ${sign} ${typedParameter(column, items.map(String))})`;
  }
  if (operator === "contains" && column.type === "jsonb")
    return sql`((${value})::jsonb @> ${JSON.stringify(filter.value)}::jsonb)`;
  if (operator === "contains") return sql`(position(lower(${text(filter)}) in lower(${value}::text)) > 0)`;
  throw invalid(filter.path, `"overlaps" works on lists (text[]) only.`);
}

function comparison(
  catalog: Catalog,
  table: CatalogTable,
  filter: Test,
  operator: Comparison,
  row: string,
): Sql {
  const { column } = filter;
  const sign = comparisons[operator];
  if (filter.value === null) throw invalid(filter.path, `Compare with null by "is".`);
  if (column.type === "jsonb")
    return sql`((${columnValue(table, column, row)})::jsonb ${sign} ${JSON.stringify(filter.value)}::jsonb)`;
  const given = typedParameter(column, canonical(filter));
  if (isEnum(column) && operator !== "eq" && operator !== "neq") {
    const place = (text: Sql) => labelPlace(column.enum_values ?? [], text);
    return sql`(${place(columnValue(table, column, row))} ${sign} ${place(given)})`;
  }
  const slot = servingSlot(catalog, table, column, operator, given);
  if (slot === null) return sql`(${columnValue(table, column, row)} ${sign} ${given})`;
  return sql`(${ident(row)}.${ident(slot.name)} ${sign} ${slot.value})`;
}

interface ServingSlot {
  readonly name: string;
  readonly value: Sql;
}

function servingSlot(
  catalog: Catalog,
  table: CatalogTable,
  column: Column,
  operator: Comparison,
  given: Sql,
): ServingSlot | null {
  const storage = storageOf(table, column.name);
  if (operator === "neq") return null;
  const reference = referenceSlot(catalog, table, column);
  if (operator === "eq" && reference !== null) return { name: reference, value: given };
  // A slot of the column's own type serves as well, without the key's text being made of the value.
  if (operator === "eq" && storage.unique !== undefined && storage.index === undefined) {
    if (isPlainText(column)) return { name: storage.unique, value: given };
    const value = sql`app.unique_key(${literal(table.definition.name)}, 'key', ${keyText(column, given)})`;
    return { name: storage.unique, value };
  }
  if (storage.index === undefined || column.type === "uuid") return null;
  return { name: storage.index, value: slotForm(column, storage.index, given) };
}

/** The slot that holds the very value of a reference: when it refers to a row by its storage id. */
function referenceSlot(catalog: Catalog, table: CatalogTable, column: Column): string | null {
  const { reference } = storageOf(table, column.name);
  const target = catalog.tables.find(({ definition }) => definition.name === column.references?.table);
  if (reference === undefined || target === undefined || column.references === undefined) return null;
  return storageOf(target, column.references.column).place === "id" ? reference : null;
}

function canonical(filter: Test): unknown {
  const { column } = filter;
  // A value that the column could never hold is still a fair question: nothing equals it. Only its kind has to be right.
  const lenient =
    column.type === "email" ||
    column.type === "url" ||
    column.type === "phone" ||
    column.type === "file" ||
    column.type === "enum";
  const result = canonicalValue(lenient ? { type: "text" } : column, filter.value);
  if (result.ok) return result.value;
  throw invalid(filter.path, `${columnLabel(column.name)} ${result.problem}.`);
}

function typedParameter(column: Column, value: unknown): Sql {
  if (column.sql_type !== undefined && isList(column))
    return givenValue(sql`${JSON.stringify({ value })}::jsonb`, "value", column);
  if (column.type === "text[]") return sql`${value}::text[]`;
  return sql`${String(value)}::text::${bareType(column)}`;
}

function text(filter: Test): Sql {
  if (typeof filter.value !== "string" && typeof filter.value !== "number")
    throw invalid(filter.path, `"${filter.operator}" needs a text.`);
  return sql`${String(filter.value)}::text`;
}
