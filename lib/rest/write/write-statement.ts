import { primaryKey } from "../../catalog/column-facts.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import type { CompiledWrite } from "../../engine/write/request.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import type { ReadContext } from "../plan/read-context.ts";
import { boundedBody } from "../sql/bounded-body.ts";
import { aliasedSide } from "../sql/joins.ts";
import { bodyOf } from "../sql/read-statement.ts";
import { RowsCompiler } from "../sql/rows.ts";
import type { Destination, WrittenOrder } from "./destination.ts";
import type { Representation } from "./representation.ts";

/** What a writing statement answers: one row. */
export interface WriteRow {
  readonly body: string | null;
  readonly page_total: number;
  /** Rows that were not there before. */
  readonly inserted: number;
  /** The key of the one row that was written, as an object. */
  readonly key: { readonly [column: string]: string | null } | null;
  /** Of a change without a filter: whether there are rows that it could be meant for. */
  readonly has_rows?: boolean;
}

export interface WriteStatementOptions {
  /** What to answer of the written rows; null: nothing. */
  readonly representation: Representation | null;
  readonly hasKey: boolean;
  readonly order: WrittenOrder;
  /** One more column of the answer. */
  readonly beside?: Sql;
}

/** The one statement of a write: the writer's queries, and over what they wrote the answer. */
export function writeStatement(
  context: ReadContext,
  { table, shown }: Destination,
  write: CompiledWrite,
  { representation, hasKey, order, beside }: WriteStatementOptions,
): Sql {
  const head = sql`with ${keyword(write.isRecursive ? "recursive " : "")}${write.with}`;
  const written = ident(write.written);
  const settings = [
    ...(write.input === undefined || !hasReferences(table) ? [] : [plansReferencesOnce]),
    ...(beside === undefined ? [] : [beside]),
  ];
  // Read once, and so none of the columns that nobody asks for.
  if (representation === null && !hasKey) {
    const counts = [sql`count(*) filter (where "$inserted") as inserted`, sql`null::json as key`];
    return sql`${head} select null::text as body, count(*) as page_total, ${join([...settings, ...counts])} from ${written}`;
  }
  const facts = join([
    ...settings,
    sql`(select count(*) from ${written} where "$inserted") as inserted`,
    sql`${hasKey ? keyOf(table, shown(written, order)) : keyword("null::json")} as key`,
  ]);
  if (representation === null)
    return sql`${head} select null::text as body, (select count(*) from ${written}) as page_total, ${facts}`;
  const { plan, media, slots } = representation;
  const side = aliasedSide(table, plan.alias, slots !== null);
  const hidden = slots === null ? [] : ["$id", ...slots.map((slot) => `$${slot}`)];
  const relation = sql`(${shown(written, order, hidden)})`;
  const rows = new RowsCompiler(context, { relation, side }).rows(plan, null);
  return sql`${head} select ${boundedBody(bodyOf(media), context.writtenBytesMax)} as body, count(*) as page_total, ${facts} from (${rows}) as r`;
}

const hasReferences = ({ definition }: CatalogTable) =>
  definition.columns.some(({ references }) => references !== undefined);

/**
 * Postgres looks up what a new row refers to by a plan that it would make anew for each row, taking the one for any value to
 * find ten rows where it finds one: with dozens of indexes to look at, that takes longer than the look-up. It holds until the
 * transaction ends.
 */
const plansReferencesOnce = keyword("app.plan_references_once() as plan_cache_mode");

function keyOf(table: CatalogTable, shown: Sql): Sql {
  const columns = primaryKey(table.definition).map((name) => sql`(${ident(name)})::text as ${ident(name)}`);
  if (columns.length === 0) return keyword("null::json");
  return sql`(select row_to_json(k.*) from (select ${join(columns)} from (${shown}) as w) as k where (select count(*) from (${shown}) as w) = 1)`;
}
