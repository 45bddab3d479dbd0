import { mayDraw } from "../../catalog/each-row.ts";
import { plainName } from "../plpgsql/read-statement.ts";
import { tokens } from "../text/tokens.ts";

/** What gives another value at each call. */
const drawing: ReadonlySet<string> = new Set([
  ...["random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7"],
  ...["clock_timestamp", "timeofday", "nextval"],
]);

/** Where the conditions of a SELECT end. */
const tails = /^(?:group|having|window|order|limit|offset|fetch|for)$/;
const unions = /^(?:union|intersect|except)$/;

/** One SELECT of a query, as far as it has been read: UTF-16 indices. */
interface Part {
  isSelect: boolean;
  draws: boolean;
  /** Behind WHERE. */
  where: number | null;
  tail: number | null;
}

/**
 * A text whose queries that draw something anew at each call depend on the row: Postgres carries a sub-select out once for all rows
 * if nothing in it does. What it gives is another text, to be parsed and guarded as such.
 *
 * @param text a query.
 * @param row an expression of the query around: a text of each row's own, never empty.
 */
export function drawnForEach(text: string, row: string): string {
  if (!mayDraw(text)) return text;
  const said = [...tokens(text)].map(({ kind, start, end }) => {
    const own = text.slice(start, end);
    // Only words are keywords; a string is none, whatever it says.
    const word = kind === "word" ? own.toLowerCase() : kind === "punctuation" ? own : "";
    return { kind, start, end, own, word };
  });
  const inserted: { readonly at: number; readonly text: string }[] = [];
  // Of each bracket that is open: the SELECT in it, or null for one that holds none.
  const open: (Part | null)[] = [newPart(said[0]?.word)];
  for (const [place, { kind, start, end, own, word }] of said.entries()) {
    const part = open.at(-1) ?? null;
    const next = said[place + 1]?.word;
    const before = said[place - 1]?.word;
    if (word === "(") open.push(/^(?:select|with|values)$/.test(next ?? "") ? newPart(next) : null);
    else if (word === ")") {
      close(part, start);
      open.pop();
    } else if (next === "(" && (kind === "word" || kind === "quoted") && drawing.has(plainName(own))) {
      const around = open.findLast((one) => one !== null);
      if (around != null) around.draws = true;
    } else if (part !== null && before !== "as" && before !== ".") {
      if (word === "where") part.where ??= end;
      else if (tails.test(word) && before !== "within") part.tail ??= start;
      else if (unions.test(word)) {
        close(part, start);
        const first = /^(?:all|distinct)$/.test(next ?? "") ? said[place + 2]?.word : next;
        open[open.length - 1] = newPart(first);
      }
    }
  }
  close(open[0] ?? null, text.length);
  let made = "";
  let done = 0;
  for (const { at, text: added } of inserted.toSorted((a, b) => a.at - b.at)) {
    made += text.slice(done, at) + added;
    done = at;
  }
  return made + text.slice(done);

  // A line break ends a comment that may stand in front of it.
  function close(part: Part | null, end: number): void {
    if (part === null || !part.draws || !part.isSelect) return;
    const at = part.tail ?? end;
    const depends = `${row} <> ''`;
    if (part.where === null) inserted.push({ at, text: `\n WHERE ${depends} ` });
    else inserted.push({ at: part.where, text: ` ${depends} AND (` }, { at, text: "\n) " });
  }
}

function newPart(first: string | undefined): Part {
  return { isSelect: first === "select" || first === "with", draws: false, where: null, tail: null };
}
