import type { Catalog, CatalogTable, SlotName } from "../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import type { Access } from "./access/access-types.ts";
import { type Barrier, restrictedSelect } from "./access/restrict.ts";
import { columnValue, readableColumns } from "./column-sql.ts";

/**
 * A virtual table as a SELECT: exactly the columns that its definition shows, in order, in their own types.
 *
 * Project and table stand as literals: with the policy's `app.project_id()` they fold into a One-Time Filter, so that
 * row-level security costs nothing per row and the planner knows which tenant it plans for.
 *
 * @param access what binds the caller: it then sees the columns and rows that its rules leave it.
 * @param barrier `soft` only where no condition that is added around it can raise.
 * @throws {AppError} 42501 if the caller may not read the table at all.
 */
export function relationSelect(
  catalog: Catalog,
  table: CatalogTable,
  access?: Access,
  barrier: Barrier = "hard",
): Sql {
  const all = storedRows(catalog, table);
  if (access === undefined) return all;
  access.demand("select");
  const rule = access.using("select");
  const columns = join(access.readable.map(({ name }) => ident(name)));
  if (rule !== null) return restrictedSelect(table, all, { rule, columns, barrier });
  return sql`select ${columns} from (${all}) as ${ident(table.definition.name)}`;
}

/** The relation with `$id`, the storage id, in front: what a write's source selects its target rows from. */
export function writableRelation(catalog: Catalog, table: CatalogTable): Sql {
  return storedRows(catalog, table, [sql`d.id as "$id"`]);
}

/**
 * Every row of a table, whoever asks, with its readable columns.
 *
 * @param hidden what stands in front of them: expressions over `d`, each under a name that no column has.
 */
export function storedRows(catalog: Catalog, table: CatalogTable, hidden: readonly Sql[] = []): Sql {
  return sql`select ${join([...hidden, selectList(table, "d")])} from rowhouse.project_data as d where ${ofTable(catalog, table, "d")}`;
}

/** `<value> as "<name>", …` for every readable column. */
export function selectList(table: CatalogTable, row: string): Sql {
  return join(
    readableColumns(table).map((column) => sql`${columnValue(table, column, row)} as ${ident(column.name)}`),
  );
}

/** `d.r1 as "$r1", ` for reference slots of a stored row, to stand in front of a list. */
export function slotList(slots: readonly SlotName[] = []): Sql {
  return join(
    slots.map((slot) => sql`d.${ident(slot)} as ${ident(`$${slot}`)}, `),
    "",
  );
}

/** The condition that pins a scan of `project_data` to one table of one project. */
export function ofTable(catalog: Catalog, table: { readonly id: string }, row: string): Sql {
  return sql`${ident(row)}.project_id = ${uuidLiteral(catalog.projectId)} and ${ident(row)}.table_id = ${uuidLiteral(table.id)}`;
}

/** @throws {RangeError} if the text is no uuid: ids come from the catalog alone, this is the last line. */
export function uuidLiteral(id: string): Sql {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new RangeError("not a uuid");
  return sql`${literal(id)}${keyword("::uuid")}`;
}
