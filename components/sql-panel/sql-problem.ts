import { ApiError } from "#components/api/api-error.ts";
import type { CheckedSql } from "./panel-api.ts";
import { type SqlProblem, statementRanges, type TextRange, tokenAt, toOffset } from "./sql-position.ts";

/** Where in the editor's text an error of a run lies. @param offset where `text` begins in the editor. */
export function problemOf(error: unknown, text: string, offset: number): SqlProblem | null {
  if (!(error instanceof ApiError)) return null;
  const { statement, position } = placeOf(error.details);
  return placed(text, offset, statementRanges(text)[statement], { position, message: error.message });
}

/** What a look at the whole text found. */
export function problemsOf({ problems }: CheckedSql, text: string): readonly SqlProblem[] {
  const ranges = statementRanges(text);
  return problems.flatMap(({ statement, position, message, hint }) => {
    const said = hint === null ? message : `${message}\n${hint}`;
    return placed(text, 0, ranges[statement], { position, message: said }) ?? [];
  });
}

interface Place {
  readonly position: number | null;
  readonly message: string;
}

function placed(
  text: string,
  offset: number,
  range: TextRange | undefined,
  { position, message }: Place,
): SqlProblem | null {
  if (position === null || range === undefined) return null;
  const token = tokenAt(text, range.start + toOffset(text.slice(range.start), position));
  return { range: { start: offset + token.start, end: offset + token.end }, message };
}

/** Postgres's DETAIL: which key there is already, which row failed. */
export function detailOf(error: unknown): string | null {
  const { detail } = ((error instanceof ApiError ? error.details : null) ?? {}) as { detail?: unknown };
  return typeof detail === "string" ? detail : null;
}

function placeOf(details: unknown): { statement: number; position: number | null } {
  const none = { statement: 0, position: null };
  if (typeof details !== "object" || details === null) return none;
  const { statement, position } = details as { statement?: unknown; position?: unknown };
  return {
    statement: typeof statement === "number" ? statement : 0,
    position: typeof position === "number" ? position : null,
  };
}
