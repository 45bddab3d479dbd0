import type { Catalog, CatalogTable, Json } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { readableColumns, storageOf } from "../column-sql.ts";
import { matchesRecordId } from "../read/row-key.ts";
import { ofTable } from "../relation.ts";
import { compileWrite } from "./compile-write.ts";
import type { CompiledWrite, JsonRows } from "./request.ts";
import { firingTriggers } from "./row-triggers.ts";

/** A JSON object by column names. */
type Record = { readonly [column: string]: Json };

/**
 * Inserts records and answers them as JSON, all or nothing.
 *
 * @param records validated objects; a key that is missing means the column's default.
 * @returns a statement with one row: `records`, the text of a JSON array in the order given, without those that a trigger left
 *   out; `ids`, their storage ids.
 */
export function insertStatement(catalog: Catalog, table: CatalogTable, records: readonly Record[]): Sql {
  const write = compileWrite(catalog, table, { kind: "insert", source: jsonRows(table, records) });
  // One record has no order, and needs no sort.
  const order = records.length === 1 ? sql`` : keyword(' order by "$ordinal"');
  return sql`with ${write.with}
select ${recordsOf(table, write.written, order)} as records,
  (select array_agg("$id"::text${order}) from ${ident(write.written)}) as ids`;
}

/**
 * Inserts records, all or nothing, and answers none of them.
 *
 * @returns a statement with one row: `left_out`, the places (from 1) of records that a trigger left out.
 */
export function insertOnlyStatement(catalog: Catalog, table: CatalogTable, records: readonly Record[]): Sql {
  const write = compileWrite(catalog, table, { kind: "insert", source: jsonRows(table, records) });
  return sql`with ${write.with} select ${leftOut(catalog, table, write)} as left_out`;
}

function jsonRows(table: CatalogTable, records: readonly Record[]): JsonRows {
  const given = new Set(records.flatMap((record) => Object.keys(record)));
  const columns = readableColumns(table).filter(({ name }) => given.has(name));
  return { kind: "json", records: sql`${JSON.stringify(records)}::jsonb`, columns, missing: "default" };
}

function mayLeaveOut(catalog: Catalog, table: CatalogTable): boolean {
  return firingTriggers(catalog, table, "insert", []).length > 0;
}

/** The places of the rows that an insert was given and that its triggers did not hand on. */
function leftOut(catalog: Catalog, table: CatalogTable, { input, source }: CompiledWrite): Sql {
  if (!mayLeaveOut(catalog, table)) return noPlaces;
  return sql`(select coalesce(array_agg(i."$ordinal"::int4 order by i."$ordinal"), ${noPlaces}) from ${ident(input ?? source)} as i
    where not exists (select from ${ident(source)} as s where s."$ordinal" = i."$ordinal"))`;
}

const noPlaces = sql`array[]::int4[]`;

/** What an import does about a row whose key is there already. */
export interface ImportConflict {
  /** `nothing`: the row is left out; `update`: it changes the row that has the same values in `columns`. */
  readonly action: "nothing" | "update";
  /** A unique key; null: any. */
  readonly columns: readonly string[] | null;
}

/**
 * Inserts records of a file, all or nothing; numbers of columns that always count up are taken as they are.
 *
 * @param conflict null: a key that is there already raises.
 * @returns a statement with one row: `inserted` and `updated` are counts; `duplicates` and `left_out` are the places (from 1) of
 *   records that are not stored, because of a key that is there, or because a trigger left them out.
 */
