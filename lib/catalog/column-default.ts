import type { Column, ColumnType, Json } from "./types.ts";
import { canonicalValue } from "./values/value.ts";

/** What a column's `default` means: nothing, one of the three functions, or a value in its stored form. */
export type ColumnDefault =
  | { readonly kind: "none" }
  | { readonly kind: "now" }
  | { readonly kind: "random_uuid" }
  | { readonly kind: "current_user" }
  | { readonly kind: "value"; readonly value: Json }
  /** The rest of a sentence that starts with the default. */
  | { readonly kind: "invalid"; readonly problem: string };

/** Reads a default: a string is a literal of the column's type, unless it is one of the three function calls. */
export function parseDefault(column: Pick<Column, "type" | "enum_values" | "default">): ColumnDefault {
  const given = column.default;
  if (given === undefined || given === null) return { kind: "none" };
  if (typeof given === "string") {
    const call = defaultCalls.get(given);
    if (call !== undefined) {
      return call.types.includes(column.type)
        ? { kind: call.kind }
        : { kind: "invalid", problem: call.problem };
    }
  }
  const literal = typeof given === "string" ? readLiteral(column.type, given) : given;
  if (literal === undefined) return { kind: "invalid", problem: literalProblem(column.type) };
  // 'null' as a literal of jsonb.
  if (literal === null) return { kind: "value", value: null };
  const result = canonicalValue(column, literal);
  return result.ok ? { kind: "value", value: result.value } : { kind: "invalid", problem: result.problem };
}

interface DefaultCall {
  readonly kind: "now" | "random_uuid" | "current_user";
  readonly types: readonly ColumnType[];
  readonly problem: string;
}

const uuidOnly = "fits only columns of type uuid";

const defaultCalls: ReadonlyMap<string, DefaultCall> = new Map([
  [
    "now()",
    {
      kind: "now",
      types: ["timestamptz", "date", "time"],
      problem: "fits only columns of type timestamptz, date or time",
    },
  ],
  ["gen_random_uuid()", { kind: "random_uuid", types: ["uuid"], problem: uuidOnly }],
  ["auth.uid()", { kind: "current_user", types: ["uuid"], problem: uuidOnly }],
]);

function literalProblem(type: ColumnType): string {
  return type === "jsonb" ? "must be JSON, like {}" : 'must be a list of texts, like ["red", "blue"]';
}

/** The value that the literal stands for; undefined when it does not parse. Only jsonb and lists have a syntax of their own. */
function readLiteral(type: ColumnType, literal: string): Json | undefined {
  if (type === "jsonb") return parseJson(literal);
  if (type !== "text[]") return literal;
  return literal.trimStart().startsWith("{") ? parseArrayLiteral(literal.trim()) : parseJson(literal);
}

function parseJson(text: string): Json | undefined {
  try {
    // JSON.parse returns JSON: the cast only names it.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Postgres's text form of a one-dimensional array: `{}`, `{red,"light blue"}`. */
export function parseArrayLiteral(text: string): readonly string[] | undefined {
  const body = text.slice(1, -1);
  if (!text.endsWith("}") || text.length < 2) return undefined;
  if (body.trim() === "") return [];
  const item = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}\\]+?))\s*(?:,|$)/y;
  const items: string[] = [];
  while (item.lastIndex < body.length) {
    const match = item.exec(body);
    if (match === null) return undefined;
    const [, quoted, bare] = match;
    if (quoted === undefined && bare?.toLowerCase() === "null") return undefined;
    items.push(quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1"));
  }
  return body.trimEnd().endsWith(",") ? undefined : items;
}
