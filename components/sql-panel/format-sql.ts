/**
 * The text laid out anew, comments and `{{parameters}}` kept.
 *
 * @throws {Error} when the formatter does not understand it.
 */
export async function formatSql(text: string): Promise<string> {
  const { format } = await import("sql-formatter");
  return format(text, {
    language: "postgresql",
    keywordCase: "preserve",
    tabWidth: 2,
    linesBetweenQueries: 1,
    paramTypes: { custom: [{ regex: String.raw`\{\{\s*[\p{L}_][\p{L}\p{N}_]*\s*\}\}` }], numbered: ["$"] },
  });
}
