import { statementAround } from "./completion.ts";
import type { KnownFunction, KnownNames } from "./names.ts";
import { scopeAt } from "./scope.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** The call that an offset stands in. */
export interface CallHelp {
  readonly functions: readonly KnownFunction[];
  /** 0-based index of the argument. */
  readonly argument: number;
}

/** Which function's brackets hold an offset, and which argument is being typed. */
export function callAt(text: string, offset: number, names: KnownNames): CallHelp | null {
  const tokens = statementAround(tokensOf(text), offset).filter(({ start }) => start < offset);
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.text === "(") open.push(index);
    else if (token.text === ")" && token.end <= offset) open.pop();
  }
  const at = open.at(-1);
  const name = at === undefined ? undefined : tokens[at - 1];
  if (at === undefined || name === undefined) return null;
  const functions = names.functions.filter((one) => one.name === name.name);
  if (functions.length === 0) return null;
  const inside = (tokens[at]?.depth ?? 0) + 1;
  const argument = tokens
    .slice(at + 1)
    .filter(({ text: sign, depth }) => sign === "," && depth === inside).length;
  return { functions, argument };
}

/** What is known of the name at an offset, as lines of Markdown with its place. */
export interface NameHelp {
  readonly lines: readonly string[];
  readonly start: number;
  readonly end: number;
}

export function nameAt(text: string, offset: number, names: KnownNames): NameHelp | null {
  const tokens = statementAround(tokensOf(text), offset);
  const index = tokens.findIndex(({ start, end }) => start <= offset && offset <= end);
  const token = tokens[index];
  if (token === undefined || (token.kind !== "word" && token.kind !== "quoted")) return null;
  const lines = linesOf(token, tokens, index, names);
  return lines === null ? null : { lines, start: token.start, end: token.end };
}

function linesOf(
  token: Token,
  tokens: readonly Token[],
  index: number,
  names: KnownNames,
): readonly string[] | null {
  if (tokens[index + 1]?.text === "(") {
    const functions = names.functions.filter(({ name }) => name === token.name);
    if (functions.length > 0) return functionLines(functions);
  }
  const { items, queries } = scopeAt(tokens, token.end, names);
  const owner = tokens[index - 1]?.text === "." ? tokens[index - 2]?.name : undefined;
  for (const item of items) {
    if (owner !== undefined && item.name !== owner) continue;
    const column = item.columns.find(({ name }) => name === token.name);
    if (column === undefined) continue;
    return [
      code(`${item.name}.${column.name}${column.type === null ? "" : ` ${column.type}`}`),
      column.description ?? "",
    ];
  }
  if (owner !== undefined && owner !== "public") return null;
  const item = [...items, ...queries].find(({ name }) => name === token.name);
  const relation = names.relations.find(({ name }) => name === (item?.relation ?? token.name));
  if (relation !== undefined)
    return [
      code(`${relation.kind} ${relation.name}`),
      relation.description ?? "",
      columnList(relation.columns),
    ];
  return item === undefined ? null : [code(`query ${item.name}`), columnList(item.columns)];
}

function functionLines(functions: readonly KnownFunction[]): readonly string[] {
  const shown = functions.slice(0, 5);
  return [
    ...shown.map(({ name, arguments: args, returns }) => code(`${name}(${args}) → ${returns}`)),
    shown[0]?.description ?? "",
  ];
}

function columnList(columns: readonly { readonly name: string; readonly type: string | null }[]): string {
  const shown = columns.slice(0, 30).map(({ name, type }) => (type === null ? name : `${name} ${type}`));
  return shown.length === 0 ? "" : code(shown.join("\n") + (columns.length > 30 ? "\n…" : ""));
}

/** A fenced block, whatever the text holds. */
function code(text: string): string {
  return `\`\`\`sql\n${text.replaceAll("```", "'''")}\n\`\`\``;
}
