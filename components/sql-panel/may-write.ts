import { tokensOf } from "./language/tokens.ts";
import type { RunningResult } from "./running-results.ts";
import { statementRanges } from "./sql-position.ts";

const writing = /^(?:insert|update|delete|merge|truncate|drop|alter)\b/i;
const writingWith = /^with\b[\s\S]*\b(?:insert\s+into|update|delete\s+from)\b/i;
const leading = /^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/|\()+/;

/** Whether running a text could change or lose something that is there: it is then tried first. The server has the last word. */
export function mayWrite(text: string): boolean {
  return statementRanges(text).some(({ start, end }) => {
    const statement = text.slice(start, end).replace(leading, "");
    return writing.test(statement) || writingWith.test(statement);
  });
}

/** Whether the rows of an INSERT may have been there: `ON CONFLICT … DO UPDATE`. */
export function isUpsert({ command, source }: Pick<RunningResult, "command" | "source">): boolean {
  const range = command === "INSERT" && source ? statementRanges(source.query)[source.statement] : undefined;
  if (source === undefined || range === undefined) return false;
  const tokens = tokensOf(source.query.slice(range.start, range.end));
  const words = tokens.flatMap(({ kind, name }) => (kind === "word" ? [name] : [])).join(" ");
  return /\bon conflict\b.*\bdo update\b/.test(words);
}
