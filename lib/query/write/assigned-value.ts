import { isIdentity } from "../../catalog/column-facts.ts";
import { sqlTypeOf } from "../../catalog/sql-types.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { assignedValue, bareType } from "../../engine/column-sql.ts";
import { defaultValue } from "../../engine/write/insert-source.ts";
import { aggregateFunctions, setReturningFunctions } from "../../expression/function-kinds.ts";
import { asList, type TreeNode } from "../../expression/tree.ts";
import { compile, keyword, literal, sql } from "../../sql/sql.ts";
import { type Fragments, ours } from "../text/composed-text.ts";
import { markOf } from "../text/mark.ts";
import { utf16FromCodePoints } from "../text/positions.ts";
import { Refused } from "./refused.ts";

/** Where our own value would stand in a text of the engine. */
const hole = markOf(4);

/**
 * An expression as an assignment to a column would take it: implicit and assignment casts only, lengths checked.
 *
 * `COALESCE(NULL::integer, x)` resolves a literal to the column's type and refuses what no implicit cast reaches (42804,
 * as an assignment does); the cast around it is then one that assignment allows too.
 *
 * @param isLiteral a bare literal, NULL or parameter, which takes the column's type by itself.
 * @param place where the value that a column of a query gives stands in the statement as typed: 1-based, in code points.
 */
