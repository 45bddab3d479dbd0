import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType } from "../column-sql.ts";
import { ofTable, selectList, uuidLiteral } from "../relation.ts";
import { type IncomingReference, reachableReferences } from "./incoming-references.ts";
import { letGo } from "./let-go.ts";
import type { CompiledWrite, DeleteRequest, QueryName } from "./request.ts";
import { rowAssignments } from "./row-assignments.ts";
import { overRow, type ValueFor } from "./row-scope.ts";

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
  const deletion = references.length === 0 ? plainDelete : cascadingDelete;
  const source =
    request.source === undefined ? [] : [sql`${ident(name("source"))} as materialized (${request.source}\n)`];
  const queries = [...source, ...deletion(catalog, table, { request, references, name })];
  // What another write makes of deleted rows, a row of the same key perhaps, it makes when they are gone.
  const isFirst = references.length > 0 && request.others !== undefined;
  const written = sql`${ident(name("written"))} as (select row_number() over () as "$ordinal", d.id as "$id", false as "$inserted", ${selectList(table, "d")} from ${ident(name(isFirst ? "changed" : "target"))} as d)`;
  return {
    with: join([...queries, written]),
    isRecursive: references.length > 0,
    written: name("written"),
    source: name("source"),
    touched: name(references.length > 0 ? "doomed" : "target"),
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

function cascadingDelete(
  catalog: Catalog,
  table: CatalogTable,
  { request, references, name }: Deletion,
): readonly Sql[] {
  const [target, doomed, blocked] = [ident(name("target")), ident(name("doomed")), ident(name("blocked"))];
  const from = request.source === undefined ? sql`` : sql`, ${ident(name("source"))} as source`;
  const emptied = [...Map.groupBy(setNull(references), ({ child }) => child.id).values()];
  return [
    sql`${target} as materialized (
  select d.* from rowhouse.project_data as d${from} where ${condition(catalog, table, request)} for update)`,
    sql`${doomed} (id, table_id) as (
  select target.id, target.table_id from ${target} as target${cascade(catalog, references, name)})`,
    sql`${blocked} as materialized (${blockers(catalog, { request, references, name })})`,
    ...emptied.map((group, index) => nullified(catalog, group, index, { request, references, name })),
    ...letGo(catalog, sql`select table_id, id from ${doomed}`, name("let_go"), (id) => {
      const own = setNull(references).filter(({ child }) => child.id === id);
      return own.length === 0
        ? null
        : sql`(${join(
            own.map((reference) => isPointing(reference, doomed)),
            " or ",
          )})`;
    }),
    ...deleted(catalog, { request, references, name }),
  ];
}

/** Rows and all that goes with them; beside other writes, which may read what was deleted, the rows themselves come first. */
function deleted(catalog: Catalog, { request, name }: Deletion): readonly Sql[] {
  const isFound = sql`d.project_id = ${uuidLiteral(catalog.projectId)} and d.table_id = doomed.table_id and d.id = doomed.id`;
  const isFree = sql`not exists (select from ${ident(name("blocked"))})`;
  const changed = ident(name("changed"));
  const doomed = sql`delete from rowhouse.project_data as d using ${ident(name("doomed"))} as doomed where ${isFound} and ${isFree}`;
  if (request.others === undefined) return [sql`${changed} as (${doomed})`];
  const target = ident(name("target"));
  return [
    sql`${changed} as (delete from rowhouse.project_data as d using ${target} as doomed where ${isFound} returning d.*)`,
    sql`${ident(name("cascaded"))} as (${doomed} and (d.table_id, d.id) not in (select table_id, id from ${target}))`,
  ];
}

function setNull(references: readonly IncomingReference[]): readonly IncomingReference[] {
  return references.filter(({ onDelete }) => onDelete === "set null");
}

/** The recursive step: children of doomed rows. One lateral item, since SQL allows the recursive relation to be named once. */
function cascade(catalog: Catalog, references: readonly IncomingReference[], name: QueryName): Sql {
  const doomed = ident(name("doomed"));
  const steps = references
    .filter(({ onDelete }) => onDelete === "cascade")
    .map(
      ({ child, slot, target }) => sql`select c.id, c.table_id from rowhouse.project_data as c
      where ${ofTable(catalog, child, "c")} and c.${ident(slot)} = doomed.id and doomed.table_id = ${uuidLiteral(target.id)}`,
    );
  if (steps.length === 0) return keyword("");
  return sql`
  union
  select child.id, child.table_id from ${doomed} as doomed cross join lateral (
      ${join(steps, "\n      union all ")}
  ) as child`;
}

/** Raises for the first row that still points at a doomed one and neither goes nor lets go. */
function blockers(catalog: Catalog, { request, references, name }: Deletion): Sql {
  const doomed = ident(name("doomed"));
  const left = leftToOthers(request, doomed);
  const checks = references
    .filter(({ onDelete }) => onDelete !== "cascade" && onDelete !== "set null")
    .map((reference) => {
      const { child, slot, target } = reference;
      return sql`(select ${violation(catalog, reference)}
    from ${doomed} as doomed join rowhouse.project_data as c on ${ofTable(catalog, child, "c")} and c.${ident(slot)} = doomed.id
    where doomed.table_id = ${uuidLiteral(target.id)} and (c.table_id, c.id) not in (${left}) limit 1)`;
    });
  return checks.length === 0 ? keyword("select true where false") : join(checks, "\n  union all ");
}

/** Rows that go, or that other writes of the statement are about: a statement changes a row once. */
function leftToOthers({ others = [] }: DeleteRequest, doomed: Sql): Sql {
  const queries = [doomed, ...others.map((query) => ident(query))];
  return join(
    queries.map((query) => sql`select table_id, id from ${query}`),
    " union all ",
  );
}

function violation(catalog: Catalog, reference: IncomingReference): Sql {
  const { child, target, targetColumns, columns, name, onDelete } = reference;
  const names = (list: readonly { readonly name: string }[]) => literal(list.map((c) => c.name).join(", "));
  const values = targetColumns.map((column) => sql`(${columnValue(target, column, "p")})::text`);
  const key = sql`(select concat_ws(', ', ${join(values)}) from rowhouse.project_data as p where ${ofTable(catalog, target, "p")} and p.id = doomed.id)`;
  const isRestrict = keyword(String(onDelete === "restrict"));
  return sql`app.violates_reference(${literal(target.definition.name)}, ${literal(child.definition.name)}, ${literal(name)}, ${names(columns)}, ${names(targetColumns)}, ${key}, ${isRestrict})`;
}

/** By the reference's index: asked for `(slot, table) in (…)`, the planner would look at every row of the table. */
function isPointing({ slot, target }: IncomingReference, doomed: Sql): Sql {
  return sql`d.${ident(slot)} = any (array(select id from ${doomed} where table_id = ${uuidLiteral(target.id)}))`;
}

/** All `set null` references of one table in one UPDATE: a row may be changed only once in a statement. */
function nullified(
  catalog: Catalog,
  references: readonly IncomingReference[],
  index: number,
  { request, name }: Deletion,
): Sql {
  const [first] = references;
  if (first === undefined) return keyword("");
  const { child } = first;
  const doomed = ident(name("doomed"));
  const points = ({ slot, target }: IncomingReference) =>
    sql`coalesce(d.${ident(slot)} in (select id from ${doomed} where table_id = ${uuidLiteral(target.id)}), false)`;
  const changed = [...new Set(references.flatMap(({ columns }) => columns))];
  const valueFor: ValueFor = (column) => {
    const emptying = references.filter(({ columns }) => columns.includes(column)).map(points);
    const before = columnValue(child, column, "d");
    if (emptying.length === 0) return before;
    return sql`case when ${join(emptying, " or ")} then null::${postgresType(column)} else ${before} end`;
  };
  const set = rowAssignments(catalog, child, { changed, valueFor, guards: [] }).map(
    ({ column, value }) => sql`${ident(column)} = ${value}`,
  );
  return sql`${ident(`${name("nullified")}_${index}`)} as (
  update rowhouse.project_data as d set ${join(set)}
  where ${ofTable(catalog, child, "d")} and (${join(
    references.map((reference) => isPointing(reference, doomed)),
    " or ",
  )})
    and (d.table_id, d.id) not in (${leftToOthers(request, doomed)}) and not exists (select from ${ident(name("blocked"))})
)`;
}
