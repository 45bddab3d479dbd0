import type { BoundExpression, TableExpressions } from "../catalog/bound-expression.ts";
import type { EnumType } from "../catalog/enum-type.ts";
import type { Change, Table } from "../catalog/types.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import { bindExpression, type ExpressionUse } from "../expression/bind-expression.ts";
import type { ExpressionBook } from "../expression/expression-book.ts";
import type { Refusal } from "../expression/refusal.ts";
import { keyword, type Sql, sql } from "../sql/sql.ts";

/** An expression of a definition, and what it is there for. */
interface DefinedExpression {
  readonly text: string;
  readonly use: ExpressionUse;
  /** The constraint, or the column. */
  readonly name: string;
}

/** Every expression of a definition. */
export function expressionsOf(table: Table): readonly DefinedExpression[] {
  const checks = (table.constraints ?? []).flatMap(({ kind, expression: text, name = "" }) => {
    if (text === undefined || (kind !== "check" && kind !== "unique")) return [];
    return [{ use: kind === "check" ? ("check" as const) : ("key" as const), name, text }];
  });
  const columns = table.columns.flatMap(({ name, generated, default_expression }) => [
    ...(generated === undefined ? [] : [{ use: "generated" as const, name, text: generated }]),
    ...(default_expression === undefined
      ? []
      : [{ use: "default" as const, name, text: default_expression }]),
  ]);
  return [...checks, ...columns];
}

/**
 * The expressions of a definition with their names resolved; undefined if it has none.
 *
 * @param enums the types of the table's enum columns, by name.
 * @throws {AppError} with Postgres's SQLSTATE and words for an expression that cannot be; `details` names its text.
 */
export function boundExpressions(
  table: Table,
  book: ExpressionBook,
  enums: ReadonlyMap<string, EnumType>,
): TableExpressions | undefined {
  const defined = expressionsOf(table);
  if (defined.length === 0) return undefined;
  const bound = (use: ExpressionUse) => {
    const entries = defined
      .filter((expression) => expression.use === use)
      .map(({ name, text }): [string, BoundExpression] => [
        name,
        boundExpression({ table, book, enums }, use, text),
      ]);
    return entries.length === 0 ? null : Object.fromEntries(entries);
  };
  const [checks, keys] = [bound("check"), bound("key")];
  const [generated, defaults] = [bound("generated"), bound("default")];
  return {
    ...(checks === null ? {} : { checks }),
    ...(keys === null ? {} : { keys }),
    ...(generated === null ? {} : { generated }),
    ...(defaults === null ? {} : { defaults }),
  };
}

interface Bound {
  readonly table: Table;
  readonly book: ExpressionBook;
  readonly enums: ReadonlyMap<string, EnumType>;
}

function boundExpression({ table, book, enums }: Bound, use: ExpressionUse, text: string): BoundExpression {
  const parsed = book.outcome(text);
  const outcome = parsed.ok ? bindExpression(parsed.expression, use, table, enums) : parsed;
  if (outcome.ok) return outcome.expression;
  throw refusedExpression(outcome.refusal, text);
}

/** The error of an expression; `details` is replaced by who knows where the text came from. */
export function refusedExpression({ code, message, hint }: Refusal, text: string): AppError {
  return new AppError(code, message, {
    status: 422,
    details: { expression: text },
    ...(hint === null ? {} : { hint }),
  });
}

/** A bound expression as a value over a relation with the table's name; the line break ends a comment that it may end in. */
export function runnable({ text }: BoundExpression): Sql {
  // Guarded and bound when it was defined.
  return sql`(${keyword(text)}\n)`;
}

/**
 * The error of an expression at the change that brought it.
 *
 * @returns any other error as it came.
 */
export function atChange(error: unknown, changes: readonly Change[]): unknown {
  if (!isAppError(error)) return error;
  const { expression } = (error.details ?? {}) as { readonly expression?: unknown };
  if (typeof expression !== "string") return error;
  const { code, message, hint, status, cause } = error;
  const path = `/changes${placeOf(changes, expression) ?? ""}`;
  return new AppError(code, message, {
    status,
    cause,
    details: [{ path, message }],
    ...(hint === null ? {} : { hint }),
  });
}

const expressionKeys: ReadonlySet<string> = new Set(["expression", "generated", "default_expression"]);

/** Where the text stands as an expression, as a JSON pointer; null: it comes from a definition that there was before. */
function placeOf(value: unknown, text: string, pointer = ""): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${key}`;
    if (expressionKeys.has(key) && member === text) return at;
    const found = placeOf(member, text, at);
    if (found !== null) return found;
  }
  return null;
}
