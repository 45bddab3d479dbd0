import type { BlockStep } from "../../catalog/block-steps.ts";
import type { FunctionReturn, FunctionStep } from "../../catalog/types.ts";
import { defaultOf } from "../../engine/stored-view.ts";
import { compile } from "../../sql/sql.ts";
import { wholeCall } from "../calls/writing-body.ts";
import type { Block, Handler, Statement } from "../plpgsql/block.ts";
import { conditionCodes, raisedQuery } from "../plpgsql/raise-words.ts";
import { responseWords } from "../plpgsql/response-words.ts";
import { withFields } from "../plpgsql/row-words.ts";
import { quoted } from "../text/statement-names.ts";
import type { BlockVariables } from "./block-variables.ts";
import { refuseResult, signatureOf } from "./function-signature.ts";
import type { FunctionTools } from "./function-tools.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import { checkedStep, type OwnFunction } from "./writing-function.ts";

interface Around {
  readonly input: DefinitionInput;
  readonly own: OwnFunction;
  readonly variables: BlockVariables;
  readonly tools: FunctionTools;
}

/** The statements of a block as steps, each of which Postgres has looked at. */
export class BlockSteps {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  async ofBlock({ declarations, statements, handlers }: Block): Promise<readonly BlockStep[]> {
    const begun: Statement[] = declarations.flatMap(({ name, value }) =>
      value === null ? [] : [{ kind: "assign", target: name, value }],
    );
    const first = await this.#all(begun);
    const steps = await this.#all(statements);
    return handlers.length === 0 ? [...first, ...steps] : [...first, await this.#attempt(steps, handlers)];
  }

