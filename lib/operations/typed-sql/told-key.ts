import { type AppError, isAppError } from "../../errors/app-error.ts";
import type { Script } from "./script-progress.ts";

/** What has taken longer is not done twice. */
const onceMoreMaxMs = 5_000;

/**
 * A statement that fell over a key, once more, to be told which row did: Postgres tells no values of a table under row-level
 * security (`app.told_key`). Nothing of the attempt stays.
 *
 * @param ms how long the first attempt took.
 * @returns the error with its DETAIL, or as it came where the second attempt ends otherwise.
 */
export async function withKeyTold(
  error: unknown,
  script: Script,
  ms: number,
  run: (script: Script) => Promise<unknown>,
): Promise<unknown> {
  const index = untold(error);
  if (index === null || ms > onceMoreMaxMs) return error;
  const { kept: _, ...rest } = script;
  try {
    await run({ ...rest, isDryRun: true, tellsKeys: index });
    return error;
  } catch (again) {
    return isAppError(again) && again.code === "23505" && statementOf(again) === index ? again : error;
  }
}

/** The statement that fell over a key without saying which; null: something else has happened. */
function untold(error: unknown): number | null {
  if (!isAppError(error) || error.code !== "23505" || error.cause !== undefined) return null;
  const { detail } = (error.details ?? {}) as { readonly detail?: string };
  return detail === undefined ? statementOf(error) : null;
}

function statementOf({ details }: AppError): number | null {
  const { statement } = (details ?? {}) as { readonly statement?: number };
  return statement ?? null;
}
