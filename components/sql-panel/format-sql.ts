import { contentOf } from "./language/tokens.ts";

/**
 * The text laid out anew, comments and `{{parameters}}` kept.
 *
 * @throws {Error} when the formatter does not understand it, or would change more than white space.
 */
export async function formatSql(text: string): Promise<string> {
  const { format } = await import("sql-formatter");
  const laidOut = format(text, {
    language: "postgresql",
    keywordCase: "preserve",
    tabWidth: 2,
    linesBetweenQueries: 1,
    paramTypes: { custom: [{ regex: String.raw`\{\{\s*[\p{L}_][\p{L}\p{N}_]*\s*\}\}` }], numbered: ["$"] },
  });
  if (contentOf(laidOut).join("\n") !== contentOf(text).join("\n"))
    throw new Error("The formatter would change the text.");
  return laidOut;
}
