import { randomUUID } from "node:crypto";
import { accountFacts } from "../../catalog/account-facts.ts";
import type { CatalogFunction, FunctionArgument, SignUpStep } from "../../catalog/types.ts";
import { asList, unwrap } from "../../expression/tree.ts";
import type { Block, Handler, Statement } from "../plpgsql/block.ts";
import { readBlock } from "../plpgsql/read-block.ts";
import { byteIndex } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { argumentsOf } from "./function-signature.ts";
import type { FunctionTools } from "./function-tools.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import { checkedStep, type OwnFunction } from "./writing-function.ts";

interface Typed {
  readonly name: string;
  readonly body: string;
  readonly old: CatalogFunction | undefined;
}

/**
 * `BEGIN INSERT INTO profiles (id) VALUES (NEW.id); RETURN NEW; END` as work that is done for each new account: its
 * statements run one by one, with what is known of the account and its variables for arguments.
 *
 * @returns null for a body that speaks of no account, or of more than is known of one.
 */
export async function signUpFunction(
  input: DefinitionInput,
  typed: Typed,
  tools: FunctionTools,
): Promise<CatalogFunction | null> {
  const block = readBlock(typed.body);
  const given = factsIn(typed.body);
  if (block === null || given === null) return null;
  try {
    const args = [...given.map(factArgument), ...(await variables(input, block, tools))];
    const own = ownFunction(typed, args);
    const steps = await new Steps({ input, own, given, tools }).ofBlock(block);
    const trigger = typed.old?.onSignUp?.trigger;
    return {
      ...own,
      arguments: [],
      query: "select null",
      reads: [],
      onSignUp: { ...(trigger === undefined ? {} : { trigger }), given, arguments: args, steps },
    };
  } catch (error) {
    throw notTaken(error);
  }
}

/** What is wrong with a name is told as it is: what it means may be made further on. */
function notTaken(error: unknown): unknown {
  if (!(error instanceof Refused) || error.refusal.code !== "0A000") return error;
  return unsupported(
    "This body of a trigger's function",
    null,
    `A function for new accounts may write rows, set variables and decide by IF. ${error.refusal.message} Otherwise the app does it after the first sign-in (insert … values (auth.uid()) on conflict do nothing).`,
  );
}

function ownFunction({ name, body, old }: Typed, args: readonly FunctionArgument[]): OwnFunction {
  return {
    id: old?.id ?? randomUUID(),
    name,
    arguments: args,
    returns: { kind: "void" },
    volatility: "volatile",
    body,
    signature: "",
    isDefiner: true,
    closedTo: ["anon", "authenticated"],
    ...(old?.description === undefined ? {} : { description: old.description }),
  };
}

/** The facts of the account that a body asks for; null: none, or others than are known. */
function factsIn(body: string): readonly string[] | null {
  const facts = new Set<string>();
  for (const name of newFields(body)) {
    if (accountFacts[name] === undefined) return null;
    facts.add(name);
  }
  return facts.size === 0 ? null : [...facts];
}

function newFields(body: string): readonly string[] {
  const all = [...tokens(body)].map(({ start, end }) => body.slice(start, end).toLowerCase());
  return all.flatMap((word, index) =>
    word === "new" && all[index + 1] === "." ? [(all[index + 2] ?? "").replaceAll('"', "")] : [],
  );
}

function factArgument(name: string): FunctionArgument {
  return { name: null, type: accountFacts[name] ?? "text" };
}

async function variables(
  input: DefinitionInput,
  block: Block,
  { parse }: FunctionTools,
): Promise<readonly FunctionArgument[]> {
  const { declarations } = block;
  if (declarations.length === 0) return [];
  const list = declarations.map(({ name, type }) => `${quoted(name)} ${type}`).join(", ");
  const text = `create function f (${list}) returns void language sql as ''`;
  const parsed = await parse(text);
  const fields = parsed.ok ? parsed.statements[0]?.tree.fields : undefined;
  if (fields === undefined) throw unsupported("A variable of that type", null);
  const parameters = asList(fields.parameters).flatMap((item) => unwrap(item) ?? []);
  return argumentsOf({ ...input, text, fields, indexOf: byteIndex(text) }, parameters);
}

interface Around {
  readonly input: DefinitionInput;
  readonly own: OwnFunction;
  readonly given: readonly string[];
  readonly tools: FunctionTools;
}

/** The statements of a body as steps. */
class Steps {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  async ofBlock({ declarations, statements, handlers }: Block): Promise<readonly SignUpStep[]> {
    const begun: Statement[] = declarations.flatMap(({ name, value }) =>
      value === null ? [] : [{ kind: "assign", target: name, value }],
    );
    const first = await this.#of(begun);
    const steps = await this.#of(statements);
    if (handlers.length === 0) return [...first, ...steps];
    return [...first, { kind: "attempt", steps, ...forgiven(handlers) }];
  }

