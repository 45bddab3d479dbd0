import type { Catalog, CatalogFunction, EmbeddedCall } from "../catalog/types.ts";
import { type CallPlace, callMark, placedCall } from "../engine/embedded-calls.ts";
import { callSelect } from "../engine/stored-view.ts";
import { allowedFunctions } from "../expression/allowed-functions.ts";
import type { Refusal } from "../expression/refusal.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, keyword, type Sql, sql } from "../sql/sql.ts";
import { insideOf, listItems, placedTokens, type Range } from "./clauses.ts";
import { cutter, type Edit } from "./composed-text.ts";
import { Refused } from "./write/refused.ts";

/** The names of a database's own functions that a text may call: one of Postgres's own of that name goes first. */
export function callableNames({ functions = [] }: Catalog): ReadonlySet<string> {
  return new Set(functions.map(({ name }) => name).filter((name) => !allowedFunctions.has(name)));
}

/** Whether a statement calls a function of the database's own. */
export function callsStored(catalog: Catalog, statement: TreeNode): boolean {
  const callable = callableNames(catalog);
  return callable.size > 0 && storedCalls(callable, statement).length > 0;
}

export interface StoredCall {
  readonly call: TreeNode;
  /** The FROM item that the call is; null: it stands in an expression. */
  readonly item: TreeNode | null;
  /** Whether it is a column of a SELECT without a name of its own. */
  readonly isColumn: boolean;
}

export function storedCalls(callable: ReadonlySet<string>, statement: TreeNode): readonly StoredCall[] {
  const found: StoredCall[] = [];
  const columns = new Set<TreeFields>();
  const pending: [TreeNode, TreeNode | null][] = [[statement, null]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, item] = next;
    const isStored = node.kind === "FuncCall" && callable.has(calledName(node));
    if (isStored) found.push({ call: node, item, isColumn: columns.has(node.fields) });
    for (const target of asList(node.kind === "SelectStmt" ? node.fields.targetList : [])) {
      const { name, val } = unwrap(target)?.fields ?? {};
      const value = unwrap(val);
      if (name === undefined && value !== null) columns.add(value.fields);
    }
    const below = childrenOf(node);
    if (!below.ok) continue;
    const around = node.kind === "RangeFunction" ? node : node.kind === "List" ? item : null;
    for (const child of below.nodes) pending.push([child, around]);
  }
  return found;
}

function calledName(call: TreeNode): string {
  const path = names(call.fields.funcname);
  return path.length === 1 || path[0] === "public" ? (path.at(-1) ?? "") : "";
}

/** Whether a statement calls a function that writes. */
export function callsWriting(catalog: Catalog, statement: TreeNode): boolean {
  const writing = catalog.functions?.filter(({ writes }) => writes !== undefined) ?? [];
  if (writing.length === 0) return false;
  return storedCalls(callableNames({ ...catalog, functions: writing }), statement).some(
    ({ call }) => calledFunction(catalog, call).writes !== undefined,
  );
}

/** What stands in a call's place, of the function and its arguments. */
type PlacedAs = (called: CatalogFunction, given: readonly (Sql | null)[], place: CallPlace) => string;

interface CallInput {
  readonly catalog: Catalog;
  readonly typed: string;
  readonly statement: TreeNode;
  readonly indexOf: (byteOffset: number) => number;
  /** The other edits of the text, which arguments may hold. */
  readonly edits: readonly Edit[];
  /** Absent: the function's own SELECT. */
  readonly placedAs?: PlacedAs;
}

/** Each call replaced by what stands in its place, the arguments as typed. */
export function callEdits({
  catalog,
  typed,
  statement,
  indexOf,
  edits,
  placedAs = (called, given, place) => placedCall(place, callSelect(catalog, called, given)),
}: CallInput): readonly Edit[] {
  const placed = storedCalls(callableNames(catalog), statement).map((call) => ({
    ...call,
    at: indexOf(Number(call.call.fields.location ?? 0)),
  }));
  let made: readonly Edit[] = [];
  // From the last one on: those in the arguments of another come before it.
  for (const { at, ...one } of placed.toSorted((a, b) => b.at - a.at)) {
    const { call } = one;
    const { inside, after } = bracketOf(typed, at);
    const called = calledFunction(catalog, call);
    if (called.writes !== undefined) throw writesHere(call, called.name);
    const within = made.filter((edit) => edit.at < after);
    const around = edits.filter((edit) => !within.some((own) => edit.at >= own.at && edit.at < own.end));
    const cut = cutter(typed, [...around, ...within]);
    const argumentText = ({ start, end }: Range) =>
      keyword(
        cut(start, end)
          .map(({ text }) => text)
          .join(""),
      );
    const given = argumentsOf(called, call, listItems(typed, inside), typed, argumentText);
    const text = placedAs(called, given, placeOf(one, called));
    made = [...made.filter((edit) => edit.at >= after), { at, end: after, text }];
  }
  return made;
}

