import { join, literal, type Sql, sql } from "../../sql/sql.ts";
import { compositeKeys } from "../composite-constraints.ts";
import { ofTable } from "../relation.ts";
import { expressionKey } from "../stored-row.ts";
import { newChecks } from "./check-misfits.ts";
import { isComputed, pairColumns, type TableVersion } from "./column-pairs.ts";
import { convertible, valueReader } from "./migrate-rows.ts";

/** The values of generated columns that are computed over a stored row `d` when its table becomes another: each may raise. */
export function computedValues(from: TableVersion, to: TableVersion): readonly Sql[] {
  const pairs = pairColumns(from.table, to.table);
  const valueFor = valueReader(to.table, pairs);
  return pairs
    .filter((pair) => isComputed(pair))
    .map(({ after }) => convertible(pairs, valueFor(after), sql`null`));
}

/** All that is evaluated then: checks and keys that are expressions, too. */
export function evaluatedValues(from: TableVersion, to: TableVersion): readonly Sql[] {
  const pairs = pairColumns(from.table, to.table);
  const valueFor = valueReader(to.table, pairs);
  const keys = compositeKeys(to.table.definition)
    .filter(({ expression }) => expression !== undefined)
    .map(({ name }) => convertible(pairs, expressionKey(to.table, name, valueFor), sql`null`));
  return [...computedValues(from, to), ...newChecks(from, to).map(({ breaks }) => breaks), ...keys];
}

/** Rows by their ids: from after one to another, or without an end. */
export interface IdRange {
  readonly after: string | null;
  readonly to: string | null;
}

/** Evaluates values over rows `d` and nothing else: over those of a range, before any is left out by another condition. */
export function evaluation({ catalog, table }: TableVersion, values: readonly Sql[], range: IdRange): Sql {
  const counts = join(values.map((value) => sql`count(${value})`));
  return sql`select ${counts} from (select d.* from rowhouse.project_data as d where ${inRange({ catalog, table }, range)} offset 0) as d`;
}

/** The ids that end batches of a size, in their order. */
export function batchEnds({ catalog, table }: TableVersion, size: number): Sql {
  return sql`select id::text from (
    select d.id, row_number() over (order by d.id) as place from rowhouse.project_data as d where ${ofTable(catalog, table, "d")}
  ) as d where place % ${size}::int8 = 0 order by id`;
}

/** The ids of a range, in their order. */
export function idsOf(version: TableVersion, range: IdRange): Sql {
  return sql`select d.id::text from rowhouse.project_data as d where ${inRange(version, range)} order by d.id`;
}

function inRange({ catalog, table }: TableVersion, { after, to }: IdRange): Sql {
  const from = after === null ? sql`` : sql` and d.id > ${literal(after)}::uuid`;
  const end = to === null ? sql`` : sql` and d.id <= ${literal(to)}::uuid`;
  return sql`${ofTable(catalog, table, "d")}${from}${end}`;
}
