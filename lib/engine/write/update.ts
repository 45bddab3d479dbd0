import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, givenValue, storageOf } from "../column-sql.ts";
import { ofTable, selectList } from "../relation.ts";
import { storedParts } from "../stored-relation.ts";
import { pointingTables } from "../trash.ts";
import { defaultValue } from "./insert-source.ts";
import { joinedRow, ofOneTable } from "./joined-row.ts";
import { keyCascades } from "./key-cascade.ts";
import { letGo } from "./let-go.ts";
import type { CompiledWrite, PatchRequest, QueryName, UpdateRequest } from "./request.ts";
import { rowAssignments } from "./row-assignments.ts";
import { ruleGuard, viewCheck } from "./row-guards.ts";
import { overRow, type ValueFor } from "./row-scope.ts";

/** UPDATE with new values that a query gives, row by row. */
export function compileUpdate(
  catalog: Catalog,
  table: CatalogTable,
  request: UpdateRequest,
  name: QueryName,
): CompiledWrite {
  const source = sql`${ident(name("source"))} as materialized (${ofOneTable(table, request.source)})`;
  return compileChange(catalog, table, { ...request, source, joined: joinedRow(catalog) }, name);
}

/** UPDATE with the same new values for every row that a condition finds: one scan, which also waits for and re-reads locked rows. */
export function compilePatch(
  catalog: Catalog,
  table: CatalogTable,
  request: PatchRequest,
  name: QueryName,
): CompiledWrite {
  const values = request.set.map(
    (column) => sql`${patchValue(table, column, request.missing)} as ${ident(column.name)}`,
  );
  const list = values.length === 0 ? sql`` : join(values);
  const source = sql`${ident(name("source"))} as materialized (select ${list} from (select ${request.values} as v) as input)`;
  const joined = sql`${ofTable(catalog, table, "d")} and (${request.where})`;
  return compileChange(catalog, table, { ...request, source, joined }, name);
}

function patchValue(table: CatalogTable, column: Column, missing: PatchRequest["missing"]): Sql {
  const given = givenValue(sql`input.v`, column.name, column);
  const fallback = missing === "default" ? defaultValue(table, column) : null;
  return fallback === null
    ? given
    : sql`case when input.v ? ${literal(column.name)} then ${given} else ${fallback} end`;
}

interface Change {
  readonly source: Sql;
  readonly set: readonly Column[];
  /** Which rows, as a condition over `d` and `source`. */
  readonly joined: Sql;
  readonly access?: UpdateRequest["access"];
  readonly checkOptions?: UpdateRequest["checkOptions"];
  readonly newRows?: UpdateRequest["newRows"];
}

/** Rows that are given another storage id: what points at them by a reference that is gone lets go of them. */
function letGoOfIds(
  catalog: Catalog,
  table: CatalogTable,
  { set, joined }: Change,
  name: QueryName,
): readonly Sql[] {
  const id = set.find((column) => storageOf(table, column.name).place === "id");
  if (id === undefined || pointingTables(catalog).length === 0) return [];
  const doomed = ident(name("doomed"));
  return [
    sql`${doomed} as materialized (
  select d.table_id, d.id from rowhouse.project_data as d, ${ident(name("source"))} as source
  where ${joined} and d.id is distinct from source.${ident(id.name)})`,
    ...letGo(catalog, sql`select table_id, id from ${doomed}`, name("let_go")),
  ];
}

function compileChange(
  catalog: Catalog,
  table: CatalogTable,
  change: Change,
  name: QueryName,
): CompiledWrite {
  const { set, access } = change;
  const names = new Set(set.map((column) => column.name));
  const before: ValueFor = (column) => columnValue(table, column, "d");
  const valueFor: ValueFor = (column) =>
    names.has(column.name) ? sql`source.${ident(column.name)}` : before(column);
  const guards = [
    ...ruleGuard(table, access?.check ?? null, valueFor),
    ...ruleGuard(table, access?.select ?? null, valueFor),
  ];
  const assignments = rowAssignments(catalog, table, {
    ...{ changed: set, valueFor, guards, carriesOn: () => true },
    newRows: change.newRows,
  }).map(({ column, value }) => sql`${ident(column)} = ${value}`);
  const rules = [access?.using, access?.select]
    .filter((rule) => rule !== null && rule !== undefined)
    .map((rule) => sql` and ${overRow(table, rule, before)}`);
  // No more than is read from them: a stored row has dozens of slots.
  const returned = ["table_id", ...storedParts(table)].map((part) => sql`d.${ident(part)}`);
  const checked = viewCheck(table, change.checkOptions);
  const queries = [
    change.source,
    sql`${ident(name("changed"))} as (
  update rowhouse.project_data as d set ${join(assignments)}
  from ${ident(name("source"))} as source
  where ${change.joined}${join(rules, "")}
  returning ${join(checked === null ? returned : [...returned, checked])})`,
    ...keyCascades(catalog, table, set, name),
    ...letGoOfIds(catalog, table, change, name),
    sql`${ident(name("written"))} as (select row_number() over () as "$ordinal", d.id as "$id", false as "$inserted", ${selectList(table, "d")} from ${ident(name("changed"))} as d)`,
  ];
  return {
    with: join(queries),
    isRecursive: false,
    written: name("written"),
    source: name("source"),
    touched: name("changed"),
  };
}
