import type { Catalog, CatalogTable, SlotName } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { storedRows } from "../relation.ts";
import type { Access } from "./access-types.ts";
import { type Barrier, restrictedSelect } from "./restrict.ts";

/**
 * A virtual table as a SELECT with what joins and orders go by beside its columns: `$id`, the storage id, `$xmin`, the
 * transaction that wrote the row last, and `$r1`… the reference slots that it uses, whose indexes there always are.
 *
 * @param access what binds the caller; a reference that it may not read joins nothing.
 * @param barrier `soft` only where no condition that is added around it can raise.
 */
export function joinableRelation(
  catalog: Catalog,
  table: CatalogTable,
  access?: Access,
  barrier: Barrier = "hard",
): Sql {
  const inner = storedRows(catalog, table, [
    sql`d.id as "$id"`,
    sql`d.xmin as "$xmin"`,
    ...slotNamesOf(table).map((slot) => sql`d.${ident(slot)} as ${ident(`$${slot}`)}`),
  ]);
  if (access === undefined) return inner;
  const seen = access.readable.map(({ name }) => name);
  const open = slotNamesOf(table, seen);
  const slots = slotNamesOf(table).map((slot) =>
    open.includes(slot) ? ident(`$${slot}`) : sql`null::uuid as ${ident(`$${slot}`)}`,
  );
  const columns = join([ident("$id"), ident("$xmin"), ...slots, ...seen.map((name) => ident(name))]);
  const rule = access.using("select") ?? { relations: [], condition: keyword("true") };
  return restrictedSelect(table, inner, { rule, columns, barrier });
}

/**
 * The reference slots of a table.
 *
 * @param seen columns that a reference must lie in to count. Absent: all count.
 */
export function slotNamesOf(
  { definition, storage }: CatalogTable,
  seen?: readonly string[],
): readonly SlotName[] {
  const isSeen = (columns: readonly string[]) => columns.every((name) => seen?.includes(name) ?? true);
  const single = Object.entries(storage.columns).flatMap(([name, { reference }]) =>
    isSeen([name]) ? (reference ?? []) : [],
  );
  const several = Object.entries(storage.references ?? {}).flatMap(([name, slot]) => {
    const constraint = definition.constraints?.find((other) => other.name === name);
    return isSeen(constraint?.columns ?? []) ? slot : [];
  });
  return [...new Set([...single, ...several])];
}
