import { runSteps } from "../../query/calls/run-steps.ts";
import { steppedFunction } from "../../query/definition/stepped-function.ts";
import type { Block, Statement } from "../../query/plpgsql/block.ts";
import { byteIndex } from "../../query/text/positions.ts";
import { definitionTools } from "./script-definition.ts";
import type { Progress } from "./script-progress.ts";
import { raisedBy, stepHost } from "./script-steps.ts";

/** Whether a block reads and writes rows and does nothing else: then it goes step by step, as functions do. */
export function isOfRows({ declarations, statements, handlers }: Block): boolean {
  const texts = declarations.flatMap(({ value }) => value ?? []);
  const all = [...statements, ...handlers.flatMap((handler) => handler.statements)];
  return !texts.some(readsCatalogs) && all.every(isRowStatement);
}

function isRowStatement(statement: Statement): boolean {
  const { value, query, text, condition, list } = statement as Readonly<Record<string, unknown>>;
  const texts = [value, query, text, condition, list].filter((one) => typeof one === "string");
  if (texts.some(readsCatalogs)) return false;
  switch (statement.kind) {
    case "sql":
      return /^\s*(?:select|insert|update|delete|with)\b/i.test(statement.text);
    case "block":
      return isOfRows(statement.block);
    case "if":
      return (
        !statement.arms.some((arm) => readsCatalogs(arm.condition)) &&
        [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise].every(isRowStatement)
      );
    case "for":
    case "foreach":
    case "while":
      return statement.statements.every(isRowStatement);
    case "execute":
    case "other":
      return false;
    default:
      return true;
  }
}

/** Postgres's own catalogs are not here. */
export function readsCatalogs(text: string): boolean {
  return /\b(?:pg_\w+|information_schema)\b/i.test(text);
}

/** Carries a block of rows out. @throws {AppError} what it raises. */
export async function runRowsBlock(progress: Progress, index: number, block: Block): Promise<void> {
  const { catalog, script } = progress;
  const own = {
    id: "",
    name: "do",
    arguments: [],
    returns: { kind: "void" },
    volatility: "volatile",
    body: "",
    signature: "",
  } as const;
  const input = {
    catalog,
    text: "",
    indexOf: byteIndex(""),
    fields: {},
    notices: [],
    counter: { last: null },
  };
  const start = script.typed.statements[index]?.start ?? 0;
  const made = await steppedFunction(input, own, block, definitionTools(progress, index, start));
  await raisedBy(index, () => runSteps(stepHost(progress, index), made, []));
}
