import { sqlTypeOf } from "../../catalog/sql-types.ts";
import type { Column, ColumnStorage, ColumnType } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import { isPlainText, storedValue, type TypedColumn } from "../column-sql.ts";
import { formatGuards } from "../write/format-guards.ts";
import { castFails, castValue } from "./casts.ts";

/**
 * Whether values stored by one type are those of the other as they are, in the row and in slots: then a change of the
 * type touches no row.
 */
export function keepsForm(before: TypedColumn, after: TypedColumn): boolean {
  if (before.type === after.type && before.sql_type === after.sql_type) return true;
  const [from, to] = [formOf(before), formOf(after)];
  if (from === null || to === null) return false;
  if (from.kind === "text") return to.kind === "text" && from.size <= to.size;
  return to.kind === "number" && from.size < to.size;
}

/** Texts by their greatest length, exact numbers by what they can hold; null: neither. */
function formOf(column: TypedColumn): { readonly kind: "text" | "number"; readonly size: number } | null {
  if (isPlainText(column)) return { kind: "text", size: Number.POSITIVE_INFINITY };
  const read = sqlTypeOf(column);
  if (read === null) return wholeSizes[column.type] ?? null;
  if (read.isArray) return null;
  const [size = Number.POSITIVE_INFINITY] = read.modifiers;
  if (read.base.internal === "varchar") return { kind: "text", size };
  return read.base.internal === "int2" ? { kind: "number", size: 2 } : null;
}

const wholeSizes: {
  readonly [type in ColumnType]?: { readonly kind: "number"; readonly size: number };
} = {
  integer: { kind: "number", size: 4 },
  bigint: { kind: "number", size: 8 },
  numeric: { kind: "number", size: 16 },
};

/**
 * The value of a column after its type was changed, from a row stored before. Of values that `unconvertible` finds it
 * raises.
 */
export function convertedValue(before: Column, storage: ColumnStorage, after: Column, row: string): Sql {
  const value = storedValue(storage, before, row);
  return isSameType(before, after) ? value : castValue(before, after, value);
}

/** The same of a value that is being written. */
export function convertedInput(before: Column, after: Column, value: Sql): Sql {
  return isSameType(before, after) ? value : castValue(before, after, value);
}

/** The condition that finds rows whose value cannot become one of the new type; null when all can. */
export function unconvertible(
  before: Column,
  storage: ColumnStorage,
  after: Column,
  row: string,
): Sql | null {
  if (isSameType(before, after) && isSameJson(before.enum_values, after.enum_values)) return null;
  const value = storedValue(storage, before, row);
  const conditions = [
    ...(isSameType(before, after) ? [] : [castFails(before, after, value)]),
    // Only values that can be cast at all may be looked at further.
    ...formatConditions(before, after, value),
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? null : sql`coalesce(${join(conditions, " or ")}, false)`;
}

function isSameType(before: Column, after: Column): boolean {
  return before.type === after.type && before.sql_type === after.sql_type;
}

/** What texts must look like to be one of the values, an address, a number to call. */
function formatConditions(before: Column, after: Column, value: Sql): readonly Sql[] {
  const text = castValue(before, { type: "text" }, value);
  if (after.type === "enum") return [sql`not ${text} = any(${[...(after.enum_values ?? [])]}::text[])`];
  return before.type === after.type ? [] : formatGuards(after, text);
}
