import type { Declaration, Statement } from "./block.ts";
import { nameOf, type Wanted } from "./block-words.ts";
import { assigned, hindered, mayRead, saysAlone, withValues } from "./variable-words.ts";

/** Writes, one behind the other, as the statements of a function in SQL. */
export class BlockWrites {
  readonly #variables: ReadonlyMap<string, Declaration>;
  readonly #columns: ReadonlySet<string>;
  /** Variables whose values come out of tables, beside writes. */
  readonly #reading = new Set<string>();

  constructor(variables: ReadonlyMap<string, Declaration>, columns: ReadonlySet<string>) {
    this.#variables = variables;
    this.#columns = columns;
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
    return [target, `(${assigned(this.#variables, target, `(${withValues(value, values)}\n)`)})`];
  }
}

/** `RETURN FOUND` behind a write says whether it met a row. */
function given(value: string, done: string[], said: (text: string) => string): string {
  if (value.toLowerCase() !== "found") return `SELECT ${said(value)}`;
  const write = done.pop();
  if (write === undefined || /\breturning\b/i.test(write)) throw hindered("FOUND");
  return `WITH "part_0" AS (${write}\n RETURNING 1) SELECT EXISTS (SELECT 1 FROM "part_0")`;
}
