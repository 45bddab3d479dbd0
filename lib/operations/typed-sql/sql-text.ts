import { withoutCopyData, withoutDumpMarks } from "../../query/copy-data.ts";
import { placeOfSyntaxError } from "../../query/text/statement-places.ts";
import { statementError, type TypedText } from "./sql-errors.ts";
import type { SqlServices } from "./sql-run.ts";

/** A text with its statements, and the data of each COPY by the end of its statement. */
export interface ParsedText extends TypedText {
  readonly copied: ReadonlyMap<number, string>;
}

/** A text with its statements. @throws {AppError} 42601 where Postgres's grammar ends, 54001 when it is too much to parse. */
export async function parsedText(
  { sqlParser }: Pick<SqlServices, "sqlParser">,
  typed: string,
): Promise<ParsedText> {
  const { text, data: copied } = withoutCopyData(withoutDumpMarks(typed));
  const parsed = await sqlParser.parse(text);
  if (parsed.ok) return { text, statements: parsed.statements, copied };
  throw statementError(parsed.code, parsed.message, placeOfSyntaxError(text, parsed.position));
}