export function assigned(
  column: Column,
  expression: Fragments,
  isLiteral: boolean,
  place: number | null = null,
): Fragments {
  const { before, after } = textsOf(column);
  return [...before, ...castFor(column, expression, isLiteral, place), ...after];
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

function castFor(column: Column, expression: Fragments, isLiteral: boolean, place: number | null): Fragments {
  const type = typeOf(column);
  if (isLiteral) return [...ours("("), ...expression, ...ours(`)::${type}`)];
  // Anything can be assigned to a text.
  if (isTextual(column)) return [...ours("("), ...expression, ...ours(`)::${type}`)];
  const said = mark(column.name, place);
  const helper = helpers[internalType(column)];
  if (helper !== undefined) return [...ours(`${said}app.${helper}(`), ...expression, ...ours(`)::${type}`)];
  return [...ours(`COALESCE(NULL::${type}, ${said}`), ...expression, ...ours(`)::${type}`)];
}

/** As `pg_type` calls it, of an array with brackets: `int4[]`. */
function internalType(column: Column): string {
  const read = sqlTypeOf(column);
  if (read === null) return column.type;
  return `${read.base.internal}${read.isArray ? "[]" : ""}`;
}

/** Behind the name of a column of which an element is assigned, in a mark. */
export const elementMark = "\u0002";

/** Says in the compiled text whose value follows, and where it was typed, for the words of an error. */
function mark(name: string, place: number | null): string {
  return `/*$${encodeURIComponent(name).replaceAll("*", "%2A")}${place === null ? "" : `:${place}`}*/`;
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
): AssignmentError | null {
  const types = misfit(message);
  if (types === null || position === null) return null;
  const index = utf16FromCodePoints(text, position - 1);
  // A COALESCE of the user's own has something between our mark and its arguments.
  const [, name, place] = /\/\*\$([^*:]+)(?::(\d+))?\*\/[\s(]*$/.exec(text.slice(0, index)) ?? [];
  if (name === undefined) return null;
  // Of a call of ours the place is that of its argument.
  const [inFront = ""] = /^app\.\w+\(\s*/.exec(text.slice(index, index + 200)) ?? [];
  const column = decodeURIComponent(name);
  return {
    sqlstate: "42804",
    message: column.endsWith(elementMark)
      ? `subscripted assignment to "${column.slice(0, -1)}" requires type ${types.of} but expression is of type ${types.given}`
      : `column "${column}" is of type ${types.of} but expression is of type ${types.given}`,
    hint: "You will need to rewrite or cast the expression.",
    position: position + inFront.length,
    typedPosition: place === undefined ? null : Number(place),
  };
}

/** Of a value that does not fit its column. */
export interface AssignmentError {
  readonly sqlstate: string;
  readonly message: string;
  readonly hint: string;
  /** In the compiled text. */
  readonly position: number;
  /** In the statement as typed; null: it is found by the other. */
  readonly typedPosition: number | null;
}

/** The two types that do not meet, where a message is about these. */
function misfit(message: string): { readonly of: string; readonly given: string } | null {
  const [, of, given] = /^COALESCE types (.+) and (.+) cannot be matched$/.exec(message) ?? [];
  if (of !== undefined && given !== undefined) return { of, given };
  const [, from, to] = /^COALESCE could not convert type (.+) to (.+)$/.exec(message) ?? [];
  if (from !== undefined && to !== undefined) return { of: to, given: from };
  const [, helper, value] = /^function app\.assigned_(\w+)\((.+)\) does not exist$/.exec(message) ?? [];
  if (helper === undefined || value === undefined) return null;
  return { of: helperTypes[helper] ?? helper, given: value };
}

/** What helpers give, where they are not called by it. */
const helperTypes: Readonly<Record<string, string>> = {
  texts: "text[]",
  varchars: "character varying[]",
  bpchars: "character[]",
  smallints: "smallint[]",
  integers: "integer[]",
  bigints: "bigint[]",
  numerics: "numeric[]",
  time: "time without time zone",
};

/** Types that an assignment reaches from types that no common type joins them with. */
const helpers: Readonly<Record<string, string>> = {
  jsonb: "assigned_jsonb",
  json: "assigned_json",
  time: "assigned_time",
  money: "assigned_money",
  "text[]": "assigned_texts",
  "varchar[]": "assigned_varchars",
  "bpchar[]": "assigned_bpchars",
  "int2[]": "assigned_smallints",
  "int4[]": "assigned_integers",
  "int8[]": "assigned_bigints",
  "numeric[]": "assigned_numerics",
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
  const { name } = table.definition;
  if (isIdentity(table.definition, column)) {
    const next = sql`app.nextval(${literal(table.id)}::uuid, ${literal(`${name}_${column.name}_seq`)})`;
    return ours(compile(sql`(${next}::${bareType(column)})`).text);
  }
  return ours(compile(sql`(${defaultValue(table, column) ?? sql`null::${bareType(column)}`})`).text);
}

/** @throws {Refused} 42803 and its like: these places take no aggregates, window functions or sets, as in Postgres. */
export function refuseAggregates(values: unknown, place: CallPlace): void {
  for (const call of callsIn(values)) refuseCall(call, place);
}

type CallPlace = "VALUES" | "UPDATE" | "RETURNING" | "MERGE WHEN conditions";

/** Whether an expression gives a set of values, by what it says. */
export function givesSet(value: TreeNode | null | undefined): boolean {
  if (value == null) return false;
  return callsIn([{ [value.kind]: value.fields }]).some(({ fields }) =>
    setReturningFunctions.has(calledName(fields)),
  );
}

/** The calls in expressions, but for those in queries of their own. */
function callsIn(values: unknown): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending: unknown[] = [...asList(values)];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [kind, fields] of Object.entries(value)) {
      if (kind === "SubLink" || kind === "SelectStmt") continue;
      if (/^(?:FuncCall|JsonObjectAgg|JsonArrayAgg)$/.test(kind))
        found.push({ kind, fields: fields as TreeNode["fields"] });
      pending.push(fields);
    }
  }
  return found;
}

function calledName(call: TreeNode["fields"]): string {
  const last = asList(call.funcname).at(-1) as { String?: { sval?: string } } | undefined;
  return last?.String?.sval ?? "";
}

function refuseCall({ kind, fields: call }: TreeNode, place: CallPlace): void {
  if (kind !== "FuncCall")
    throw new Refused("groupingError", `aggregate functions are not allowed in ${place}`);
  const options = { location: Number(call.location ?? 0) };
  if (call.over !== undefined)
    throw new Refused("windowingError", `window functions are not allowed in ${place}`, options);
  const name = calledName(call);
  if (aggregateFunctions.has(name))
    throw new Refused("groupingError", `aggregate functions are not allowed in ${place}`, options);
  if (place !== "VALUES" && setReturningFunctions.has(name))
    throw new Refused("featureNotSupported", `set-returning functions are not allowed in ${place}`, options);
}
