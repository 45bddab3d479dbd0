import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { readableColumns, storageOf } from "../column-sql.ts";
import { selectList, slotList, uuidLiteral } from "../relation.ts";
import { recordData, slotValues } from "../stored-row.ts";
import { insertSource } from "./insert-source.ts";
import { keyCascades } from "./key-cascade.ts";
import { conflictChanges, onConflictClause } from "./on-conflict.ts";
import type { CompiledWrite, InsertRequest, QueryName } from "./request.ts";
import { definitionGuards, ruleGuard, viewCheck } from "./row-guards.ts";
import type { ValueFor } from "./row-scope.ts";
import { columnsWritten } from "./row-triggers.ts";
import { toldId } from "./told-key.ts";

/** INSERT: source → complete typed rows → behind their guards → one INSERT into `project_data`. */
export function compileInsert(
  catalog: Catalog,
  table: CatalogTable,
  request: InsertRequest,
  name: QueryName,
): CompiledWrite {
  const source = ident(name("source"));
  const columns = storedColumns(catalog, table, request, name);
  const list = join(columns.map(({ column }) => ident(column)));
  const values = join(columns.map(({ value }) => value));
  // Straight from the source: a row is checked when it is inserted, so that of several bad rows the first is told.
  const insert = sql`insert into rowhouse.project_data as d (project_id, table_id, ${list})
  select ${uuidLiteral(catalog.projectId)}, ${uuidLiteral(table.id)}, ${values} from ${source} as source`;
  const queries = [...insertSource(catalog, table, request, name).queries];
  const written = ident(name("written"));
  const checked = viewCheck(table, request.checkOptions);
  if (request.onConflict === undefined && request.slots === undefined) {
    // Without RETURNING: nothing but the source decides what is stored, and Postgres need not prove that each row may be read.
    queries.push(
      sql`${ident(name("changed"))} as (${insert}${checked === null ? sql`` : sql` returning ${checked}`})`,
      sql`${written} as (select source."$ordinal", source."$id", true as "$inserted", ${sourceList(table)} from ${source} as source)`,
    );
  } else {
    const before = request.returnsOld === true ? sql`d."$old", ` : sql``;
    queries.push(
      sql`${ident(name("changed"))} as (${insert}${onConflictClause(catalog, table, request)} returning ${join(checked === null ? [returned(request)] : [returned(request), checked])})`,
      ...keyCascades(catalog, table, columnsWritten(catalog, table, conflictChanges(table, request)), name),
      sql`${written} as (select row_number() over () as "$ordinal", d.id as "$id", d."$inserted", ${before}${slotList(request.slots)}${selectList(table, "d")} from ${ident(name("changed"))} as d)`,
    );
  }
  return {
    with: join(queries),
    isRecursive: false,
    written: name("written"),
    source: name("source"),
    input: name("input"),
  };
}

function returned({ returnsOld }: InsertRequest): Sql {
  const inserted = sql`d.*, d.xmax = 0 as "$inserted"`;
  return returnsOld === true ? sql`with (old as "$before") ${inserted}, "$before" as "$old"` : inserted;
}

function storedColumns(
  catalog: Catalog,
  table: CatalogTable,
  request: InsertRequest,
  name: QueryName,
): readonly { readonly column: string; readonly value: Sql }[] {
  const valueFor: ValueFor = (column) => sourceValue(table, column);
  const { columns } = table.definition;
  const guards = [
    ...ruleGuard(table, request.access?.check ?? null, valueFor),
    ...ruleGuard(table, request.access?.select ?? null, valueFor),
    ...definitionGuards(table, columns, valueFor),
  ];
  return [
    { column: "id", value: newId(table, valueFor) },
    { column: "data", value: recordData(table, columns, valueFor, guards) },
    { column: "created_at", value: moment(table, "created_at") },
    { column: "updated_at", value: moment(table, "updated_at") },
    ...slotValues(catalog, table, valueFor, readableColumns(table), {
      isNew: true,
      newRows: (target) => [
        ...(target.id === table.id ? [name("source")] : []),
        ...(request.newRows?.(target) ?? []),
      ],
      movedRows: request.movedRows,
    }).map(({ slot, value }) => ({ column: slot, value })),
  ];
}

function newId(table: CatalogTable, valueFor: ValueFor): Sql {
  const key = table.definition.columns.find(({ name }) => storageOf(table, name).place === "id");
  const id = sql`source."$id"`;
  return key === undefined ? id : toldId(table, key, valueFor, id);
}

function sourceValue(table: CatalogTable, column: Column): Sql {
  return storageOf(table, column.name).place === "id" ? sql`source."$id"` : sql`source.${ident(column.name)}`;
}

function sourceList(table: CatalogTable): Sql {
  return join(
    readableColumns(table).map((column) => sql`${sourceValue(table, column)} as ${ident(column.name)}`),
  );
}

/** The stored row's own timestamps, which are there whether the table shows them or not. */
function moment(table: CatalogTable, place: "created_at" | "updated_at"): Sql {
  const column = table.definition.columns.find(({ name }) => storageOf(table, name).place === place);
  // A missing one is told by its guard, which is evaluated first.
  return column === undefined ? keyword("now()") : sql`coalesce(source.${ident(column.name)}, now())`;
}
