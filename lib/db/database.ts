import type { Sql } from "../sql/sql.ts";
import type { Scope } from "./scope.ts";
import type { SchemaVersion } from "./transaction/schema-guard.ts";

export interface Result<Row> {
  readonly rows: readonly Row[];
  readonly rowCount: number;
}

/** An open transaction in one signed context. Any error ends it; there is no way to commit part of it. */
export interface Transaction {
  query<Row extends object = Record<string, unknown>>(statement: Sql): Promise<Result<Row>>;
}

export interface ScopedTransaction extends Transaction {
  /** The statements that follow run for somebody else: how rules are tried out on rows that are never committed. */
  actAs(scope: Scope): Promise<void>;
}

export interface TransactionOptions {
  /** Milliseconds; Postgres ends any statement that takes longer. Default 15,000. */
  readonly timeoutMs?: number;
  /** For all statements together: past it none begins any more. Default: no end. */
  readonly totalMs?: number;
  readonly readOnly?: boolean;
  /**
   * What the statements were compiled for: the transaction fails before any of them (`isVersionBehind`) unless it is the
   * newest. A reading one then sees a single snapshot, a writing one keeps the definitions from changing.
   */
  readonly schema?: SchemaVersion;
  /** Closing it cancels the running statement in Postgres. */
  readonly signal?: AbortSignal;
  /**
   * The work is begun again when it met a deadlock or a serialization failure, after which nothing of it has happened: it
   * must do nothing but ask the transaction.
   */
  readonly isRepeatable?: boolean;
  /**
   * Of a single statement: it asks nothing of its transaction that others of the same context must not find there, and leaves
   * nothing. It may then be one of several that wait at the same time and are committed together; see `SharedTrips`.
   */
  readonly mayShare?: boolean;
}

/** The only door to the connection pool: every statement runs in a transaction that holds a signed context. */
export interface Database {
  transaction<T>(
    scope: Scope,
    work: (tx: ScopedTransaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** One statement, one round trip: BEGIN, context, statement and COMMIT are pipelined. */
  query<Row extends object = Record<string, unknown>>(
    scope: Scope,
    statement: Sql,
    options?: TransactionOptions,
  ): Promise<Result<Row>>;
  /** Whether the server answers and the migrations are those of this code. */
  health(): Promise<DatabaseHealth>;
  close(): Promise<void>;
}

export interface DatabaseHealth {
  readonly reachable: boolean;
  readonly migrated: boolean;
  readonly serverVersion: string | null;
  /** What only a superuser can improve, and whether it could be applied: name -> applied. */
  readonly improvements: { readonly [name: string]: boolean };
}
