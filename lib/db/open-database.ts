import type { Socket } from "node:net";
import type pg from "pg";
import { AppError } from "../errors/app-error.ts";
import type { Log } from "../log.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { claimsSigner } from "./claims.ts";
import type {
  Database,
  DatabaseHealth,
  Result,
  ScopedTransaction,
  Transaction,
  TransactionOptions,
} from "./database.ts";
import { connectionError, isRetryable } from "./pg-errors.ts";
import { createPool, type Login } from "./pool.ts";
import { type PreparedStatements, preparedStatements } from "./prepared-statements.ts";
import { guardVersion } from "./schema-guard.ts";
import type { Scope } from "./scope.ts";

export interface DatabaseOptions {
  /** The login `rowhouse_request`. */
  readonly login: Login;
  /** Signs contexts; see `signClaims`. */
  readonly signingKey: Uint8Array;
  readonly log: Log;
  /** The newest migration that this code knows; see `migrate`. */
  readonly migrationVersion: string;
  readonly improvements: DatabaseHealth["improvements"];
  readonly connectionsMax?: number;
  /** How long after its timeout a statement may stay unanswered. Default 15,000. */
  readonly silenceMs?: number;
}

const defaultTimeoutMs = 15_000;
const defaultSilenceMs = 15_000;
const attemptsMax = 3;

/** Opens the pool of `rowhouse_request`: nothing else in the product holds a connection of it. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options.login, options.log, options.connectionsMax ?? 10);
  const prepared = preparedStatements();
  const sign = claimsSigner(options.signingKey);
  const context = (scope: Scope) => sql`set local "app.claims" = ${literal(sign(scope))}`;
  const connections = { pool, prepared, context, silenceMs: options.silenceMs ?? defaultSilenceMs };
  const transaction: Database["transaction"] = (scope, work, settings = {}) => {
    const once = () => inTransaction(connections, opening(context(scope), settings), work, settings);
    return settings.isRepeatable === true ? repeated(once) : once();
  };
  return {
    transaction,
    // One statement is the whole transaction here, so running it again cannot repeat half of it.
    query: (scope, statement, settings = {}) =>
      repeated(() => inOneTrip(connections, opening(context(scope), settings), statement, settings)),
    health: () => health(pool, options),
    close: () => pool.end(),
  };
}

async function repeated<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= attemptsMax || !isRetryable(error)) throw error;
    }
  }
}

/** BEGIN and the context as one message. SET LOCAL, not set_config: Citus forwards only the statement to its workers. */
function opening(context: Sql, settings: TransactionOptions): Sql {
  const timeoutMs = Math.max(1, Math.trunc(settings.timeoutMs ?? defaultTimeoutMs));
  const { schema, readOnly = false } = settings;
  const statements = [
    readOnly ? (schema === undefined ? sql`begin read only` : oneSnapshot) : sql`begin`,
    context,
    sql`set local statement_timeout = ${keyword(String(timeoutMs))}`,
    ...(schema === undefined ? [] : [guardVersion(schema, readOnly ? "require" : "hold")]),
  ];
  return join(statements, "; ");
}

interface Connections {
  readonly pool: pg.Pool;
  readonly prepared: PreparedStatements;
  readonly context: (scope: Scope) => Sql;
  readonly silenceMs: number;
}

/** What holds for the version that is asked first then holds for every statement. */
const oneSnapshot = sql`begin isolation level repeatable read read only`;

async function inTransaction<T>(
  connections: Connections,
  begin: Sql,
  work: (tx: ScopedTransaction) => Promise<T>,
  settings: TransactionOptions,
): Promise<T> {
  const { pool, prepared, context } = connections;
  settings.signal?.throwIfAborted();
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionError(error);
  });
  const answered = patience(client, connections, settings);
  const state = { isOver: false };
  const abort = () => void cancel(pool, client, state);
  settings.signal?.addEventListener("abort", abort, { once: true });
  let isBroken = false;
  try {
    // Not awaited: it travels with the first statement. Its error surfaces in `opened`.
    deallocateSurplus(client, prepared);
    const opened = client.query(compile(begin).text);
    opened.catch(() => undefined);
    try {
      const query: Transaction["query"] = (statement) => answered(run(client, prepared, statement));
      const actAs = async (scope: Scope) => void (await client.query(compile(context(scope)).text));
      const result = await work({ query, actAs });
      await opened;
      await answered(commit(client));
      return result;
    } catch (error) {
      await client.query("rollback");
      // What failed in the opening made everything after it fail.
      await opened;
      throw error;
    }
  } catch (error) {
    const mapped = lost(error, settings);
    isBroken = mapped !== error;
    settings.signal?.throwIfAborted();
    throw mapped;
  } finally {
    state.isOver = true;
    settings.signal?.removeEventListener("abort", abort);
    client.release(isBroken);
  }
}

