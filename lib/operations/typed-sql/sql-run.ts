import type { Catalog, Change, Json } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { SqlRunner } from "../../db/sql-runner.ts";
import type { SqlParser } from "../../query/parser/sql-parser.ts";
import type { Effect } from "../../query/write/compiled-part.ts";
import type { KeptRun } from "../../query/write/kept-run.ts";
import type { CatalogCache } from "../../store/schema/catalog-cache.ts";
import type { JobView } from "../schema/job-view.ts";

export interface RunSqlInput {
  readonly query: string;
  /** The same text with `{{name}}` in the place of each `$n`, in order: what the history keeps. */
  readonly named_query?: string;
  readonly params?: readonly Json[];
  /** The types of the parameters, as Postgres names them; what is not told is inferred. */
  readonly param_types?: readonly string[];
  /** Rows of each statement. Default 1,000. */
  readonly limit?: number;
  readonly read_only?: boolean;
  readonly dry_run?: boolean;
  /** EXPLAINs the one statement, as JSON. */
  readonly explain?: boolean;
  /** `skip`: statements that nothing here can do (triggers, extensions) are left out and reported. Default `refuse`. */
  readonly unsupported?: "refuse" | "skip";
  /** Whether the run is noted in the asking user's history. Default: for people, not for personal access tokens. */
  readonly history?: boolean;
  /** Keeps the rows as they were, so that the noted run can be undone. */
  readonly undo?: boolean;
}

export interface SqlResult {
  readonly command: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Json[])[];
  readonly row_count: number;
  readonly truncated: boolean;
  readonly ms: number;
  /** Of a write: the tables that it wrote to. */
  readonly tables?: readonly string[];
  /** Of an upsert or a MERGE: how many of its rows it added, changed and deleted. */
  readonly effects?: Readonly<Partial<Record<Effect, number>>>;
  /** What Postgres would give a NOTICE about. */
  readonly notice?: string;
  /** Of a definition: so many rows have to follow that they are still being brought along. */
  readonly job?: JobView;
  /** Why a statement was left out (`unsupported: "skip"`), with its 1-based line and its position in the whole text. */
  readonly skipped?: SkippedStatement;
}

export interface SkippedStatement {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly line: number;
  readonly position: number;
}

/** Where typed SQL runs, and as what definitions say. */
export interface SqlPlace {
  readonly scope: TenantScope;
  readonly catalog: Catalog;
  /** Set when the rows that are written are kept as they were. */
  readonly kept?: Omit<KeptRun, "statement">;
}

/** What typed SQL needs of the runtime. */
export interface SqlServices {
  readonly sqlParser: SqlParser;
  readonly sqlRunner: SqlRunner;
  readonly catalogs: Pick<CatalogCache, "read">;
  /** What changed rules let through, in words by table. Absent: nobody asks. */
  readonly ruleWarnings?: (
    scope: TenantScope,
    changes: readonly Change[],
  ) => Promise<ReadonlyMap<string, string>>;
  /** Makes changes of tables with many rows in batches. Absent: in the transaction of the text. */
  readonly changeLarge?: (
    scope: TenantScope,
    changes: readonly Change[],
    isDryRun: boolean,
  ) => Promise<JobView | undefined>;
}
