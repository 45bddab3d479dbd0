import { constraintName } from "../catalog/constraint-names.ts";
import { isDocument } from "../catalog/sql-types.ts";
import type { Catalog, CatalogTable, Column, SlotName } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { compositeKeys } from "./allocate-storage.ts";
import { indexSlotValue, keyText, postgresType, storageOf, storedJson } from "./column-sql.ts";
import { ofTable, uuidLiteral } from "./relation.ts";

/** The typed value of a column inside a writing statement. */
export type ValueFor = (column: Column) => Sql;

/**
 * The JSON pairs of a record: `{key: value}` of the given columns, each checked against its definition. A null is an
 * absent key.
 */
export function recordData(table: CatalogTable, columns: readonly Column[], valueFor: ValueFor): Sql {
  const stored = columns.filter(({ name }) => storageOf(table, name).place === "data");
  const pair = (column: Column) =>
    sql`${literal(storageOf(table, column.name).key)}, ${checkedJson(table, column, valueFor(column))}`;
  const documents = stored.filter((column) => isDocument(column));
  // As in Postgres, a missing value is told before one that is not allowed.
  const scalars = stored
    .filter((column) => !isDocument(column))
    .toSorted((a, b) => checkRank(a) - checkRank(b));
  const parts = [
    // One C function for all; it would take nulls out of documents too, which therefore come one by one.
    ...chunks(scalars, pairsMax).map(
      (some) => sql`jsonb_strip_nulls(jsonb_build_object(${join(some.map(pair))}))`,
    ),
    ...documents.map(
      (column) =>
        sql`case when ${valueFor(column)} is null and ${isOptional(column)} then '{}' else jsonb_build_object(${pair(column)}) end`,
    ),
  ];
  return parts.length === 0 ? keyword("'{}'::jsonb") : sql`(${join(parts, " || ")})`;
}

function checkRank({ type, required }: Column): number {
  return type !== "enum" ? 0 : required === true ? 1 : 2;
}

/** Postgres functions take at most 100 arguments. */
const pairsMax = 50;

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function isOptional(column: Column): Sql {
  return keyword(column.required === true || column.primary_key === true ? "false" : "true");
}

function checkedJson(table: CatalogTable, column: Column, value: Sql): Sql {
  const json = storedJson(column, value);
  const checked = column.type === "enum" ? checkedEnum(table, column, value, json) : json;
  if (column.required !== true && column.primary_key !== true) return checked;
  return sql`app.not_null(${checked}, ${literal(table.definition.name)}, ${literal(column.name)})`;
}

function checkedEnum(table: CatalogTable, column: Column, value: Sql, json: Sql): Sql {
  const allowed = join((column.enum_values ?? []).map((item) => literal(item)));
  const name = literal(constraintName(table.definition.name, "check", [column.name]));
  return sql`case when ${value} is null or ${value} in (${allowed}) then ${json} else app.violates_check(${literal(table.definition.name)}, ${literal(column.name)}, ${name}) end`;
}

/** A derived column of a stored row: a slot, or the table that a reference's slot points into. */
export type DerivedColumn = SlotName | `rt${1 | 2 | 3 | 4 | 5 | 6}`;

/** One derived column and what goes into it. */
export interface SlotValue {
  readonly slot: DerivedColumn;
  readonly value: Sql;
}

/**
 * The derived values of a row.
 *
 * @param touched only slots that depend on one of these columns.
 * @param siblings a CTE of the rows that the same statement inserts, with `$id` and a column per column: a self
 * reference may point to one of them.
 */
export function slotValues(
  catalog: Catalog,
  table: CatalogTable,
  valueFor: ValueFor,
  touched: readonly Column[] = table.definition.columns,
  siblings?: string,
): readonly SlotValue[] {
  const names = new Set(touched.map(({ name }) => name));
  const single = touched.flatMap((column) => columnSlots(catalog, table, column, valueFor(column), siblings));
  const composite = compositeKeys(table.definition)
    .filter(({ columns }) => columns.some((name) => names.has(name)))
    .map(({ name, columns }) => ({
      slot: keySlot(table, name),
      value: uniqueKey(table, name, columns, valueFor),
    }));
  return [...single, ...composite];
}

