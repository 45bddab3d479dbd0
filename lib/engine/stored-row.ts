import { isDocument } from "../catalog/sql-types.ts";
import { flagName } from "../catalog/table-constraints.ts";
import type { Catalog, CatalogTable, Column, SlotName } from "../catalog/types.ts";
import { join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { runnable } from "./bind-expressions.ts";
import { indexSlotValue, keyText, storageOf, storedJson } from "./column-sql.ts";
import { compositeKeys } from "./composite-constraints.ts";
import { type PendingForm, pendingForm, pendingSlots } from "./evolve/pending-form.ts";
import { indexKey, keyIndexes } from "./index-key.ts";
import { searchIndex, searchText } from "./read/search.ts";
import { referenceSlots, referencesOf, type SlottedRow } from "./reference-slots.ts";
import type { SlotValue } from "./slot-value.ts";
import { definitionGuards, type Guard, guarded } from "./write/row-guards.ts";
import { overRow, type ValueFor } from "./write/row-scope.ts";
import { toldKey } from "./write/told-key.ts";

/**
 * The JSON of a record, `{key: value}` of the given columns, behind what the definition asks of them. A null is an absent
 * key.
 *
 * @param guards what may be found at fault first; default: the definition's own.
 * @param rest JSON that the pairs are added to.
 */
export function recordData(
  table: CatalogTable,
  columns: readonly Column[],
  valueFor: ValueFor,
  guards: readonly Guard[] = definitionGuards(table, columns, valueFor),
  rest?: Sql,
): Sql {
  const pending = pendingForm(table, columns, valueFor, rest === undefined);
  const parts = [
    ...jsonParts(table, columns, valueFor),
    ...(pending === null ? [] : jsonParts(pending.table, pending.rewritten, pending.valueFor)),
  ];
  const all = rest === undefined ? parts : [sql`(${withoutPending(rest, pending)})`, ...parts];
  const data = all.length === 0 ? keyword("'{}'::jsonb") : sql`(${join(all, " || ")})`;
  const present = guarded(table, guards, valueFor, data);
  if (pending === null) return present;
  const { table: next, touched, valueFor: nextValueFor } = pending;
  return guarded(next, definitionGuards(next, touched, nextValueFor), nextValueFor, present);
}

/** A value that becomes null leaves nothing behind of what it was to be. */
function withoutPending(rest: Sql, pending: PendingForm | null): Sql {
  const keys = pending?.rewritten.map(({ name }) => literal(storageOf(pending.table, name).key)) ?? [];
  return keys.length === 0 ? rest : sql`${rest} - array[${join(keys)}]::text[]`;
}

/** JSON objects of the columns' pairs, which are to be joined. */
function jsonParts(table: CatalogTable, columns: readonly Column[], valueFor: ValueFor): readonly Sql[] {
  const stored = columns.filter(({ name }) => storageOf(table, name).place === "data");
  const pair = (column: Column) =>
    sql`${literal(storageOf(table, column.name).key)}, ${storedJson(column, valueFor(column))}`;
  const documents = stored.filter((column) => isDocument(column));
  // Rows without the key hold the column's first default: a null has to be told apart from that.
  const nullable = stored.filter((column) => keepsNull(table, column));
  const scalars = stored.filter((column) => !isDocument(column) && !keepsNull(table, column));
  return [
    // One C function for all; it would take nulls out of documents too, which therefore come one by one.
    ...chunks(scalars, pairsMax).map(
      (some) => sql`jsonb_strip_nulls(jsonb_build_object(${join(some.map(pair))}))`,
    ),
    ...chunks(nullable, pairsMax).map((some) => sql`jsonb_build_object(${join(some.map(pair))})`),
    ...documents.map(
      (column) =>
        sql`case when ${valueFor(column)} is null then '{}' else jsonb_build_object(${pair(column)}) end`,
    ),
  ];
}

function keepsNull(table: CatalogTable, column: Column): boolean {
  return storageOf(table, column.name).missing !== undefined && !isDocument(column);
}

/** Postgres functions take at most 100 arguments. */
const pairsMax = 50;

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * The derived values of a row.
 *
 * @param touched only slots that depend on one of these columns.
 * @param row whether it is new, and what else the statement inserts.
 */
export function slotValues(
  catalog: Catalog,
  table: CatalogTable,
  valueFor: ValueFor,
  touched: readonly Column[] = table.definition.columns,
  row: SlottedRow = { isNew: false },
): readonly SlotValue[] {
  const present = ownSlots(catalog, table, valueFor, touched, row);
  const pending = pendingForm(table, touched, valueFor, row.isNew);
  if (pending === null) return present;
  const changed = pendingSlots(catalog, table, pending.table);
  const coming = ownSlots(catalog, pending.table, pending.valueFor, pending.touched, row);
  return [...present, ...coming.filter(({ slot }) => changed.has(slot))];
}

function ownSlots(
  catalog: Catalog,
  table: CatalogTable,
  valueFor: ValueFor,
  touched: readonly Column[],
  row: SlottedRow,
): readonly SlotValue[] {
  const names = new Set(touched.map(({ name }) => name));
  const composite = compositeKeys(table.definition)
    .filter(({ columns }) => columns.some((name) => names.has(name)))
    .map((key) => {
      const slot = keySlot(table, key.name);
      const value =
        key.expression === undefined
          ? uniqueKey(table, key.name, key.columns, valueFor)
          : expressionKey(table, key.name, valueFor);
      return { slot, value: toldKey(table, { name: key.name, slot }, valueFor, value) };
    });
  const single = touched.flatMap((column) => columnSlots(table, column, valueFor));
  const references = referencesOf(catalog, table)
    .filter(({ columns }) => columns.some(({ name }) => names.has(name)))
    .flatMap((reference) => referenceSlots(catalog, table, reference, valueFor, row));
  return [...single, ...composite, ...references, ...indexSlots(table, names, valueFor)];
}

/** Slots of indexes over several columns and of the search index. */
function indexSlots(table: CatalogTable, touched: ReadonlySet<string>, valueFor: ValueFor): SlotValue[] {
  const keys = keyIndexes(table)
    .filter(({ parts }) => parts.some(({ column }) => touched.has(column.name)))
    .map((index) => ({ slot: index.slot, value: indexKey(table, index, valueFor) }));
  const search = searchIndex(table);
  if (search === null || !search.columns.some(({ name }) => touched.has(name))) return keys;
  return [...keys, { slot: search.slot, value: searchText(search, valueFor) }];
}

function columnSlots(table: CatalogTable, column: Column, valueFor: ValueFor): SlotValue[] {
  const { index, unique } = storageOf(table, column.name);
  const value = valueFor(column);
  const slots: SlotValue[] = [];
  if (index !== undefined) slots.push({ slot: index, value: indexSlotValue(table, column, index, value) });
  if (unique !== undefined) {
    const name = uniqueName(table, column);
    const stored = uniqueKey(table, name, [column.name], valueFor);
    slots.push({ slot: unique, value: toldKey(table, { name, slot: unique }, valueFor, stored) });
  }
  return slots;
}

function keySlot(table: CatalogTable, name: string): SlotName {
  const slot = table.storage.keys[name];
  if (slot === undefined) throw new RangeError(`key ${name} of table ${table.id} has no slot`);
  return slot;
}

/** `posts_pkey` for the key itself, else `posts_slug_key`. */
function uniqueName(table: CatalogTable, column: Column): string {
  return flagName(table.definition, column, column.primary_key === true ? "primary_key" : "unique");
}

/** The text of a key that is an expression; null: the row is compared with none. */
export function expressionKey(table: CatalogTable, name: string, valueFor: ValueFor): Sql {
  const bound = table.storage.expressions?.keys?.[name];
  if (bound === undefined) throw new RangeError(`key ${name} of ${table.id} has no bound expression`);
  const tooLong = sql`app.key_too_long(${literal(table.definition.name)}, ${literal(name)})`;
  return sql`(select case when octet_length(k) > 2000 then ${tooLong} else k end from (select ${overRow(table, runnable(bound), valueFor)} as k) as own)`;
}

function uniqueKey(table: CatalogTable, name: string, columns: readonly string[], valueFor: ValueFor): Sql {
  const parts = columns.map((columnName) => {
    const column = table.definition.columns.find((candidate) => candidate.name === columnName);
    if (column === undefined) throw new RangeError(`key ${name} names an unknown column`);
    return keyText(column, valueFor(column));
  });
  const [only] = parts;
  if (parts.length > 1 || only === undefined)
    return sql`app.unique_key(${literal(table.definition.name)}, ${literal(name)}, ${join(parts)})`;
  const tooLong = sql`app.key_too_long(${literal(table.definition.name)}, ${literal(name)})`;
  return sql`case when octet_length(${only}) > 2000 then ${tooLong} else ${only} end`;
}
