import { constraintName } from "../../catalog/constraint-names.ts";
import type { Catalog } from "../../catalog/types.ts";
import { isPgError } from "../../db/pg-errors.ts";
import type { StatementFailure } from "../../db/sql-runner.ts";
import { virtualError } from "../../engine/write/virtual-error.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { isMeeting, meetingHint } from "../../errors/sqlstate.ts";
import type { Refusal } from "../../expression/refusal.ts";
import type { TreeNode } from "../../expression/tree.ts";
import type { CompiledSelect } from "../../query/compile-select.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { byteIndex, utf16FromCodePoints } from "../../query/text/positions.ts";
import { type Place, placeOf } from "../../query/text/statement-places.ts";
import type { FoundMisfit } from "../schema/count-misfits.ts";
import { addedViolation, misfitWords, namedConstraint } from "./misfit-words.ts";
import { inTypedNames } from "./sql-hints.ts";

/** A text and the statements in it. */
export interface TypedText {
  readonly text: string;
  readonly statements: readonly RawStatement[];
}

/** An error of the user's own statement: 4xx whatever its SQLSTATE is. */
export function statementError(
  sqlstate: string,
  message: string,
  place: Place,
  hint: string | null = null,
  detail: string | null = null,
): AppError {
  return new AppError(sqlstate, message, {
    // query_canceled: it ran out of time.
    status: sqlstate === "57014" ? 408 : 400,
    details: detail === null ? place : { ...place, detail },
    ...(hint === null ? {} : { hint }),
  });
}

/** What the guard or the catalog refused; without a place of its own, the statement's beginning is marked. */
export function refusalError({ text, statements }: TypedText, index: number, refusal: Refusal): AppError {
  const at = refusal.location === null ? (statements[index]?.start ?? 0) : byteIndex(text)(refusal.location);
  const { code, message, hint, detail = null } = refusal;
  return statementError(code, message, placeOf(text, statements, index, at), hint, detail);
}

/** What the server said, in the words and places of the statement as it was typed. */
export function failureError(
  catalog: Catalog,
  { text, statements }: TypedText,
  compiled: Pick<CompiledSelect, "toStatement"> | undefined,
  failure: StatementFailure,
): AppError {
  const { statement, sqlstate } = failure;
  const {
    message,
    hint,
    detail = failure.detail ?? null,
  } = inTypedNames(failure, statements[statement]?.tree);
  const position = failure.position === null ? null : (compiled?.toStatement(failure.position) ?? null);
  const place = placeIn({ text, statements }, { statement, position });
  if (isMeeting(sqlstate)) return statementError(sqlstate, message, place, meetingHint);
  // What is wrong with a value (22…) is told with the value, which may say anything.
  if (!sqlstate.startsWith("22") && namesStorage(catalog, message))
    return statementError(sqlstate, "The statement failed.", place);
  const tellable = (said: string | null) => (said !== null && namesStorage(catalog, said) ? null : said);
  const way = message === "canceling statement due to statement timeout" ? timeHint : tellable(hint);
  return statementError(sqlstate, message, place, way, tellable(detail));
}

const timeHint =
  "A run may take 15 seconds. EXPLAIN says where they go; an index or fewer rows at a time may help.";

/** A place that is counted from where the statement's own text begins, as one in the text. */
function placeIn({ text, statements }: TypedText, { statement, position }: Place): Place {
  if (position === null) return { statement, position };
  const start = statements[statement]?.start ?? 0;
  return placeOf(text, statements, statement, start + utf16FromCodePoints(text.slice(start), position - 1));
}

/** An error at a place that is counted so. */
export function positionedError(typed: TypedText, place: Place, sqlstate: string, message: string): AppError {
  return statementError(sqlstate, message, placeIn(typed, place));
}

