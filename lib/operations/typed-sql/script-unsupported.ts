import { functionName } from "../../catalog/function-schema.ts";
import type { Catalog } from "../../catalog/types.ts";
import type { AppError } from "../../errors/app-error.ts";
import { guardStatement } from "../../expression/guard-statements.ts";
import { asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { StatementKind } from "../../query/statement-kind.ts";
import { codePoints, utf16FromCodePoints } from "../../query/text/positions.ts";
import { statementStart } from "../../query/text/statement-places.ts";
import { tokens } from "../../query/text/tokens.ts";
import { Refused } from "../../query/write/refused.ts";
import { otherStatement, wayAround } from "./script-hints.ts";
import { missesName } from "./script-left-out.ts";
import type { TypedText } from "./sql-errors.ts";
import type { SqlResult } from "./sql-run.ts";

export function unsupportedStatement(tree: TreeNode): Refused {
  const [what, hint] = otherStatement(tree) ?? [];
  const refusal = guardStatement(tree);
  if (what === undefined || hint === undefined)
    return refusal === null
      ? new Refused("featureNotSupported", `${tree.kind} is not supported.`)
      : Refused.with(refusal);
  const isForbidden = refusal?.code === "42501";
  return new Refused(
    isForbidden ? "insufficientPrivilege" : "featureNotSupported",
    `${what} not supported.`,
    { hint },
  );
}

/** Whether an error says that nothing here can do the statement, rather than that it is wrong. */
export function isUnsupported({ code, message }: AppError, kind: StatementKind): boolean {
  // A type or a function of an extension, or a role, of which there are no others.
  const isOfExtension =
    (code === "42704" && /^(?:type|role) /.test(message)) ||
    (code === "42883" && message.startsWith("function "));
  if (isOfExtension) return true;
  // Rows of a table that an earlier text was to make, and had to leave out.
  if (code === "42P01" && (kind === "write" || kind === "copy")) return true;
  // A table has no room for one more key or reference.
  return code === "0A000" || code === "54011" || (code === "42501" && kind !== "write");
}

/**
 * A definition about what is not there, which an earlier text may have left out. A REVOKE is no such where something is there
 * that it may be about, such as a function of the name with other arguments: it would stay open.
 */
export function isOfOtherText(
  { code }: AppError,
  kind: StatementKind,
  tree: TreeNode,
  { functions = [] }: Catalog,
): boolean {
  if (kind !== "definition" || tree.kind === "DoStmt" || !missesName(code)) return false;
  if (tree.kind !== "GrantStmt" || tree.fields.is_grant === true) return true;
  if (code === "42P01") return true;
  const named = asList(tree.fields.objects).map((item) => functionName(names(unwrap(item)?.fields.objname)));
  return code === "42883" && !functions.some(({ name }) => named.includes(name));
}

/** A materialized view, which may have indexes, is kept as a view. */
export function isIndexOfView({ code }: AppError, { kind }: TreeNode): boolean {
  return code === "42809" && kind === "IndexStmt";
}

/** Postgres looks at the body of such a function when it is called, and here that is done when it is made. */
export function isPlpgsql({ kind, fields }: TreeNode): boolean {
  return kind === "CreateFunctionStmt" && /"sval":"plpgsql"/i.test(JSON.stringify(fields.options));
}

/** What a script that goes on without a statement says of it. */
export function skipped(
  { text, statements }: TypedText,
  index: number,
  { code, message, hint, details }: AppError,
  needed: { readonly name: string; readonly line: number } | null,
  note: string | null = null,
): SqlResult {
  const start = beginning(text, statements[index]?.start ?? 0);
  const line = text.slice(0, start).split("\n").length;
  const position = codePoints(text.slice(0, start)) + 1;
  const because =
    needed === null
      ? wayAround(statements[index]?.tree, { code, message, hint }, lineOf(text, statements, index, details))
      : `It needs "${needed.name}", which line ${needed.line} would have made.`;
  const told = note === null ? because : `${because} ${note}`;
  const report = { code, message, hint: told, line, position };
  return {
    command: "SKIPPED",
    columns: [],
    rows: [],
    row_count: 0,
    truncated: false,
    ms: 0,
    skipped: report,
  };
}

/** The line of the place that an error tells. */
function lineOf(
  text: string,
  statements: TypedText["statements"],
  index: number,
  details: unknown,
): number | null {
  const { position = null } = (details ?? {}) as { position?: number | null };
  if (position === null) return null;
  const from = statementStart(text, statements[index - 1]?.end ?? 0, statements[index]?.start ?? 0);
  const at = from + utf16FromCodePoints(text.slice(from), position - 1);
  return text.slice(0, at).split("\n").length;
}

/** The first word of a statement, behind the comments in front of it. */
function beginning(text: string, start: number): number {
  const [first] = tokens(text, start);
  return first?.start ?? start;
}
