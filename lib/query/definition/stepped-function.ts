import type { CatalogFunction } from "../../catalog/types.ts";
import type { Block, Statement } from "../plpgsql/block.ts";
import { responseWords } from "../plpgsql/response-words.ts";
import { tokens } from "../text/tokens.ts";
import { BlockSteps } from "./block-steps.ts";
import { BlockVariables, blockVariables } from "./block-variables.ts";
import type { FunctionTools } from "./function-tools.ts";
import type { DefinitionInput } from "./step.ts";
import type { OwnFunction } from "./writing-function.ts";

/** A function in plpgsql that no query can say: its statements are carried out one after the other when it is called. */
export async function steppedFunction(
  input: DefinitionInput,
  own: OwnFunction,
  block: Block,
  tools: FunctionTools,
): Promise<CatalogFunction> {
  const variables = new BlockVariables(input, own.arguments);
  for (const [name, type] of blockVariables) variables.addOwn(name, type);
  const isOut = own.returns.kind === "rows" && own.returns.of === undefined;
  if (isOut) for (const { name, type } of own.returns.columns) variables.addOwn(name, type);
  await variables.declare(block, tools);
  // Nothing is called with a null but what says that it is.
  const { isStrict: _, ...called } = own;
  const steps = await new BlockSteps({ input, own: called, variables, tools }).ofBlock(block);
  const last = isOut && !own.returns.isSet ? await lastRow(input, called, variables, tools) : [];
  return {
    ...own,
    query: "select null",
    reads: [],
    writes: { command: writtenIn(own.body), asked: [] },
    steps: { variables: variables.variables, steps: [...steps, ...last] },
  };
}

/**
 * A function in SQL of which a statement sets something of the answer: its statements, carried out the same way.
 *
 * @returns null for any other.
 */
export async function answeringFunction(
  input: DefinitionInput,
  own: OwnFunction,
  tools: FunctionTools,
): Promise<CatalogFunction | null> {
  if (!/set_config/i.test(own.body)) return null;
  const parsed = await tools.parse(own.body);
  if (!parsed.ok) return null;
  const texts = parsed.statements.map(({ start, end }) => own.body.slice(start, end));
  if (texts.every((text) => responseWords(text) === null)) return null;
  const { isStrict: _, ...called } = own;
  const variables = new BlockVariables(input, own.arguments);
  const last = own.returns.kind === "void" ? null : (texts.pop() ?? null);
  const statements = texts.map((text): Statement => ({ kind: "sql", text, into: [] }));
  const making = new BlockSteps({ input, own: called, variables, tools });
  const steps = await making.ofBlock({ declarations: [], statements, handlers: [] });
  const given = last === null ? [] : await making.ofResult(last);
  return {
    ...own,
    query: "select null",
    reads: [],
    writes: { command: writtenIn(own.body), asked: [] },
    steps: { variables: variables.variables, steps: [...steps, ...given], isSql: true },
  };
}

/** Parameters that are OUT are what is given back at the end, whether or not it says RETURN. */
function lastRow(input: DefinitionInput, own: OwnFunction, variables: BlockVariables, tools: FunctionTools) {
  const end: Block = { declarations: [], statements: [{ kind: "return", value: null }], handlers: [] };
  return new BlockSteps({ input, own, variables, tools }).ofBlock(end);
}

function writtenIn(body: string): string {
  for (const { kind, start, end } of tokens(body)) {
    const word = kind === "word" ? body.slice(start, end).toUpperCase() : "";
    if (word === "INSERT" || word === "UPDATE" || word === "DELETE") return word;
  }
  return "SELECT";
}
