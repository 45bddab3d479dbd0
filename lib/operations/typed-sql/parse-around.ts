import { type AppError, isAppError } from "../../errors/app-error.ts";
import { type Place, rangeOfStatement } from "../../query/text/statement-places.ts";
import type { SqlServices } from "./sql-run.ts";
import { type ParsedText, parsedText } from "./sql-text.ts";

/** So many statements may be broken before only these are told. */
const brokenMax = 10;

/** A statement of Postgres's that does nothing and has no columns. */
const placeholder = "select";

/**
 * A text whose broken statements are replaced, so that the others can be looked at where they stand.
 *
 * @returns the syntax errors by their statement's index; no text where what is broken cannot be told from the rest.
 * @throws {AppError} 54001 when it is too much to parse.
 */
export async function parsedAround(
  services: Pick<SqlServices, "sqlParser">,
  query: string,
): Promise<{ typed: ParsedText | null; broken: ReadonlyMap<number, AppError> }> {
  const broken = new Map<number, AppError>();
  for (let text = query; ; ) {
    try {
      return { typed: await parsedText(services, text), broken };
    } catch (error) {
      if (!isAppError(error) || error.code !== "42601") throw error;
      // The cast: an error of the grammar has these details.
      const { statement } = error.details as Place;
      const isNew = !broken.has(statement);
      if (isNew) broken.set(statement, error);
      const replaced = isNew && broken.size < brokenMax ? withoutStatement(text, statement) : null;
      if (replaced === null) return { typed: null, broken };
      text = replaced;
    }
  }
}

/** The text with a placeholder of the same length in the statement's place, or nothing in the last one's; null if it does not fit. */
function withoutStatement(text: string, statement: number): string | null {
  const range = rangeOfStatement(text, statement);
  if (range === null) return null;
  const length = [...text.slice(range.start, range.end)].length;
  // The last one may be missing: it is the number of none behind it.
  const isLast = rangeOfStatement(text, statement + 1) === null;
  if (length < placeholder.length && !isLast) return null;
  return text.slice(0, range.start) + (isLast ? "" : placeholder).padEnd(length) + text.slice(range.end);
}
