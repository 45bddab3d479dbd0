import type { Socket } from "node:net";
import type pg from "pg";
import { AppError } from "../errors/app-error.ts";
import type { Log } from "../log.ts";
import { compile, ident, join, type Sql, sql } from "../sql/sql.ts";
import { type AnswerLimit, answerBytesMax, createAnswerLimit } from "./answer-limit.ts";
import { type CancelState, cancelStatement } from "./cancel-statement.ts";
import { claimsSigner } from "./claims.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { createConnectionShares } from "./connection-shares.ts";
import { type Contexts, createContexts, defaultTimeoutMs } from "./contexts.ts";
import type {
  Database,
  DatabaseHealth,
  Result,
  ScopedTransaction,
  Transaction,
  TransactionOptions,
} from "./database.ts";
import { databaseHealth } from "./database-health.ts";
import { keptContext } from "./improvements.ts";
import { createLeftBackends, type LeftBackends, type SlowDown } from "./left-backends.ts";
import { ForgetNames, OneTripQuery } from "./one-trip-query.ts";
import { commitTrip, type Found, opening, tripOpening } from "./opening.ts";
import { connectionError, isPgError } from "./pg-errors.ts";
import { createPool, type Login, types } from "./pool.ts";
import { type PreparedStatements, preparedStatements } from "./prepared-statements.ts";
import type { KeepTurn } from "./project-queue.ts";
import { repeated } from "./repeat.ts";
import type { Scope } from "./scope.ts";
import { tellReferences } from "./told-references.ts";
import { withinTime } from "./within-time.ts";

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
  /** Set when the database runs on this machine. */
  readonly slowDown?: SlowDown;
  /** How long after its timeout a statement may stay unanswered. Default 15,000. */
  readonly silenceMs?: number;
  /** How many bytes a statement may be answered with. Default: 64 MiB. */
  readonly answerBytesMax?: number;
}

const defaultSilenceMs = 15_000;

/** Opens the pool of `rowhouse_request`: nothing else in the product holds a connection of it. */
export function openDatabase(options: DatabaseOptions): Database {
  const connectionsMax = options.connectionsMax ?? 20;
  const pool = createPool(options.login, options.log, connectionsMax);
  const prepared = preparedStatements();
  const isKept = options.improvements[keptContext] === true;
  const contexts = createContexts(claimsSigner(options.signingKey), isKept);
  pool.on("connect", (client) => contexts.meet(client));
  pool.on("connect", tellReferences);
  const limit = createAnswerLimit(options.answerBytesMax ?? answerBytesMax);
  pool.on("connect", (client) => limit.meet(client));
  const shares = createConnectionShares(connectionsMax);
  const left = createLeftBackends(pool, options.log, options.slowDown);
  const silenceMs = options.silenceMs ?? defaultSilenceMs;
  const connections = { pool, prepared, contexts, left, limit, silenceMs };
  const transaction: Database["transaction"] = (scope, work, settings = {}) => {
    const within = (tx: ScopedTransaction) => shares.within(scope, () => work(tx));
    const inTurn = (keep: KeepTurn) => {
      const mayGoOn = withinTime(settings);
      const once = () => inTransaction({ ...connections, keep }, scope, within, settings, mayGoOn);
      return settings.isRepeatable === true ? repeated(once) : once();
    };
    return shares.run(scope, inTurn, settings);
  };
  return {
    transaction,
    // One statement is the whole transaction here, so running it again cannot repeat half of it.
    query: (scope, statement, settings = {}) =>
      shares.run(
        scope,
        (keep) => repeated(() => inOneTrip({ ...connections, keep }, scope, statement, settings)),
        settings,
      ),
    health: () => databaseHealth(pool, options),
    close: () => {
      left.close();
      return pool.end();
    },
  };
}

interface Connections {
  readonly pool: ConnectionPool;
  readonly prepared: PreparedStatements;
  readonly contexts: Contexts;
  readonly left: LeftBackends;
  readonly keep: KeepTurn;
  readonly limit: AnswerLimit;
  readonly silenceMs: number;
}

/** A connection that was given up keeps its turn until the server's process has ended. */
function release(client: pg.PoolClient, isLost: boolean, { left, keep, limit }: Connections): void {
  const { processID } = client as pg.PoolClient & { processID?: number };
  const isBroken = isLost || limit.refusal(client) !== null;
  client.release(isBroken);
  if (isBroken && processID !== undefined) keep(left.ended(processID));
}