  /** The last statement of a function in SQL, whose rows are what it gives. */
  async ofResult(text: string): Promise<readonly BlockStep[]> {
    const { columns, ...step } = await this.#described(text);
    const made = { ...this.#around.own, query: step.query, reads: [] };
    refuseResult(made, await columns());
    const { returns } = made;
    return [{ kind: returns.kind !== "void" && returns.isSet ? "give" : "return", step }];
  }

  async #all(statements: readonly Statement[]): Promise<readonly BlockStep[]> {
    const steps: BlockStep[] = [];
    // One after the other: a query tells the columns of a record that those behind it speak of.
    for (const statement of statements) steps.push(...(await this.#steps(statement)));
    return steps;
  }

  async #steps(statement: Statement): Promise<readonly BlockStep[]> {
    switch (statement.kind) {
      case "null":
        return [];
      case "block":
        return this.ofBlock(statement.block);
      case "raise":
        return statement.level === "exception" ? [await this.#raise(statement.message)] : [];
      case "assign":
        return [
          { ...(await this.#kept(`SELECT (${statement.value}\n)`, [statement.target])), isAssignment: true },
        ];
      case "sql":
        return [await this.#kept(statement.text, statement.into, statement.isStrict)];
      case "perform":
        return [await this.#kept(statement.text, [])];
      case "count":
        return [{ kind: "count", into: (await this.#places([statement.target]))[0] ?? 0 }];
      case "leave":
        return [
          {
            kind: "leave",
            isContinue: statement.isContinue,
            condition: await this.#condition(statement.condition),
          },
        ];
      case "if":
      case "for":
      case "foreach":
      case "while":
        return [await this.#nested(statement)];
      case "return":
      case "return next":
      case "return query":
        return this.#given(statement);
      case "execute":
        throw unsupported(
          "EXECUTE in a function",
          null,
          "A function's statements are looked at when it is made: write its statements as they are, without EXECUTE.",
        );
      default:
        throw unsupported(`${statement.word} in a function`, null);
    }
  }

  async #nested(
    statement: Extract<Statement, { kind: "if" | "for" | "foreach" | "while" }>,
  ): Promise<BlockStep> {
    if (statement.kind === "if") {
      const arms: { condition: FunctionStep; steps: readonly BlockStep[] }[] = [];
      for (const { condition, statements } of statement.arms)
        arms.push({
          condition: await this.#checked(asked(condition)),
          steps: await this.#all(statements),
        });
      return { kind: "if", arms, otherwise: await this.#all(statement.otherwise) };
    }
    if (statement.kind === "while")
      return {
        kind: "while",
        condition: await this.#condition(statement.condition),
        steps: await this.#all(statement.statements),
      };
    const [query, targets] =
      statement.kind === "for"
        ? [statement.query, statement.targets]
        : [`SELECT unnest(${statement.list}\n)`, [statement.variable]];
    const { columns, ...step } = await this.#described(query);
    const into = await this.#places(targets, columns);
    return { kind: "each", step, into, steps: await this.#all(statement.statements) };
  }

  /** What a function gives back, or one more row of it. */
  async #given(
    statement: Extract<Statement, { kind: "return" | "return next" | "return query" }>,
  ): Promise<readonly BlockStep[]> {
    const { returns } = this.#around.own;
    const isSet = returns.kind !== "void" && returns.isSet;
    if (statement.kind === "return query")
      return [{ kind: "give", step: await this.#checked(statement.query) }];
    if (statement.kind === "return next" || (!isSet && returns.kind !== "void")) {
      const step = await this.#checked(this.#valueQuery(statement.value, returns));
      return [statement.kind === "return" ? { kind: "return", step } : { kind: "give", step }];
    }
    return [{ kind: "return" }];
  }

  #valueQuery(value: string | null, returns: FunctionReturn): string {
    const columns = returns.kind === "rows" ? returns.columns : [];
    if (value === null) return `SELECT ${columns.map(({ name }) => quoted(name)).join(", ")}`;
    if (returns.kind !== "rows") return `SELECT (${value}\n)`;
    if (/^null$/i.test(value)) return `SELECT ${columns.map(({ type }) => `NULL::${type}`).join(", ")}`;
    const fields = this.#around.variables.rows.get(value.toLowerCase());
    if (fields !== undefined) return `SELECT ${fields.map(({ number }) => `$${number}`).join(", ")}`;
    if (/^row\s*\(/i.test(value)) return `SELECT ${value.replace(/^row\s*\(/i, "").replace(/\)$/, "")}`;
    throw unsupported("RETURN of a row that no variable keeps", null);
  }

  async #raise(message: string): Promise<BlockStep> {
    const query = raisedQuery(message);
    if (query === null) return { kind: "raise again" };
    return { kind: "raise", message, told: await this.#checked(query) };
  }

  async #attempt(steps: readonly BlockStep[], handlers: readonly Handler[]): Promise<BlockStep> {
    const made: { codes: readonly string[] | "all"; steps: readonly BlockStep[] }[] = [];
    for (const { conditions, statements } of handlers)
      made.push({ codes: codesOf(conditions), steps: await this.#all(statements) });
    const codes = made.map((handler) => handler.codes);
    const forgives = codes.includes("all") ? "all" : codes.flatMap((one) => (one === "all" ? [] : one));
    return { kind: "attempt", steps, forgives, returns: false, handlers: made };
  }

  async #kept(
    text: string,
    names: readonly string[],
    isStrict?: true,
  ): Promise<Extract<BlockStep, { kind: "run" | "call" }>> {
    const words = responseWords(text);
    if (words !== null) {
      const kept = await this.#kept(words.query, names, isStrict);
      return kept.kind === "run" ? { ...kept, answers: words.settings } : kept;
    }
    const call = await this.#call(text, names);
    if (call !== null) return call;
    const { columns, ...step } = await this.#described(text);
    const into = names.length === 0 ? [] : await this.#places(names, columns);
    return { kind: "run", step, into, ...(isStrict === undefined ? {} : { isStrict }) };
  }

  /** A call of another function that goes step by step. */
  async #call(text: string, names: readonly string[]): Promise<Extract<BlockStep, { kind: "call" }> | null> {
    const { input, tools, variables } = this.#around;
    const body = withFields(text, variables.rows);
    const parsed = await tools.parse(body);
    const [statement] = parsed.ok ? parsed.statements : [];
    if (statement === undefined) return null;
    const whole = wholeCall({ catalog: input.catalog, parse: tools.parse }, { body, statement }, true);
    if (whole?.called.steps === undefined) return null;
    const { called, given } = whole;
    const values = called.arguments.map(
      (argument, index) =>
        `(${given[index] ?? compile(defaultOf(called, argument)).text}\n)::${argument.type}`,
    );
    const { returns } = called;
    const into = await this.#places(names, () =>
      Promise.resolve(returns.kind === "rows" ? returns.columns : []),
    );
    const step = values.length === 0 ? null : await this.#checked(`SELECT ${values.join(", ")}`);
    return { kind: "call", name: called.name, signature: signatureOf(called), given: step, into };
  }

  #places(
    names: readonly string[],
    columns: Parameters<BlockVariables["places"]>[1] = () => Promise.resolve([]),
  ): Promise<readonly number[]> {
    return names.length === 0 ? Promise.resolve([]) : this.#around.variables.places(names, columns);
  }

  async #condition(condition: string | null): Promise<FunctionStep | null> {
    return condition === null ? null : this.#checked(asked(condition));
  }

  async #checked(text: string): Promise<FunctionStep> {
    const { query, asked: known } = await this.#described(text);
    return { query, asked: known };
  }

  #described(text: string) {
    const { input, own, variables, tools } = this.#around;
    const around: OwnFunction = { ...own, arguments: [...own.arguments, ...variables.variables] };
    return checkedStep(input.catalog, around, withFields(text, variables.rows), tools);
  }
}

function asked(condition: string): string {
  return `SELECT (${condition}\n)::boolean`;
}

/** @throws {Refused} 0A000 for a condition whose SQLSTATE is not known here. */
function codesOf(conditions: readonly string[]): readonly string[] | "all" {
  if (conditions.includes("others")) return "all";
  return conditions.map((condition) => {
    const code = conditionCodes[condition] ?? /^sqlstate '(\w{5})'$/i.exec(condition)?.[1]?.toUpperCase();
    if (code === undefined) throw unsupported(`The condition ${condition}`, null);
    return code;
  });
}
