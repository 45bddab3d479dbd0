import { AppError, isAppError } from "../../errors/app-error.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import type { Block, Statement } from "../../query/plpgsql/block.ts";
import { readBlock } from "../../query/plpgsql/read-block.ts";
import { withValues } from "../../query/plpgsql/variable-words.ts";
import { statementKind } from "../../query/statement-kind.ts";
import { placeOf } from "../../query/text/statement-places.ts";
import { Refused } from "../../query/write/refused.ts";
import { sql } from "../../sql/sql.ts";
import { isOfRows, readsCatalogs, runRowsBlock } from "./script-block-rows.ts";
import { runDefinition } from "./script-definition.ts";
import type { Progress } from "./script-progress.ts";
import { runRows } from "./script-rows.ts";
import { unsupportedStatement } from "./script-unsupported.ts";
import { refusalError } from "./sql-errors.ts";
import type { SqlResult } from "./sql-run.ts";

const blockHint =
  "Write the statements that the block carries out, one by one: CREATE … IF NOT EXISTS, DROP … IF EXISTS, a line for each table of a loop.";

/** `DO $$ BEGIN … END $$`, as migration files guard what may be there already: its statements run one by one. */
export async function runBlock(
  progress: Progress,
  index: number,
  { tree, start }: RawStatement,
): Promise<SqlResult> {
  const block = readBlock(bodyOf(tree.fields));
  if (block === null) throw refused("DO with such statements is not supported.");
  const { typed } = progress.script;
  const startedAt = performance.now();
  try {
    const run = new BlockRun(progress);
    if (isOfRows(block)) await runRowsBlock(progress, index, block);
    else await run.block(block);
    const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
    const notice = run.notices.length === 0 ? {} : { notice: [...new Set(run.notices)].join("; ") };
    return { command: "DO", columns: [], rows: [], row_count: 0, truncated: false, ms, ...notice };
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (/^relation "(?:public\.)?(?:pg_\w+|information_schema\.\w+)" does not exist/.test(error.message))
      throw refused(catalogsInDo);
    // Places within a block are told as the block's.
    const { code, message, hint, status, cause } = error;
    const details = placeOf(typed.text, typed.statements, index, start);
    throw new AppError(code, message, { details, status, cause, ...(hint === null ? {} : { hint }) });
  }
}

const catalogsInDo = "DO that reads Postgres's own catalogs is not supported.";

function refused(message: string): Refused {
  return new Refused("insufficientPrivilege", message, { hint: blockHint });
}

function bodyOf(fields: TreeFields): string {
  const options = asList(fields.args).flatMap((item) => unwrap(item)?.fields ?? []) as readonly TreeFields[];
  const body = options.find(({ defname }) => defname === "as")?.arg;
  return String((body as { String?: { sval?: string } } | undefined)?.String?.sval ?? "");
}

/** What Postgres says of what is there already, and of what is not. */
const alreadyThere = ["42710", "42P07", "42701", "42723", "42P16", "42P06"];
const notThere = ["42704", "42P01", "42703", "42883"];

const codesOf: Readonly<Record<string, readonly string[]>> = {
  duplicate_object: ["42710"],
  duplicate_table: ["42P07"],
  duplicate_column: ["42701"],
  duplicate_function: ["42723"],
  invalid_table_definition: ["42P16"],
  unique_violation: ["23505"],
  undefined_table: ["42P01"],
  undefined_column: ["42703"],
  undefined_object: ["42704"],
  undefined_function: ["42883"],
};

/** Questions to Postgres's own catalogs, which are not here: what they guard is tried instead. */
const asksCatalog =
  /^\s*(?<not>not\s+)?exists\s*\(\s*select\b[\s\S]*\b(?:pg_\w+|information_schema\s*\.\s*\w+)\b[\s\S]*\)\s*$/i;

