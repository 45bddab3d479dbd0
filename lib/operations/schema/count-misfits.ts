import type { Transaction } from "../../db/database.ts";
import { isPgError, type PgError } from "../../db/pg-errors.ts";
import type { Misfit } from "../../engine/evolve/misfit.ts";
import { listedRows } from "../../engine/evolve/misfit-rows.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";

/** A demand that some stored rows do not meet. */
export interface FoundMisfit extends Omit<Misfit, "rows" | "of" | "raises"> {
  readonly rows: number;
  /** What Postgres says of one of them. */
  readonly raised?: Pick<PgError, "code" | "message" | "detail">;
  /** The first of them, by the text of their key and what is wrong in them. */
  readonly examples: readonly { readonly key: string | null; readonly value: string | null }[];
}

const examplesMax = 10;

/** Of the demands of a new definition those that some rows do not meet, with the first of these. */
export async function countMisfits(
  tx: Transaction,
  candidates: readonly Misfit[],
): Promise<readonly FoundMisfit[]> {
  if (candidates.length === 0) return [];
  const columns = candidates.map(
    ({ rows }, index) => sql`(select count(*) from (${rows}) as bad) as ${ident(`m${index}`)}`,
  );
  const counted = await tx.query<Record<string, number>>(sql`select ${join(columns)}`);
  const found = candidates
    .map((misfit, index) => ({ misfit, count: Number(counted.rows[0]?.[`m${index}`] ?? 0) }))
    .filter(({ count }) => count > 0);
  if (found.length === 0) return [];
  const lists = found.map(
    ({ misfit }, index) => sql`${listedRows(misfit.of, misfit, examplesMax)} as ${ident(`m${index}`)}`,
  );
  const { rows } = await tx.query<Record<string, FoundMisfit["examples"] | null>>(sql`select ${join(lists)}`);
  const told: FoundMisfit[] = [];
  for (const [index, { misfit, count }] of found.entries()) {
    const { rows: _rows, of: _of, raises, ...own } = misfit;
    const raised = raises === undefined ? null : await raisedBy(tx, raises);
    const examples = rows[0]?.[`m${index}`] ?? [];
    told.push({ ...own, rows: count, examples, ...(raised === null ? {} : { raised }) });
  }
  return told;
}

/** The error of a query that is run for it; null: it raises none. */
async function raisedBy(tx: Transaction, query: Sql): Promise<PgError | null> {
  await tx.query(sql`savepoint raised`);
  try {
    await tx.query(sql`select count(value) from (${query} limit 1) as bad (id, value)`);
    return null;
  } catch (error) {
    if (!isPgError(error) || !error.code.startsWith("22")) throw error;
    return error;
  } finally {
    await tx.query(sql`rollback to savepoint raised`);
  }
}
