import type { CatalogFunction, Change } from "../../catalog/types.ts";
import { isAppError } from "../../errors/app-error.ts";
import { Refused } from "../write/refused.ts";
import type { FunctionTools } from "./function-tools.ts";
import { isOnRows, rowFunction } from "./row-trigger.ts";
import { signUpFunction } from "./sign-up-function.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import { touchesOf, touchingFunction, wayAroundTrigger } from "./trigger.ts";

interface Typed {
  readonly name: string;
  readonly body: string;
  readonly isDefiner: boolean;
  readonly old: CatalogFunction | undefined;
}

/** A trigger's function, and what its triggers are no longer. */
interface MadeFunction {
  readonly made: CatalogFunction;
  readonly changes: readonly Change[];
}

/**
 * A trigger's function: one that notes the time, that says what becomes of rows before they are written, or that is carried out for
 * each new account.
 *
 * @throws {Refused} 0A000 for one that does something else.
 */
export async function triggerFunction(
  input: DefinitionInput,
  typed: Typed,
  tools: FunctionTools,
): Promise<MadeFunction> {
  const { name, body, old } = typed;
  const touching = touchingFunction(name, body, old);
  if (touching !== null) {
    const onRows =
      old === undefined || !isOnRows(input.catalog, old)
        ? null
        : await rowFunction(input.catalog, typed, tools);
    return { made: onRows === null ? touching : { ...touching, onRows: onRows.onRows }, changes: [] };
  }
  const changes = old?.touches === undefined ? [] : touchesOf(input.catalog, name);
  const problems: Refused[] = [];
  const rows = await ofRows(input, typed, tools, problems);
  const accounts = await ofAccounts(input, typed, tools, rows !== null);
  if (rows === null) {
    if (accounts !== null && changes.length === 0 && !(old !== undefined && isOnRows(input.catalog, old)))
      return { made: accounts, changes };
    throw problems[0] === undefined ? notRead(body) : withHint(problems[0], wayAroundTrigger(body));
  }
  return { made: accounts === null ? rows : { ...accounts, onRows: rows.onRows }, changes };
}

async function ofRows(
  { catalog }: DefinitionInput,
  typed: Typed,
  tools: FunctionTools,
  problems: Refused[],
): Promise<(CatalogFunction & Required<Pick<CatalogFunction, "onRows">>) | null> {
  try {
    return await rowFunction(catalog, typed, tools);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== "0A000") throw error;
    problems.push(error);
    return null;
  }
}

function withHint({ refusal }: Refused, hint: string): Refused {
  return Refused.with({ ...refusal, hint: refusal.hint ?? hint });
}

function notRead(body: string): Refused {
  return unsupported("Such a trigger's function", null, wayAroundTrigger(body));
}

/** @param isElse whether the function is of use without. */
async function ofAccounts(
  input: DefinitionInput,
  typed: Typed,
  tools: FunctionTools,
  isElse: boolean,
): Promise<CatalogFunction | null> {
  const made = () => signUpFunction(input, typed, tools);
  if (!isElse || typed.old?.onSignUp?.trigger !== undefined) return made();
  try {
    return await tools.attempt(made);
  } catch (error) {
    if (error instanceof Refused || isAppError(error)) return null;
    throw error;
  }
}
