import { UnreadableFile } from "./source-row.ts";

/** A piece of a script, in the order of the file. */
export type DumpPart =
  /** One statement, its semicolon left out. */
  | { readonly kind: "statement"; readonly line: number; readonly text: string }
  /** Rows of `COPY table (columns) FROM stdin`; columns empty: all. */
  | {
      readonly kind: "rows";
      readonly line: number;
      readonly table: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
    }
  /** A command of psql itself, like `\restrict`. */
  | { readonly kind: "command"; readonly line: number; readonly text: string };

const statementCharactersMax = 64 * 1024 * 1024;
const batchRows = 1000;

/**
 * Takes a script apart as `psql` would: statements by their semicolons, whatever stands in quotes, dollars and comments, and
 * the rows behind `COPY … FROM stdin`.
 *
 * @throws {UnreadableFile} for a quote that is not closed, or rows without an end.
 */
export async function* readDump(text: AsyncIterable<string>): AsyncGenerator<DumpPart> {
  const lines = linesOf(text);
  let scan = new StatementScan(1);
  for await (const { line, text } of lines) {
    if (scan.isEmpty && /^\\[a-z!?]/i.test(text)) {
      yield { kind: "command", line, text: text.trim() };
      continue;
    }
    for (const statement of scan.add(line, `${text}\n`)) {
      const copy = copyTarget(statement.text);
      if (copy === null) yield { kind: "statement", ...statement };
      else {
        yield* copyRows(lines, { ...copy, line: statement.line });
        scan = new StatementScan(line + 1);
      }
    }
  }
  const rest = scan.end();
  if (rest !== null) yield { kind: "statement", ...rest };
}

interface Line {
  readonly line: number;
  readonly text: string;
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let pending = "";
  let line = 0;
  for await (const chunk of text) {
    const lines = (pending + chunk).split("\n");
    pending = lines.pop() ?? "";
    for (const one of lines) yield { line: ++line, text: one };
    if (pending.length > statementCharactersMax)
      throw new UnreadableFile(`Line ${line + 1} is larger than 64 MiB.`);
  }
  if (pending !== "") yield { line: ++line, text: pending };
}

type Statement = { readonly line: number; readonly text: string };

/** What the scan is within. */
type State =
  | { readonly kind: "plain" | "text" | "escaped" | "name" | "line comment" }
  | { readonly kind: "comment"; readonly depth: number }
  | { readonly kind: "dollar"; readonly tag: string };

const plain: State = { kind: "plain" };

/** Finds the semicolons that end statements. */
class StatementScan {
  #text = "";
  #line: number;
  #state: State = plain;

  constructor(line: number) {
    this.#line = line;
  }

  get isEmpty(): boolean {
    return this.#state.kind === "plain" && /^(?:\s|--[^\n]*\n)*$/.test(this.#text);
  }

