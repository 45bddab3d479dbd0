import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { isCarriedOn, referencesOf } from "../../engine/reference-slots.ts";
import { ofTable, selectList, uuidLiteral } from "../../engine/relation.ts";
import { reachableReferences } from "../../engine/write/incoming-references.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { fixed, type WriteContext } from "./context.ts";
import type { KeptRun } from "./kept-run.ts";

/** A write of rows, as far as it matters for keeping them. */
export interface KeptWrite {
  readonly table: CatalogTable;
  readonly command: "INSERT" | "UPDATE" | "DELETE";
  readonly written: string;
  /** The query with the values before (`$old.…`) and the id; of an update. */
  readonly source: string;
  /** The columns that an update sets. */
  readonly set: readonly string[];
  /** The source's column with the storage id afterwards. */
  readonly newKey: string;
  /** Whether rows may have been there: ON CONFLICT DO UPDATE. */
  readonly isUpsert: boolean;
  /** The query that collects what goes with deleted rows. */
  readonly doomed: string | null;
}

/** One more than this many images of a statement are kept: that there are more is how one knows. */
export const keptRowsMax = 1_000;
const keptBytesMax = 4 * 1024 * 1024;

/**
 * Puts a query behind a write that stores its rows as they were before and are after it, in the same statement. Images
 * past the limits are stored empty. A row without a key is left to the write, which says what is wrong with it.
 */
export function keepRows(context: WriteContext, write: KeptWrite): void {
  const { kept, catalog } = context;
  if (kept === undefined) return;
  const refusal = whyNotUndone(context, kept, write);
  if (refusal !== null) {
    kept.refusals.add(refusal);
    return;
  }
  for (const [table, images] of imagesOf(context, write)) {
    const insert = sql`insert into rowhouse.sql_undo_rows (project_id, run_id, user_id, statement, table_id, row_id, before, after)
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(kept.id)}, ${uuidLiteral(kept.userId)}, ${keyword(String(kept.statement))},
    ${uuidLiteral(table.id)}, i.id, case when i.bytes <= ${keyword(String(keptBytesMax))} then i.before end, case when i.bytes <= ${keyword(String(keptBytesMax))} then i.after end
  from (select few.*, sum(coalesce(octet_length(few.before::text), 0) + coalesce(octet_length(few.after::text), 0)) over (order by few.n) as bytes
    from (select row_number() over () as n, image.* from (${images}) as image where image.id is not null limit ${keyword(String(keptRowsMax + 1))}) as few) as i`;
    context.ctes.push([...ours(`${quoted(context.name("kept"))} AS (`), ...fixed(insert), ...ours("\n)")]);
  }
}

function whyNotUndone({ catalog, settlement }: WriteContext, kept: KeptRun, write: KeptWrite): string | null {
  if (settlement !== null) return "Several parts of one statement are about the same rows.";
  const { table, command } = write;
  const { name } = table.definition;
  // Rows are known by their storage ids: once these change, other writes of the run would be of other rows.
  const count = (kept.writes.get(table.id) ?? 0) + (write.newKey === "$id" ? 1 : Number.POSITIVE_INFINITY);
  const isOnlyOne = count === 1 || !kept.writes.has(table.id);
  kept.writes.set(table.id, count);
  if (count === Number.POSITIVE_INFINITY && !isOnlyOne)
    return `Keys of "${name}" were changed beside other writes of its rows.`;
  if (write.isUpsert && kept.knowsOld !== true)
    return "What ON CONFLICT DO UPDATE found is not kept on a Postgres older than 18.";
  if (command === "UPDATE") {
    const emptied = emptiedByKey(catalog, write);
    if (emptied !== undefined)
      return `The change of keys of "${name}" empties references of "${emptied}", which are not kept.`;
  }
  if (command !== "DELETE") return null;
  if (table.isAuth) return "Users are deleted with their passwords and sessions, which are not kept.";
  const references = reachableReferences(catalog, table);
  const emptied = references.find(({ onDelete }) => onDelete === "set null");
  if (emptied !== undefined)
    return `Deleting rows of "${name}" empties references of "${emptied.child.definition.name}", which are not kept.`;
  return null;
}

/** Whose rows lose what they point at when a key changes. Where they follow it, they follow it back. */
function emptiedByKey(catalog: Catalog, { table, set }: KeptWrite): string | undefined {
  return catalog.tables.find((child) =>
    referencesOf(catalog, child).some(
      (reference) =>
        reference.target.id === table.id &&
        reference.onUpdate === "set null" &&
        isCarriedOn(child, reference) &&
        reference.targetColumns.some(({ name }) => set.includes(name)),
    ),
  )?.definition.name;
}

/** Per table a SELECT of `id`, `before` and `after`. */
function imagesOf(context: WriteContext, write: KeptWrite): readonly (readonly [CatalogTable, Sql])[] {
  const { table, command, doomed, newKey } = write;
  const now = imageOf(shown(table, "w", ""));
  const written = sql`${ident(write.written)} as w`;
  switch (command) {
    case "INSERT": {
      const before = write.isUpsert ? upsertedImage(table) : sql`null::jsonb`;
      return [[table, sql`select w."$id" as id, ${before} as before, ${now} as after from ${written}`]];
    }
    case "DELETE":
      if (doomed !== null) return doomedImages(context, table, doomed);
      return [[table, sql`select w."$id" as id, ${now} as before, null::jsonb as after from ${written}`]];
    default: {
      const before = imageOf(shown(table, "s", "$old."));
      const joined = sql`${written} join ${ident(write.source)} as s on s.${ident(newKey)} = w."$id"`;
      return [[table, sql`select w."$id" as id, ${before} as before, ${now} as after from ${joined}`]];
    }
  }
}

/** The row that an upsert found. */
function upsertedImage(table: CatalogTable): Sql {
  const found = sql`(select to_jsonb("$image") from (select ${selectList(table, "o")} from (select (w."$old").*) as o) as "$image")`;
  return sql`case when (w."$old").id is null then null::jsonb else ${found} end`;
}

/** What a DELETE takes with it is known by the ids that it collects. */
function doomedImages(
  { catalog }: WriteContext,
  table: CatalogTable,
  doomed: string,
): readonly (readonly [CatalogTable, Sql])[] {
  const children = reachableReferences(catalog, table)
    .filter(({ onDelete }) => onDelete === "cascade")
    .map(({ child }) => child);
  const tables = new Map([table, ...children].map((one) => [one.id, one]));
  return [...tables.values()].map((one) => [
    one,
    sql`select d.id, ${imageOf(selectList(one, "d"))} as before, null::jsonb as after
      from rowhouse.project_data as d join ${ident(doomed)} as x on x.id = d.id and x.table_id = d.table_id
      where ${ofTable(catalog, one, "d")}`,
  ]);
}

function imageOf(columns: Sql): Sql {
  // A name that no column has: `to_jsonb(r)` would be the column r.
  return sql`(select to_jsonb("$image") from (select ${columns}) as "$image")`;
}

function shown(table: CatalogTable, row: string, prefix: string): Sql {
  return join(
    readableColumns(table).map(
      ({ name }) => sql`${ident(row)}.${ident(`${prefix}${name}`)} as ${ident(name)}`,
    ),
  );
}

/** The image of a stored row `d` as it is now, as `keepRows` makes it. */
export function presentImage(table: CatalogTable): Sql {
  return imageOf(selectList(table, "d"));
}

/** Used in conditions over kept images. */
export function keptColumns(table: CatalogTable): Sql {
  return sql`array[${join(readableColumns(table).map(({ name }) => literal(name)))}]::text[]`;
}