function columnSlots(
  catalog: Catalog,
  table: CatalogTable,
  column: Column,
  value: Sql,
  siblings: string | undefined,
): SlotValue[] {
  const { index, unique, reference } = storageOf(table, column.name);
  const slots: SlotValue[] = [];
  if (index !== undefined) slots.push({ slot: index, value: indexSlotValue(table, column, index, value) });
  if (unique !== undefined) {
    const name = uniqueName(table, column);
    slots.push({ slot: unique, value: uniqueKey(table, name, [column.name], () => value) });
  }
  if (reference !== undefined) {
    slots.push(
      { slot: reference, value: referenceValue(catalog, table, column, value, siblings) },
      { slot: tableSlot(reference), value: targetTable(catalog, table, column, value) },
    );
  }
  return slots;
}

/** `rt1` for `r1`. */
export function tableSlot(reference: SlotName): DerivedColumn {
  // Reference slots are r1 to r6.
  return `rt${reference.slice(1)}` as DerivedColumn;
}

function targetTable(catalog: Catalog, table: CatalogTable, column: Column, value: Sql): Sql {
  const target = catalog.tables.find(({ definition }) => definition.name === column.references?.table);
  if (target === undefined) throw new RangeError(`${column.name} of ${table.id} references an unknown table`);
  return sql`case when ${value} is not null then ${uuidLiteral(target.id)} end`;
}

function keySlot(table: CatalogTable, name: string): SlotName {
  const slot = table.storage.keys[name];
  if (slot === undefined) throw new RangeError(`key ${name} of table ${table.id} has no slot`);
  return slot;
}

/** `posts_pkey` for the key itself, else `posts_slug_key`. */
function uniqueName(table: CatalogTable, column: Column): string {
  return column.primary_key === true
    ? constraintName(table.definition.name, "primary_key", [])
    : constraintName(table.definition.name, "unique", [column.name]);
}

function uniqueKey(table: CatalogTable, name: string, columns: readonly string[], valueFor: ValueFor): Sql {
  const parts = columns.map((columnName) => {
    const column = table.definition.columns.find((candidate) => candidate.name === columnName);
    if (column === undefined) throw new RangeError(`key ${name} names an unknown column`);
    return keyText(column, valueFor(column));
  });
  return sql`app.unique_key(${literal(table.definition.name)}, ${literal(name)}, ${join(parts)})`;
}

/**
 * The storage id of the row that a reference points to. Where that is the value itself, the foreign key proves that the
 * row exists in the right table; else it is looked up, which raises 23503 if there is none.
 */
function referenceValue(
  catalog: Catalog,
  table: CatalogTable,
  column: Column,
  value: Sql,
  siblings: string | undefined,
): Sql {
  const target = catalog.tables.find(({ definition }) => definition.name === column.references?.table);
  const key = target?.definition.columns.find(({ name }) => name === column.references?.column);
  if (target === undefined || key === undefined)
    throw new RangeError(`${column.name} references an unknown column`);
  if (storageOf(table, column.name).referenceIsValue === true) return value;
  const found = sql`(select p.id from rowhouse.project_data as p where ${ofTable(catalog, target, "p")} and ${matchesKey(target, key, value)})`;
  const among =
    siblings !== undefined && target.id === table.id
      ? sql`, (select s."$id" from ${ident(siblings)} as s where s.${ident(siblingKey(target, key))} = ${value} limit 1)`
      : sql``;
  const violation = sql`app.violates_foreign_key(${literal(table.definition.name)}, ${literal(column.name)}, ${literal(
    constraintName(table.definition.name, "foreign_key", [column.name]),
  )}, ${literal(target.definition.name)}, ${literal(key.name)}, (${value})::text)`;
  return sql`case when ${value} is not null then coalesce(${found}${among}, ${violation}) end`;
}

function siblingKey(table: CatalogTable, key: Column): string {
  return storageOf(table, key.name).place === "id" ? "$id" : key.name;
}

function matchesKey(target: CatalogTable, key: Column, value: Sql): Sql {
  const { place, unique } = storageOf(target, key.name);
  if (place === "id") return sql`p.id = ${value}`;
  if (unique === undefined) throw new RangeError(`${key.name} is no key`);
  return sql`p.${ident(unique)} = ${keyText(key, sql`(${value})::${postgresType(key)}`)}`;
}