  /** @returns the statements that end in the line. */
  add(line: number, text: string): readonly Statement[] {
    if (this.isEmpty) [this.#text, this.#line] = ["", line];
    if (this.#text.length > statementCharactersMax)
      throw new UnreadableFile(
        `The statement in line ${this.#line} is larger than 64 MiB, or a quote is not closed.`,
      );
    const found: Statement[] = [];
    let start = 0;
    for (let at = 0; at < text.length; ) {
      const step = this.#step(text, at);
      if (step === "end") {
        found.push({ line: this.#line, text: (this.#text + text.slice(start, at)).trim() });
        [this.#text, this.#line, start, at] = ["", line, at + 1, at + 1];
      } else at += step;
    }
    this.#text += text.slice(start);
    return found.filter((statement) => statement.text !== "");
  }

  /** What no semicolon ends. */
  end(): Statement | null {
    if (this.#state.kind !== "plain" && this.#state.kind !== "line comment")
      throw new UnreadableFile(
        `The statement in line ${this.#line} is never ended: a quote or a comment is not closed.`,
      );
    const text = this.#text.trim();
    return text === "" || /^(--[^\n]*\s*)+$/.test(text) ? null : { line: this.#line, text };
  }

  /** @returns how many characters to go on, or that a statement ends here. */
  #step(text: string, at: number): number | "end" {
    const state = this.#state;
    const sign = text[at];
    switch (state.kind) {
      case "plain":
        return this.#plain(text, at);
      case "text":
      case "escaped":
        if (state.kind === "escaped" && sign === "\\") return 2;
        if (sign === "'") this.#state = plain;
        return 1;
      case "name":
        if (sign === '"') this.#state = plain;
        return 1;
      case "line comment":
        if (sign === "\n") this.#state = plain;
        return 1;
      case "comment": {
        const two = text.slice(at, at + 2);
        if (two !== "/*" && two !== "*/") return 1;
        const depth = state.depth + (two === "/*" ? 1 : -1);
        this.#state = depth === 0 ? plain : { kind: "comment", depth };
        return 2;
      }
      case "dollar":
        if (!text.startsWith(state.tag, at)) return 1;
        this.#state = plain;
        return state.tag.length;
    }
  }

  #plain(text: string, at: number): number | "end" {
    const sign = text[at];
    if (sign === ";") return "end";
    if (sign === '"') this.#state = { kind: "name" };
    else if (sign === "'") {
      const before = text.slice(Math.max(0, at - 2), at);
      this.#state = { kind: /(^|[^\w$])[eE]$/.test(before) ? "escaped" : "text" };
    } else if (sign === "-" && text[at + 1] === "-") this.#state = { kind: "line comment" };
    else if (sign === "/" && text[at + 1] === "*") {
      this.#state = { kind: "comment", depth: 1 };
      return 2;
    } else if (sign === "$" && !/[\w$]/.test(text[at - 1] ?? "")) {
      const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(text.slice(at, at + 70))?.[0];
      if (tag === undefined) return 1;
      this.#state = { kind: "dollar", tag };
      return tag.length;
    }
    return 1;
  }
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`;
const copyPattern = new RegExp(
  String.raw`^(?:--[^\n]*\n\s*)*copy\s+(?:only\s+)?((?:${name}\s*\.\s*)?${name})\s*(?:\(([^)]*)\))?\s*from\s+stdin\b`,
  "i",
);

/** The table and columns of a COPY whose rows follow; null for another statement. */
function copyTarget(text: string): { readonly table: string; readonly columns: readonly string[] } | null {
  const match = copyPattern.exec(text);
  if (match === null) return null;
  if (/\b(csv|binary|delimiter|header)\b/i.test(text.slice(match[0].length)))
    throw new UnreadableFile(
      "COPY is read in its text format alone: make the dump without CSV or another separator.",
    );
  const [, target = "", list] = match;
  return { table: lastName(target), columns: list === undefined ? [] : namesIn(list) };
}

/** `"Odd Names"` of `public."Odd Names"`, without its quotes. */
export function lastName(qualified: string): string {
  return namesIn(qualified).at(-1) ?? "";
}

/** The names in a list or a path: quoted ones as they are, others in small letters. */
export function namesIn(list: string): readonly string[] {
  return [...list.matchAll(new RegExp(name, "g"))].map(([one]) =>
    one.startsWith('"') ? one.slice(1, -1).replaceAll('""', '"') : one.toLowerCase(),
  );
}

async function* copyRows(
  lines: AsyncIterator<Line>,
  head: { readonly table: string; readonly columns: readonly string[]; readonly line: number },
): AsyncGenerator<DumpPart> {
  const { table, columns } = head;
  let rows: (readonly (string | null)[])[] = [];
  let [line, characters] = [head.line + 1, 0];
  const batch = (): DumpPart => ({ kind: "rows", line, table, columns, rows });
  for (;;) {
    const step = await lines.next();
    if (step.done) throw new UnreadableFile(`The rows of COPY in line ${head.line} have no end ("\\.").`);
    const text = step.value.text.replace(/\r$/, "");
    if (text === "\\.") break;
    if (rows.length === 0) line = step.value.line;
    rows.push(copyCells(text));
    characters += text.length;
    if (rows.length < batchRows && characters < 2 * 1024 * 1024) continue;
    yield batch();
    [rows, characters] = [[], 0];
  }
  if (rows.length > 0) yield batch();
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
function copyCells(line: string): readonly (string | null)[] {
  return line.split("\t").map((cell) => {
    if (cell === "\\N") return null;
    if (!cell.includes("\\")) return cell;
    return cell.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g, (_all, code: string) => {
      if (/^x[0-9a-f]/i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code);
    });
  });
}

/** What the beginning of a script holds. */
export interface DumpOutline {
  readonly tables: readonly string[];
  readonly statements: number;
  readonly rows: number;
}

/** @param text the script's beginning; where it is cut off means nothing. */
export async function outlineOf(text: AsyncIterable<string>): Promise<DumpOutline> {
  const tables = new Set<string>();
  let [statements, rows] = [0, 0];
  try {
    for await (const part of readDump(text)) {
      if (part.kind === "rows") {
        rows += part.rows.length;
        tables.add(part.table);
      } else if (part.kind === "statement") {
        statements += 1;
        const created = createPattern.exec(part.text)?.[1];
        if (created !== undefined) tables.add(lastName(created));
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile) || statements + rows === 0) throw error;
  }
  return { tables: [...tables], statements, rows };
}

const createPattern = new RegExp(
  String.raw`^(?:(?:--[^\n]*\n|/\*[\s\S]*?\*/)\s*)*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?((?:${name}\s*\.\s*)?${name})`,
  "i",
);