/** One statement that is the whole transaction: its beginning, itself and its end are sent before anything is heard. */
async function inOneTrip<Row extends object>(
  connections: Connections,
  begin: Sql,
  statement: Sql,
  settings: TransactionOptions,
): Promise<Result<Row>> {
  const { pool, prepared } = connections;
  if (settings.signal !== undefined)
    return inTransaction(connections, begin, (tx) => tx.query<Row>(statement), settings);
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionError(error);
  });
  let isBroken = false;
  try {
    // Held back until all is said: one write to the socket, where each costs more than the statement's own words.
    const { stream } = (client as pg.PoolClient & { connection: { stream: Socket } }).connection;
    stream.cork();
    deallocateSurplus(client, prepared);
    const asked = [
      client.query(compile(begin).text),
      run<Row>(client, prepared, statement),
      commit(client),
    ] as const;
    stream.uncork();
    const answers = await patience(client, connections, settings)(Promise.allSettled(asked));
    // The first failure made everything after it fail; COMMIT was then a ROLLBACK.
    for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
    return await asked[1];
  } catch (error) {
    const mapped = lost(error, settings);
    isBroken = mapped !== error;
    throw mapped;
  } finally {
    client.release(isBroken);
  }
}

const lost = (error: unknown, { readOnly = false }: TransactionOptions) =>
  connectionError(error, readOnly ? "reading" : "writing");

/**
 * Gives up a connection on which nothing comes back: Postgres ends a statement by its timeout, but not when its machine is
 * gone, and then nobody would.
 */
function patience(client: pg.PoolClient, { silenceMs }: Connections, settings: TransactionOptions) {
  const { stream } = (client as pg.PoolClient & { connection: { stream: Socket } }).connection;
  const waitMs = (settings.timeoutMs ?? defaultTimeoutMs) + silenceMs;
  return async <T>(answer: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stream.destroy(), waitMs);
    return answer.finally(() => clearTimeout(timer));
  };
}

/**
 * In a message of its own, which travels with the next: in front of a BEGIN in the same one it would be the first statement
 * of the transaction, whose isolation level could not be set any more (25001).
 */
function deallocateSurplus(client: pg.PoolClient, prepared: PreparedStatements): void {
  const surplus = prepared.takeSurplus(client).map((name) => sql`deallocate ${ident(name)}`);
  if (surplus.length === 0) return;
  // What is not forgotten costs some memory; a lost connection is told by what follows.
  client.query(compile(join(surplus, "; ")).text).catch(() => undefined);
}

async function run<Row extends object>(
  client: pg.PoolClient,
  prepared: PreparedStatements,
  statement: Sql,
): Promise<Result<Row>> {
  const { text, values } = compile(statement);
  const name = prepared.nameOf(client, text);
  const result = await client.query<Row & pg.QueryResultRow>({
    text,
    values: [...values],
    ...(name === undefined ? {} : { name }),
  });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("commit");
  // Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: work that swallowed one must not look done.
  if (command !== "COMMIT") throw new AppError("RH000", "The transaction failed and was rolled back.");
}

/** @param state whether the transaction has ended meanwhile: its connection then serves somebody else. */
async function cancel(
  pool: pg.Pool,
  client: pg.PoolClient,
  state: { readonly isOver: boolean },
): Promise<void> {
  const { processID } = client as pg.PoolClient & { processID?: number };
  // A failure here means that the statement runs into its timeout instead.
  const other = await pool.connect().catch(() => null);
  if (other === null) return;
  try {
    if (processID !== undefined && !state.isOver)
      await other.query("select pg_cancel_backend($1)", [processID]);
    other.release();
  } catch {
    other.release(true);
  }
}

async function health(pool: pg.Pool, options: DatabaseOptions): Promise<DatabaseHealth> {
  const { improvements } = options;
  try {
    const { rows } = await pool.query<{ version: string; server: string }>(
      "select app.migration_version() as version, current_setting('server_version') as server",
    );
    const [row] = rows;
    return {
      reachable: true,
      migrated: row?.version === options.migrationVersion,
      serverVersion: row?.server ?? null,
      improvements,
    };
  } catch (error) {
    options.log.warn({ err: error }, "the database does not answer");
    return { reachable: false, migrated: false, serverVersion: null, improvements };
  }
}
