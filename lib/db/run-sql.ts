import pg from "pg";
import { AppError } from "../errors/app-error.ts";
import type { Log } from "../log.ts";
import { compile, keyword, literal, sql } from "../sql/sql.ts";
import { signClaims } from "./claims.ts";
import { type ConnectionWatch, watchConnection } from "./connection-watch.ts";
import { connectionError, isPgError } from "./pg-errors.ts";
import type { Login } from "./pool.ts";
import { PortalQuery } from "./portal-query.ts";
import { guardVersion, isVersionBehind } from "./schema-guard.ts";
import type { Scope, TenantScope } from "./scope.ts";
import type { RunOutcome, SqlRunner, SqlStatement, StatementLimits, StatementResult } from "./sql-runner.ts";

export interface SqlRunnerOptions {
  /** The login `rowhouse_sql`. */
  readonly login: Login;
  readonly signingKey: Uint8Array;
  readonly log: Log;
  readonly connectionsMax?: number;
  /** How many transactions one project may have at a time. Default 4. */
  readonly perProjectMax?: number;
}

/** Opens the pool of `rowhouse_sql`, on which nothing but typed SQL runs. */
export function createSqlRunner(options: SqlRunnerOptions): SqlRunner {
  const pool = new pg.Pool({
    ...options.login,
    max: options.connectionsMax ?? 8,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: "rowhouse sql",
  });
  pool.on("error", (error) => options.log.warn({ err: error }, "an idle connection of typed SQL was lost"));
  const running = new Map<string, number>();
  const selectAll: SqlRunner["selectAll"] = async (scope, statements, limits) => {
    const client = await pool.connect().catch((error: unknown) => {
      throw connectionError(error);
    });
    const watch = watchConnection(client, limits);
    try {
      limits.signal?.throwIfAborted();
      await client.query(opening(scope, options.signingKey, limits));
      const outcome = await runAll(client, statements, limits, watch);
      // Rolled back rather than committed: that also undoes any setting that slipped past the guard.
      await client.query("rollback");
      return outcome;
    } catch (error) {
      const failure = watch.broken();
      if (failure !== null) return { ok: false, failure };
      // The opening failed: it began a transaction all the same.
      if (isVersionBehind(error)) await client.query("rollback");
      throw connectionError(error);
    } finally {
      watch.end();
      client.release(watch.isBroken);
    }
  };
  return {
    selectAll: (scope, statements, limits) =>
      withinProject(running, scope.projectId, options.perProjectMax ?? 4, () =>
        selectAll(scope, statements, limits),
      ),
    close: () => pool.end(),
  };
}

/** One project must not hold all connections. */
async function withinProject<T>(
  running: Map<string, number>,
  projectId: string,
  max: number,
  work: () => Promise<T>,
): Promise<T> {
  const count = running.get(projectId) ?? 0;
  if (count >= max) {
    throw new AppError("RH402", `This project has ${count} statements running already.`, {
      hint: "Wait for one of them to end, or cancel it.",
    });
  }
  running.set(projectId, count + 1);
  try {
    return await work();
  } finally {
    const left = (running.get(projectId) ?? 1) - 1;
    if (left === 0) running.delete(projectId);
    else running.set(projectId, left);
  }
}

async function runAll(
  client: pg.PoolClient,
  statements: readonly SqlStatement[],
  limits: StatementLimits,
  watch: ConnectionWatch,
): Promise<RunOutcome> {
  const deadline = performance.now() + limits.timeoutMs;
  const results: StatementResult[] = [];
  for (const [index, statement] of statements.entries()) {
    watch.statement = index;
    try {
      if (index > 0) await client.query(timeout(deadline - performance.now()));
      limits.signal?.throwIfAborted();
      results.push(await client.query(new PortalQuery(statement, limits.rowsMax)).result);
    } catch (error) {
      if (!isPgError(error) || connectionError(error) !== error) throw error;
      const { code: sqlstate, message, hint = null, position } = error;
      const place = position === undefined ? null : Number(position);
      return { ok: false, failure: { statement: index, sqlstate, message, hint, position: place } };
    }
  }
  return { ok: true, results };
}

/**
 * The transaction's start. Everything that decides how a text is read or a value printed is set here, whatever the
 * server's and the login's settings are: the parser in front of the server must read the text as the server does.
 */
function opening(scope: TenantScope, key: Uint8Array, { timeoutMs, schema }: StatementLimits): string {
  const claims = compile(
    sql`set local "app.claims" = ${literal(signClaims(scope satisfies Scope, key))}`,
  ).text;
  const guard = schema === undefined ? "" : `; ${compile(guardVersion(schema, "require")).text}`;
  return `begin isolation level repeatable read read only; ${claims}; ${timeout(timeoutMs)}; ${settings}${guard}`;
}

const settings = [
  "search_path = pg_catalog",
  "standard_conforming_strings = on",
  "client_encoding = 'UTF8'",
  "timezone = 'UTC'",
  "datestyle = 'ISO, MDY'",
  "intervalstyle = 'postgres'",
  "bytea_output = 'hex'",
  "extra_float_digits = 1",
  // One tenant's query is one process; and compiling a query costs more than most of them take.
  "max_parallel_workers_per_gather = 0",
  "jit = off",
]
  .map((setting) => `set local ${setting}`)
  .join("; ");

function timeout(ms: number): string {
  return compile(sql`set local statement_timeout = ${keyword(String(Math.max(1, Math.trunc(ms))))}`).text;
}
