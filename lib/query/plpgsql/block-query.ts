import { quoted } from "../text/statement-names.ts";
import type { Declaration, Statement } from "./block.ts";
import { isSilent, nameOf, textsIn, type Wanted } from "./block-words.ts";
import { joinedVariables, turnOf, withExitFirst } from "./joined-branches.ts";
import { raisedValue } from "./raise-words.ts";
import { assigned, hindered, isRow, saysAlone, textMax, tooLong, withFound } from "./variable-words.ts";

type Kept = Extract<Statement, { kind: "assign" | "sql" | "perform" }>;
type Branching = Extract<Statement, { kind: "if" }>;
type While = Extract<Statement, { kind: "while" }>;
type Loop = Extract<Statement, { kind: "for" | "foreach" }>;

/** What a block that only reads gives back, as one query. */
export class BlockQuery {
  readonly #variables: ReadonlyMap<string, Declaration>;
  readonly #wholes: ReadonlySet<string>;
  readonly #joins: boolean;
  #type: string | null = null;
  #names = 0;
  #written = 0;

  /**
   * @param wholes variables that keep a row, and are said without a field.
   * @param joins whether the ways through an IF come together behind it; else what comes behind is written for each. Only of
   * what gives back a text[].
   */
  constructor(variables: ReadonlyMap<string, Declaration>, wholes: ReadonlySet<string>, joins = false) {
    this.#variables = variables;
    this.#wholes = wholes;
    this.#joins = joins;
  }

  /** @throws {Refused} 0A000 with what hinders. */
  query(statements: readonly Statement[], { type, isVoid, row }: Wanted): string {
    if (isVoid) throw hindered("IF around writes");
    this.#type = type;
    if (statements.some(holdsQuery)) return this.#rows(statements);
    if (row !== null) return this.#row(statements, row);
    const value = this.#value(statements);
    return type === null ? `SELECT ${value}` : `SELECT (${value})::${type}`;
  }