  async #of(statements: readonly Statement[]): Promise<readonly SignUpStep[]> {
    const steps: SignUpStep[] = [];
    for (const statement of statements) steps.push(...(await this.#step(statement)));
    return steps;
  }

  async #step(statement: Statement): Promise<readonly SignUpStep[]> {
    switch (statement.kind) {
      case "null":
        return [];
      case "return":
        return [{ kind: "return" }];
      case "raise":
        return statement.level === "exception" ? [{ kind: "raise", message: statement.message }] : [];
      case "assign":
        return [await this.#run(`SELECT (${statement.value}\n)`, [statement.target])];
      case "sql":
        return [await this.#run(statement.text, statement.into)];
      case "perform":
        return [await this.#run(statement.text, [])];
      case "if":
        return [await this.#if(statement)];
      case "block":
        if (statement.block.declarations.length > 0) throw unsupported("DECLARE in an inner block", null);
        return this.ofBlock(statement.block);
      default:
        throw unsupported(statement.kind.toUpperCase(), null);
    }
  }

  async #if({ arms, otherwise }: Extract<Statement, { kind: "if" }>): Promise<SignUpStep> {
    const made: { condition: Awaited<ReturnType<typeof checkedStep>>; steps: readonly SignUpStep[] }[] = [];
    for (const { condition, statements } of arms) {
      const asked = await this.#checked(`SELECT (${condition}\n)::boolean`);
      made.push({ condition: asked, steps: await this.#of(statements) });
    }
    return { kind: "if", arms: made, otherwise: await this.#of(otherwise) };
  }

  async #run(text: string, names: readonly string[]): Promise<SignUpStep> {
    const { own } = this.#around;
    const into = names.map((name) => own.arguments.findIndex((argument) => argument.name === name));
    const unknown = names[into.indexOf(-1)];
    if (unknown !== undefined) throw unsupported(`Setting "${unknown}"`, null);
    return { kind: "run", step: await this.#checked(text), into };
  }

  #checked(text: string) {
    const { input, own, given, tools } = this.#around;
    return checkedStep(input.catalog, own, withFacts(text, given), tools);
  }
}

/** `NEW.email` → `$2`, `TG_OP` → what it is here. */
function withFacts(text: string, given: readonly string[]): string {
  const all = [...tokens(text)];
  const wordAt = (index: number) => {
    const token = all[index];
    return token === undefined ? "" : text.slice(token.start, token.end);
  };
  let made = "";
  let at = 0;
  const replace = (from: number, count: number, by: string) => {
    made += `${text.slice(at, all[from]?.start)}${by}`;
    at = all[from + count - 1]?.end ?? text.length;
  };
  for (const index of all.keys()) {
    const word = wordAt(index).toLowerCase();
    if (word === "tg_op") replace(index, 1, "'INSERT'");
    if (word !== "new" && word !== "old") continue;
    if (wordAt(index - 1) === ".") continue;
    const fact = given.indexOf(
      wordAt(index + 2)
        .toLowerCase()
        .replaceAll('"', ""),
    );
    if (word === "old" || wordAt(index + 1) !== "." || fact === -1)
      throw unsupported(`${word.toUpperCase()} but for the columns of a new account`, null);
    replace(index, 3, `$${fact + 1}`);
  }
  return made + text.slice(at);
}

const conditionCodes: Readonly<Record<string, string>> = {
  unique_violation: "23505",
  foreign_key_violation: "23503",
  not_null_violation: "23502",
  check_violation: "23514",
};

/** Handlers that let the error be: `EXCEPTION WHEN OTHERS THEN RAISE WARNING …; RETURN NEW;` */
function forgiven(handlers: readonly Handler[]): {
  readonly forgives: readonly string[] | "all";
  readonly returns: boolean;
} {
  const kinds = handlers.flatMap(({ statements }) => statements);
  const isQuiet = kinds.every(
    (one) =>
      one.kind === "null" || one.kind === "return" || (one.kind === "raise" && one.level !== "exception"),
  );
  if (!isQuiet) throw unsupported("An exception handler that does more than to let the error be", null);
  const returns = kinds.some(({ kind }) => kind === "return");
  const conditions = handlers.flatMap((handler) => handler.conditions);
  if (conditions.includes("others")) return { forgives: "all", returns };
  const forgives = conditions.map((condition) => {
    const code = conditionCodes[condition] ?? /^sqlstate '(\w{5})'$/.exec(condition)?.[1];
    if (code === undefined) throw unsupported(`The condition ${condition}`, null);
    return code;
  });
  return { forgives, returns };
}
