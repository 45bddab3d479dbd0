import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { matchesRecordIds } from "../read/row-key.ts";
import { ofTable, uuidLiteral } from "../relation.ts";
import { compileWrite } from "./compile-write.ts";
import { type IncomingReference, reachableReferences } from "./incoming-references.ts";

export interface UndoableDelete {
  readonly recordIds: readonly string[];
  /** Under which what goes is kept. */
  readonly undoId: string;
  /** More rows than these are not kept: the delete is then for good. */
  readonly keptMax: number;
}

/** The row that `undoableDelete` answers. */
export interface DeletedCounts {
  /** Rows that went, by table, those of the table itself among them. */
  readonly deleted: readonly { readonly table_id: string; readonly count: number }[];
  /** Rows that stayed and point at nothing now, by table. */
  readonly released: readonly { readonly table_id: string; readonly count: number }[];
}

/**
 * Deletes records with all that their references ask for, and keeps the stored rows in the same statement, so that
 * `restoreRows` puts them back as they were.
 */
export function undoableDelete(catalog: Catalog, table: CatalogTable, request: UndoableDelete): Sql {
  const { recordIds, undoId, keptMax } = request;
  const where = matchesRecordIds(table, recordIds, "d");
  const write = compileWrite(catalog, table, { kind: "delete", where });
  const emptied = reachableReferences(catalog, table).filter(({ onDelete }) => onDelete === "set null");
  const gone = write.isRecursive
    ? sql`select d.* from rowhouse.project_data as d join (select distinct table_id, id from "$doomed") as doomed on d.table_id = doomed.table_id and d.id = doomed.id
  where d.project_id = ${uuidLiteral(catalog.projectId)}`
    : sql`select d.* from "$target" as d`;
  const values = sql`${uuidLiteral(catalog.projectId)}, ${undoId}::uuid`;
  const version = sql`${catalog.version}::int8`;
  return sql`with ${keyword(write.isRecursive ? "recursive " : "")}${write.with},
"$gone" as materialized (${gone}),
"$released" (table_id, id, released) as materialized (${released(catalog, emptied)}),
"$fits" as materialized (
  select (select count(*) from "$gone") + (select count(*) from "$released") <= ${keptMax}::int8 as fits),
"$kept" as (
  insert into rowhouse.deleted_rows (project_id, undo_id, table_id, id, schema_version, stored, released)
  select ${values}, d.table_id, d.id, ${version}, to_jsonb(d.*), null from "$gone" as d where (select fits from "$fits")
  union all
  select ${values}, table_id, id, ${version}, null, released from "$released" where (select fits from "$fits"))
select
  (select coalesce(json_agg(c.*), '[]') from (select table_id, count(*) from "$gone" group by table_id) as c) as deleted,
  (select coalesce(json_agg(c.*), '[]') from (select table_id, count(*) from "$released" group by table_id) as c) as released`;
}

/** Rows that a `set null` reference lets go of, each once, with the values that its references had. */
function released(catalog: Catalog, references: readonly IncomingReference[]): Sql {
  const children = [...Map.groupBy(references, ({ child }) => child.id).values()];
  if (children.length === 0) return sql`select null::uuid, null::uuid, null::jsonb where false`;
  return join(
    children.map((group) => releasedOf(catalog, group)),
    "\n  union all ",
  );
}

function releasedOf(catalog: Catalog, references: readonly IncomingReference[]): Sql {
  const [first] = references;
  if (first === undefined) return keyword("");
  const { child } = first;
  const points = ({ slot, target }: IncomingReference) =>
    sql`coalesce(d.${ident(slot)} in (select id from "$doomed" where table_id = ${uuidLiteral(target.id)}), false)`;
  const values = references.map((reference) => {
    const pairs = reference.columns.flatMap((column) => [
      literal(column.name),
      sql`${columnValue(child, column, "d")}`,
    ]);
    return sql`case when ${points(reference)} then jsonb_build_object(${join(pairs)}) else '{}'::jsonb end`;
  });
  return sql`select d.table_id, d.id, ${join(values, " || ")} from rowhouse.project_data as d
  where ${ofTable(catalog, child, "d")} and (${join(references.map(points), " or ")})
    and (d.table_id, d.id) not in (select table_id, id from "$doomed")`;
}