  /** What is given back, as one expression. */
  #value(statements: readonly Statement[]): string {
    const [first, ...rest] = statements;
    if (first === undefined) throw hindered("An end without RETURN");
    this.#spend(first);
    switch (first.kind) {
      case "return":
        return `(${first.value === null ? "NULL" : withFound(first.value)}\n)`;
      case "assign":
      case "sql":
      case "perform":
        return `(SELECT ${this.#value(rest)} FROM ${this.#kept(first)})`;
      case "if": {
        const set = this.#joins && rest.length > 0 ? joinedVariables(this.#variables, first, rest) : null;
        if (set !== null) return `(SELECT ${this.#value(rest)} FROM ${this.#joined(first, set)})`;
        return this.#branches(first, rest);
      }
      case "while": {
        const turned = this.#joins ? withExitFirst(first) : null;
        if (turned !== null) return this.#value([...turned, ...rest]);
        return `(SELECT ${this.#value(rest)} FROM ${this.#looped(first, rest)})`;
      }
      case "for":
      case "foreach":
        return this.#firstOf(first, rest);
      case "raise":
        return this.#raised(first.message);
      default:
        throw hindered(nameOf(first));
    }
  }

  #branches(statement: Branching, rest: readonly Statement[]): string {
    const arms = statement.arms.map(
      ({ condition, statements: own }) =>
        `WHEN ${withFound(condition)}\n THEN ${this.#value([...own, ...rest])}`,
    );
    return `(CASE ${arms.join(" ")} ELSE ${this.#value([...statement.otherwise, ...rest])} END)`;
  }

  /** An item of FROM whose columns are the variables that the branches of an IF set, as they are behind it. */
  #joined(statement: Branching, set: readonly string[]): string {
    const texts = set.map((name) => `(${quoted(name)})::text`);
    const end: Statement = { kind: "return", value: `ARRAY[${texts.join(", ")}]::text[]` };
    const values = set.map((name, index) => {
      const { type = "text" } = this.#variables.get(name) ?? {};
      return `("v"[${index + 1}])::${type} AS ${quoted(name)}`;
    });
    const value = this.#branches(statement, [end]);
    return `(SELECT ${values.join(", ")} FROM (SELECT ${value} AS "v" OFFSET 0) AS ${this.#name()}) AS ${this.#name()}`;
  }

  /** An item of FROM with the variables that a loop sets, as they are when it is left: a query that goes on from itself. */
  #looped(loop: While, rest: readonly Statement[]): string {
    const turn = this.#joins ? turnOf(this.#variables, loop, rest) : null;
    if (turn === null) throw hindered("LOOP");
    const { set, condition } = turn;
    const names = set.map(quoted);
    const types = set.map((name) => this.#variables.get(name)?.type ?? "text");
    const texts = names.map((name) => `(${name})::text`);
    const next = this.#value([
      ...loop.statements,
      { kind: "return", value: `ARRAY[${texts.join(", ")}]::text[]` },
    ]);
    const [turns, row] = [this.#name(), this.#name()];
    const first = names.map((name, index) => `(${name})::${types[index]}`);
    const others = names.map((_, index) => `(${row}."v"[${index + 1}])::${types[index]}`);
    const goesOn = `(${withFound(condition)}\n) IS TRUE`;
    return `(WITH RECURSIVE ${turns} (${names.join(", ")}) AS (SELECT ${first.join(", ")} UNION ALL SELECT ${others.join(", ")} FROM ${turns} CROSS JOIN LATERAL (SELECT ${next} AS "v" OFFSET 0) AS ${row} WHERE ${goesOn}) SELECT ${names.join(", ")} FROM ${turns} WHERE NOT (${goesOn}) LIMIT 1) AS ${this.#name()}`;
  }

  /** What raises is a value like any other, that only its way through the block asks for. */
  #raised(message: string): string {
    const value = this.#type === null ? null : raisedValue(message, this.#type, withFound);
    if (value === null) throw hindered("RAISE EXCEPTION");
    return `(${value})`;
  }

  /** A loop that only looks for the first row of which something is given back. */
  #firstOf(loop: Loop, rest: readonly Statement[]): string {
    const arms = loop.statements.filter((one) => !isSilent(one)).flatMap(givingArms);
    const found = this.#name();
    const value = arms.map(
      ({ condition, statements }) => `WHEN ${withFound(condition)}\n THEN ${this.#value(statements)}`,
    );
    const conditions = arms.map(({ condition }) => `(${withFound(condition)}\n) IS TRUE`);
    const source = this.#loopSource(loop);
    const behind = rest.some((one) => textsIn([one]).some((text) => saysAlone(text, new Set(["found"]))));
    if (behind) throw hindered("FOUND behind a loop");
    const query = `SELECT (CASE ${value.join(" ")} END) AS "v", true AS "is_given" FROM ${source} WHERE ${conditions.join(" OR ")} LIMIT 1`;
    return `(SELECT CASE WHEN ${found}."is_given" THEN ${found}."v" ELSE ${this.#value(rest)} END FROM (SELECT 1) AS ${this.#name()} LEFT JOIN (${query}) AS ${found} ON true)`;
  }

  #loopSource(loop: Loop): string {
    if (loop.kind === "foreach")
      return `unnest(${withFound(loop.list)}\n) AS ${this.#name()} (${quoted(loop.variable)})`;
    const [only = "", ...others] = loop.targets;
    const declared = this.#variables.get(only);
    const query = `(${withFound(loop.query)}\n)`;
    if (others.length === 0 && declared !== undefined && isRow(declared))
      return `${query} AS ${quoted(only)}`;
    return `${query} AS ${this.#name()} (${loop.targets.map(quoted).join(", ")})`;
  }

  /** What stands behind an IF is written once for each way through it. @throws {Refused} before that is too much. */
  #spend(statement: Statement): void {
    this.#written += textsIn([statement]).reduce((sum, text) => sum + text.length, 32);
    if (this.#written > textMax) throw tooLong();
  }

  /** `RETURN QUERY`, alone or in the arms of one IF, and loops that give a value of each row; one behind the other. */
  #rows(statements: readonly Statement[]): string {
    const at = statements.findIndex(({ kind }) => !isKept(kind));
    const last = statements.at(-1);
    const isEnd = last?.kind === "return" && last.value === null;
    const given = statements.slice(at, isEnd ? -1 : undefined);
    const [only = "", ...more] = given.map((one) => this.#rowsOf(one));
    const beside = textsIn(given).some((text) => saysAlone(text, new Set(["found"])));
    if (more.length > 0 && beside) throw hindered("FOUND behind RETURN QUERY");
    const all = [only, ...more].map((one) => `SELECT * FROM (${one}\n) AS ${this.#name()}`);
    const query = more.length === 0 ? only : all.join(" UNION ALL ");
    return at === 0 ? query : this.#behind(statements.slice(0, at), `(${query}\n)`);
  }

  /** One row: a variable that keeps one, or those that are given back by name. */
  #row(statements: readonly Statement[], columns: readonly string[]): string {
    const last = statements.at(-1);
    const value = last?.kind === "return" ? (last.value?.toLowerCase() ?? null) : null;
    const kept = last?.kind === "return" ? statements.slice(0, -1) : statements;
    if (kept.length === 0 || kept.some(({ kind }) => !isKept(kind))) throw hindered("RETURN of a row");
    if (value === null) return this.#behind(kept, `(SELECT ${columns.map(quoted).join(", ")})`);
    const declared = this.#variables.get(value);
    if (declared === undefined || !isRow(declared)) throw hindered("RETURN of a row");
    return this.#behind(kept, `(SELECT ${quoted(value)}.*)`);
  }

  /** What a query gives that stands behind the variables that it speaks of. */
  #behind(statements: readonly Statement[], query: string): string {
    const kept = statements.flatMap((one) => (isKeptStatement(one) ? [this.#kept(one)] : []));
    const name = this.#name();
    return `SELECT ${name}.* FROM ${[...kept, `${query} AS ${name}`].join(" CROSS JOIN LATERAL ")}`;
  }

  #rowsOf(statement: Statement): string {
    if (statement.kind === "return query") return withFound(statement.query);
    if (statement.kind === "return next" && statement.value !== null)
      return `SELECT (${withFound(statement.value)}\n)`;
    if (statement.kind === "for" || statement.kind === "foreach") {
      const [next, ...others] = statement.statements.filter((one) => !isSilent(one));
      if (next?.kind !== "return next" || next.value === null || others.length > 0) throw hindered("LOOP");
      return `SELECT (${withFound(next.value)}\n) FROM ${this.#loopSource(statement)}`;
    }
    if (statement.kind !== "if") throw hindered(nameOf(statement));
    const { arms, otherwise } = statement;
    const before: string[] = [];
    const parts = [
      ...arms,
      ...(otherwise.length === 0 ? [] : [{ condition: "true", statements: otherwise }]),
    ].map(({ condition, statements }) => {
      const [only, ...others] = statements.filter((one) => !isSilent(one) && one.kind !== "return");
      if (only?.kind !== "return query" || others.length > 0)
        throw hindered("IF around more than RETURN QUERY");
      const where = [...before.map((earlier) => `(${earlier}\n) IS NOT TRUE`), `(${withFound(condition)}\n)`];
      before.push(withFound(condition));
      return `SELECT * FROM (${only.query}\n) AS ${this.#name()} WHERE ${where.join(" AND ")}`;
    });
    return parts.join(" UNION ALL ");
  }

  /** An item of FROM whose columns are the variables that a statement sets, and FOUND. */
  #kept(statement: Kept): string {
    if (statement.kind === "assign") {
      const value = assigned(this.#variables, statement.target, `(${withFound(statement.value)}\n)`);
      return `(SELECT ${value} AS ${quoted(statement.target)}) AS ${this.#name()}`;
    }
    if (statement.kind === "perform")
      return `(SELECT EXISTS (${withFound(statement.text)}\n) AS "found") AS ${this.#name()}`;
    const { text, into, isStrict } = statement;
    if (into.length === 0) throw hindered("A query that nothing is kept of");
    if (isStrict === true) throw hindered("INTO STRICT");
    const [record = "", ...others] = into;
    const first = this.#variables.get(record);
    if (others.length === 0 && first !== undefined && isRow(first)) return this.#keptRow(record, text);
    const [source, found] = [this.#name(), this.#name()];
    const query = `(SELECT ${source}.*, true AS "found" FROM (${withFound(text)}\n) AS ${source} LIMIT 1)`;
    const columns = into.map((_, index) => `"v${index}"`);
    const values = into.map(
      (name, index) => `${assigned(this.#variables, name, `${found}."v${index}"`)} AS ${quoted(name)}`,
    );
    const joined = `(SELECT 1) AS ${this.#name()} LEFT JOIN ${query} AS ${found} (${columns.join(", ")}, "found") ON true`;
    return `(SELECT ${values.join(", ")}, ${found}."found" FROM ${joined}) AS ${this.#name()}`;
  }

  /** Of one that is said as a whole, the row is an item of its own: nothing but its fields is in it. */
  #keptRow(name: string, text: string): string {
    const [source, found] = [this.#name(), this.#name()];
    if (!this.#wholes.has(name)) {
      const query = `(SELECT ${source}.*, true AS "found" FROM (${withFound(text)}\n) AS ${source} LIMIT 1)`;
      return `((SELECT 1) AS ${found} LEFT JOIN ${query} AS ${quoted(name)} ON true)`;
    }
    const query = `(SELECT ${source} AS "row", true AS "found" FROM (${withFound(text)}\n) AS ${source} LIMIT 1)`;
    return `((SELECT 1) AS ${this.#name()} LEFT JOIN ${query} AS ${found} ON true LEFT JOIN LATERAL (SELECT (${found}."row").*) AS ${quoted(name)} ON true)`;
  }

  #name(): string {
    this.#names += 1;
    return `"part_${this.#names}"`;
  }
}

function isKept(kind: Statement["kind"]): kind is Kept["kind"] {
  return kind === "assign" || kind === "sql" || kind === "perform";
}

function isKeptStatement(statement: Statement): statement is Kept {
  return isKept(statement.kind);
}

/** The branches of an IF that each give something back, and that is all that it does. */
function givingArms(statement: Statement) {
  const isGiving =
    statement.kind === "if" &&
    statement.otherwise.length === 0 &&
    statement.arms.every(({ statements }) =>
      statements.every(({ kind }) => kind === "return" || kind === "null"),
    );
  if (!isGiving) throw hindered("LOOP");
  return statement.arms;
}

function holdsQuery(statement: Statement): boolean {
  return (
    statement.kind === "return query" ||
    statement.kind === "return next" ||
    ((statement.kind === "for" || statement.kind === "foreach") && statement.statements.some(holdsQuery)) ||
    (statement.kind === "if" &&
      [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise].some(holdsQuery))
  );
}
