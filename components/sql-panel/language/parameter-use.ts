import type { ParameterType } from "#lib/catalog/query-parameters.ts";
import type { KnownColumn, KnownNames } from "./names.ts";
import { scopeAt } from "./scope.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** What a parameter is by where it stands. */
export interface ParameterUse {
  readonly type: ParameterType;
  /** The values of the enum that it is compared with or stored in. */
  readonly choices?: readonly string[];
}

const comparisons = new Set(["=", "<>", "!=", "<", ">", "<=", ">="]);
const textual = new Set(["like", "ilike", "~", "||"]);

/**
 * What a `{{name}}` is taken for until somebody says otherwise: the type that it is cast to, that of the column that it is
 * compared with, set to or inserted into, a number behind LIMIT. The server has the last word.
 *
 * @param text one statement.
 */
export function parameterUse(text: string, name: string, names: KnownNames): ParameterUse | null {
  const tokens = tokensOf(text);
  for (const [at, { text: word }] of tokens.entries()) {
    if (!word.startsWith("{{") || word.slice(2, -2).trim() !== name) continue;
    const found = kindAt(tokens, at, names);
    if (found !== null) return found;
  }
  return null;
}

function kindAt(tokens: readonly Token[], at: number, names: KnownNames): ParameterUse | null {
  const before = tokens[at - 1]?.name ?? "";
  const after = tokens[at + 1]?.name ?? "";
  if (after === "::") return ofTypeName(typeWords(tokens, at + 2));
  if (after === "as" && before === "(" && tokens[at - 2]?.name === "cast")
    return ofTypeName(typeWords(tokens, at + 2));
  if (before === "limit" || before === "offset") return { type: "bigint" };
  if (textual.has(before) || textual.has(after)) return { type: "text" };
  const isList = before === "(" && /^(?:any|all)$/.test(tokens[at - 2]?.name ?? "");
  if (isList && comparisons.has(tokens[at - 3]?.name ?? "")) return { type: "text[]" };
  const column = comparedWith(tokens, at, names) ?? insertedInto(tokens, at, names);
  return column === null ? null : ofColumn(column);
}

/** `price < {{x}}`, `{{x}} = p.id`, `price between {{a}} and {{b}}`, `status in ({{a}}, {{b}})` */
function comparedWith(tokens: readonly Token[], at: number, names: KnownNames): KnownColumn | null {
  const before = tokens[at - 1]?.name ?? "";
  if (comparisons.has(before)) return columnEndingAt(tokens, at - 2, names);
  if (before === "between") return columnEndingAt(tokens, operandEnd(tokens, at - 2), names);
  if (before === "and" && tokens[at - 3]?.name === "between")
    return columnEndingAt(tokens, operandEnd(tokens, at - 4), names);
  if (before === "(" || before === ",") {
    const open = openBracket(tokens, at);
    if (tokens[open - 1]?.name === "in") return columnEndingAt(tokens, operandEnd(tokens, open - 2), names);
  }
  if (!comparisons.has(tokens[at + 1]?.name ?? "")) return null;
  const last = tokens[at + 3]?.text === "." ? at + 4 : at + 2;
  return columnEndingAt(tokens, last, names);
}

/** In front of `NOT IN`, `NOT BETWEEN`. */
function operandEnd(tokens: readonly Token[], at: number): number {
  return tokens[at]?.name === "not" ? at - 1 : at;
}

function openBracket(tokens: readonly Token[], at: number): number {
  const depth = tokens[at]?.depth ?? 0;
  return tokens.findLastIndex(
    (token, index) => index < at && token.text === "(" && token.depth === depth - 1,
  );
}

/** `price`, `b.price`: whose last word stands at a place. */
function columnEndingAt(tokens: readonly Token[], at: number, names: KnownNames): KnownColumn | null {
  const last = tokens[at];
  if (last === undefined || (last.kind !== "word" && last.kind !== "quoted")) return null;
  const owner = tokens[at - 1]?.text === "." ? tokens[at - 2]?.name : undefined;
  const { items } = scopeAt(tokens, last.start, names);
  const named = items.filter(
    ({ name, relation }) => owner === undefined || name === owner || relation === owner,
  );
  return named.flatMap(({ columns }) => columns).find(({ name }) => name === last.name) ?? null;
}

/** `insert into t (a, b) values ({{x}}, {{y}})` */
function insertedInto(tokens: readonly Token[], at: number, names: KnownNames): KnownColumn | null {
  const into = tokens.findIndex(({ name }, index) => name === "into" && tokens[index - 1]?.name === "insert");
  const values = tokens.findIndex(({ name }) => name === "values");
  if (into < 0 || values < 0 || at < values) return null;
  const open = openBracket(tokens, at);
  const place = tokens.slice(open + 1, at).filter(({ text, depth }) => text === "," && depth === 1).length;
  const target = tokens[into + 2]?.text === "." ? into + 3 : into + 1;
  const columns = names.relations.find(({ name }) => name === tokens[target]?.name)?.columns ?? [];
  const listed = tokens.slice(target + 1, values).filter(({ kind, depth }) => depth === 1 && kind !== "sign");
  if (listed.length === 0) return columns[place] ?? null;
  return columns.find(({ name }) => name === listed[place]?.name) ?? null;
}

function typeWords(tokens: readonly Token[], from: number): string {
  const words = tokens.slice(from, from + 4);
  const isLong = ["double", "timestamp", "time", "character"].includes(words[0]?.name ?? "");
  const list = words[1]?.text === "[" ? "[]" : "";
  return isLong ? words.map(({ name }) => name).join(" ") : `${words[0]?.name ?? ""}${list}`;
}

function ofColumn({ type, choices }: KnownColumn): ParameterUse | null {
  if (choices !== undefined) return { type: "text", choices };
  return type === null ? null : ofTypeName(type);
}

const types: readonly (readonly [form: RegExp, type: ParameterType])[] = [
  [/\[\]$/, "text[]"],
  [/^(?:bigint|int8|bigserial)\b/, "bigint"],
  [/^(?:int|integer|int4|int2|smallint|serial)\b/, "integer"],
  [/^(?:numeric|decimal)\b/, "numeric"],
  [/^(?:double|float|float8|real|number)\b/, "double precision"],
  [/^bool/, "boolean"],
  [/^date\b/, "date"],
  [/^(?:timestamptz|timestamp with time zone)\b/, "timestamp with time zone"],
  [/^time\b/, "time"],
  [/^uuid\b/, "uuid"],
  [/^json/, "jsonb"],
  [/^(?:text|varchar|char|character|citext|email|url|phone|richtext|file)\b/, "text"],
];

function ofTypeName(name: string): ParameterUse | null {
  const known = types.find(([form]) => form.test(name.toLowerCase()));
  return known === undefined ? null : { type: known[1] };
}
