import { type Placed, placedTokens } from "../text/clauses.ts";
import type { Arm, Block, Declaration, Handler, Statement } from "./block.ts";
import { withOwnCounters } from "./own-counters.ts";
import { namesFrom, plainName, simpleStatement } from "./read-statement.ts";

/** Reads `[DECLARE …] BEGIN … [EXCEPTION …] END`. @returns null for what is no such block. */
export function readBlock(text: string): Block | null {
  const reader = new Reader(text);
  try {
    const block = reader.block();
    reader.skip(";");
    return reader.isAtEnd ? withOwnCounters(block) : null;
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

/** The text is no block, or one that nobody would write. */
class Unread extends Error {}

const blockEnds = ["END", "EXCEPTION"];
const ifEnds = ["ELSIF", "ELSEIF", "ELSE", "END"];

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
    const type = this.#until([":=", "=", "DEFAULT", ";"]).replace(/\s+not\s+null$/i, "");
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
    switch (word) {
      case "IF":
        return this.#if();
      case "CASE":
        return this.#case();
      case "FOREACH":
        return this.#foreach();
      case "FOR":
        return this.#for();
      case "WHILE":
        return this.#while();
      case "LOOP":
        return { kind: "while", condition: null, statements: this.#looped() };
      default:
        return this.#simple();
    }
  }

  /** A statement that ends with the next semicolon. */
  #simple(): Statement {
    const first = this.#at;
    this.#until([";"]);
    const tokens = this.#tokens.slice(first, this.#at);
    this.#need(";");
    return simpleStatement({ text: this.#text, tokens });
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

  /** `CASE x WHEN 1, 2 THEN … END CASE` as IF. */
  #case(): Statement {
    this.#at += 1;
    const operand = this.#word() === "WHEN" ? null : this.#until(["WHEN"]);
    const arms: Arm[] = [];
    while (this.skip("WHEN")) {
      const said = this.#until(["THEN"]);
      this.#need("THEN");
      const condition = operand === null ? said : `(${operand}\n) IN (${said}\n)`;
      arms.push({ condition, statements: this.#statements(["WHEN", "ELSE", "END"]) });
    }
    const otherwise = this.skip("ELSE") ? this.#statements(["END"]) : [caseNotFound];
    for (const word of ["END", "CASE", ";"]) this.#need(word);
    return { kind: "if", arms, otherwise };
  }

  /** `FOREACH x IN ARRAY … LOOP` */
  #foreach(): Statement {
    this.#at += 1;
    const variable = this.#name();
    this.#need("IN");
    this.#need("ARRAY");
    const list = this.#until(["LOOP"]);
    return { kind: "foreach", variable, list, statements: this.#looped() };
  }

  /** `FOR a, b IN SELECT … LOOP`, `FOR i IN [REVERSE] 1 .. 10 [BY 2] LOOP` */
  #for(): Statement {
    const { names, next } = namesFrom({ text: this.#text, tokens: this.#tokens }, this.#at + 1);
    this.#at = next;
    this.#need("IN");
    if (["SELECT", "VALUES", "WITH", "INSERT", "UPDATE", "DELETE"].includes(this.#word())) {
      const query = this.#until(["LOOP"]);
      return { kind: "for", targets: names, query, isCounted: false, statements: this.#looped() };
    }
    const isDown = this.skip("REVERSE");
    // `1..10` without spaces is one word to a lexer of SQL.
    const range = this.#until(["BY", "LOOP"]);
    const at = range.indexOf("..");
    if (at === -1) throw new Unread();
    const [from, to] = [range.slice(0, at), range.slice(at + 2)];
    const by = this.skip("BY") ? this.#until(["LOOP"]) : "1";
    const query = `SELECT * FROM generate_series((${from}\n)::int, (${to}\n)::int, ${isDown ? "-" : ""}(${by}\n)::int)`;
    return { kind: "for", targets: names, query, isCounted: true, statements: this.#looped() };
  }

  #while(): Statement {
    this.#at += 1;
    const condition = this.#until(["LOOP"]);
    return { kind: "while", condition, statements: this.#looped() };
  }

  /** `LOOP … END LOOP;` */
  #looped(): readonly Statement[] {
    this.#need("LOOP");
    const statements = this.#statements(["END"]);
    for (const word of ["END", "LOOP", ";"]) this.#need(word);
    return statements;
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

/** What Postgres raises of a CASE that has no branch for a value. */
const caseNotFound: Statement = {
  kind: "raise",
  level: "exception",
  message: "'case not found' USING ERRCODE = 'case_not_found', HINT = 'CASE statement is missing ELSE part.'",
};
