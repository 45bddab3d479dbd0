import type { SchemaVersion } from "./schema-guard.ts";
import type { TenantScope } from "./scope.ts";

/** One column of a result, as the server described it. */
export interface ResultColumn {
  readonly name: string;
  /** The type's name as Postgres prints it (`integer`, `timestamp with time zone`). */
  readonly type: string;
}

export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  /** Values as Postgres's text, null for SQL NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
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
}

export interface StatementLimits {
  /** Milliseconds for all statements together. */
  readonly timeoutMs: number;
  /** Rows of each statement. */
  readonly rowsMax: number;
  /** Bytes of all results together, as they come over the wire. */
  readonly bytesMax: number;
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
  /** 1-based, in code points of the statement's text. */
  readonly position: number | null;
}

export type RunOutcome =
  | { readonly ok: true; readonly results: readonly StatementResult[] }
  | { readonly ok: false; readonly failure: StatementFailure };

/** Runs user-typed, guarded SQL on the `rowhouse_sql` login: read-only transaction, signed context, portals with row and byte caps. */
export interface SqlRunner {
  /**
   * Runs the statements in order in one read-only transaction; the first that fails ends it.
   *
   * @throws {AppError} RH008 when the database cannot be reached.
   */
  selectAll(
    scope: TenantScope,
    statements: readonly SqlStatement[],
    limits: StatementLimits,
  ): Promise<RunOutcome>;
  close(): Promise<void>;
}
