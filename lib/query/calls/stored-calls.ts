import { functionName } from "../../catalog/function-schema.ts";
import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { allowedFunctions } from "../../expression/allowed-functions.ts";
import { noMatch } from "../../expression/guard-functions.ts";
import {
  asList,
  childrenOf,
  leftmostLocation,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { attributeCalls, columnCalls } from "../rows/row-calls.ts";
import { rowTypeUses } from "../rows/row-types.ts";
import { rowValues } from "../rows/row-values.ts";
import { bracketsFrom, placedTokens, type Range } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { fitOf, preferredOf, spelledCall, type TypeOf, typesOf } from "./call-types.ts";

/** The names of a database's own functions that a text may call: one of Postgres's own of that name goes first. */
export function callableNames({ functions = [] }: Catalog): ReadonlySet<string> {
  const called = functions.filter((called) => !isOfTriggers(called));
  return new Set(called.map(({ name }) => name).filter((name) => !allowedFunctions.has(name)));
}

/** Whether a statement calls a function of the database's own. */
export function callsStored(catalog: Catalog, statement: TreeNode): boolean {
  const callable = callableNames(catalog);
  return (
    (callable.size > 0 && storedCalls(callable, statement).length > 0) ||
    attributeCalls(catalog, callable, statement).length > 0 ||
    columnCalls(catalog, callable, statement).length > 0 ||
    speaksOfRows(catalog, statement)
  );
}

/** Whether a statement speaks of a table's rows as a type. */
function speaksOfRows(catalog: Catalog, statement: TreeNode): boolean {
  const { populates, nulls, literals, arrays } = rowTypeUses(catalog, statement);
  if ([populates, nulls, literals, arrays].some((uses) => uses.length > 0)) return true;
  const { fields, stars, unnests } = rowValues(catalog, statement);
  return [fields, stars, unnests].some((uses) => uses.length > 0);
}

export interface StoredCall {
  readonly call: TreeNode;
  /** The FROM item that the call is; null: it stands in an expression. */
  readonly item: TreeNode | null;
  /** Whether it is a column of a SELECT without a name of its own. */
  readonly isColumn: boolean;
  /** What it stands in. */
  readonly parent: TreeNode | null;
}

export function storedCalls(callable: ReadonlySet<string>, statement: TreeNode): readonly StoredCall[] {
  const found: StoredCall[] = [];
  const columns = new Set<TreeFields>();
  const pending: [TreeNode, TreeNode | null, TreeNode | null][] = [[statement, null, null]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, item, parent] = next;
    const isStored = node.kind === "FuncCall" && callable.has(calledName(node));
    const isColumn =
      columns.has(node.fields) || (parent !== null && isField(parent) && columns.has(parent.fields));
    if (isStored) found.push({ call: node, item, isColumn, parent });
    for (const target of asList(node.kind === "SelectStmt" ? node.fields.targetList : [])) {
      const { name, val } = unwrap(target)?.fields ?? {};
      const value = unwrap(val);
      if (name === undefined && value !== null) columns.add(value.fields);
    }
    const below = childrenOf(node);
    if (!below.ok) continue;
    const around = node.kind === "RangeFunction" ? node : node.kind === "List" ? item : null;
    for (const child of below.nodes) pending.push([child, around, node]);
  }
  return found;
}

/** `(f(x)).a`, whose column is called as the field is. */
function isField({ kind }: TreeNode): boolean {
  return kind === "A_Indirection";
}

function calledName(call: TreeNode): string {
  return functionName(names(call.fields.funcname));
}

/** Whether a statement calls a function that writes. */
export function callsWriting(catalog: Catalog, statement: TreeNode): boolean {
  const writing = catalog.functions?.filter(({ writes }) => writes !== undefined) ?? [];
  if (writing.length === 0) return false;
  const typeOf = typesOf(catalog, statement);
  return storedCalls(callableNames({ ...catalog, functions: writing }), statement).some(({ call }) =>
    isWriting(catalog, call, typeOf),
  );
}

