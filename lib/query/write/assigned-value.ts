import { sqlTypeOf } from "../../catalog/sql-types.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { assignedValue, bareType } from "../../engine/column-sql.ts";
import { defaultValue } from "../../engine/write/insert-source.ts";
import { aggregateFunctions, setReturningFunctions } from "../../expression/function-kinds.ts";
import { asList, type TreeNode } from "../../expression/tree.ts";
import { compile, keyword, sql } from "../../sql/sql.ts";
import { type Fragments, ours } from "../composed-text.ts";
import { utf16FromCodePoints } from "../positions.ts";
import { Refused } from "./refused.ts";

/** Where our own value would stand in a text of the engine. */
const hole = "\u0001";

/**
 * An expression as an assignment to a column would take it: implicit and assignment casts only, lengths checked.
 *
 * `COALESCE(NULL::integer, x)` resolves a literal to the column's type and refuses what no implicit cast reaches (42804,
 * as an assignment does); the cast around it is then one that assignment allows too.
 *
 * @param isLiteral a bare literal, NULL or parameter, which takes the column's type by itself.
 */
export function assigned(column: Column, expression: Fragments, isLiteral: boolean): Fragments {
  const { type, before, after } = textsOf(column);
  return [...before, ...castFor(column, type, expression, isLiteral), ...after];
}

interface ColumnTexts {
  readonly type: string;
  /** What stands around a value of the bare type for it to be measured. */
  readonly before: Fragments;
  readonly after: Fragments;
}

/** A list of values asks for the same texts in every row; definitions are immutable values. */
const texts = new WeakMap<Column, ColumnTexts>();

function textsOf(column: Column): ColumnTexts {
  const known = texts.get(column);
  if (known !== undefined) return known;
  const [before = "", after = ""] = compile(assignedValue(column, keyword(hole))).text.split(hole);
  const made = { type: compile(bareType(column)).text, before: ours(before), after: ours(after) };
  texts.set(column, made);
  return made;
}

function castFor(column: Column, type: string, expression: Fragments, isLiteral: boolean): Fragments {
  const read = sqlTypeOf(column);
  const internal = read?.isArray ? null : (read?.base.internal ?? column.type);
  if (isLiteral) return [...ours("("), ...expression, ...ours(`)::${type}`)];
  // Anything can be assigned to a text.
  if (isTextual(column)) return [...ours("("), ...expression, ...ours(`)::${type}`)];
  const helper = internal === null ? undefined : helpers[internal];
  if (helper !== undefined)
    return [...ours(`${mark(column.name)}app.${helper}(`), ...expression, ...ours(")")];
  return [...ours(`COALESCE(NULL::${type}, ${mark(column.name)}`), ...expression, ...ours(`)::${type}`)];
}

/** Says in the compiled text whose value follows, for the words of an error. */
function mark(name: string): string {
  return `/*$${encodeURIComponent(name).replaceAll("*", "%2A")}*/`;
}

/**
 * What an assignment says of a type that does not fit, where Postgres spoke of our COALESCE; null for any other error.
 *
 * @param position 1-based, in code points of the compiled text.
 */
export function assignmentError(
  text: string,
  message: string,
  position: number | null,
): { readonly sqlstate: string; readonly message: string; readonly hint: string } | null {
  const [, type, given] =
    /^COALESCE types (.+) and (.+) cannot be matched$/.exec(message) ??
    /^function app\.assigned_(\w+)\((.+)\) does not exist$/.exec(message) ??
    [];
  if (type === undefined || position === null) return null;
  const before = text.slice(0, utf16FromCodePoints(text, position - 1));
  // A COALESCE of the user's own has something between our mark and its arguments.
  const name = /\/\*\$([^*]+)\*\/[\s(]*$/.exec(before)?.[1];
  if (name === undefined) return null;
  return {
    sqlstate: "42804",
    message: `column "${decodeURIComponent(name)}" is of type ${type} but expression is of type ${given}`,
    hint: "You will need to rewrite or cast the expression.",
  };
}

/** Types that an assignment reaches from types that no common type joins them with. */
const helpers: Readonly<Record<string, string>> = {
  jsonb: "assigned_jsonb",
  json: "assigned_json",
  time: "assigned_time",
  money: "assigned_money",
};

function isTextual(column: Column): boolean {
  const read = sqlTypeOf(column);
  if (read?.isArray) return false;
  const internal = read?.base.internal;
  if (internal === undefined) return typeOf(column) === "text";
  return internal === "varchar" || internal === "bpchar" || internal === "name";
}

/** Whether a value has no type of its own yet: a string, NULL or `$1`. */
export function isUntyped(node: TreeNode | null): boolean {
  if (node?.kind === "ParamRef") return true;
  return node?.kind === "A_Const" && (node.fields.sval !== undefined || node.fields.isnull === true);
}

/** The Postgres type of a column's values, without length and precision. */
export function typeOf(column: Column): string {
  return textsOf(column).type;
}

/** A column's default, NULL when it has none. */
export function defaultOf(table: CatalogTable, column: Column): Fragments {
  return ours(compile(sql`(${defaultValue(table, column) ?? sql`null::${bareType(column)}`})`).text);
}

/** @throws {Refused} 42803 and its like: these places take no aggregates, window functions or sets, as in Postgres. */
export function refuseAggregates(values: unknown, place: "VALUES" | "UPDATE" | "RETURNING"): void {
  const pending: unknown[] = [...asList(values)];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [kind, fields] of Object.entries(value)) {
      if (kind === "SubLink" || kind === "SelectStmt") continue;
      if (kind === "FuncCall") refuseCall(fields as TreeNode["fields"], place);
      if (kind === "JsonObjectAgg" || kind === "JsonArrayAgg")
        throw new Refused("groupingError", `aggregate functions are not allowed in ${place}`);
      pending.push(fields);
    }
  }
}

function refuseCall(call: TreeNode["fields"], place: string): void {
  const last = asList(call.funcname).at(-1) as { String?: { sval?: string } } | undefined;
  const options = { location: Number(call.location ?? 0) };
  if (call.over !== undefined)
    throw new Refused("windowingError", `window functions are not allowed in ${place}`, options);
  const name = last?.String?.sval ?? "";
  if (aggregateFunctions.has(name))
    throw new Refused("groupingError", `aggregate functions are not allowed in ${place}`, options);
  if (place === "UPDATE" && setReturningFunctions.has(name))
    throw new Refused("featureNotSupported", "set-returning functions are not allowed in UPDATE", options);
}
