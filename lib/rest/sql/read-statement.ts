import type { Way } from "../../engine/read/known-ways.ts";
import { join, keyword, type Sql, sql, withParameters } from "../../sql/sql.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import type { MediaType } from "../request/media-type.ts";
import { type RootPage, rootPage } from "./root-page.ts";
import { RowsCompiler } from "./rows.ts";
import { viewPage } from "./view-page.ts";

/** What a reading statement answers: one row. */
export interface ReadRow {
  /** The whole body, as it goes over the wire; null for HEAD. */
  readonly body: string | null;
  /** Rows of this page. */
  readonly page_total: number;
  /** Rows without range; null unless asked for. */
  readonly total: number | null;
  /** What the next page's cursor says; null on the last page, or when none was asked for. */
  readonly last_key: readonly (string | null)[] | null;
  /** What a list has counted that could not know its way; see `Way`. */
  readonly is_many?: boolean;
}

export interface ReadStatementOptions {
  readonly media: MediaType;
  readonly hasBody: boolean;
  /** Count all rows, whatever the range; with a number, no further than that. */
  readonly count: { readonly max: number | null } | null;
  /** Of rows called `r`, in place of the media type's own. */
  readonly body: Sql | null;
  /** The row to go on behind; null: from the beginning. Absent: no cursor is wanted. */
  readonly cursor?: readonly (string | null)[] | null;
}

/** The one statement of a read. */
export interface ReadStatement {
  readonly statement: Sql;
  /** Set where the statement has to count first, which it need not where the outcome is known. */
  readonly ways: ReadWays | null;
}

/** A page of the rows with some value, for who knows whether they are many. */
export interface ReadWays {
  readonly value: string;
  /** Rows of a full page: one with fewer that was followed has come to the end of the index. */
  readonly limit: number | null;
  on(way: Exclude<Way, "counted">): Sql;
}

/** Compiles a plan: a page of rows, what they embed, the body and the counts, as one statement of one row (`ReadRow`). */
export function readStatement(
  context: ReadContext,
  plan: ReadPlan,
  options: ReadStatementOptions,
): ReadStatement {
  const page = (way: Way) => rootPage(context, plan, { ...options, way });
  const on = (chosen: RootPage | null) => statementOn(context, plan, options, chosen);
  const counted = page("counted");
  const { anchorValue: value = null } = counted ?? {};
  const known = new Map<Way, Sql>();
  const onWay = (way: Way) => {
    // In as few pieces as there can be: it is filled in with each request's values.
    const statement = known.get(way) ?? withParameters(on(page(way)), (parameter) => parameter);
    known.set(way, statement);
    return statement;
  };
  return {
    statement: on(counted),
    ways: value === null ? null : { value, limit: plan.range.limit, on: onWay },
  };
}

function statementOn(
  context: ReadContext,
  plan: ReadPlan,
  options: ReadStatementOptions,
  page: RootPage | null,
): Sql {
  const compiler = new RowsCompiler(context);
  const total =
    options.count === null ? keyword("null::int8") : totalCount(compiler, plan, options.count.max);
  const body = options.hasBody ? (options.body ?? bodyOf(options.media)) : keyword("null::text");
  const head = page === null ? sql`` : sql`with ${page.with} `;
  const rows = page?.rows ?? viewPage(context, plan) ?? compiler.rows(plan, null);
  const lastKey = page?.lastKey ?? keyword("null::json");
  const counted = page?.isMany == null ? sql`` : sql`, ${page.isMany} as is_many`;
  return sql`${head}select ${body} as body, count(*) as page_total, ${total} as total, ${lastKey} as last_key${counted} from (${rows}) as r`;
}

function totalCount(compiler: RowsCompiler, plan: ReadPlan, max: number | null): Sql {
  const limit = max === null ? sql`` : sql` limit ${keyword(String(max))}`;
  return sql`(select count(*) from (${compiler.allRows(plan)}${limit}) as counted)`;
}

/** The body in a media type, of rows called `r`: `r.*`, as `r` alone would be a column of that name. */
export function bodyOf({ kind, isNullsStripped }: MediaType): Sql {
  const rows = isNullsStripped ? sql`json_strip_nulls(json_agg(r.*))` : sql`json_agg(r.*)`;
  switch (kind) {
    case "array":
      return sql`coalesce(${rows}, '[]')::text`;
    case "object":
      return sql`(${rows} -> 0)::text`;
    case "csv":
      return csvBody();
  }
}

/** A composite's text is CSV but for the brackets around it. */
function csvBody(): Sql {
  const header = sql`(select string_agg(k, ',') from json_object_keys((array_agg(row_to_json(r.*)))[1]) as k)`;
  const line = sql`substring((r.*)::text, 2, length((r.*)::text) - 2)`;
  return join(
    [sql`coalesce(${header}, '')`, sql`coalesce(string_agg(${line}, E'\\n'), '')`],
    " || E'\\n' || ",
  );
}
