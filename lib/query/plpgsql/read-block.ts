import { type Placed, placedTokens } from "../text/clauses.ts";
import type { Arm, Block, Declaration, Handler, Statement } from "./block.ts";

/** Reads `[DECLARE …] BEGIN … [EXCEPTION …] END`. @returns null for what is no such block. */
export function readBlock(text: string): Block | null {
  const reader = new Reader(text);
  try {
    const block = reader.block();
    reader.skip(";");
    return reader.isAtEnd ? block : null;
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

/** The text is no block, or one that nobody would write. */
class Unread extends Error {}

const blockEnds = ["END", "EXCEPTION"];
const ifEnds = ["ELSIF", "ELSEIF", "ELSE", "END"];
const others = ["WHILE", "LOOP", "CASE", "OPEN", "FETCH", "CLOSE", "MOVE", "EXIT", "CONTINUE", "GET"];

/** Blocks, branches and loops within each other. */
const depthMax = 100;

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Placed[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = placedTokens(text, { start: 0, end: text.length });
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  block(): Block {
    const declarations: Declaration[] = [];
    if (this.skip("DECLARE")) while (this.#word() !== "BEGIN") declarations.push(this.#declaration());
    this.#need("BEGIN");
    const statements = this.#statements(blockEnds);
    const handlers: Handler[] = [];
    if (this.skip("EXCEPTION")) while (this.skip("WHEN")) handlers.push(this.#handler());
    this.#need("END");
    return { declarations, statements, handlers };
  }

  skip(word: string): boolean {
    if (this.#tokens[this.#at]?.word !== word) return false;
    this.#at += 1;
    return true;
  }

  #declaration(): Declaration {
    const name = this.#name();
    this.skip("CONSTANT");
    const type = this.#until([":=", "=", "DEFAULT", ";"]);
    const hasValue = this.#word() !== ";";
    this.#at += 1;
    if (!hasValue) return { name, type, value: null };
    const value = this.#until([";"]);
    this.#need(";");
    return { name, type, value };
  }

  #handler(): Handler {
    const conditions = this.#until(["THEN"])
      .toLowerCase()
      .split(/\s+or\s+/);
    this.#need("THEN");
    return { conditions, statements: this.#statements(["WHEN", "END"]) };
  }

  #statements(ends: readonly string[]): readonly Statement[] {
    const statements: Statement[] = [];
    this.#depth += 1;
    if (this.#depth > depthMax) throw new Unread();
    while (!ends.includes(this.#word())) statements.push(this.#statement());
    this.#depth -= 1;
    return statements;
  }

  #statement(): Statement {
    const word = this.#word();
    if (word === "DECLARE" || word === "BEGIN") {
      const block = this.block();
      this.#need(";");
      return { kind: "block", block };
    }
    if (word === "IF") return this.#if();
    if (word === "FOREACH" || word === "FOR") return this.#loop(word);
    if (others.includes(word)) {
      this.#at = this.#tokens.length;
      throw new Unread();
    }
    return this.#simple(word);
  }

  /** A statement that ends with the next semicolon. */
  #simple(word: string): Statement {
    const first = this.#at;
    const text = this.#until([";"]);
    const tokens = this.#tokens.slice(first, this.#at);
    this.#need(";");
    const behind = (count: number) =>
      this.#text.slice(tokens[count]?.start ?? this.#endOf(tokens), this.#endOf(tokens));
    switch (word) {
      case "NULL":
        return { kind: "null" };
      case "RETURN":
        if (tokens[1]?.word === "QUERY") return { kind: "return query", query: behind(2) };
        if (tokens[1]?.word === "NEXT") return { kind: "other", word: "RETURN NEXT" };
        return { kind: "return", value: tokens.length === 1 ? null : behind(1) };
      case "PERFORM":
        return { kind: "perform", text: `SELECT ${behind(1)}` };
      case "EXECUTE":
        return { kind: "execute", text: behind(1) };
      case "RAISE":
        return raised(
          tokens[1]?.word.toLowerCase() ?? "",
          behind(/^[A-Z]+$/.test(tokens[1]?.word ?? "") ? 2 : 1),
        );
      default:
        return this.#assigned(tokens) ?? kept(this.#text, tokens, text);
    }
  }

  #assigned(tokens: readonly Placed[]): Statement | null {
    const at = tokens.findIndex(({ depth, word }) => depth === 0 && (word === ":=" || word === "="));
    const target = tokens.slice(0, at);
    const isTarget =
      at > 0 && target.every(({ kind, word }) => kind === "word" || kind === "quoted" || word === ".");
    if (!isTarget || (at > 1 && target[1]?.word !== ".")) return null;
    const end = this.#endOf(tokens);
    return {
      kind: "assign",
      target: target.map((token) => this.#nameOf(token)).join(""),
      value: this.#text.slice(tokens[at + 1]?.start ?? end, end),
    };
  }

  #if(): Statement {
    const arms: Arm[] = [];
    let otherwise: readonly Statement[] = [];
    do {
      this.#at += 1;
      const condition = this.#until(["THEN"]);
      this.#need("THEN");
      arms.push({ condition, statements: this.#statements(ifEnds) });
    } while (this.#word() === "ELSIF" || this.#word() === "ELSEIF");
    if (this.skip("ELSE")) otherwise = this.#statements(["END"]);
    for (const word of ["END", "IF", ";"]) this.#need(word);
    return { kind: "if", arms, otherwise };
  }

  /** `FOREACH x IN ARRAY … LOOP`, and `FOR x IN SELECT … LOOP` over one column. */
  #loop(kind: string): Statement {
    this.#at += 1;
    const variable = this.#name();
    this.#need("IN");
    if (kind === "FOREACH") this.#need("ARRAY");
    else if (!["SELECT", "VALUES", "WITH"].includes(this.#word())) throw new Unread();
    const query = this.#until(["LOOP"]);
    const list = kind === "FOREACH" ? query : `ARRAY(${query})`;
    this.#need("LOOP");
    const statements = this.#statements(["END"]);
    for (const word of ["END", "LOOP", ";"]) this.#need(word);
    return { kind: "foreach", variable, list, statements };
  }

  /** The text up to one of some words that stand in no bracket and in no CASE. */
  #until(words: readonly string[]): string {
    const first = this.#at;
    const base = this.#tokens[first]?.depth ?? 0;
    let cases = 0;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const { depth = 0, word = "" } = this.#tokens[this.#at] ?? {};
      if (cases === 0 && depth === base && words.includes(word)) break;
      if (word === "CASE") cases += 1;
      if (word === "END" && cases > 0) cases -= 1;
    }
    return this.#text.slice(this.#tokens[first]?.start, this.#endOf(this.#tokens.slice(first, this.#at)));
  }

  #endOf(tokens: readonly Placed[]): number {
    return tokens.at(-1)?.end ?? this.#text.length;
  }

  #word(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Unread();
    return token.word;
  }

  #need(word: string): void {
    if (!this.skip(word)) throw new Unread();
  }

  #name(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || (token.kind !== "word" && token.kind !== "quoted")) throw new Unread();
    this.#at += 1;
    return this.#nameOf(token);
  }

  #nameOf(token: Placed): string {
    return plainName(this.#text.slice(token.start, token.end));
  }
}

function plainName(typed: string): string {
  return typed.startsWith('"') ? typed.slice(1, -1).replaceAll('""', '"') : typed.toLowerCase();
}

function raised(level: string, message: string): Statement {
  const known = ["exception", "notice", "warning", "info", "log", "debug"];
  return { kind: "raise", level: known.includes(level) ? level : "exception", message };
}

/** `SELECT a, b INTO x, y FROM …`, `INSERT … RETURNING id INTO x`: the text without its INTO. */
function kept(text: string, tokens: readonly Placed[], typed: string): Statement {
  const first = tokens[0];
  const at = tokens.findIndex(
    ({ depth, word }, index) =>
      depth === (first?.depth ?? 0) && word === "INTO" && tokens[index - 1]?.word !== "INSERT",
  );
  const isMerge = tokens.some(({ word }) => word === "MERGE");
  if (first === undefined || at === -1 || isMerge) return { kind: "sql", text: typed, into: [] };
  let next = at + 1;
  if (tokens[next]?.word === "STRICT") next += 1;
  const into: string[] = [];
  for (;;) {
    const token = tokens[next];
    if (token === undefined) break;
    into.push(plainName(text.slice(token.start, token.end)));
    next += 1;
    if (tokens[next]?.word !== ",") break;
    next += 1;
  }
  const front = text.slice(first.start, tokens[at]?.start);
  const behind = tokens[next] === undefined ? "" : text.slice(tokens[next]?.start, tokens.at(-1)?.end);
  return { kind: "sql", text: `${front.trimEnd()} ${behind}`.trim(), into };
}
