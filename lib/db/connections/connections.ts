import type { Socket } from "node:net";
import type pg from "pg";
import { AppError } from "../../errors/app-error.ts";
import { compile, ident, join, sql } from "../../sql/sql.ts";
import type { TransactionOptions } from "../database.ts";
import { connectionError } from "../pg-errors.ts";
import type { AnswerLimit } from "../protocol/answer-limit.ts";
import type { PreparedStatements } from "../protocol/prepared-statements.ts";
import type { Scope } from "../scope.ts";
import { type Contexts, defaultTimeoutMs } from "../transaction/contexts.ts";
import type { Found } from "../transaction/opening.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import type { LeftBackends } from "./left-backends.ts";
import type { KeepTurn } from "./project-queue.ts";

/** What a transaction runs on. */
export interface Connections {
  readonly pool: ConnectionPool;
  readonly prepared: PreparedStatements;
  readonly contexts: Contexts;
  readonly left: LeftBackends;
  readonly keep: KeepTurn;
  readonly limit: AnswerLimit;
  readonly silenceMs: number;
}

/** What belongs to one project comes back to the same connections. */
export async function connect({ pool }: Connections, scope: Scope): Promise<pg.PoolClient> {
  return pool.connect(scope.kind === "project" ? scope.projectId : "").catch((error: unknown) => {
    throw connectionError(error);
  });
}

/** A connection that was given up keeps its turn until the server's process has ended. */
export function release(client: pg.PoolClient, isLost: boolean, { left, keep, limit }: Connections): void {
  const { processID } = client as pg.PoolClient & { processID?: number };
  const isBroken = isLost || limit.refusal(client) !== null;
  client.release(isBroken);
  if (isBroken && processID !== undefined) keep(left.ended(processID));
}

export const found = (contexts: Contexts, client: pg.PoolClient, scope: Scope): Found => ({
  context: contexts.entering(client, scope),
  hasTimeout: contexts.keeps(client),
});

export const lost = (error: unknown, { readOnly = false }: TransactionOptions) =>
  connectionError(error, readOnly ? "reading" : "writing");

/**
 * Gives up a connection on which nothing comes back: Postgres ends a statement by its timeout, but not when its machine is
 * gone, and then nobody would.
 */
export function patience(
  client: pg.PoolClient,
  { silenceMs, limit }: Connections,
  { timeoutMs = defaultTimeoutMs }: TransactionOptions,
) {
  const { stream } = (client as pg.PoolClient & { connection: { stream: Socket } }).connection;
  return async <T>(answer: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stream.destroy(), timeoutMs + silenceMs);
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
export function deallocateSurplus(client: pg.PoolClient, prepared: PreparedStatements): void {
  const surplus = prepared.takeSurplus(client).map((name) => sql`deallocate ${ident(name)}`);
  if (surplus.length === 0) return;
  // What is not forgotten costs some memory; a lost connection is told by what follows.
  client.query(compile(join(surplus, "; ")).text).catch(() => undefined);
}

/** Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: work that swallowed one must not look done. */
export function assertCommitted(command: string): void {
  if (command !== "COMMIT") throw new AppError("RH000", "The transaction failed and was rolled back.");
}
