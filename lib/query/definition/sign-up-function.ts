import { randomUUID } from "node:crypto";
import { accountFacts } from "../../catalog/account-facts.ts";
import type { CatalogFunction, FunctionArgument } from "../../catalog/types.ts";
import type { Block, Statement } from "../plpgsql/block.ts";
import { readBlock } from "../plpgsql/read-block.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { BlockSteps } from "./block-steps.ts";
import { BlockVariables, blockVariables } from "./block-variables.ts";
import type { FunctionTools } from "./function-tools.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import type { OwnFunction } from "./writing-function.ts";

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
    const facts = given.map(factArgument);
    const own = ownFunction(typed, facts);
    const variables = new BlockVariables(input, facts);
    variables.addGiven("new", given);
    const asked = Object.keys(operation).filter((word) => typed.body.toLowerCase().includes(word));
    for (const [name, type] of blockVariables) variables.addOwn(name, type);
    for (const name of asked) variables.addOwn(name, "text");
    await variables.declare(block, tools);
    const steps = await new BlockSteps({ input, own, variables, tools }).ofBlock(withOperation(block, asked));
    const trigger = typed.old?.onSignUp?.trigger;
    const args = [...facts, ...variables.variables];
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

/** What a trigger's function is told of why it runs. */
const operation: Readonly<Record<string, string>> = {
  tg_op: "'INSERT'",
  tg_when: "'AFTER'",
  tg_table_name: "'users'",
  tg_table_schema: "'auth'",
};

function withOperation(block: Block, asked: readonly string[]): Block {
  const told = asked.map((target): Statement => ({ kind: "assign", target, value: operation[target] ?? "" }));
  return { ...block, statements: [...told, ...block.statements] };
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
  // A new account has no row before it: this is a function for other triggers.
  if (/\bold\s*\./i.test(body)) return null;
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
