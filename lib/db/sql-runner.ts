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
  readonly isTruncated: boolean;
  readonly ms: number;
}

export interface StatementLimits {
  readonly timeoutMs: number;
  readonly rowsMax: number;
  readonly bytesMax: number;
  readonly signal?: AbortSignal;
}

/** Runs user-typed, guarded SQL on the `rowhouse_sql` login: read-only transaction, signed context, portal with row and byte caps. */
export interface SqlRunner {
  select(
    scope: TenantScope,
    statement: { text: string; values: readonly unknown[] },
    limits: StatementLimits,
  ): Promise<StatementResult>;
  close(): Promise<void>;
}