/** @throws {Refused} for a call where such a function cannot stand. */
function placeOf({ call, item, isColumn }: StoredCall, { name, returns }: CatalogFunction): CallPlace {
  if (item === null) {
    if (returns.kind !== "value" || (returns.isSet && returns.type.endsWith("[]")))
      throw refused(call, `${name} gives rows, and`);
    return returns.isSet ? { as: "values", ...(isColumn ? { alias: name } : {}) } : { as: "value" };
  }
  const { ordinality, coldeflist, is_rowsfrom, alias } = item.fields;
  if (ordinality === true || coldeflist !== undefined || is_rowsfrom === true)
    throw refused(call, "WITH ORDINALITY and ROWS FROM of a stored function");
  if (alias === undefined) return { as: "rows", alias: name };
  // As in Postgres, the one column is called as the rows are.
  const { aliasname } = alias as { aliasname?: string };
  return { as: "rows", ...(returns.kind === "value" ? { column: String(aliasname) } : {}) };
}

/** Calls of a text that is to be stored: each becomes a mark, and the list gets what it stands for. */
export function embeddedCalls(
  catalog: Catalog,
  input: Omit<CallInput, "catalog" | "placedAs">,
  calls: EmbeddedCall[],
):
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly refusal: Refusal } {
  const placedAs: PlacedAs = ({ id, name }, given, place) => {
    const texts = given.map((value) => (value === null ? null : compile(value).text));
    const index = calls.push({ function: id, name, given: texts, ...place }) - 1;
    return `${callMark}${index}${callMark}`;
  };
  try {
    return { ok: true, edits: callEdits({ catalog, ...input, placedAs }) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Of several functions of one name the first that takes as many arguments, by these names. */
export function calledFunction(catalog: Catalog, call: TreeNode): CatalogFunction {
  const named = (catalog.functions ?? []).filter(({ name }) => name === calledName(call));
  const args = asList(call.fields.args).map(unwrap);
  const said = args.flatMap((argument) =>
    argument?.kind === "NamedArgExpr" ? [String((argument.fields as TreeFields).name)] : [],
  );
  const fitting = named.find(
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
  const called = fitting ?? named[0];
  if (called === undefined) throw new RangeError("a call of no function");
  return called;
}

function refused(call: TreeNode, what: string): Refused {
  return new Refused("featureNotSupported", `${what} is not supported here.`, {
    location: Number(call.fields.location ?? 0),
    hint: "Call the function in FROM.",
  });
}

export function writesHere(call: TreeNode, name: string): Refused {
  return new Refused(
    "featureNotSupported",
    `function ${name} writes, and cannot be called inside of a statement`,
    {
      location: Number(call.fields.location ?? 0),
      hint: "Call it as a statement of its own, SELECT * FROM f(…), or through rpc().",
    },
  );
}

export function bracketOf(typed: string, at: number): { inside: Range; after: number } {
  const range = { start: at, end: typed.length };
  const open = placedTokens(typed, range).find((token) => token.word === "(");
  if (open === undefined) throw new RangeError("a call without brackets");
  return insideOf(typed, range, open);
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
  const said = `function ${called.name}`;
  const rest = restOf(called, call);
  if (call.fields.func_variadic === true && called.arguments.at(-1)?.isVariadic !== true)
    throw unknownCall(call, said);
  if (args.length > called.arguments.length && rest === null) throw unknownCall(call, said);
  for (const [index, argument] of args.entries()) {
    const range = ranges[index] ?? { start: 0, end: 0 };
    if (rest !== null && index >= rest && argument?.kind !== "NamedArgExpr") {
      given[rest] = listOf(given[rest] ?? null, textOf(range));
      continue;
    }
    if (argument?.kind !== "NamedArgExpr") {
      given[index] = ofArgument(called, index, textOf(withoutVariadic(typed, range)));
      continue;
    }
    const place = called.arguments.findIndex(
      ({ name }) => name === String((argument.fields as TreeFields).name),
    );
    if (place < 0) throw unknownCall(call, said);
    const arrow = placedTokens(typed, range).find(
      ({ word }) => word === "=" || word === "=>" || word === ":=",
    );
    const isLong = arrow !== undefined && typed.slice(arrow.end, arrow.end + 1) === ">";
    const value = textOf({ start: (arrow?.end ?? range.start) + (isLong ? 1 : 0), end: range.end });
    given[place] = ofArgument(called, place, value);
  }
  if (called.arguments.some((argument, index) => given[index] === null && argument.default === undefined))
    throw unknownCall(call, said);
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
function ofArgument(called: CatalogFunction, index: number, value: Sql): Sql {
  return called.arguments[index]?.row === undefined ? value : sql`select (${value}).*`;
}

function unknownCall(call: TreeNode, said: string): Refused {
  return new Refused("undefinedFunction", `${said} does not take these arguments`, {
    location: Number(call.fields.location ?? 0),
    hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
  });
}
