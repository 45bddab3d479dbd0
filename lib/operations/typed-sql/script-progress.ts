import type { Catalog, Change, Json } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import {
  isStatementFailed,
  type SqlSession,
  type SqlStatement,
  type StatementLimits,
} from "../../db/sql-runner.ts";
import type { ComposedText } from "../../query/composed-text.ts";
import { parameterText } from "../../query/parameters.ts";
import { assignmentError } from "../../query/write/assigned-value.ts";
import type { KeptRun } from "../../query/write/kept-run.ts";
import { enumError } from "../enum-errors.ts";
import type { LeftOut } from "./script-left-out.ts";
import { failureError, statementError, type TypedText, violationMessage } from "./sql-errors.ts";
import type { SqlServices } from "./sql-run.ts";

/** A text of several statements, parsed, and how it is to be run. */
export interface Script {
  readonly typed: TypedText;
  readonly params: readonly Json[];
  /** Of the parameters; what is not told is inferred. */
  readonly paramTypes?: readonly string[];
  /** Rolled back at the end. */
  readonly isDryRun: boolean;
  /** Whether statements that nothing here can do are left out and reported, instead of stopping the script. */
  readonly skipsUnsupported: boolean;
  readonly limits: StatementLimits;
  /** Set when its writes are to be undone some time. */
  readonly kept?: Omit<KeptRun, "statement">;
  /** The data of each COPY, by the end of its statement. */
  readonly copied: ReadonlyMap<number, string>;
}

/** Where a script has got to. */
export interface Progress {
  readonly services: SqlServices;
  readonly scope: TenantScope;
  readonly session: SqlSession;
  readonly script: Script;
  /** As the statements so far have left it. */
  catalog: Catalog;
  readonly changes: Change[];
  readonly savepoints: Savepoint[];
  /** What the one statement of a text asks for, of a table with so many rows that it is done by a job. */
  large?: LargeChange;
  readonly leftOut: LeftOut;
}

export interface LargeChange {
  readonly command: string;
  readonly changes: readonly Change[];
}

/** The beginning of a script. */
export function newProgress(
  given: Pick<Progress, "services" | "scope" | "session" | "script" | "catalog">,
): Progress {
  return { ...given, changes: [], savepoints: [], leftOut: new Map() };
}

/** For queries of a text that are run, or only looked at, by themselves. */
export function readingProgress(
  services: SqlServices,
  place: Pick<Progress, "scope" | "session" | "catalog">,
  {
    typed,
    params = [],
    paramTypes,
    limits = { timeoutMs: 0, rowsMax: 0, bytesMax: 0 },
  }: Pick<Script, "typed"> &
    Partial<Pick<Script, "params" | "limits">> & { readonly paramTypes: readonly string[] },
): Progress {
  const script = { typed, params, paramTypes, limits, isDryRun: true, skipsUnsupported: false };
  return newProgress({ services, ...place, script: { ...script, copied: new Map() } });
}

/** What to go back to. */
export interface Savepoint {
  readonly name: string;
  readonly catalog: Catalog;
  /** How many changes there were. */
  readonly changes: number;
}

/** What the server says, in the words and places of the statement as typed. */
export async function told<T>(
  { catalog, script }: Progress,
  index: number,
  compiled: ComposedText,
  run: () => Promise<T>,
  targets: readonly string[] = [],
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isStatementFailed(error)) throw error;
    const { failure } = error;
    const violation = violationMessage(catalog, targets, error.cause);
    const message = violation ?? failure.message;
    // Of the stored rows' own constraints Postgres tells how rows are stored.
    const detail = violation === null ? (failure.detail ?? null) : null;
    const assigned = assignmentError(compiled.text, failure.message, failure.position);
    const typed = assigned?.typedPosition ?? null;
    throw failureError(catalog, script.typed, typed === null ? compiled : { toStatement: () => typed }, {
      ...failure,
      message,
      detail,
      ...assigned,
      ...enumError(catalog, targets, error.cause),
      statement: index,
    });
  }
}

/** One list serves all statements of a text: what one does not use has no type to be found. */
export function withParameters(
  compiled: { readonly text: string; readonly parameters: ReadonlySet<number> },
  params: readonly Json[],
  statement: number,
  types: readonly string[] = [],
): SqlStatement {
  const highest = Math.max(0, ...compiled.parameters);
  if (highest > params.length) {
    const message = `there is no parameter $${highest}`;
    throw statementError("42P02", message, { statement, position: null });
  }
  const values = params.slice(0, highest).map(parameterText);
  return {
    text: compiled.text,
    values,
    unused: values.map((_, index) => !compiled.parameters.has(index + 1)),
    types,
  };
}
