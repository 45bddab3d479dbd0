/**
 * The words that a compiled statement may begin with. The guard has refused everything else by its tree; this is the second
 * line, which knows no grammar: `LOCK TABLE`, `SET ROLE`, `DO`, `COPY`, `CALL` and their like are whole statements, and end
 * here whatever slipped past in front.
 */
const words: ReadonlySet<string> = new Set(
  "SELECT WITH VALUES TABLE INSERT UPDATE DELETE MERGE EXPLAIN".split(" "),
);

/** Whether a statement is a query or a write of rows, or an EXPLAIN of one. */
export function mayPass(text: string): boolean {
  return words.has(firstWord(text));
}

/** The first word of a text in capitals, behind white space, comments and opening brackets. */
function firstWord(text: string): string {
  let at = 0;
  for (;;) {
    const space = /[ \t\n\r\f\v(]*/y;
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    if (text.startsWith("--", at)) at = endOfLine(text, at);
    else if (text.startsWith("/*", at)) at = endOfComment(text, at);
    else break;
  }
  return (/^[a-z]+(?![\w$\u0080-\uffff])/i.exec(text.slice(at, at + 20))?.[0] ?? "").toUpperCase();
}

/** Postgres ends a line comment at either sign. */
function endOfLine(text: string, at: number): number {
  const end = text.slice(at).search(/[\n\r]/);
  return end < 0 ? text.length : at + end;
}

/** Block comments nest. */
function endOfComment(text: string, at: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}
