import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { isCarriedOn, referencesOf } from "../../engine/reference-slots.ts";
import { ofTable, selectList, uuidLiteral } from "../../engine/relation.ts";
import { reachableReferences } from "../../engine/write/incoming-references.ts";
import { asList, unwrap } from "../../expression/tree.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { ours } from "../composed-text.ts";
import { quoted } from "../statement-names.ts";
import type { FinishedWrite } from "./compiled-part.ts";
import { fixed, type WriteContext } from "./context.ts";

/** A run whose writes keep the rows as they find and leave them, so that they can be undone. */
export interface KeptRun {
  readonly id: string;
  readonly userId: string;
  /** 0-based index of the statement. */
  readonly statement: number;
  /** Why what the statements write cannot be undone; the compiler adds to them. */
  readonly refusals: Set<string>;
}

/** One more than this many images of a statement are kept: that there are more is how one knows. */
export const keptRowsMax = 1_000;
const keptBytesMax = 4 * 1024 * 1024;

/**
 * Puts a query behind a write that stores its rows as they were before and are after it, in the same statement. Images
 * past the limits are stored empty.
 */
export function keepRows(context: WriteContext, write: FinishedWrite): void {
  const { kept, catalog } = context;
  if (kept === undefined) return;
  const refusal = whyNotUndone(context, write);
  if (refusal !== null) {
    kept.refusals.add(refusal);
    return;
  }
  for (const [table, images] of imagesOf(context, write)) {
    const insert = sql`insert into rowhouse.sql_undo_rows (project_id, run_id, user_id, statement, table_id, row_id, before, after)
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(kept.id)}, ${uuidLiteral(kept.userId)}, ${keyword(String(kept.statement))},
    ${uuidLiteral(table.id)}, i.id, case when i.bytes <= ${keyword(String(keptBytesMax))} then i.before end, case when i.bytes <= ${keyword(String(keptBytesMax))} then i.after end
  from (select few.*, sum(coalesce(octet_length(few.before::text), 0) + coalesce(octet_length(few.after::text), 0)) over (order by few.n) as bytes
    from (select row_number() over () as n, image.* from (${images}) as image limit ${keyword(String(keptRowsMax + 1))}) as few) as i`;
    context.ctes.push([...ours(`${quoted(context.name("kept"))} AS (`), ...fixed(insert), ...ours("\n)")]);
  }
}

/** Whether rows of other tables follow what an update sets: `ON UPDATE CASCADE`. */
function carriesKeyOn(catalog: Catalog, { command, target, node }: FinishedWrite): boolean {
  if (command !== "UPDATE") return false;
  const { table } = target;
  const named = new Set(asList(node.fields.targetList).map((item) => unwrap(item)?.fields.name));
  const set = new Set(target.columns.filter(({ name }) => named.has(name)).map(({ column }) => column.name));
  return catalog.tables.some((child) =>
    referencesOf(catalog, child).some(
      (reference) =>
        reference.target.id === table.id &&
        isCarriedOn(child, reference) &&
        reference.targetColumns.some(({ name }) => set.has(name)),
    ),
  );
}

function whyNotUndone({ catalog }: WriteContext, write: FinishedWrite): string | null {
  const { command, node, newKey = "$id" } = write;
  const { table } = write.target;
  const name = table.definition.name;
  if (command === "INSERT" && isUpsert(node.fields.onConflictClause))
    return "What ON CONFLICT DO UPDATE found is not kept.";
  if (newKey !== "$id" || carriesKeyOn(catalog, write)) return `The key of rows of "${name}" was changed.`;
  if (command !== "DELETE") return null;
  if (table.isAuth) return "Users are deleted with their passwords and sessions, which are not kept.";
  const references = reachableReferences(catalog, table);
  const emptied = references.find(({ onDelete }) => onDelete === "set null");
  if (emptied !== undefined)
    return `Deleting rows of "${name}" empties references of "${emptied.child.definition.name}", which are not kept.`;
  return null;
}

function isUpsert(clause: unknown): boolean {
  return (clause as { action?: unknown } | undefined)?.action === "ONCONFLICT_UPDATE";
}

/** Per table a SELECT of `id`, `before` and `after`. */
function imagesOf(context: WriteContext, write: FinishedWrite): readonly (readonly [CatalogTable, Sql])[] {
  const { compiled, command, doomed } = write;
  const { table } = write.target;
  const now = imageOf(shown(table, "w", ""));
  const written = sql`${ident(compiled.written)} as w`;
  switch (command) {
    case "INSERT":
      return [[table, sql`select w."$id" as id, null::jsonb as before, ${now} as after from ${written}`]];
    case "DELETE":
      if (doomed !== undefined && compiled.isRecursive) return doomedImages(context, table, doomed);
      return [[table, sql`select w."$id" as id, ${now} as before, null::jsonb as after from ${written}`]];
    default: {
      const before = imageOf(shown(table, "s", "$old."));
      const joined = sql`${written} join ${ident(compiled.source)} as s on s."$id" = w."$id"`;
      return [[table, sql`select w."$id" as id, ${before} as before, ${now} as after from ${joined}`]];
    }
  }
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
