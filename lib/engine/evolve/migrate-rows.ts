import type { CatalogTable, Column, SlotName } from "../../catalog/types.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { postgresType, storageOf } from "../column-sql.ts";
import { ofTable } from "../relation.ts";
import type { DerivedColumn, SlotValue } from "../slot-value.ts";
import { recordData, slotValues } from "../stored-row.ts";
import { defaultValue, generatedValue, isDrawn } from "../write/insert-source.ts";
import type { ValueFor } from "../write/row-scope.ts";
import {
  type ColumnPair,
  changedSlots,
  isComputed,
  isRewritten,
  pairColumns,
  type TableVersion,
  usedSlots,
} from "./column-pairs.ts";
import { convertedValue, unconvertible } from "./convert-column.ts";

/** What has to happen to the stored rows of a table that gets a new definition. */
export interface RowChanges {
  /** Columns whose JSON is written anew. */
  readonly columns: readonly Column[];
  readonly slots: readonly SlotValue[];
  /** Unique slots that hold values of another key: to be cleared before any of the new ones is written. */
  readonly occupied: readonly SlotName[];
  /** New columns whose defaults may be another value each time that they are asked for. */
  readonly drawn: readonly Column[];
  readonly valueFor: ValueFor;
}

/**
 * What brings all stored rows of a table from one definition to another: values converted, defaults of new columns
 * filled in, slots that came filled.
 *
 * @returns null when no row has to be touched: for a rename, a description, an optional column, a constant default, a
 * wider type, anything relaxed or dropped.
 */
export function rowChanges(from: TableVersion, to: TableVersion): RowChanges | null {
  const pairs = pairColumns(from.table, to.table);
  const drawn = pairs
    .filter((pair) => pair.before === null && isDrawn(to.table, pair.after))
    .map(({ after }) => after);
  const valueFor = valueReader(to.table, pairs, (column) =>
    drawn.includes(column) ? sql`drawn.${ident(column.name)}` : null,
  );
  const columns = pairs
    .filter((pair) => isRewritten(pair, to.table))
    .map(({ after }) => after)
    .filter(({ name }) => storageOf(to.table, name).place === "data");
  const filled = changedSlots(from, to);
  const slots = slotValues(to.catalog, to.table, valueFor).filter(({ slot }) => filled.has(slot));
  if (columns.length === 0 && slots.length === 0) return null;
  const used = usedSlots(from.table);
  const occupied = slots.flatMap(({ slot }) => (isUniqueSlot(slot) && used.has(slot) ? [slot] : []));
  return { columns, slots, occupied, drawn, valueFor };
}

function isUniqueSlot(slot: DerivedColumn): slot is SlotName {
  return slot.startsWith("u");
}

/** The statements that make the changes, in order, all rows at once. */
export function migrateRowsStatements(to: TableVersion, changes: RowChanges): readonly Sql[] {
  const where = ofTable(to.catalog, to.table, "d");
  const cleared = changes.occupied.map(
    (slot) =>
      sql`update rowhouse.project_data as d set ${ident(slot)} = null where ${where} and d.${ident(slot)} is not null`,
  );
  return [
    ...cleared,
    sql`update rowhouse.project_data as d set ${rowAssignments(to.table, changes)} where ${where}`,
  ];
}

/** The SET list of one row `d`. */
export function rowAssignments(table: CatalogTable, { columns, slots, drawn, valueFor }: RowChanges): Sql {
  const keys = join(columns.map(({ name }) => literal(storageOf(table, name).key)));
  const data = {
    slot: "data",
    value: sql`(d.data - array[${keys}]::text[]) || ${recordData(table, columns, valueFor)}`,
  };
  const assigned = columns.length === 0 ? slots : [data, ...slots];
  if (drawn.length === 0) return join(assigned.map(({ slot, value }) => sql`${ident(slot)} = ${value}`));
  // A row's defaults are drawn once: its JSON and its slots have to say the same.
  const values = drawn.map(
    (column) => sql`${defaultValue(table, column) ?? sql`null`} as ${ident(column.name)}`,
  );
  return sql`(${join(assigned.map(({ slot }) => ident(slot)))}) = (select ${join(
    assigned.map(({ value }) => value),
  )} from (select ${join(values)} where d.id is not null offset 0) as drawn)`;
}

/**
 * The value that a column gets in a row `d` stored before.
 *
 * @param drawn where the default of a new column is found; null, and without it: it is asked for.
 */
export function valueReader(
  table: CatalogTable,
  pairs: readonly ColumnPair[],
  drawn: (column: Column) => Sql | null = () => null,
): ValueFor {
  const byName = new Map(pairs.map((pair) => [pair.after.name, pair]));
  const plain: ValueFor = (column) => {
    const pair = byName.get(column.name);
    const { place } = storageOf(table, column.name);
    if (place !== "data") return sql`d.${ident(place)}`;
    if (pair?.before == null || pair.storage === null)
      return drawn(column) ?? defaultValue(table, column) ?? sql`null::${postgresType(column)}`;
    return convertedValue(pair.before, pair.storage, column, "d");
  };
  return (column) => {
    const pair = byName.get(column.name);
    return pair !== undefined && isComputed(pair) ? generatedValue(table, column, plain) : plain(column);
  };
}

/** A value over a row `d` whose values can all be converted: one that cannot is told as such, and would raise here. */
export function convertible(pairs: readonly ColumnPair[], value: Sql, otherwise: Sql): Sql {
  const guards = pairs.flatMap(({ before, storage, after }) => {
    const condition = before === null || storage === null ? null : unconvertible(before, storage, after, "d");
    return condition === null ? [] : [condition];
  });
  return guards.length === 0
    ? value
    : sql`case when ${join(guards, " or ")} then ${otherwise} else ${value} end`;
}
