import { reservedWords } from "../../catalog/checks/reserved-words.ts";

/**
 * SQL text for a person to read and edit. It is a proposal, not a statement of ours: it runs, if ever, as the person's
 * own typed SQL behind the guard, so that it is text here and no `Sql` value.
 */

/** An identifier, quoted only where Postgres needs it. */
export function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reservedWords.has(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** A column of the table that is called `alias`, as an expression. */
export function columnSql(alias: string, column: { readonly parts: readonly string[] }): string {
  const parts = column.parts.map((part) => `${alias}.${identifier(part)}`);
  return parts.length === 1 ? (parts[0] ?? "") : `concat_ws(' ', ${parts.join(", ")})`;
}

/** A string literal, as Postgres reads it by its standard settings: a backslash is just that. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", "''")}'`;
}

/** The text as a pattern of LIKE that matches just itself. */
export function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** The text as a pattern of a regular expression that matches just itself. */
export function regexPattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
