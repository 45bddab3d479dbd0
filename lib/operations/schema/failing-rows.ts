import type { Catalog } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { isPgError } from "../../db/pg-errors.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { TableVersion } from "../../engine/evolve/column-pairs.ts";
import {
  batchEnds,
  evaluatedValues,
  evaluation,
  type IdRange,
  idsOf,
} from "../../engine/evolve/evaluated-rows.ts";
import { listedRows } from "../../engine/evolve/misfit-rows.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type Sql, sql } from "../../sql/sql.ts";

const rowsMax = 10;
const batchRows = 1_000;
/** Somebody waits for the answer; what has been found by then is told. */
const searchMs = 10_000;

/** Tables as they are and as they were to become. */
export type VersionsOf = (
  tx: Transaction,
  catalog: Catalog,
) => Promise<readonly { readonly from: TableVersion; readonly to: TableVersion }[]>;

/**
 * The error of an expression that fails on stored rows, with the first of these beside its path: Postgres tells none, so
 * that they are looked for by halves. Any other error as it came.
 */
export async function withFailingRows(
  scope: TenantScope,
  error: unknown,
  versionsOf: VersionsOf,
): Promise<unknown> {
  if (!isAppError(error) || !error.code.startsWith("22") || !Array.isArray(error.details)) return error;
  const { code, message, status, hint } = error;
  const { catalogs, database, log } = runtime();
  const look = (catalog: Catalog) => async (tx: Transaction) => {
    const versions = await versionsOf(tx, catalog);
    return findFailing(tx, versions);
  };
  try {
    const rows = await catalogs.use(scope, (catalog) =>
      database.transaction(scope, look(catalog), {
        readOnly: true,
        schema: catalog,
        timeoutMs: 2 * searchMs,
      }),
    );
    const [first, ...others] = error.details as readonly object[];
    const details = [{ ...first, rows }, ...others];
    return new AppError(code, message, { status, details, cause: error, ...(hint === null ? {} : { hint }) });
  } catch (failure) {
    // The error itself is what has to be told.
    log.warn({ err: failure }, "the rows that an expression fails on could not be listed");
    return error;
  }
}

interface FailingRow {
  readonly id: string;
  /** What Postgres says of it. */
  readonly message: string;
}

/** What is asked again and again. */
interface Search {
  readonly tx: Transaction;
  readonly from: TableVersion;
  readonly values: readonly Sql[];
  readonly found: FailingRow[];
  readonly until: number;
}

async function findFailing(
  tx: Transaction,
  versions: Awaited<ReturnType<VersionsOf>>,
): Promise<readonly object[]> {
  const until = performance.now() + searchMs;
  for (const { from, to } of versions) {
    const values = evaluatedValues(from, to);
    if (values.length === 0) continue;
    const found: FailingRow[] = [];
    await searchTable({ tx, from, values, found, until });
    if (found.length === 0) continue;
    const rows = sql`select bad.id, bad.message as value from unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ message }) => message)}::text[]) as bad (id, message)`;
    const listed = await tx.query<{ rows: readonly object[] | null }>(
      sql`select ${listedRows(from, { rows, kind: "failing" }, rowsMax)} as rows`,
    );
    return listed.rows[0]?.rows ?? [];
  }
  return [];
}

async function searchTable(search: Search): Promise<void> {
  const { tx, from } = search;
  const { rows } = await tx.query<{ id: string }>(batchEnds(from, batchRows));
  let after: string | null = null;
  for (const to of [...rows.map(({ id }) => id), null]) {
    const range: IdRange = { after, to };
    after = to;
    if ((await raised(search, range)) === null) continue;
    const ids: string[] = (await tx.query<{ id: string }>(idsOf(from, range))).rows.map(({ id }) => id);
    await searchHalves(search, range.after, ids);
    if (isOver(search)) return;
  }
}

/** @param after the id in front of the first. */
async function searchHalves(search: Search, after: string | null, ids: readonly string[]): Promise<void> {
  const last = ids.at(-1);
  if (last === undefined || isOver(search)) return;
  const message = await raised(search, { after, to: last });
  if (message === null) return;
  if (ids.length === 1) {
    search.found.push({ id: last, message });
    return;
  }
  const middle = ids.length >> 1;
  await searchHalves(search, after, ids.slice(0, middle));
  await searchHalves(search, ids[middle - 1] ?? null, ids.slice(middle));
}

const isOver = ({ found, until }: Search) => found.length >= rowsMax || performance.now() > until;

/** What Postgres says when it evaluates the values over the rows; null: nothing. */
async function raised({ tx, from, values }: Search, range: IdRange): Promise<string | null> {
  await tx.query(sql`savepoint evaluated`);
  try {
    await tx.query(evaluation(from, values, range));
    return null;
  } catch (error) {
    if (!isPgError(error) || !error.code.startsWith("22")) throw error;
    return error.message;
  } finally {
    await tx.query(sql`rollback to savepoint evaluated`);
  }
}