class BlockRun {
  readonly notices: string[] = [];
  readonly #progress: Progress;
  /** Variables, as expressions. */
  readonly #values = new Map<string, string>();
  readonly #records = new Set<string>();

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  async block({ declarations, statements, handlers }: Block): Promise<boolean> {
    for (const { name, type } of declarations) if (/^record$|rowtype$/i.test(type)) this.#records.add(name);
    for (const { name, type, value } of declarations) await this.#set(name, type, value);
    if (handlers.length === 0) return this.#all(statements);
    const codes = handlers.flatMap(({ conditions }) => conditions.flatMap((one) => codesOf[one] ?? [one]));
    let isOver = false;
    const error = await this.#attempt(codes.includes("others") ? null : codes, async () => {
      isOver = await this.#all(statements);
    });
    if (error === null) return isOver;
    const own = handlers.find(
      ({ conditions }) =>
        conditions.includes("others") || conditions.some((one) => codesOf[one]?.includes(error.code)),
    );
    return this.#all(own?.statements ?? []);
  }

  /** @returns whether the block has returned. */
  async #all(statements: readonly Statement[]): Promise<boolean> {
    for (const statement of statements) if (await this.#one(statement)) return true;
    return false;
  }

  async #one(statement: Statement): Promise<boolean> {
    switch (statement.kind) {
      case "null":
        return false;
      case "return":
        return true;
      case "block":
        return this.block(statement.block);
      case "if":
        return this.#if(statement);
      case "raise":
        if (statement.level !== "exception") return false;
        throw new AppError("P0001", statement.message.replace(/^'([\s\S]*)'$/, "$1"), { status: 400 });
      case "assign":
        await this.#set(statement.target, "text", statement.value);
        return false;
      case "sql":
        if (statement.into.length > 0) throw refused("SELECT INTO in DO is not supported.");
        await this.#run(statement.text);
        return false;
      case "perform":
        await this.#run(statement.text);
        return false;
      case "execute":
        await this.#run((await this.#value(`(${statement.text}\n)::text`)) ?? "");
        return false;
      case "foreach":
        return this.#foreach(statement);
      case "for": {
        const [variable = "", ...more] = statement.targets;
        if (more.length > 0 || this.#records.has(variable))
          throw refused(
            readsCatalogs(statement.query)
              ? catalogsInDo
              : "A loop over rows in DO is supported where it reads and writes rows alone.",
          );
        return this.#foreach({ ...statement, kind: "foreach", variable, list: `ARRAY(${statement.query})` });
      }
      default:
        throw refused(`${statement.kind.toUpperCase()} in DO is not supported.`);
    }
  }

  async #if({ arms, otherwise }: Extract<Statement, { kind: "if" }>): Promise<boolean> {
    for (const { condition, statements } of arms) {
      const asked = asksCatalog.exec(condition);
      if (asked === null) {
        if ((await this.#value(`(${condition}\n)::boolean::text`)) === "true") return this.#all(statements);
        continue;
      }
      let isOver = false;
      const isNot = asked.groups?.not !== undefined;
      const error = await this.#attempt(isNot ? alreadyThere : notThere, async () => {
        isOver = await this.#all(statements);
      });
      if (error === null) return isOver;
    }
    return this.#all(otherwise);
  }

  async #foreach({ variable, list, statements }: Extract<Statement, { kind: "foreach" }>): Promise<boolean> {
    const count = Number((await this.#value(`coalesce(array_length(${list}\n, 1), 0)::text`)) ?? 0);
    if (count > 1_000) throw refused("A loop over so many values is not supported.");
    for (let at = 1; at <= count; at++) {
      await this.#set(variable, "text", `(${list}\n)[${at}]`);
      if (await this.#all(statements)) return true;
    }
    return false;
  }

  async #set(name: string, type: string, value: string | null): Promise<void> {
    const found = value === null ? null : await this.#value(`(${value}\n)::text`);
    const isArray = type.includes("[]");
    const own = found === null ? "null" : `'${found.replaceAll("'", "''")}'`;
    this.#values.set(name, `(${own}::${isArray ? type : /^\w+$/.test(type) ? type : "text"})`);
  }

  async #value(expression: string): Promise<string | null> {
    const { rows } = await this.#run(`SELECT ${expression}`);
    const [value = null] = rows?.[0] ?? [];
    return value === null ? null : String(value);
  }

  /** A statement of the block, over the definitions as it finds them. */
  async #run(text: string): Promise<Pick<SqlResult, "rows">> {
    const said = withValues(text, this.#values);
    const { services, script } = this.#progress;
    const parsed = await services.sqlParser.parse(said);
    if (!parsed.ok) throw new AppError(parsed.code, parsed.message, { status: 400 });
    let result: Pick<SqlResult, "rows"> = { rows: [] };
    for (const [index, statement] of parsed.statements.entries()) {
      const typed = { text: said, statements: parsed.statements };
      // One of several statements, which no job carries out by itself.
      const inner: Progress = { ...this.#progress, script: { ...script, typed, skipsUnsupported: true } };
      result = await runInner(inner, index, statement);
      this.#progress.catalog = inner.catalog;
      const { notice } = result as SqlResult;
      if (notice !== undefined) this.notices.push(notice);
    }
    return result;
  }

  /** @returns the error that was let be; null: none. */
  async #attempt(codes: readonly string[] | null, work: () => Promise<void>): Promise<AppError | null> {
    const { session, changes, catalog } = this.#progress;
    const count = changes.length;
    await session.tx.query(sql`savepoint "$block"`);
    try {
      await work();
      await session.tx.query(sql`release savepoint "$block"`);
      return null;
    } catch (error) {
      // What nothing here can do is told, whatever the block would say of an error.
      if (!isAppError(error) || error.code === "0A000" || error.code === "42501") throw error;
      // Released as well: one around it has the same name.
      await session.tx.query(sql`rollback to savepoint "$block"`);
      await session.tx.query(sql`release savepoint "$block"`);
      if (codes !== null && !codes.includes(error.code)) throw error;
      this.#progress.catalog = catalog;
      changes.splice(count);
      this.notices.push(`${error.message}, skipping`);
      return error;
    }
  }
}

async function runInner(progress: Progress, index: number, statement: RawStatement): Promise<SqlResult> {
  const kind = statementKind(statement.tree);
  try {
    if (kind === "query" || kind === "write") return await runRows(progress, index, statement);
    if (kind === "definition" && statement.tree.kind !== "DoStmt")
      return await runDefinition(progress, index, statement);
    throw unsupportedStatement(statement.tree);
  } catch (error) {
    if (error instanceof Refused) throw refusalError(progress.script.typed, index, error.refusal);
    throw error;
  }
}
