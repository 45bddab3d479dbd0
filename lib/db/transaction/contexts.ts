import type pg from "pg";
import { compile, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { TripStatement } from "../protocol/one-trip-query.ts";
import type { Scope } from "../scope.ts";

/** Milliseconds that a statement may take where nothing else is said. */
export const defaultTimeoutMs = 15_000;

/** Which signed context each connection is in, and how the next transaction gets into its own. */
export interface Contexts {
  /** Asks a new connection whether what is set on it stays on it; until it has answered, nothing is kept there. */
  meet(client: pg.ClientBase): void;
  /** Whether the connection keeps its context and the usual timeout from one transaction to the next. */
  keeps(client: pg.ClientBase): boolean;
  /** What a transaction of a scope begins with; null: the connection is in that context already. Then call `ended`. */
  entering(client: pg.ClientBase, scope: Scope): ContextStep | null;
  /** The transaction that `entering` was asked for is over. What was entered and not committed is in doubt. */
  ended(client: pg.ClientBase, isCommitted: boolean): void;
  /** Another context for what is left of an open transaction. */
  within(client: pg.ClientBase, scope: Scope): Sql;
}

/** The same statement for a message of text, and for one of a transaction that is sent as a whole. */
export interface ContextStep {
  readonly statement: Sql;
  readonly trip: TripStatement;
}

interface Session {
  /** The token that the connection is in; null: unknown. */
  held: string | null;
  /** What the transaction that runs has entered. */
  entered: string | null;
}

/**
 * A context is entered once and kept by the connection (`app.enter_context`, which verifies it there and then), or set by
 * SET LOCAL for each transaction and verified by each statement: where the database's owner may not keep what was verified,
 * where Citus has to hand the context on to other nodes, and where a pooler gives each transaction another connection.
 *
 * @param isKept whether the database can keep a verified context; see `databaseImprovements`.
 */
export function createContexts(sign: (scope: Scope) => string, isKept: boolean): Contexts {
  const sessions = new WeakMap<pg.ClientBase, Session>();
  return {
    meet(client) {
      if (!isKept) return;
      askWhetherDirect(client).then(
        (isDirect) => isDirect && sessions.set(client, { held: null, entered: null }),
        // What breaks a connection is told to whoever uses it.
        () => undefined,
      );
    },
    keeps: (client) => sessions.has(client),
    entering(client, scope) {
      const session = sessions.get(client);
      const token = sign(scope);
      if (session === undefined)
        return { statement: local(token), trip: { text: compile(local(token)).text } };
      if (session.held === token) return null;
      // In doubt until `ended` says otherwise, also where nobody comes to say it.
      session.held = null;
      session.entered = token;
      return { statement: sql`select app.enter_context(${literal(token)}, false)`, trip: entry(token) };
    },
    ended(client, isCommitted) {
      const session = sessions.get(client);
      if (session === undefined || session.entered === null) return;
      if (isCommitted) session.held = session.entered;
      session.entered = null;
    },
    within: (client, scope) => contextWithin(sign(scope), sessions.has(client)),
  };
}

/** A context for what is left of a transaction: entered, or set for each of its statements to verify. */
export const contextWithin = (token: string, isKept: boolean): Sql =>
  isKept ? sql`select app.enter_context(${literal(token)}, true)` : local(token);

/** SET LOCAL, not set_config: Citus forwards only the statement to its workers. */
const local = (token: string) => sql`set local "app.claims" = ${literal(token)}`;

const entryText = "select app.enter_context($1, false)";
const entry = (token: string): TripStatement => ({ text: entryText, name: entryText, values: [token] });

/**
 * Whether the process that a connection was told of is the one that answers: behind a pooler it is not. Both statements are one
 * message, which nothing can come between.
 */
async function askWhetherDirect(client: pg.ClientBase): Promise<boolean> {
  const { processID } = client as pg.ClientBase & { processID?: number };
  const limit = sql`set statement_timeout = ${keyword(String(defaultTimeoutMs))}`;
  const results: unknown = await client.query(compile(sql`${limit}; select pg_backend_pid() as pid`).text);
  // The cast: `pg` answers a message of several statements with a list, of which its types know nothing.
  const [, answer] = results as readonly pg.QueryResult<{ pid: number }>[];
  return processID !== undefined && answer?.rows[0]?.pid === processID;
}
