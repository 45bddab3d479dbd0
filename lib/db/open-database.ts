import type pg from "pg";
import type { Log } from "../log.ts";
import { compile, type Sql } from "../sql/sql.ts";
import { claimsSigner } from "./claims.ts";
import { type CancelState, cancelStatement } from "./connections/cancel-statement.ts";
import { createConnectionShares } from "./connections/connection-shares.ts";
import {
  assertCommitted,
  type Connections,
  connect,
  deallocateSurplus,
  found,
  lost,
  patience,
  release,
} from "./connections/connections.ts";
import { createLeftBackends, type SlowDown } from "./connections/left-backends.ts";
import { createPool, type Login } from "./connections/pool.ts";
import type { KeepTurn } from "./connections/project-queue.ts";
import type {
  Database,
  DatabaseHealth,
  Result,
  ScopedTransaction,
  Transaction,
  TransactionOptions,
} from "./database.ts";
import { databaseHealth } from "./database-health.ts";
import { keptContext } from "./migrations/improvements.ts";
import { answerBytesMax, createAnswerLimit } from "./protocol/answer-limit.ts";
import { type PreparedStatements, preparedStatements } from "./protocol/prepared-statements.ts";
import { tellReferences } from "./protocol/told-references.ts";
import type { Scope } from "./scope.ts";
import { beginning } from "./transaction/begun.ts";
import { createContexts } from "./transaction/contexts.ts";
import { opening } from "./transaction/opening.ts";
import { repeated } from "./transaction/repeat.ts";
import { withinTime } from "./transaction/within-time.ts";
import { inOneTrip } from "./trips/one-trip.ts";
import { createSharedTrips } from "./trips/shared-trips.ts";

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
  const contextOf = claimsSigner(options.signingKey);
  const contexts = createContexts(contextOf, isKept);
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
    return beginning(() => shares.run(scope, inTurn, settings));
  };
  const trips = createSharedTrips({
    contextOf,
    isAlone: shares.isAlone,
    send: (scope, statements, settings) =>
      shares.run(scope, (keep) => inOneTrip({ ...connections, keep }, scope, statements, settings), settings),
  });
  return {
    transaction,
    async query<Row extends object>(scope: Scope, statement: Sql, settings: TransactionOptions = {}) {
      if (settings.signal !== undefined)
        return transaction(scope, (tx) => tx.query<Row>(statement), { ...settings, isRepeatable: true });
      const asked = { scope, statement: compile(statement), settings };
      const { rows, rowCount } = await beginning(() => trips.query(asked));
      // The cast: the statement gives the rows that its caller says.
      return { rows: rows as Row[], rowCount };
    },
    health: () => databaseHealth(pool, options),
    close: () => {
      left.close();
      return pool.end();
    },
  };
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
  const client = await connect(connections, scope);
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
      await answered(client.query("rollback"));
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
  assertCommitted(command);
}
