import { flagName } from "../catalog/table-constraints.ts";
import type { Catalog, CatalogTable, Column, SlotName } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { keyText, postgresType, storageOf } from "./column-sql.ts";
import { compositeKeys, compositeReferences } from "./composite-constraints.ts";
import { ofTable, uuidLiteral } from "./relation.ts";
import type { DerivedColumn, SlotValue } from "./slot-value.ts";
import type { ValueFor } from "./write/row-scope.ts";

/** A reference of a table as its definition states it, of one column or several. */
export interface TableReference {
  readonly name: string;
  readonly slot: SlotName;
  readonly columns: readonly Column[];
  readonly target: CatalogTable;
  /** The columns of a key of the target, in the order of `columns`. */
  readonly targetColumns: readonly Column[];
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** The slot's value is the column's own. */
  readonly isValue: boolean;
}

/** A row that gets slots: whether it is new. */
export interface SlottedRow {
  readonly isNew: boolean;
  /** Rows that the statement's snapshot does not have, which a reference may point to as well. */
  readonly newRows?: NewRows | undefined;
  /** Rows whose keys the statement changes: they are found by the new ones alone. */
  readonly movedRows?: NewRows | undefined;
}

/** The queries over rows that the same statement inserts into a table, with `$id` and a column per column. */
export type NewRows = (table: CatalogTable) => readonly string[];

/** Every reference of a table that the catalog can resolve. */
export function referencesOf(catalog: Catalog, table: CatalogTable): readonly TableReference[] {
  const single = table.definition.columns.flatMap((column) => {
    const { reference: slot, referenceIsValue } = storageOf(table, column.name);
    if (slot === undefined || column.references === undefined) return [];
    const { table: target, column: key, on_delete, on_update } = column.references;
    const name = flagName(table.definition, column, "foreign_key");
    return [
      resolved(catalog, {
        ...{ name, slot, columns: [column], isValue: referenceIsValue === true },
        ...{ onDelete: on_delete, onUpdate: on_update },
        ...{ targetName: target, keyNames: [key] },
      }),
    ];
  });
  const several = compositeReferences(table.definition).flatMap(({ name, columns, references }) => {
    const slot = table.storage.references?.[name];
    if (slot === undefined || references === undefined) return [];
    const keyNames = references.columns ?? primaryKeyOf(catalog, references.table);
    return [
      resolved(catalog, {
        ...{ name, slot, columns: columns.map((column) => columnNamed(table, column)) },
        ...{ onDelete: references.on_delete, onUpdate: references.on_update, isValue: false },
        ...{ targetName: references.table, keyNames },
      }),
    ];
  });
  return [...single, ...several];
}

/**
 * Whether a change of the target's key is carried on to the rows that refer to it. Not within one table, whose rows one
 * statement changes once, nor where the key is the storage id, which Postgres's own foreign keys hold fast.
 */
export function isCarriedOn(child: CatalogTable, { onUpdate, target, isValue }: TableReference): boolean {
  return onUpdate !== undefined && onUpdate !== "restrict" && target.id !== child.id && !isValue;
}

function resolved(
  catalog: Catalog,
  reference: Omit<TableReference, "target" | "targetColumns"> & {
    readonly targetName: string;
    readonly keyNames: readonly string[];
  },
): TableReference {
  const { targetName, keyNames, ...rest } = reference;
  const target = tableNamed(catalog, targetName);
  return { ...rest, target, targetColumns: keyNames.map((name) => columnNamed(target, name)) };
}

function primaryKeyOf(catalog: Catalog, name: string): readonly string[] {
  const { definition } = tableNamed(catalog, name);
  const several = definition.constraints?.find(({ kind }) => kind === "primary_key")?.columns;
  return several ?? definition.columns.filter(({ primary_key }) => primary_key === true).map((c) => c.name);
}

function tableNamed(catalog: Catalog, name: string): CatalogTable {
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table === undefined) throw new RangeError(`a reference names the unknown table ${name}`);
  return table;
}

function columnNamed(table: CatalogTable, name: string): Column {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`a reference names an unknown column of ${table.id}`);
  return column;
}

/**
 * The slots of a reference. Where the slot holds the column's own value, the foreign key proves that the row exists in
 * the right table; else the target is looked up by its key, and is an id that no row has if there is none.
 */
export function referenceSlots(
  catalog: Catalog,
  table: CatalogTable,
  reference: TableReference,
  valueFor: ValueFor,
  row: SlottedRow,
): readonly SlotValue[] {
  const isGiven = join(
    reference.columns.map((column) => sql`${valueFor(column)} is not null`),
    " and ",
  );
  const [only] = reference.columns;
  const value =
    reference.isValue && only !== undefined
      ? valueFor(only)
      : sql`case when ${isGiven} then ${lookedUp(catalog, table, reference, valueFor, row)} end`;
  return [
    { slot: reference.slot, value },
    {
      slot: tableSlot(reference.slot),
      value: sql`case when ${isGiven} then ${uuidLiteral(reference.target.id)} end`,
    },
  ];
}

/** `rt1` for `r1`. */
export function tableSlot(reference: SlotName): DerivedColumn {
  // Reference slots are r1 to r6.
  return `rt${reference.slice(1)}` as DerivedColumn;
}

