import pg from "pg";
import type { Log } from "../log.ts";
import { compile, keyword, type Sql, sql } from "../sql/sql.ts";
import { signClaims } from "./claims.ts";
import { type ConnectionWatch, watchConnection } from "./connections/connection-watch.ts";
import { createLeftBackends, type SlowDown } from "./connections/left-backends.ts";
import { type Ask, oneAtATime } from "./connections/one-at-a-time.ts";
import type { Login } from "./connections/pool.ts";
import { createProjectQueue, type KeepTurn } from "./connections/project-queue.ts";
import type { DatabaseHealth } from "./database.ts";
import { keptContext } from "./migrations/improvements.ts";
import { connectionError, isPgError } from "./pg-errors.ts";
import { DescribeQuery, PortalQuery } from "./protocol/portal-query.ts";
import { PortalStream } from "./protocol/portal-stream.ts";
import { tellReferences } from "./protocol/told-references.ts";
import type { Scope, TenantScope } from "./scope.ts";
import {
  isStatementFailed,
  type SqlAccess,
  type SqlRunner,
  type SqlSession,
  type SqlStatement,
  StatementFailed,
  type StatementFailure,
  type StatementLimits,
  type StatementResult,
} from "./sql-runner.ts";
import { mayPass } from "./statement-door.ts";
import { beginning } from "./transaction/begun.ts";
import { contextWithin } from "./transaction/contexts.ts";
import { guardVersion } from "./transaction/schema-guard.ts";

export interface SqlRunnerOptions {
  /** The login `rowhouse_sql`. */
  readonly login: Login;
  /** The login `rowhouse_request`, for scripts that change definitions. */
  readonly schemaLogin: Login;
  readonly signingKey: Uint8Array;
  readonly log: Log;
  readonly improvements: DatabaseHealth["improvements"];
  readonly connectionsMax?: number;
  /** Set when the database runs on this machine. */
  readonly slowDown?: SlowDown;
  /** How many transactions one project may have at a time. Default 4. */
  readonly perProjectMax?: number;
  /** How long one past that waits for its turn. Default 5,000. */
  readonly waitMs?: number;
}

/** Opens the pool of `rowhouse_sql`, on which nothing but typed SQL runs, and a small one for scripts with DDL. */
export function createSqlRunner(options: SqlRunnerOptions): SqlRunner {
  const sizes = { rows: options.connectionsMax ?? 12, schema: 4 };
  const pool = openPool(options.login, sizes.rows, options.log);
  const schemaPool = openPool(options.schemaLogin, sizes.schema, options.log);
  const left = createLeftBackends(schemaPool, options.log, options.slowDown);
  const isKept = options.improvements[keptContext] === true;
  const contextOf = (scope: Scope) => contextWithin(signClaims(scope, options.signingKey), isKept);
  const runningMax = options.perProjectMax ?? 4;
  const queue = { runningMax, waitingMax: 16, waitMs: options.waitMs ?? 5_000 };
  const projects = createProjectQueue(queue);
  // Many projects may belong to one account, and few connections are there for everybody.
  const accountQueue = (totalMax: number) =>
    createProjectQueue({ ...queue, waitingMax: 64, totalMax, owner: "Your account" });
  const accounts = { rows: accountQueue(sizes.rows), schema: accountQueue(sizes.schema) };
  /** Its turns, the project's and the account's, last until the server has ended what runs in them. */
  const inTurn = <T>(
    scope: TenantScope,
    { access, limits: { signal } }: Settings,
    work: (leave: Place["leave"]) => Promise<T>,
  ): Promise<T> => {
    const turns = access === "schema" ? accounts.schema : accounts.rows;
    const ofAccount = (keep: KeepTurn) =>
      turns.run(
        scope.userId ?? scope.projectId,
        (keepToo) =>
          work((processId) => {
            const end = left.ended(processId);
            keep(end);
            keepToo(end);
          }),
        { signal },
      );
    return projects.run(scope.projectId, ofAccount, { signal });
  };
  const transaction: SqlRunner["transaction"] = (scope, settings, work) =>
    cancellable(settings.limits.signal, () =>
      inTurn(scope, settings, (leave) => {
        const begin = opening(contextOf(scope), settings);
        const from = settings.access === "schema" ? schemaPool : pool;
        return inSession({ pool: from, begin, leave }, settings, work);
      }),
    );
  return {
    transaction,
    async selectAll(scope, statements, limits) {
      try {
        const results = await transaction(scope, { access: "read", limits }, async (session) => {
          const value: StatementResult[] = [];
          for (const [index, statement] of statements.entries())
            value.push(await session.run(index, statement));
          // Rolled back rather than committed: that also undoes any setting that slipped past the guard.
          return { value, commit: false };
        });
        return { ok: true, results };
      } catch (error) {
        if (isStatementFailed(error)) return { ok: false, failure: error.failure };
        throw error;
      }
    },
    async close() {
      left.close();
      await Promise.all([pool.end(), schemaPool.end()]);
    },
  };
}

/** A statement that is cancelled while it waits for its turn has not been run, and says so as one that was. */
async function cancellable<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await beginning(run);
  } catch (error) {
    if (signal?.aborted !== true || error !== signal.reason) throw error;
    const message = "canceling statement due to user request";
    throw new StatementFailed(
      { statement: 0, sqlstate: "57014", message, hint: null, position: null },
      error,
    );
  }
}