/** One that no function answers to is told when it is compiled. */
function isWriting(catalog: Catalog, call: TreeNode, typeOf: TypeOf): boolean {
  try {
    return calledFunction(catalog, call, typeOf).writes !== undefined;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/**
 * Of several functions of one name the one that takes as many arguments, by these names, and whose types the values fit best.
 *
 * @throws {Refused} 42883 where a value is known to be of a type that none takes.
 */
export function calledFunction(catalog: Catalog, call: TreeNode, typeOf: TypeOf): CatalogFunction {
  const named = (catalog.functions ?? []).filter(({ name }) => name === calledName(call));
  const args = asList(call.fields.args).map(unwrap);
  const said = args.flatMap((argument) =>
    argument?.kind === "NamedArgExpr" ? [String((argument.fields as TreeFields).name)] : [],
  );
  const firstNamed = args.findIndex((argument) => argument?.kind === "NamedArgExpr");
  const late =
    firstNamed < 0
      ? undefined
      : args.find((argument, index) => index > firstNamed && argument?.kind !== "NamedArgExpr");
  if (late != null)
    throw new Refused("syntaxError", "positional argument cannot follow named argument", {
      location: leftmostLocation(late),
    });
  const taking = named.filter(
    ({ arguments: own }) =>
      (args.length <= own.length || own.at(-1)?.isVariadic === true) &&
      said.every((name) => own.some((argument) => argument.name === name)) &&
      own
        .slice(args.length - said.length)
        .every(
          (argument) =>
            argument.default !== undefined || (argument.name !== null && said.includes(argument.name)),
        ),
  );
  const fits = taking
    .map((called) => ({ called, fit: fitOf(called, call, typeOf) }))
    .filter(({ fit }) => fit !== null)
    .toSorted((a, b) => (b.fit ?? 0) - (a.fit ?? 0));
  const best = fits.filter(({ fit }) => fit === fits[0]?.fit).map((one) => one.called);
  const [called] = best.length > 1 ? preferredOf(best, call, typeOf) : best;
  if (called !== undefined) return called;
  if (best.length > 1) throw ambiguousCall(call, typeOf);
  if (named.length === 0) throw new RangeError("a call of no function");
  throw unknownCall(call, spelledCall(call, typeOf));
}

export function refused(call: TreeNode, what: string): Refused {
  return new Refused("featureNotSupported", `${what} is not supported here.`, {
    location: Number(call.fields.location ?? 0),
    hint: "Call the function in FROM.",
  });
}

export function writesHere(call: TreeNode, { name, steps }: CatalogFunction): Refused {
  const what = steps === undefined ? "writes" : "is carried out step by step";
  return new Refused(
    "featureNotSupported",
    `function ${name} ${what}, and cannot be called inside of a statement`,
    {
      location: Number(call.fields.location ?? 0),
      hint: "Call it as a statement of its own, SELECT * FROM f(…), or through rpc().",
    },
  );
}

export function bracketOf(typed: string, at: number): { inside: Range; after: number } {
  return bracketsFrom(typed, at);
}

/** `f(1, b => 2)`: by place, then by name. */
export function argumentsOf(
  called: CatalogFunction,
  call: TreeNode,
  ranges: readonly Range[],
  typed: string,
  textOf: (range: Range) => Sql,
): readonly (Sql | null)[] {
  const given: (Sql | null)[] = called.arguments.map(() => null);
  const args = asList(call.fields.args).map(unwrap);
  const firstNamed = args.findIndex((argument) => argument?.kind === "NamedArgExpr");
  const rest = restOf(called, call);
  if (call.fields.func_variadic === true && called.arguments.at(-1)?.isVariadic !== true)
    throw unknownCall(call);
  if (args.length > called.arguments.length && rest === null) throw unknownCall(call);
  for (const [index, argument] of args.entries()) {
    const range = ranges[index] ?? { start: 0, end: 0 };
    if (rest !== null && index >= rest && argument?.kind !== "NamedArgExpr") {
      given[rest] = listOf(given[rest] ?? null, textOf(range));
      continue;
    }
    if (argument?.kind !== "NamedArgExpr") {
      given[index] = ofArgument(called, index, textOf(withoutVariadic(typed, range)), argument ?? null);
      continue;
    }
    const place = called.arguments.findIndex(
      ({ name }) => name === String((argument.fields as TreeFields).name),
    );
    if (place < 0 || (given[place] !== null && place < firstNamed)) throw unknownCall(call);
    if (given[place] !== null)
      throw new Refused(
        "syntaxError",
        `argument name "${called.arguments[place]?.name}" used more than once`,
        { location: Number(argument.fields.location ?? 0) },
      );
    const arrow = placedTokens(typed, range).find(
      ({ word }) => word === "=" || word === "=>" || word === ":=",
    );
    const isLong = arrow !== undefined && typed.slice(arrow.end, arrow.end + 1) === ">";
    const value = textOf({ start: (arrow?.end ?? range.start) + (isLong ? 1 : 0), end: range.end });
    given[place] = ofArgument(called, place, value, unwrap(argument.fields.arg));
  }
  if (called.arguments.some((argument, index) => given[index] === null && argument.default === undefined))
    throw unknownCall(call);
  return given;
}

/** `VARIADIC list` → `list` */
function withoutVariadic(typed: string, range: Range): Range {
  const [first] = placedTokens(typed, range);
  return first?.word === "VARIADIC" ? { start: first.end, end: range.end } : range;
}

/** The place of the argument that takes the rest of the values, unless the call says `VARIADIC` itself. */
function restOf({ arguments: own }: CatalogFunction, { fields }: TreeNode): number | null {
  return own.at(-1)?.isVariadic === true && fields.func_variadic !== true ? own.length - 1 : null;
}

/** `array[…]` with one more value. */
function listOf(list: Sql | null, value: Sql): Sql {
  if (list === null) return sql`array[${value}]`;
  return sql`${list} || array[${value}]`;
}

/** A row is given as a SELECT of it. */
function ofArgument(called: CatalogFunction, index: number, value: Sql, node: TreeNode | null): Sql {
  if (called.arguments[index]?.row === undefined) return value;
  // A name has the columns of what it names; of a sub-select they are known in FROM alone.
  return node?.kind === "ColumnRef" || node?.kind === "A_Indirection"
    ? sql`select (${value}).*`
    : sql`select ("$x"."$v").* from ${value} as "$x" ("$v")`;
}

function ambiguousCall(call: TreeNode, typeOf: TypeOf): Refused {
  const spelled = spelledCall(call, typeOf) ?? `${calledName(call)}(…)`;
  return new Refused("ambiguousFunction", `function ${spelled} is not unique`, {
    location: Number(call.fields.location ?? 0),
    hint: "Could not choose a best candidate function. You might need to add explicit type casts.",
  });
}

function unknownCall(call: TreeNode, spelled: string | null = null): Refused {
  const said =
    spelled === null
      ? `function ${calledName(call)} does not take these arguments`
      : `function ${spelled} does not exist`;
  const location = Number(call.fields.location ?? 0);
  return new Refused("undefinedFunction", said, { location, hint: noMatch });
}
