import { quoted } from "../text/statement-names.ts";
import type { Block, Declaration, Statement } from "./block.ts";
import { hindered, mayRead, saysAlone, textMax, tooLong, withFound, withValues } from "./variable-words.ts";

/** What a function gives: the type of its value, to which plpgsql casts; null: none, or rows. */
export interface Wanted {
  readonly type: string | null;
  readonly isVoid: boolean;
  /** All columns there are: a variable of such a name cannot be told from one where writes name theirs. */
  readonly columns: ReadonlySet<string>;
}

/**
 * The body of a plpgsql function as that of one in SQL, where it says no more than one query can: variables that are set
 * from expressions and queries, IF, RETURN, RETURN QUERY; or writes one behind the other.
 *
 * @throws {Refused} 0A000 with what hinders.
 */
export function asSql({ declarations, statements, handlers }: Block, wanted: Wanted): string {
  if (handlers.length > 0) throw hindered("EXCEPTION");
  const begun: readonly Statement[] = declarations.flatMap(({ name, value }): Statement[] =>
    value === null ? [] : [{ kind: "assign", target: name, value }],
  );
  const all = [...begun, ...statements].filter((one) => !isSilent(one));
  const variables = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const writer = new Writer(variables, wanted.columns);
  refuseWholeRows(all, variables);
  const text = isWriting(all) ? writer.statements(all, wanted) : writer.query(all, wanted);
  if (text.length > textMax) throw tooLong();
  return text;
}

function isSilent(statement: Statement): boolean {
  return statement.kind === "null" || (statement.kind === "raise" && statement.level !== "exception");
}

/** Whether something is done beside what is given back. */
function isWriting(statements: readonly Statement[]): boolean {
  return (
    statements.length === 0 ||
    statements.every(({ kind }) => kind !== "return" && kind !== "return query" && kind !== "if") ||
    statements.some((one) => one.kind === "perform" || (one.kind === "sql" && !isQuery(one.text)))
  );
}

function isQuery(text: string): boolean {
  return /^\s*(?:select|with|values)\b/i.test(text) && !/\b(?:insert|update|delete)\b/i.test(text);
}

class Writer {
  readonly #variables: ReadonlyMap<string, Declaration>;
  readonly #columns: ReadonlySet<string>;
  /** Variables whose values come out of tables, beside writes. */
  readonly #reading = new Set<string>();
  #names = 0;
  #written = 0;

  constructor(variables: ReadonlyMap<string, Declaration>, columns: ReadonlySet<string>) {
    this.#variables = variables;
    this.#columns = columns;
  }