function openPool(login: Login, max: number, log: Log): pg.Pool {
  const times = { idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ ...login, max, ...times, application_name: "rowhouse sql" });
  pool.on("connect", tellReferences);
  pool.on("error", (error) => log.warn({ err: error }, "an idle connection of typed SQL was lost"));
  return pool;
}

interface Place {
  readonly pool: pg.Pool;
  readonly begin: string;
  /** Told the server's process of a connection that was given up. */
  readonly leave: (processId: number) => void;
}

async function inSession<T>(
  { pool, begin, leave }: Place,
  { access, limits }: Settings,
  work: Parameters<SqlRunner["transaction"]>[2],
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionError(error);
  });
  const watch = watchConnection(client, limits);
  const ask = oneAtATime(client);
  try {
    limits.signal?.throwIfAborted();
    try {
      await ask(begin);
      const { value, commit } = await work(session({ client, ask }, access, limits, watch));
      await ask(commit ? "commit" : "rollback");
      // The cast: `work` is the caller's own, whose value this is.
      return value as T;
    } catch (error) {
      if (!watch.isBroken) await ask("rollback");
      throw error;
    }
  } catch (error) {
    if (isStatementFailed(error) && !watch.isBroken) throw error;
    const failure = watch.isBroken || connectionError(error) !== error ? watch.broken() : null;
    if (failure !== null) throw new StatementFailed(failure, error);
    throw connectionError(error);
  } finally {
    watch.end();
    client.release(watch.isBroken);
    if (watch.isBroken) leave(watch.processId);
  }
}

/** Rows of one message of a stream. */
const chunkRows = 500;

function session(
  { client, ask }: { readonly client: pg.PoolClient; readonly ask: Ask },
  access: SqlAccess,
  limits: StatementLimits,
  watch: ConnectionWatch,
): SqlSession {
  const deadline = performance.now() + limits.timeoutMs;
  let isFirst = true;
  const asTyped = async <Result>(
    statement: number,
    { text }: SqlStatement,
    run: () => Promise<Result>,
  ): Promise<Result> => {
    if (!mayPass(text)) throw new StatementFailed(notPassed(statement), null);
    watch.statement = statement;
    try {
      if (!isFirst) await ask(timeout(deadline - performance.now()));
      isFirst = false;
      limits.signal?.throwIfAborted();
      if (access !== "schema") return await run();
      await ask("set local role rowhouse_sql");
      const result = await run();
      await ask("set local role none");
      return result;
    } catch (error) {
      if (!isPgError(error) || connectionError(error) !== error) throw error;
      throw new StatementFailed(failureOf(statement, error), error);
    }
  };
  return {
    run: (statement, text) =>
      asTyped(statement, text, () => client.query(new PortalQuery(text, limits.rowsMax)).result),
    describe: (statement, text) =>
      asTyped(statement, text, () => client.query(new DescribeQuery(text)).result),
    stream: (statement, text, { rowsMax, take }) =>
      asTyped(statement, text, () => {
        const portal = new PortalStream(text, {
          chunkRows: limits.chunkRows ?? chunkRows,
          rowsMax,
          take: async (chunk) => {
            await take(chunk);
            // Between two parts no statement runs in Postgres that a cancellation could end.
            limits.signal?.throwIfAborted();
            watch.recount();
          },
        });
        return client.query(portal).ended;
      }),
    tx: {
      async query<Row extends object>(fragment: Sql) {
        const { text, values } = compile(fragment);
        const result = await ask<Row & pg.QueryResultRow>({ text, values: [...values] });
        return { rows: result.rows, rowCount: result.rowCount ?? 0 };
      },
    },
  };
}

function notPassed(statement: number): StatementFailure {
  const message = "permission denied: only queries and writes of rows can be run";
  return { statement, sqlstate: "42501", message, hint: null, position: null };
}

function failureOf(statement: number, error: Parameters<typeof failureFields>[0]): StatementFailure {
  return { statement, ...failureFields(error) };
}

function failureFields(error: {
  code: string;
  message: string;
  hint?: string;
  detail?: string;
  position?: string;
}) {
  const { code: sqlstate, message, position } = error;
  // A field that does not apply may be empty.
  const hint = error.hint || null;
  const detail = error.detail || null;
  return { sqlstate, message, hint, detail, position: position === undefined ? null : Number(position) };
}

/**
 * The transaction's start. Everything that decides how a text is read or a value printed is set here, whatever the
 * server's and the login's settings are: the parser in front of the server must read the text as the server does.
 */
function opening(context: Sql, { access, lock, limits }: Settings): string {
  const { schema } = limits;
  const version = schema && guardVersion(schema, access === "read" ? "require" : "hold");
  const begin = access === "read" ? "begin isolation level repeatable read read only" : "begin read write";
  const own = [context, version, lock].flatMap((one) => (one === undefined ? [] : [compile(one).text]));
  return [begin, ...own.slice(0, 1), timeout(limits.timeoutMs), settings, ...own.slice(1)].join("; ");
}

type Settings = Parameters<SqlRunner["transaction"]>[1];

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
  // Every table is reached by its key: a scan of all rows reads those of others too, and its time and counts tell of them.
  "enable_seqscan = off",
]
  .map((setting) => `set local ${setting}`)
  .join("; ");

function timeout(ms: number): string {
  return compile(sql`set local statement_timeout = ${keyword(String(Math.max(1, Math.trunc(ms))))}`).text;
}
