/** What gives another value at each call. */
const drawing = /^(?:random|random_normal|gen_random_uuid|uuidv4|uuidv7|clock_timestamp|timeofday|nextval)$/i;

const pieces =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$([a-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|(?:(?:[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|"(?:[^"]|"")*")\s*\.\s*)*(?:[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|"(?:[^"]|"")*")|\s+|[\s\S]/gi;

/** Where the conditions of a SELECT end. */
const tails = /^(?:group|having|window|order|limit|offset|fetch|for)$/i;
const unions = /^(?:union|intersect|except)$/i;

/** One SELECT of a query, as far as it has been read: indices of pieces. */
interface Part {
  isSelect: boolean;
  draws: boolean;
  where: number | null;
  tail: number | null;
}

/**
 * A text whose queries that draw something anew at each call depend on the row: Postgres carries a sub-select out once for all rows
 * if nothing in it does.
 *
 * @param text a query.
 * @param row an expression of the query around: a text of each row's own, never empty.
 */
export function drawnForEach(text: string, row: string): string {
  if (!/random|uuid|clock_timestamp|timeofday|nextval/i.test(text)) return text;
  const all = text.match(pieces) ?? [];
  const inserted = new Map<number, string>();
  const said = all.flatMap((piece, index) => (/^(?:\s|--|\/\*)/.test(piece) ? [] : [{ piece, index }]));
  // Of each bracket that is open: the SELECT in it, or null for one that holds none.
  const open: (Part | null)[] = [newPart(said[0]?.piece)];
  for (const [place, { piece, index }] of said.entries()) {
    const part = open.at(-1) ?? null;
    const next = said[place + 1]?.piece;
    const before = said[place - 1]?.piece.toLowerCase();
    if (piece === "(") open.push(/^(?:select|with|values)$/i.test(next ?? "") ? newPart(next) : null);
    else if (piece === ")") {
      close(part, index);
      open.pop();
    } else if (next === "(" && drawing.test(bareName(piece))) {
      const own = open.findLast((one) => one !== null);
      if (own != null) own.draws = true;
    } else if (part !== null && before !== "as") {
      if (/^where$/i.test(piece)) part.where ??= index;
      else if (tails.test(piece) && before !== "within") part.tail ??= index;
      else if (unions.test(piece)) {
        close(part, index);
        const first = /^(?:all|distinct)$/i.test(next ?? "") ? said[place + 2]?.piece : next;
        open[open.length - 1] = newPart(first);
      }
    }
  }
  close(open[0] ?? null, all.length);
  return [...all, ""].map((piece, index) => (inserted.get(index) ?? "") + piece).join("");

  function close(part: Part | null, end: number): void {
    if (part === null || !part.draws || !part.isSelect) return;
    const at = part.tail ?? end;
    const depends = `${row} <> ''`;
    if (part.where === null) insert(at, `\n WHERE ${depends} `);
    else {
      insert(part.where + 1, ` ${depends} AND (`);
      insert(at, "\n) ");
    }
  }

  function insert(index: number, added: string): void {
    inserted.set(index, (inserted.get(index) ?? "") + added);
  }
}

function newPart(first: string | undefined): Part {
  return { isSelect: /^(?:select|with)$/i.test(first ?? ""), draws: false, where: null, tail: null };
}

function bareName(piece: string): string {
  return piece
    .replace(/^[\s\S]*\./, "")
    .trim()
    .replaceAll('"', "");
}
