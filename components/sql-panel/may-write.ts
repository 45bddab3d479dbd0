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
