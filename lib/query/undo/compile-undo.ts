import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { givenValue, readableColumns, storageOf } from "../../engine/column-sql.ts";
import { ofTable, uuidLiteral } from "../../engine/relation.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import { reachableReferences } from "../../engine/write/incoming-references.ts";
import type { CompiledWrite } from "../../engine/write/request.ts";
import { withTriggersDisabled } from "../../engine/write/row-triggers.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { keptColumns, presentImage } from "../write/kept-rows.ts";

/** A statement of an undo: about which table, and what it answers. */
export interface UndoStep {
  readonly table: CatalogTable;
  readonly statement: Sql;
}

export interface Undo {
  /** Each answers rows `{label}` of what stands in the way: rows that are not as the run left them, or are pointed at. */
  readonly checks: readonly UndoStep[];
  /** Each answers one row `{count}`. */
  readonly writes: readonly UndoStep[];
  /** Each answers rows of tables whose columns are not those of the kept images. */
  readonly definitions: readonly UndoStep[];
}

/** How many of the rows that stand in the way are named. */
const namedMax = 10;

/**
 * What puts the rows of a run back, through the one writer: rows that it deleted are inserted, rows that it changed are
 * changed back, rows that it inserted are deleted.
 *
 * @param tables those of which the run has kept rows.
 */
export function compileUndo(catalog: Catalog, runId: string, tables: readonly CatalogTable[]): Undo {
  // What triggers made of rows is in them.
  const context = { catalog: withTriggersDisabled(catalog), runId };
  const parentsFirst = byReference(catalog, tables);
  return {
    definitions: tables.map((table) => ({ table, statement: otherColumns(context, table) })),
    checks: [
      ...tables.map((table) => ({ table, statement: changedSince(context, table) })),
      ...tables.flatMap((table) => pointedAt(context, table)),
    ],
    // In this order nothing is ever deleted while a row of the run still points at it: no cascade can take one along.
    writes: [
      ...parentsFirst.map((table) => ({ table, statement: restored(context, table) })),
      ...tables.flatMap((table) => changedBack(context, table).map((statement) => ({ table, statement }))),
      ...parentsFirst.toReversed().map((table) => ({ table, statement: removed(context, table) })),
    ],
  };
}

interface Context {
  readonly catalog: Catalog;
  readonly runId: string;
}

/** One row for each that the run wrote, however often: `row_id`, as it was in the end `before` and `after` it. */
function keptRows({ catalog, runId }: Context, table: CatalogTable): Sql {
  return sql`(select u.row_id, (array_agg(u.before order by u.statement, u.place))[1] as before,
    (array_agg(u.after order by u.statement desc, u.place desc))[1] as after
  from rowhouse.sql_undo_rows as u
  where u.project_id = ${uuidLiteral(catalog.projectId)} and u.run_id = ${uuidLiteral(runId)} and u.table_id = ${uuidLiteral(table.id)}
  group by u.row_id)`;
}

function otherColumns(context: Context, table: CatalogTable): Sql {
  return sql`select 1 from ${keptRows(context, table)} as k, jsonb_object_keys(coalesce(k.after, k.before)) as name
  group by k.row_id having array_agg(name order by name) <> (select array_agg(c order by c) from unnest(${keptColumns(table)}) as c) limit 1`;
}

/** Locks the rows, too. */
function changedSince(context: Context, table: CatalogTable): Sql {
  return sql`select ${labelOf(table, sql`coalesce(k.after, k.before)`)} as label
  from ${keptRows(context, table)} as k
  left join lateral (select ${presentImage(table)} as image from rowhouse.project_data as d
    where ${ofTable(context.catalog, table, "d")} and d.id = k.row_id for update) as present on true
  where present.image is distinct from k.after
  order by 1 limit ${keyword(String(namedMax))}`;
}

