import type { Catalog, Change, Json } from "../../catalog/types.ts";
import { isOvertaken } from "../../db/pg-errors.ts";
import type { TenantScope } from "../../db/scope.ts";
import {
  isStatementFailed,
  type SqlSession,
  type SqlStatement,
  type StatementLimits,
} from "../../db/sql-runner.ts";
import type { AppError } from "../../errors/app-error.ts";
import { parameterText } from "../../query/parameters.ts";
import type { ComposedText } from "../../query/text/composed-text.ts";
import { codePoints } from "../../query/text/positions.ts";
import { tokens } from "../../query/text/tokens.ts";
import { assignmentError } from "../../query/write/assigned-value.ts";
import type { KeptRun } from "../../query/write/kept-run.ts";
import { withToldKeys } from "../../query/write/told-keys.ts";
import { enumError } from "./enum-errors.ts";
import type { LeftOut } from "./script-left-out.ts";
import { failureError, positionedError, type TypedText, violationMessage } from "./sql-errors.ts";
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
  /** The statement that has fallen over a key before, and is to tell which row did. */
  readonly tellsKeys?: number;
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

/** The definitions that a write of a statement is compiled for. */
export function writtenCatalog({ catalog, script }: Progress, index: number): Catalog {
  return script.tellsKeys === index ? withToldKeys(catalog) : catalog;
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
    const place = typed === null ? compiled : { toStatement: () => typed };
    const failed = failureError(catalog, script.typed, place, {
      ...failure,
      message,
      detail,
      ...assigned,
      ...enumError(catalog, targets, error.cause),
      statement: index,
    });
    // For who may run it again.
    if (isOvertaken(error.cause)) failed.cause = error.cause;
    throw failed;
  }
}

/** One list serves all statements of a text: what one does not use has no type to be found. */
export function withParameters(
  compiled: ComposedText & { readonly parameters: ReadonlySet<number> },
  { typed, params, paramTypes: types = [] }: Pick<Script, "typed" | "params" | "paramTypes">,
  statement: number,
): SqlStatement {
  const highest = Math.max(0, ...compiled.parameters);
  if (highest > params.length) throw missingParameter(typed, compiled, statement, params.length);
  const values = params.slice(0, highest).map(parameterText);
  return {
    text: compiled.text,
    values,
    unused: values.map((_, index) => !compiled.parameters.has(index + 1)),
    types,
  };
}

/** 42P02 of the first parameter that no value is given for. */
function missingParameter(
  typed: TypedText,
  { text, parameters, toStatement }: Parameters<typeof withParameters>[0],
  statement: number,
  given: number,
): AppError {
  const words = [...tokens(text)].filter(({ kind }) => kind === "parameter");
  const missing = words.find(({ start, end }) => Number(text.slice(start + 1, end)) > given);
  const position = missing === undefined ? null : toStatement(codePoints(text, missing.start) + 1);
  const said = missing === undefined ? `$${Math.max(...parameters)}` : text.slice(missing.start, missing.end);
  return positionedError(typed, { statement, position }, "42P02", `there is no parameter ${said}`);
}
