import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { columnValue } from "../column-sql.ts";
import { ofTable, selectList, slotList, uuidLiteral } from "../relation.ts";
import { blockers, doomedRows, type Going, goneRows, isPointing, nullified, setNull } from "./going-rows.ts";
import { type IncomingReference, reachableReferences } from "./incoming-references.ts";
import { letGo } from "./let-go.ts";
import type { CompiledWrite, DeleteRequest, QueryName } from "./request.ts";
import { overRow } from "./row-scope.ts";

/**
 * DELETE with all that references ask for, in one statement: cascades, sets null, or raises while a reference without
 * action still points at a row that would go.
 */
export function compileDelete(
  catalog: Catalog,
  table: CatalogTable,
  request: DeleteRequest,
  name: QueryName,
): CompiledWrite {
  const references = reachableReferences(catalog, table);
  const deletion = request.isSettled
    ? settledDelete
    : references.length === 0
      ? plainDelete
      : cascadingDelete;
  const source =
    request.source === undefined ? [] : [sql`${ident(name("source"))} as materialized (${request.source}\n)`];
  const queries = [...source, ...deletion(catalog, table, { request, references, name })];
  // What another write makes of deleted rows, a row of the same key perhaps, it makes when they are gone.
  const isFirst = request.isSettled || (references.length > 0 && request.others !== undefined);
  const written = sql`${ident(name("written"))} as (select row_number() over () as "$ordinal", d.id as "$id", false as "$inserted", ${slotList(request.slots)}${selectList(table, "d")} from ${ident(name(isFirst ? "changed" : "target"))} as d)`;
  return {
    with: join([...queries, written]),
    isRecursive: references.length > 0 || request.isSettled === true,
    written: name("written"),
    source: name("source"),
    touched: name(references.length > 0 && !request.isSettled ? "doomed" : "target"),
  };
}

interface Deletion {
  readonly request: DeleteRequest;
  readonly references: readonly IncomingReference[];
  readonly name: QueryName;
}

function condition(catalog: Catalog, table: CatalogTable, { access, where }: DeleteRequest): Sql {
  const rules = [access?.using, access?.select]
    .filter((rule) => rule !== null && rule !== undefined)
    .map((rule) => sql` and ${overRow(table, rule, (column) => columnValue(table, column, "d"))}`);
  return sql`${ofTable(catalog, table, "d")} and (${where})${join(rules, "")}`;
}

/** Nothing refers to the table: one scan. */
function plainDelete(catalog: Catalog, table: CatalogTable, { request, name }: Deletion): readonly Sql[] {
  const using = request.source === undefined ? sql`` : sql`using ${ident(name("source"))} as source `;
  const target = ident(name("target"));
  return [
    sql`${target} as (delete from rowhouse.project_data as d ${using}where ${condition(catalog, table, request)} returning d.*)`,
    ...letGo(catalog, sql`select table_id, id from ${target}`, name("let_go")),
  ];
}

/** The rows alone. */
function settledDelete(catalog: Catalog, table: CatalogTable, deletion: Deletion): readonly Sql[] {
  return [lockedTarget(catalog, table, deletion), targetDeleted(catalog, deletion)];
}

function lockedTarget(catalog: Catalog, table: CatalogTable, { request, name }: Deletion): Sql {
  const from = request.source === undefined ? sql`` : sql`, ${ident(name("source"))} as source`;
  return sql`${ident(name("target"))} as materialized (
  select d.* from rowhouse.project_data as d${from} where ${condition(catalog, table, request)} for update)`;
}

function targetDeleted(catalog: Catalog, { name }: Deletion): Sql {
  return sql`${ident(name("changed"))} as (delete from rowhouse.project_data as d using ${ident(name("target"))} as target
  where d.project_id = ${uuidLiteral(catalog.projectId)} and d.table_id = target.table_id and d.id = target.id returning d.*)`;
}

function cascadingDelete(catalog: Catalog, table: CatalogTable, deletion: Deletion): readonly Sql[] {
  const { request, references, name } = deletion;
  const [target, doomed, blocked] = [ident(name("target")), ident(name("doomed")), ident(name("blocked"))];
  const going: Going = { catalog, references, doomed, blocked, isLeft: leftToOthers(request) };
  const emptied = [...Map.groupBy(setNull(references), ({ child }) => child.id).values()];
  return [
    lockedTarget(catalog, table, deletion),
    doomedRows(going, [sql`select target.id, target.table_id from ${target} as target`]),
    sql`${blocked} as materialized (${blockers(going)})`,
    ...emptied.map((group, index) => nullified(going, group, `${name("nullified")}_${index}`)),
    ...letGo(catalog, sql`select table_id, id from ${doomed}`, name("let_go"), (id) => {
      const own = setNull(references).filter(({ child }) => child.id === id);
      return own.length === 0
        ? null
        : sql`(${join(
            own.map((reference) => isPointing(reference, doomed)),
            " or ",
          )})`;
    }),
    ...deleted(going, deletion),
  ];
}

/** Rows that other writes of the statement are about are theirs, whatever they do with them. */
function leftToOthers({ others = [] }: DeleteRequest): Going["isLeft"] {
  const rows = others.map((query) => sql`select table_id, id from ${ident(query)}`);
  return (row, reference) =>
    rows.length === 0 || reference?.onDelete === "cascade"
      ? null
      : sql`(${ident(row)}.table_id, ${ident(row)}.id) in (${join(rows, " union all ")})`;
}

/** Rows and all that goes with them; beside other writes, which may read what was deleted, the rows themselves come first. */
function deleted(going: Going, deletion: Deletion): readonly Sql[] {
  const { request, name } = deletion;
  const all = goneRows(going);
  if (request.others === undefined) return [sql`${ident(name("changed"))} as (${all})`];
  return [targetDeleted(going.catalog, deletion), sql`${ident(name("cascaded"))} as (${all})`];
}
