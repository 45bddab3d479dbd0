import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { storedParts } from "../access/stored-relation.ts";
import { columnValue, givenValue, postgresType, readableColumns, storageOf } from "../column-sql.ts";
import { pointingTables } from "../evolve/trash.ts";
import { ofTable, selectList, slotList } from "../relation.ts";
import { defaultValue, generatedValue } from "./insert-source.ts";
import { joinedRow, ofOneTable } from "./joined-row.ts";
import { keyCascades } from "./key-cascade.ts";
import { letGo } from "./let-go.ts";
import type { CompiledWrite, PatchRequest, QueryName, UpdateRequest } from "./request.ts";
import { rowAssignments, setClause } from "./row-assignments.ts";
import { ruleGuard, viewCheck } from "./row-guards.ts";
import { overRow, type ValueFor } from "./row-scope.ts";
import { columnsWritten, firingTriggers } from "./row-triggers.ts";
import { overlaid, overlaidColumns, overlaidSlots } from "./settlement.ts";

/** UPDATE with new values that a query gives, row by row. */
export function compileUpdate(
  catalog: Catalog,
  table: CatalogTable,
  request: UpdateRequest,
  name: QueryName,
): CompiledWrite {
  const rows = ofOneTable(table, request.source);
  // One moment for what is stored and what is answered.
  const timed =
    request.settled === undefined
      ? rows
      : sql`select rows.*, clock_timestamp() as "$now" from (${rows}) as rows`;
  const source = sql`${ident(name("source"))} as materialized (${timed})`;
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
  readonly movedRows?: UpdateRequest["movedRows"];
  readonly settled?: UpdateRequest["settled"];
  readonly slots?: PatchRequest["slots"];
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
  const { access, settled } = change;
  const before: ValueFor = (column) => columnValue(table, column, "d");
  const { set, valueFor } = newValues(table, change, before);
  const written = columnsWritten(catalog, table, set);
  if (settled !== undefined && firingTriggers(catalog, table, "update", set).length > 0)
    throw entangled(table);
  const guards = (as: ValueFor) => [
    ...ruleGuard(table, access?.check ?? null, as),
    ...ruleGuard(table, access?.select ?? null, as),
  ];
  const assignments = rowAssignments(catalog, table, {
    ...{ changed: set, valueFor, guards, carriesOn: () => true, read: access?.read },
    newRows: change.newRows,
    movedRows: change.movedRows,
    isReleased: settled?.isReleased,
    ownSlots: settled === undefined ? [] : overlaidSlots(settled, valueFor),
  });
  const rules = [access?.using, access?.select]
    .filter((rule) => rule !== null && rule !== undefined)
    .map((rule) => sql` and ${overRow(table, rule, before)}`);
  // No more than is read from them: a stored row has dozens of slots.
  const returned = ["table_id", ...storedParts(table)].map((part) => sql`d.${ident(part)}`);
  const checked = viewCheck(table, change.checkOptions);
  const queries = [
    change.source,
    sql`${ident(name("changed"))} as (
  update rowhouse.project_data as d set ${setClause(assignments)}
  from ${ident(name("source"))} as source
  where ${change.joined}${join(rules, "")}${settled?.isDoomed == null ? sql`` : sql` and not (${settled.isDoomed})`}
  returning ${join(checked === null ? returned : [...returned, checked])})`,
    ...keyCascades(catalog, table, written, name, settled?.isLeft),
    ...letGoOfIds(catalog, table, change, name),
    settled === undefined
      ? sql`${ident(name("written"))} as (select row_number() over () as "$ordinal", d.id as "$id", false as "$inserted", ${slotList(change.slots)}${selectList(table, "d")} from ${ident(name("changed"))} as d)`
      : sql`${ident(name("written"))} as (${answeredRows(table, change, name)})`,
  ];
  return {
    with: join(queries),
    isRecursive: false,
    written: name("written"),
    source: name("source"),
    touched: name("changed"),
  };
}

function entangled({ definition }: CatalogTable): AppError {
  return new AppError(
    "0A000",
    `Rows of "${definition.name}", which has triggers, are not changed beside other writes that they follow.`,
    { status: 400, hint: "Write them as statements of their own, in one transaction." },
  );
}

/** The values of the row as it will be, with what follows from other writes of the statement. */
function newValues(
  table: CatalogTable,
  { set, settled }: Change,
  before: ValueFor,
): { readonly set: readonly Column[]; readonly valueFor: ValueFor } {
  const own: ValueFor = (column) =>
    set.some(({ name }) => name === column.name) ? sql`source.${ident(column.name)}` : before(column);
  if (settled === undefined) return { set, valueFor: own };
  const time = updatedAt(table);
  const more = [...overlaidColumns(settled), ...(time === undefined ? [] : [time])];
  return {
    set: [...set, ...more.filter(({ name }) => set.every((column) => column.name !== name))],
    valueFor: (column) => (column === time ? timeOf(set, column) : overlaid(settled, column, own(column))),
  };
}

const updatedAt = (table: CatalogTable) =>
  table.definition.columns.find(({ name }) => storageOf(table, name).place === "updated_at");

function timeOf(set: readonly Column[], column: Column): Sql {
  const isSet = set.some(({ name }) => name === column.name);
  return isSet ? sql`coalesce(source.${ident(column.name)}, source."$now")` : sql`source."$now"`;
}

/** What the statement sets, before anything follows from other writes: rows that go then are answered as well. */
function answeredRows(table: CatalogTable, { set }: Change, name: QueryName): Sql {
  const time = updatedAt(table);
  const plain: ValueFor = (column) => {
    if (column === time) return timeOf(set, column);
    if (column.touched_by !== undefined) return sql`now()::${postgresType(column)}`;
    const isSet = set.some((own) => own.name === column.name);
    return sql`source.${ident(isSet ? column.name : `$old.${column.name}`)}`;
  };
  const id = set.find((column) => storageOf(table, column.name).place === "id");
  const values = readableColumns(table).map(
    (column) =>
      sql`${column.generated === undefined ? plain(column) : generatedValue(table, column, plain)} as ${ident(column.name)}`,
  );
  return sql`select row_number() over () as "$ordinal", ${id === undefined ? sql`source."$id"` : sql`source.${ident(id.name)}`} as "$id", false as "$inserted", ${join(values)} from ${ident(name("source"))} as source`;
}