/** Rows that came later and point at rows that the run inserted: these would go, or lose what they point at. */
function pointedAt(context: Context, table: CatalogTable): readonly UndoStep[] {
  const { catalog, runId } = context;
  return reachableReferences(catalog, table)
    .filter(({ target }) => target.id === table.id)
    .map(({ child, slot }) => ({
      table: child,
      statement: sql`select ${labelOf(child, presentImage(child))} as label
  from rowhouse.project_data as d
  where ${ofTable(catalog, child, "d")}
    and d.${ident(slot)} in (select k.row_id from ${keptRows(context, table)} as k where k.before is null and k.after is not null)
    and not exists (select from rowhouse.sql_undo_rows as u where u.project_id = ${uuidLiteral(catalog.projectId)}
      and u.run_id = ${uuidLiteral(runId)} and u.table_id = d.table_id and u.row_id = d.id)
  order by 1 limit ${keyword(String(namedMax))}`,
    }));
}

/** What a row is called in messages: its key, else its first column. */
function labelOf(table: CatalogTable, image: Sql): Sql {
  const columns = readableColumns(table);
  const keys = columns.filter(({ primary_key: isKey }) => isKey === true);
  const shown = keys.length > 0 ? keys : columns.slice(0, 1);
  return sql`concat_ws(', ', ${join(shown.map(({ name }) => sql`${image} ->> ${literal(name)}`))})`;
}

function counted(write: CompiledWrite): Sql {
  return sql`with ${keyword(write.isRecursive ? "recursive " : "")}${write.with} select count(*) as count from ${ident(write.written)}`;
}

function settable(table: CatalogTable): readonly Column[] {
  return readableColumns(table).filter(({ generated }) => generated === undefined);
}

function restored(context: Context, table: CatalogTable): Sql {
  const records = sql`(select jsonb_agg(k.before order by k.row_id) from ${keptRows(context, table)} as k where k.after is null and k.before is not null)`;
  const source = { kind: "json", records, columns: settable(table), missing: "null" } as const;
  return counted(compileWrite(context.catalog, table, { kind: "insert", source, overriding: "system" }));
}

/** Rows as they were; those whose storage id is the key, and another one now, get that back, too. */
function changedBack(context: Context, table: CatalogTable): readonly Sql[] {
  const columns = settable(table);
  const key = columns.find(({ name }) => storageOf(table, name).place === "id");
  if (key === undefined) return [changedTo(context, table, columns, sql``)];
  const others = columns.filter(({ name }) => name !== key.name);
  const before = sql`k.before ->> ${literal(key.name)}`;
  return [
    changedTo(context, table, others, sql` and ${before} = k.row_id::text`),
    changedTo(context, table, columns, sql` and ${before} <> k.row_id::text`),
  ];
}

function changedTo(context: Context, table: CatalogTable, set: readonly Column[], which: Sql): Sql {
  const { catalog } = context;
  const values = set.map(
    (column) => sql`${givenValue(sql`k.before`, column.name, column)} as ${ident(column.name)}`,
  );
  const source = sql`select ${join([sql`d.id as "$id"`, ...values])} from rowhouse.project_data as d
  join ${keptRows(context, table)} as k on k.row_id = d.id
  where ${ofTable(catalog, table, "d")} and k.before <> k.after${which} for no key update of d`;
  return counted(compileWrite(catalog, table, { kind: "update", source, set }));
}

function removed(context: Context, table: CatalogTable): Sql {
  const where = sql`d.id = any (array(select k.row_id from ${keptRows(context, table)} as k where k.before is null and k.after is not null))`;
  return counted(compileWrite(context.catalog, table, { kind: "delete", where }));
}

/** Tables behind those that they point at; in a circle, as they come. */
function byReference(catalog: Catalog, tables: readonly CatalogTable[]): readonly CatalogTable[] {
  const ordered: CatalogTable[] = [];
  const seen = new Set<string>();
  const children = new Map(
    tables.map((table) => [
      table.id,
      reachableReferences(catalog, table).filter(({ target }) => target.id === table.id),
    ]),
  );
  const visit = (table: CatalogTable): void => {
    if (seen.has(table.id)) return;
    seen.add(table.id);
    for (const { child } of children.get(table.id) ?? []) {
      const known = tables.find(({ id }) => id === child.id);
      if (known !== undefined) visit(known);
    }
    ordered.unshift(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}
