import { functionSchemas } from "../../catalog/function-schema.ts";
import type { Catalog } from "../../catalog/types.ts";
import { isAppError } from "../../errors/app-error.ts";
import type { Refusal } from "../../expression/refusal.ts";
import { compileDefinition } from "../../query/definition/compile-definition.ts";
import type { FunctionTools } from "../../query/definition/function-tools.ts";
import type { DefinitionStep } from "../../query/definition/step.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { codePoints } from "../../query/text/positions.ts";
import { applyUnlessLarge } from "../schema/apply-at-once.ts";
import { carryOutStep, isOnlyChanges } from "../schema/carry-out-definition.ts";
import { inSavepoint } from "./savepoint.ts";
import { type Progress, told } from "./script-progress.ts";
import { runText } from "./script-text.ts";
import { definitionError, refusalError } from "./sql-errors.ts";
import type { SqlResult } from "./sql-run.ts";

/** Makes what a statement of definitions asks for; those behind it find it made. */
export async function runDefinition(
  progress: Progress,
  index: number,
  statement: RawStatement,
): Promise<SqlResult> {
  const { script } = progress;
  const startedAt = performance.now();
  const outcome = await compileDefinition(
    progress.catalog,
    script.typed.text,
    statement,
    definitionTools(progress, index, statement.start),
  );
  if (!outcome.ok)
    throw refusalError(script.typed, index, ofFunctionsOnly(progress.catalog, outcome.refusal));
  const { command } = outcome.step;
  const { count, notice } = await carryOutOr(progress, index, outcome.step);
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  return {
    command,
    columns: [],
    rows: [],
    // What an ALTER TABLE writes to give a column its values is no result of it.
    row_count: command.startsWith("ALTER") ? 0 : count,
    truncated: false,
    ms,
    ...(notice === undefined ? {} : { notice }),
  };
}

/** A schema that was made is there, and has functions alone. */
function ofFunctionsOnly(catalog: Catalog, refusal: Refusal): Refusal {
  const schema = /^schema "(.+)" does not exist$/.exec(refusal.message)?.[1];
  if (schema === undefined || !functionSchemas(catalog).has(schema)) return refusal;
  return {
    ...refusal,
    code: "0A000",
    message: `The schema "${schema}" has functions only.`,
    hint: `Tables, views and types are in the schema public: leave "${schema}." out in front of their names.`,
  };
}

/** What the making of definitions asks of the server. @param start where the statement begins in the text. */
export function definitionTools(progress: Progress, index: number, start: number): FunctionTools {
  const { services, session, script } = progress;
  return {
    parse: (text) => services.sqlParser.parse(text),
    attempt: (work) => inSavepoint(session, work),
    columnsOf: (text, toTyped = () => null) =>
      told(progress, index, { text, toStatement: fromStart(script.typed.text, start, toTyped) }, () =>
        session.describe(index, { text, values: [] }),
      ),
  };
}

/** Places of the whole text as those of a statement that begins at an index of it. */
function fromStart(
  text: string,
  start: number,
  toTyped: (position: number) => number | null,
): (position: number) => number | null {
  return (position) => {
    const own = toTyped(position);
    return own === null ? null : own - codePoints(text, start);
  };
}

/** A statement that is the whole text may be carried out in several transactions. */
function canWait({ script, services }: Progress): boolean {
  return (
    services.changeLarge !== undefined && script.typed.statements.length === 1 && !script.skipsUnsupported
  );
}

interface CarriedOut {
  readonly count: number;
  readonly notice?: string | undefined;
}

/** The step, or what it says is done where there is no room for it: that is found out before anything is written. */
async function carryOutOr(progress: Progress, index: number, step: DefinitionStep): Promise<CarriedOut> {
  try {
    return { count: await carryOut(progress, index, step), notice: step.notice };
  } catch (error) {
    if (step.ifNoRoom === undefined || !isAppError(error) || error.code !== "54011") throw error;
    return carryOutOr(progress, index, step.ifNoRoom);
  }
}

/** @returns how many rows the step wrote. */
async function carryOut(progress: Progress, index: number, step: DefinitionStep): Promise<number> {
  const { services, scope, session, script } = progress;
  try {
    const transaction = { scope, tx: session.tx, parser: () => services.sqlParser };
    if (canWait(progress) && isOnlyChanges(progress.catalog, step)) {
      const { command, changes } = step;
      const applied = await applyUnlessLarge(transaction, progress.catalog, changes);
      if (applied === null) progress.large = { command, changes };
      else progress.catalog = applied.after;
    } else progress.catalog = await carryOutStep(transaction, progress.catalog, step);
  } catch (error) {
    throw definitionError(script.typed, index, error);
  }
  progress.changes.push(...step.changes);
  let count = 0;
  for (const text of step.filled ?? []) count += await runText(progress, index, text);
  return step.next === undefined ? count : count + (await carryOut(progress, index, step.next));
}