export function importStatement(
  catalog: Catalog,
  table: CatalogTable,
  records: readonly Record[],
  conflict: ImportConflict | null,
): Sql {
  const write = compileWrite(catalog, table, {
    kind: "insert",
    source: jsonRows(table, records),
    overriding: "system",
    ...(conflict === null ? {} : { onConflict: conflict }),
  });
  const left = leftOut(catalog, table, write);
  const [source, written] = [ident(write.source), ident(write.written)];
  const count = mayLeaveOut(catalog, table) ? sql`(select count(*) from ${written})` : sql`${records.length}`;
  if (conflict === null)
    return sql`with ${write.with} select ${count}::int4 as inserted, 0 as updated, ${noPlaces} as duplicates, ${left} as left_out`;
  const duplicates =
    conflict.action === "update"
      ? noPlaces
      : // A key that two of the records have was written once.
        sql`(select coalesce(array_agg(s.place order by s.place), ${noPlaces})
               from (select "$ordinal"::int4 as place, "$id", row_number() over (partition by "$id" order by "$ordinal") as nth
                       from ${source}) as s
              where s.nth > 1 or not exists (select from ${written} as w where w."$id" = s."$id"))`;
  return sql`with ${write.with}
select (select count(*) filter (where "$inserted") from ${written})::int4 as inserted,
       (select count(*) filter (where not "$inserted") from ${written})::int4 as updated,
       ${duplicates} as duplicates, ${left} as left_out`;
}

/** All rows of a write as the text of a JSON array. */
function recordsOf(table: CatalogTable, written: string, order: Sql): Sql {
  const names = join(readableColumns(table).map(({ name }) => ident(name)));
  return sql`coalesce((select json_agg(row_to_json(record.*)) from (
    select ${names} from ${ident(written)}${order}
  ) as record), '[]')::text`;
}

function recordOf(table: CatalogTable, written: string): Sql {
  const names = join(readableColumns(table).map(({ name }) => ident(name)));
  return sql`(select row_to_json(record.*)::text from (select ${names} from ${ident(written)}) as record)`;
}

/**
 * Merges new values into one record.
 *
 * @param patch validated; the columns to set.
 * @param ifMatch the `updated_at` that the row has to have still.
 * @returns one row: `found`, how many rows have the key; `moved_on`, whether it was changed since `ifMatch`; `record`, the
 * text of the record as it is now, null if it was not changed.
 */
export function updateStatement(
  catalog: Catalog,
  table: CatalogTable,
  { recordId, patch, ifMatch }: { recordId: string; patch: Record; ifMatch?: string },
): Sql {
  const set = table.definition.columns.filter(
    ({ name }) => Object.hasOwn(patch, name) && storageOf(table, name).place !== "secret",
  );
  const isRow = matchesRecordId(table, recordId, "d");
  const write = compileWrite(catalog, table, {
    kind: "patch",
    values: sql`${JSON.stringify(patch)}::jsonb`,
    set,
    where: ifMatch === undefined ? isRow : sql`${isRow} and d.updated_at = ${version(ifMatch)}`,
  });
  const found =
    ifMatch === undefined
      ? sql`(select count(*) from ${ident(write.written)})`
      : sql`(select count(*) from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and ${isRow})`;
  const movedOn =
    ifMatch === undefined
      ? keyword("false")
      : sql`${found} > 0 and not exists (select from ${ident(write.written)})`;
  return sql`with ${write.with}
select ${found}::int4 as found, ${movedOn} as moved_on, ${recordOf(table, write.written)} as record`;
}

/** The time that a client names; of what is no time it is none, and no row's. */
function version(named: string): Sql {
  const text = sql`${named}::text`;
  return sql`case when pg_input_is_valid(${text}, 'timestamptz') then (${text})::timestamptz end`;
}

/**
 * Deletes a record with all that its references ask for.
 *
 * @returns one row: `record`, the text of the record as it was, null if there is none.
 */
export function deleteStatement(catalog: Catalog, table: CatalogTable, recordId: string): Sql {
  const write = compileWrite(catalog, table, {
    kind: "delete",
    where: matchesRecordId(table, recordId, "d"),
  });
  return sql`with ${keyword(write.isRecursive ? "recursive " : "")}${write.with}
select ${recordOf(table, write.written)} as record`;
}