async function inTransaction<T>(
  connections: Connections,
  scope: Scope,
  work: (tx: ScopedTransaction) => Promise<T>,
  settings: TransactionOptions,
  mayGoOn = withinTime(settings),
): Promise<T> {
  const { pool, prepared, contexts, limit } = connections;
  settings.signal?.throwIfAborted();
  const client = await pool.connect(keyOf(scope)).catch((error: unknown) => {
    throw connectionError(error);
  });
  const answered = patience(client, connections, settings);
  const state: CancelState = { isOver: false };
  const abort = () => void cancelStatement(pool, client, state);
  settings.signal?.addEventListener("abort", abort, { once: true });
  let isBroken = false;
  try {
    // Not awaited: it travels with the first statement. Its error surfaces in `opened`.
    deallocateSurplus(client, prepared);
    const begin = opening(found(contexts, client, scope), settings);
    const opened = client.query(compile(begin).text);
    opened.catch(() => undefined);
    try {
      const query: Transaction["query"] = async (statement) => {
        mayGoOn();
        return answered(run(client, prepared, statement));
      };
      const actAs = async (other: Scope) =>
        void (await client.query(compile(contexts.within(client, other)).text));
      const result = await work({ query, actAs });
      await opened;
      await answered(commit(client));
      contexts.ended(client, true);
      return result;
    } catch (error) {
      contexts.ended(client, false);
      if (limit.refusal(client) !== null) throw error;
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
    await state.told?.catch(() => undefined);
    release(client, isBroken, connections);
  }
}

/** One statement that is the whole transaction: its beginning, itself and its end are sent before anything is heard. */
async function inOneTrip<Row extends object>(
  connections: Connections,
  scope: Scope,
  statement: Sql,
  settings: TransactionOptions,
): Promise<Result<Row>> {
  const { pool, prepared, contexts } = connections;
  if (settings.signal !== undefined)
    return inTransaction(connections, scope, (tx) => tx.query<Row>(statement), settings);
  const client = await pool.connect(keyOf(scope)).catch((error: unknown) => {
    throw connectionError(error);
  });
  let isBroken = false;
  try {
    deallocateSurplus(client, prepared);
    const { text, values } = compile(statement);
    const name = prepared.nameOf(client, text);
    const asked = { text, values, ...(name === undefined ? {} : { name }), isAnswer: true } as const;
    const begin = tripOpening(found(contexts, client, scope), settings);
    const trip = new OneTripQuery([...begin, asked, commitTrip], types);
    client.query(trip);
    const answer = await patience(
      client,
      connections,
      settings,
    )(trip.result).catch(async (error) => {
      contexts.ended(client, false);
      await abandon(client, trip.parsed, error);
      throw error;
    });
    contexts.ended(client, answer.command === "COMMIT");
    if (answer.command !== "COMMIT") throw failedCommit();
    // The cast: the statement gives the rows that its caller says.
    return { rows: answer.rows as Row[], rowCount: answer.rowCount };
  } catch (error) {
    const mapped = lost(error, settings);
    isBroken = mapped !== error;
    throw mapped;
  } finally {
    release(client, isBroken, connections);
  }
}

const found = (contexts: Contexts, client: pg.PoolClient, scope: Scope): Found => ({
  context: contexts.entering(client, scope),
  hasTimeout: contexts.keeps(client),
});

/** What belongs to one project comes back to the same connections. */
const keyOf = (scope: Scope) => (scope.kind === "project" ? scope.projectId : "");

/** The transaction is over and the connection as it was; what failed in between is told already. */
async function abandon(client: pg.PoolClient, parsed: readonly string[], error: unknown): Promise<void> {
  if (!isPgError(error)) return;
  const forget = new ForgetNames(parsed);
  client.query(forget);
  await Promise.all([forget.result, client.query("rollback")]);
}

const lost = (error: unknown, { readOnly = false }: TransactionOptions) =>
  connectionError(error, readOnly ? "reading" : "writing");

/**
 * Gives up a connection on which nothing comes back: Postgres ends a statement by its timeout, but not when its machine is
 * gone, and then nobody would.
 */
function patience(client: pg.PoolClient, { silenceMs, limit }: Connections, settings: TransactionOptions) {
  const { stream } = (client as pg.PoolClient & { connection: { stream: Socket } }).connection;
  const waitMs = (settings.timeoutMs ?? defaultTimeoutMs) + silenceMs;
  return async <T>(answer: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stream.destroy(), waitMs);
    limit.begin(client);
    try {
      return await answer;
    } catch (error) {
      throw limit.refusal(client) ?? error;
    } finally {
      clearTimeout(timer);
    }
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
  if (command !== "COMMIT") throw failedCommit();
}

function failedCommit(): AppError {
  return new AppError("RH000", "The transaction failed and was rolled back.");
}