/** Whether a message speaks of how rows are stored: our schemas, logins and ids. A second line; the relations hide them. */
function namesStorage(catalog: Catalog, message: string): boolean {
  if (/\b(rowhouse(_\w+)?|project_data|sql_undo_rows|app\.\w+)\b|"\$|\$t\b/.test(message)) return true;
  return [catalog.projectId, ...catalog.tables.map((table) => table.id)].some((id) => message.includes(id));
}

/** What the builder's codes are called in SQL. */
const sqlstates: Readonly<Record<string, string>> = {
  RH200: "42P16",
  RH201: "42710",
  RH203: "2BP01",
  RH204: "54011",
  RH206: "42P16",
  RH207: "0A000",
};

/** Why changes could not be made, as an error of the statement that asked for them. */
export function definitionError({ text, statements }: TypedText, index: number, error: unknown): unknown {
  const place = placeOf(text, statements, index, statements[index]?.start ?? 0);
  if (isPgError(error) && error.code === "57014")
    return statementError("57014", error.message, place, statements.length > 1 ? sentAlone : null);
  if (!isAppError(error)) return error;
  const [found] = error.code === "RH205" ? ((error.cause ?? []) as readonly FoundMisfit[]) : [];
  const misfit = found === undefined ? undefined : (found.raised?.code ?? misfitStates[found.kind]);
  const sqlstate = misfit ?? definitionState(error) ?? sqlstates[error.code] ?? error.code;
  if (/^RH/.test(sqlstate)) return error;
  // The rows that do not fit are told beside the place.
  const isFailing = error.code.startsWith("22") && Array.isArray(error.details);
  if (misfit === undefined && !isFailing) {
    const { message, detail = null } = inPostgresWords(statements[index]?.tree, error);
    return statementError(sqlstate, message, place, error.hint, detail);
  }
  const details = { ...place, misfits: error.details };
  if (found === undefined) return statementError(sqlstate, error.message, details, error.hint);
  const { message, detail } = misfitWords(statements[index]?.tree, found);
  return statementError(sqlstate, message ?? error.message, details, error.hint, detail);
}

const sentAlone =
  "A statement of definitions that is sent by itself brings the rows of a large table along in batches.";

/** What Postgres would say of a definition that the builder's own words are about. */
function inPostgresWords(
  tree: TreeNode | undefined,
  { code, message, details, cause }: AppError,
): { readonly message: string; readonly detail?: string } {
  if (code === "23514" && isPgError(cause) && cause.constraint !== undefined)
    return {
      message: `check constraint "${cause.constraint}" of relation "${cause.table}" is violated by some row`,
    };
  const column = /^\/([^/]+)$/.exec((details as readonly { path?: string }[] | null)?.[0]?.path ?? "")?.[1];
  const violation = column === undefined ? null : addedViolation(tree, code, column);
  if (violation !== null) return { message: violation };
  const [, changed, computed] =
    /^The type of "(.+)" cannot change, because "(.+)" is computed from it\./.exec(message) ?? [];
  if (computed !== undefined)
    return {
      message: "cannot alter type of a column used by a generated column",
      detail: `Column "${changed}" is used by generated column "${computed}".`,
    };
  const [, ruled, policy] = /^"(.+)" has no policy "(.+)"\.$/.exec(message) ?? [];
  if (policy !== undefined) return { message: `policy "${policy}" for table "${ruled}" does not exist` };
  if (/only whole numbers can be counted up\.$/.test(message))
    return { message: "identity column type must be smallint, integer, or bigint" };
  const [, table = "", key = "", own, target, other] =
    /^"([^".]+)\.([^".]+)" is of type (.+), but "[^".]+\.([^".]+)", which it points at, is of type (.+)\. Make it /.exec(
      message,
    ) ?? [];
  if (other === undefined) return { message };
  const name = namedConstraint(tree).name ?? constraintName(table, "foreign_key", [key]);
  return {
    message: `foreign key constraint "${name}" cannot be implemented`,
    detail: `Key columns "${key}" of the referencing table and "${target}" of the referenced table are of incompatible types: ${own} and ${other}.`,
  };
}

/** What Postgres tells apart where the builder has one code: a definition that is wrong in itself. */
const definitionStates: readonly (readonly [RegExp, string])[] = [
  [/^The default of ".*" must be /, "22P02"],
  [/is neither the primary key nor unique\./, "42830"],
  [/^".*" is of type .*, which it points at, is of type /, "42804"],
  [/^".*" has no column "/, "42703"],
  [/^".*" has no policy "/, "42704"],
  [/only whole numbers can be counted up\.$/, "22023"],
  [/^".*" has two constraints named "/, "42710"],
];

function definitionState({ code, message }: AppError): string | undefined {
  if (code !== "RH200" && code !== "RH206") return undefined;
  return definitionStates.find(([said]) => said.test(message))?.[1];
}

const misfitStates: Readonly<Record<FoundMisfit["kind"], string>> = {
  missing: "23502",
  duplicate: "23505",
  dangling: "23503",
  check: "23514",
  unconvertible: "22P02",
};

/**
 * What a broken constraint of stored rows is called in the names of the virtual table.
 *
 * @param targets names of the tables that the statement writes to; the error's detail names the id of the one it is about.
 */
export function violationMessage(
  catalog: Catalog,
  targets: readonly string[],
  error: unknown,
): string | null {
  const { detail } = (error ?? {}) as { detail?: unknown };
  const written = catalog.tables.filter(({ definition }) => targets.includes(definition.name));
  const named = catalog.tables.find(({ id }) => typeof detail === "string" && detail.includes(id));
  const own = written.find(({ id }) => id === named?.id);
  const messages = (own === undefined ? written : [own]).map(
    (table) => virtualError(catalog, table, error)?.message,
  );
  return messages.find((message) => message !== undefined) ?? null;
}