  query(statements: readonly Statement[], { type, isVoid }: Wanted): string {
    if (isVoid) throw hindered("IF around writes");
    if (statements.some(holdsQuery)) return this.#rows(statements);
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
        return `(${first.value ?? "NULL"}\n)`;
      case "null":
        return this.#value(rest);
      case "raise":
        if (first.level === "exception") throw hindered("RAISE EXCEPTION");
        return this.#value(rest);
      case "assign":
      case "sql":
        return `(SELECT ${this.#value(rest)} FROM ${this.#kept(first)})`;
      case "if": {
        const arms = first.arms.map(
          ({ condition, statements: own }) =>
            `WHEN ${withFound(condition)}\n THEN ${this.#value([...own, ...rest])}`,
        );
        return `(CASE ${arms.join(" ")} ELSE ${this.#value([...first.otherwise, ...rest])} END)`;
      }
      default:
        throw hindered(nameOf(first));
    }
  }

  /** What stands behind an IF is written once for each way through it. @throws {Refused} before that is too much. */
  #spend(statement: Statement): void {
    const said =
      statement.kind === "if"
        ? statement.arms.reduce((sum, { condition }) => sum + condition.length, 0)
        : statement.kind === "sql"
          ? statement.text.length
          : "value" in statement
            ? (statement.value ?? "").length
            : 0;
    this.#written += said + 32;
    if (this.#written > textMax) throw tooLong();
  }

  /** `RETURN QUERY`, alone or in the arms of one IF. */
  #rows(statements: readonly Statement[]): string {
    const at = statements.findIndex(({ kind }) => kind !== "assign" && kind !== "sql");
    const [last, ...behind] = statements.slice(at);
    if (last === undefined || behind.some((one) => one.kind !== "return" || one.value !== null))
      throw hindered("More than one RETURN QUERY");
    const kept = statements.slice(0, at);
    const query = this.#rowsOf(last);
    if (kept.length === 0) return query;
    const names = kept.map((statement) =>
      statement.kind === "assign" || statement.kind === "sql" ? this.#kept(statement) : "",
    );
    return `SELECT ${this.#name()}.* FROM ${[...names, `(${query}\n) AS ${this.#last()}`].join(" CROSS JOIN LATERAL ")}`;
  }

  #rowsOf(statement: Statement): string {
    if (statement.kind === "return query") return withFound(statement.query);
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

  /** An item of FROM whose columns are the variables that a statement sets. */
  #kept(statement: Extract<Statement, { kind: "assign" | "sql" }>): string {
    if (statement.kind === "assign") {
      const value = this.#cast(statement.target, `(${withFound(statement.value)}\n)`);
      return `(SELECT ${value} AS ${quoted(statement.target)}) AS ${this.#name()}`;
    }
    const { text, into, isStrict } = statement;
    if (into.length === 0) throw hindered("A query that nothing is kept of");
    if (isStrict === true) throw hindered("INTO STRICT");
    const [record = "", ...others] = into;
    const first = this.#variables.get(record);
    const query = `(SELECT ${this.#name()}.*, true AS "found" FROM (${withFound(text)}\n) AS ${this.#last()} LIMIT 1)`;
    if (others.length === 0 && first !== undefined && isRow(first))
      return `((SELECT 1) AS ${this.#name()} LEFT JOIN ${query} AS ${quoted(record)} ON true)`;
    const columns = into.map((_, index) => `"v${index}"`);
    const found = this.#name();
    const values = into.map(
      (name, index) => `${this.#cast(name, `${found}."v${index}"`)} AS ${quoted(name)}`,
    );
    const source = `(SELECT 1) AS ${this.#name()} LEFT JOIN ${query} AS ${found} (${columns.join(", ")}, "found") ON true`;
    return `(SELECT ${values.join(", ")}, ${found}."found" FROM ${source}) AS ${this.#name()}`;
  }

  #cast(name: string, value: string): string {
    const type = this.#variables.get(name)?.type;
    if (type === undefined) throw hindered(`Setting "${name}"`);
    if (isRow({ name, type, value: null })) throw hindered("Setting a row");
    return `${value}::${type}`;
  }

  /** Writes, one behind the other; the last one's rows, or RETURN, are what is given back. */
  statements(all: readonly Statement[], { isVoid }: Wanted): string {
    const done: string[] = [];
    const values = new Map<string, string>();
    const said = (text: string) => {
      // What stands for such a variable would read what has been written since.
      if (done.length > 0 && saysAlone(text, this.#reading))
        throw hindered("What is read before something is written");
      return withValues(text, values);
    };
    const last = all.at(-1);
    const written = last?.kind === "return" && last.value !== null ? all.slice(0, -1) : all;
    for (const [index, statement] of written.entries()) {
      if (statement.kind === "return" && statement.value === null && index === written.length - 1) continue;
      if (statement.kind === "assign") values.set(...this.#inlined(statement, all, values));
      else if (statement.kind === "perform") done.push(said(statement.text));
      else if (statement.kind === "return query" && index === written.length - 1)
        done.push(said(statement.query));
      else if (statement.kind === "sql") {
        const isLast = index === written.length - 1;
        const isGiven = last?.kind === "return" && last.value?.toLowerCase() === statement.into.join(", ");
        if (statement.into.length > 0 && !(isLast && isGiven)) throw hindered("INTO of a write");
        done.push(said(statement.text));
      } else throw hindered(nameOf(statement));
    }
    const final = written.at(-1);
    if (!isVoid && last?.kind !== "return" && final?.kind !== "return query")
      throw hindered("An end without RETURN");
    const isGiven = final?.kind === "sql" && final.into.length > 0;
    if (last?.kind === "return" && last.value !== null && !isGiven) done.push(given(last.value, done, said));
    return done.join(";\n");
  }

  /** A variable that is set once is what it is set to. */
  #inlined(
    { target, value }: Extract<Statement, { kind: "assign" }>,
    all: readonly Statement[],
    values: ReadonlyMap<string, string>,
  ): [string, string] {
    const isSetTwice = all.filter((one) => one.kind === "assign" && one.target === target).length > 1;
    if (
      isSetTwice ||
      this.#columns.has(target) ||
      /\b(?:gen_random_uuid|uuid_generate_v4|random|nextval|clock_timestamp)\b/i.test(value)
    )
      throw hindered(`A variable like "${target}" beside writes`);
    if (mayRead(value) || saysAlone(value, this.#reading)) this.#reading.add(target);
    return [target, `(${this.#cast(target, `(${withValues(value, values)}\n)`)})`];
  }

  #name(): string {
    this.#names += 1;
    return this.#last();
  }

  #last(): string {
    return `"part_${this.#names}"`;
  }
}

/** A row that is kept has a column more, FOUND, which none of its fields shows. */
function refuseWholeRows(
  statements: readonly Statement[],
  variables: ReadonlyMap<string, Declaration>,
): void {
  const rows = new Set([...variables.values()].filter(isRow).map(({ name }) => name));
  if (rows.size > 0 && textsIn(statements).some((text) => saysAlone(text, rows)))
    throw hindered("A whole row as a value");
}

function textsIn(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement) => {
    const { value, query, text, message } = statement as Readonly<Record<string, unknown>>;
    const own = [value, query, text, message].filter((one) => typeof one === "string");
    if (statement.kind !== "if") return own;
    const arms = statement.arms.flatMap((arm) => [arm.condition, ...textsIn(arm.statements)]);
    return [...own, ...arms, ...textsIn(statement.otherwise)];
  });
}

function holdsQuery(statement: Statement): boolean {
  return (
    statement.kind === "return query" ||
    (statement.kind === "if" &&
      [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise].some(holdsQuery))
  );
}

function isRow({ type }: Declaration): boolean {
  return /^record$|%\s*rowtype$/i.test(type.trim());
}

/** `RETURN FOUND` behind a write says whether it met a row. */
function given(value: string, done: string[], said: (text: string) => string): string {
  if (value.toLowerCase() !== "found") return `SELECT ${said(value)}`;
  const write = done.pop();
  if (write === undefined || /\breturning\b/i.test(write)) throw hindered("FOUND");
  return `WITH "part_0" AS (${write}\n RETURNING 1) SELECT EXISTS (SELECT 1 FROM "part_0")`;
}

function nameOf(statement: Statement): string {
  switch (statement.kind) {
    case "raise":
      return "RAISE EXCEPTION";
    case "other":
      return statement.word;
    case "sql":
      return "A query that nothing is kept of";
    case "block":
      return "A block in a block";
    default:
      return statement.kind.toUpperCase();
  }
}