function lookedUp(
  catalog: Catalog,
  table: CatalogTable,
  reference: TableReference,
  valueFor: ValueFor,
  { newRows, movedRows, isNew }: SlottedRow,
): Sql {
  const { target, columns, name } = reference;
  const key = keyOf(reference, valueFor);
  const moved = movedRows?.(target) ?? [];
  const found = key.slot === "id" ? byId(catalog, target, key.value) : byKey(catalog, target, key, moved);
  const among = [...(newRows?.(target) ?? []), ...moved].map(
    (rows) => sql`, ${amongNew(reference, rows, key)}`,
  );
  const again = key.slot === "id" ? sql`` : sql`, ${byKeyAgain(catalog, target, key, moved)}`;
  const names = literal(columns.map((column) => column.name).join(", "));
  const values = join(
    columns.map((column) => sql`(${valueFor(column)})::text`),
    " || ', ' || ",
  );
  const told = sql`${literal(table.definition.name)}, ${names}, ${literal(name)}, ${literal(target.definition.name)}, ${values}`;
  // Of an upsert's row both are asked, and the one that is stored is told.
  const place = literal(isNew ? reference.slot : `${reference.slot} changed`);
  return sql`coalesce(${found}${join(among, "")}${again}, app.dangling_reference(${told}, ${place}))`;
}

/** Where a key lies in a row, and the value of it that is looked for. */
interface Key {
  readonly slot: "id" | SlotName;
  readonly value: Sql;
}

function byId(catalog: Catalog, target: CatalogTable, value: Sql): Sql {
  return sql`(select p.id from rowhouse.project_data as p where ${ofTable(catalog, target, "p")} and p.id = ${value})`;
}

/**
 * Not by equality, but as the first of those from the key to the key: only the key's index has that order. The planner, to
 * whom a table that was just filled has one row, may else take the primary key's and look at every row of the table.
 *
 * Held, since Postgres's foreign key proves the storage id alone: a key that another transaction is just changing is waited
 * for and asked again, and none changes until this one is over.
 */
function byKey(catalog: Catalog, target: CatalogTable, { slot, value }: Key, moved: readonly string[]): Sql {
  const own = sql`p.${ident(slot)}`;
  return sql`(select p.id from rowhouse.project_data as p where ${ofTable(catalog, target, "p")} and ${own} >= ${value} and ${own} <= ${value}${staying("p", moved)} order by ${own} limit 1 for key share)`;
}

/** A row that the snapshot did not have under the key, or that the statement itself has changed, which cannot be held there. */
function byKeyAgain(
  catalog: Catalog,
  target: CatalogTable,
  { slot, value }: Key,
  moved: readonly string[],
): Sql {
  const held = sql`app.held_key(${uuidLiteral(catalog.projectId)}, ${uuidLiteral(target.id)}, ${literal(slot)}, ${value})`;
  return moved.length === 0
    ? held
    : sql`(select p.id from (select ${held} as id) as p where true${staying("p", moved)})`;
}

/** Not of the rows whose keys the statement changes. */
function staying(row: string, moved: readonly string[]): Sql {
  return join(
    moved.map((rows) => sql` and ${ident(row)}.id not in (select s."$id" from ${ident(rows)} as s)`),
    "",
  );
}

/** One of the rows of the same statement: all of them are gone through once, however many ask. */
function amongNew(reference: TableReference, rows: string, { slot, value }: Key): Sql {
  if (slot === "id") return sql`(select s."$id" from ${ident(rows)} as s where s."$id" = ${value} limit 1)`;
  const own = keyOf(reference, (column) => {
    const key = reference.targetColumns[reference.columns.indexOf(column)];
    if (key === undefined)
      throw new RangeError(`reference ${reference.name} has more columns than key columns`);
    return storageOf(reference.target, key.name).place === "id" ? sql`s."$id"` : sql`s.${ident(key.name)}`;
  });
  return sql`((select jsonb_object_agg(s.key, s."$id") from (select ${own.value} as key, s."$id" from ${ident(rows)} as s) as s where s.key is not null) ->> ${value})::uuid`;
}

const isWhole = (column: Column) => /^int[248]$/.test(postgresType(column).chunks.join(""));

/** The key that a reference's columns hold, as the target's rows have it. */
function keyOf({ target, targetColumns, columns }: TableReference, valueFor: ValueFor): Key {
  const keyValue = (key: Column): Sql => {
    const column = columns[targetColumns.indexOf(key)];
    if (column === undefined) throw new RangeError(`no column refers to ${key.name}`);
    // A number that is greater than the key can be refers to nothing.
    const type = isWhole(column) && isWhole(key) ? keyword("int8") : postgresType(key);
    return sql`(${valueFor(column)})::${type}`;
  };
  const [only] = targetColumns;
  if (targetColumns.length === 1 && only !== undefined) {
    const { place, unique } = storageOf(target, only.name);
    if (place === "id") return { slot: "id", value: keyValue(only) };
    if (unique === undefined) throw new RangeError(`${only.name} is no key`);
    return { slot: unique, value: keyText(only, keyValue(only)) };
  }
  const wanted = new Set(targetColumns.map(({ name }) => name));
  const key = compositeKeys(target.definition).find(
    ({ columns: names, expression }) =>
      expression === undefined && names.length === wanted.size && names.every((name) => wanted.has(name)),
  );
  const slot = key === undefined ? undefined : target.storage.keys[key.name];
  if (key === undefined || slot === undefined)
    throw new RangeError(`a reference names no key of ${target.id}`);
  const parts = key.columns.map((name) => {
    const column = columnNamed(target, name);
    const asked = targetColumns.find((candidate) => candidate.name === name) ?? column;
    return keyText(column, keyValue(asked));
  });
  return {
    slot,
    value: sql`app.unique_key(${literal(target.definition.name)}, 'key', ${join(parts)})`,
  };
}
