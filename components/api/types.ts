/** Answers of the management API, as far as the console reads them. */
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Change, Column, Json, Position, Schema, Table, TableVerb } from "#lib/catalog/types.ts";

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

export interface Project {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly description: string | null;
  readonly created_at: string;
  readonly organization_id: string;
  readonly organization_name: string;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface TableInfo {
  readonly id: string;
  readonly table_name: string;
  readonly schema: Table;
  /** Where it stands on the canvas; null: nobody put it anywhere. */
  readonly position: Position | null;
  /** Whether its rows are the end users of the app. */
  readonly is_auth: boolean;
}

/** The tables of a database, and the version that a change of them is based on. */
export interface DatabaseSchema {
  readonly tables: readonly TableInfo[];
  readonly version: number;
}

export interface ProjectKey {
  readonly id: string;
  readonly kind: "anon" | "service_role" | "publishable" | "secret";
  readonly name: string | null;
  /** The first characters of a key that was shown once. */
  readonly token_start: string | null;
  readonly scopes: { readonly tables: { readonly [table: string]: readonly TableVerb[] } } | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly use_count: number;
  readonly replaces: string | null;
  readonly token: string | null;
}

/** A key that signs or verifies the tokens of an app's users. */
export interface SigningKey {
  readonly id: string;
  readonly created_at: string;
  readonly verifies_until: string | null;
}

/** A table as the overview lists it. */
export interface CountedTable extends Omit<TableInfo, "is_auth" | "position"> {
  readonly records: number;
}

export interface Overview {
  readonly database: { readonly id: string; readonly project_id: string; readonly name: string };
  readonly tables: readonly CountedTable[];
  readonly counts: {
    readonly tables: number;
    readonly records: number;
    readonly users: number;
    readonly bytes: number;
  };
  readonly url: string;
}

export type Row = { readonly [column: string]: Json };

export interface Sort {
  readonly column: string;
  readonly dir: "asc" | "desc";
  readonly nulls?: "first" | "last";
}

export type FilterOp =
  | "eq"
  | "neq"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "like"
  | "ilike"
  | "in"
  | "is"
  | "contains"
  | "overlaps";

export interface Condition {
  readonly column: string;
  readonly op: FilterOp;
  readonly value: Json;
}

export type Filter =
  | Condition
  | { readonly not: Filter }
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] };

export interface RecordQuery {
  readonly tableName: string;
  readonly select?: readonly string[];
  readonly filters?: Filter;
  readonly sort?: readonly Sort[];
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
  readonly count?: "exact" | "estimated";
  readonly search?: string;
  /** Longer texts and documents come by their first so many characters. */
  readonly cut?: number;
}

export interface RecordPage {
  readonly records: readonly Row[];
  readonly count?: number | null;
  readonly next_cursor?: string;
  /** The columns that were cut, by the record's place. */
  readonly cut?: { readonly [place: string]: readonly string[] };
}

/** How many rows have a value of the column that a grid is grouped by. */
export interface RowGroup {
  readonly value: Json;
  readonly count: number;
}

/** A view of a table that somebody saved. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** False: one's own. */
  readonly is_shared: boolean;
  readonly definition: GridDefinition;
}

/** What a delete took with it. */
export interface DeleteResult {
  readonly deleted: readonly { readonly table: string; readonly rows: number }[];
  readonly released: readonly { readonly table: string; readonly rows: number }[];
  /** For `records/restore`; null when it is for good. */
  readonly undo: string | null;
}

export interface SqlResult {
  readonly command: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Json[])[];
  readonly row_count: number;
  readonly truncated: boolean;
  readonly ms: number;
  readonly notice?: string;
  /** Of an upsert or a MERGE: how many of its rows it added, changed and deleted. */
  readonly effects?: { readonly added?: number; readonly changed?: number; readonly deleted?: number };
  /** Why a statement was left out, and what to do instead; the line is that of the text that was sent. */
  readonly skipped?: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly line: number;
    readonly position: number;
  };
}

export interface Generator {
  readonly name: string;
  readonly model: string | null;
  /** Set when the configured provider failed and the built-in generator answered instead. */
  readonly fallback_from?: { readonly name: string; readonly reason: string };
}

/** What the generator is doing while the person waits. */
export interface Progress {
  readonly stage: string;
  readonly message: string;
  readonly characters?: number;
}

export interface SqlProposal {
  readonly sql: string;
  readonly explanation: string;
  readonly generator: Generator;
}

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

export interface SchemaProposal {
  readonly schema: Schema;
  readonly changes: readonly Change[];
  readonly explanation: string;
  readonly assumptions: readonly string[];
  readonly questions: readonly string[];
  readonly generator: Generator;
}

/** A proposal that is kept as a turn of the conversation. */
export interface AssistantAnswer extends SchemaProposal {
  readonly turn_id: string;
}

export interface ApplyResult {
  readonly tables: readonly TableInfo[];
  readonly impact: readonly ChangeImpact[];
  readonly version: number;
  /** So many rows are concerned that the changes are still being carried out. */
  readonly job?: SchemaJob;
}

export interface ChangeImpact {
  readonly change: Change;
  /** How many stored rows it concerns. */
  readonly rows: number;
  readonly warning?: string;
}

/** Work on many rows, in the background. */
export interface SchemaJob {
  readonly id: string;
  readonly status: "waiting" | "running" | "cancelling" | "done" | "failed" | "cancelled";
  readonly rows: { readonly done: number; readonly total: number };
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

/** What was applied after the version that a change was made for. */
export interface NewerVersion {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly actor_id: string | null;
  readonly created_at: string;
}

/** What was dropped and can be restored, oldest first. */
export interface Trash {
  readonly tables: readonly {
    readonly id: string;
    readonly table_name: string;
    readonly schema: Table;
    readonly dropped_at: string;
  }[];
  readonly columns: readonly {
    readonly table_id: string;
    readonly table_name: string;
    readonly column: Column;
    readonly dropped_at: string;
  }[];
}
