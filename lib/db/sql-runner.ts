import type { Sql } from "../sql/sql.ts";
import type { Transaction } from "./database.ts";
import type { TenantScope } from "./scope.ts";
import type { SchemaVersion } from "./transaction/schema-guard.ts";

/** One column of a result, as the server described it. */
export interface ResultColumn {
  readonly name: string;
  /** The type's name as Postgres prints it (`integer`, `timestamp with time zone`). */
  readonly type: string;
}

/** Rows as they come out of a portal. */
export interface RowChunk {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  /** Values as Postgres's text, null for SQL NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** How many rows there were, as far as they were read. */
  readonly rowCount: number;
  /** Whether there were more rows than `rowsMax`. */
  readonly isTruncated: boolean;
  readonly ms: number;
}

export interface SqlStatement {
  readonly text: string;
  /** Parameters as Postgres's text, null for SQL NULL. */
  readonly values: readonly (string | null)[];
  /** Which of them the text does not mention. */
  readonly unused?: readonly boolean[];
  /** The types of the parameters, as Postgres names them; one that is not told is inferred. */
  readonly types?: readonly string[];
  /** A write whose rows are all read, and counted, however many are shown. */
  readonly isWrite?: boolean;
}

export interface StatementLimits {
  /** Milliseconds for all statements together. */
  readonly timeoutMs: number;
  /** Rows of each statement. */
  readonly rowsMax: number;
  /** Bytes of all results together, as they come over the wire. */
  readonly bytesMax: number;
  /** Rows of one chunk of a stream. Default 500. */
  readonly chunkRows?: number;
  /** What the statements were compiled for: nothing runs (`isVersionBehind`) unless it is the newest. */
  readonly schema?: SchemaVersion;
  readonly signal?: AbortSignal;
}

/** What the server (or a limit) said about one statement. */
export interface StatementFailure {
  /** 0-based index of the statement. */
  readonly statement: number;
  readonly sqlstate: string;
  readonly message: string;
  readonly hint: string | null;
  /** Postgres's DETAIL. */
  readonly detail?: string | null;
  /** 1-based, in code points of the statement's text. */
  readonly position: number | null;
}

export type RunOutcome =
  | { readonly ok: true; readonly results: readonly StatementResult[] }
  | { readonly ok: false; readonly failure: StatementFailure };

/** What a transaction of typed SQL may do: read; write rows; also change definitions. */
export type SqlAccess = "read" | "write" | "schema";

/** An open transaction of typed SQL. */
export interface SqlSession {
  /** Runs a guarded, compiled statement as `rowhouse_sql`. @throws {StatementFailed} */
  run(statement: number, text: SqlStatement): Promise<StatementResult>;
  /** The columns that a guarded, compiled statement would give. @throws {StatementFailed} */
  describe(statement: number, text: SqlStatement): Promise<readonly ResultColumn[]>;
  /**
   * Runs one as `run`, its rows given away some at a time; the next ones are fetched when they have been taken.
   *
   * @returns whether there were more than `rowsMax`, which may be infinite.
   */
  stream(
    statement: number,
    text: SqlStatement,
    options: { readonly rowsMax: number; readonly take: (chunk: RowChunk) => Promise<void> },
  ): Promise<boolean>;
  /** A statement of ours; those over definitions only with access `schema`. */
  readonly tx: Transaction;
}

/** What to do with a transaction when its work is done. */
export interface SqlWork<T> {
  readonly value: T;
  readonly commit: boolean;
}

/** Carries what the server said about a typed statement. */
export class StatementFailed extends Error {
  override readonly name = "StatementFailed";
  readonly failure: StatementFailure;

  constructor(failure: StatementFailure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** By shape: the pages' copy of this code is another than the server's, which raises it. */
export function isStatementFailed(error: unknown): error is StatementFailed {
  return error instanceof Error && error.name === "StatementFailed" && "failure" in error;
}

/** Runs user-typed, guarded SQL on the `rowhouse_sql` login: signed context, portals with row and byte caps. */
export interface SqlRunner {
  /**
   * Runs the statements in order in one read-only transaction; the first that fails ends it.
   *
   * @throws {AppError} RH008 when the database cannot be reached; RH402 when the project has too many running.
   */
  selectAll(
    scope: TenantScope,
    statements: readonly SqlStatement[],
    limits: StatementLimits,
  ): Promise<RunOutcome>;
  /**
   * Runs work in one transaction, which is committed if the work says so. To write rows, it keeps the definitions at
   * `limits.schema`; with access `schema` it is a transaction of `rowhouse_request` that begins with `lock`, and typed
   * statements run as `rowhouse_sql` within it.
   *
   * @throws {StatementFailed} what the work lets through; {AppError} as above.
   */
  transaction<T>(
    scope: TenantScope,
    options: { readonly access: SqlAccess; readonly lock?: Sql; readonly limits: StatementLimits },
    work: (session: SqlSession) => Promise<SqlWork<T>>,
  ): Promise<T>;
  close(): Promise<void>;
}
