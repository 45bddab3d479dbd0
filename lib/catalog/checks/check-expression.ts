/** Strings and quoted names, which are one token whatever they hold, then bare words; `(` behind a word makes it a call. */
const tokens = /'(?:[^']|'')*'|"((?:[^"]|"")+)"|([A-Za-z_][A-Za-z0-9_]*)(?=(\s*\()?)/g;

/** Whether a check's expression names the column. */
export function mentionsColumn(expression: string, column: string): boolean {
  return [...expression.matchAll(tokens)].some((match) => columnOf(match) === column);
}

/** The expression with the column's new name wherever the old one stands. */
export function renameInExpression(expression: string, column: string, to: string): string {
  const written = /^[a-z_][a-z0-9_]*$/.test(to) ? to : `"${to.replaceAll('"', '""')}"`;
  return expression.replace(tokens, (...match) => (columnOf(match) === column ? written : match[0]));
}

/** The column that a token may name: a quoted name as it stands, a bare word in small letters, a call or a string none. */
function columnOf(match: readonly string[]): string | null {
  const [, quoted, bare, parenthesis] = match;
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return bare !== undefined && parenthesis === undefined ? bare.toLowerCase() : null;
}

/** How changes of names find their way into the expressions of definitions. */
export interface ExpressionTools {
  /** Whether the expression names the column. */
  mentions(expression: string, column: string): boolean;
  renameColumn(expression: string, column: string, to: string): string;
  renameTable(expression: string, table: string, to: string): string;
}

/** By words, where no parser is at hand. A parsed expression knows better which words are columns. */
export const wordTools: ExpressionTools = {
  mentions: mentionsColumn,
  renameColumn: renameInExpression,
  renameTable: (expression) => expression,
};
