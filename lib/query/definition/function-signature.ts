import type {
  Catalog,
  CatalogFunction,
  FunctionArgument,
  FunctionReturn,
  ReturnedColumn,
  TypedName,
} from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { returnedColumns } from "../../engine/stored-view.ts";
import { guardExpression } from "../../expression/guard.ts";
import { guardTypeName } from "../../expression/guard-types.ts";
import {
  asList,
  childrenOf,
  locationOf,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import { callerEdits } from "../calls/caller-edits.ts";
import { enumNamed } from "../enums/scope.ts";
import { ownTypeNames, withoutEnumCasts } from "../own-types.ts";
import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";
import { cutter } from "../text/composed-text.ts";
import { typeNameOf, typeText } from "../text/type-text.ts";
import { Refused } from "../write/refused.ts";
import { isAssignable } from "./assignable.ts";
import { domainNamed } from "./domains.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";

function isInput({ fields }: TreeNode): boolean {
  return ["FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_VARIADIC", "FUNC_PARAM_INOUT"].includes(
    String(fields.mode),
  );
}

function isOutput({ fields }: TreeNode): boolean {
  return ["FUNC_PARAM_OUT", "FUNC_PARAM_TABLE", "FUNC_PARAM_INOUT"].includes(String(fields.mode));
}

/** A function's parameters as typed. */
export function argumentsOf(
  input: DefinitionInput,
  parameters: readonly TreeNode[],
): readonly FunctionArgument[] {
  const ranges = parameterRanges(input);
  refuseParameters(parameters);
  return parameters.flatMap((parameter, index): FunctionArgument[] => {
    if (!isInput(parameter)) return [];
    const { name, argType, defexpr, mode } = parameter.fields;
    const range = ranges[index];
    const value = unwrap(defexpr);
    const own: FunctionArgument = {
      name: name === undefined ? null : String(name),
      ...argumentType(input.catalog, argType as TreeFields),
      ...(mode === "FUNC_PARAM_VARIADIC" ? { isVariadic: true } : {}),
    };
    if (value === null || range === undefined) return [own];
    const refusal = guardExpression(value, { types: ownTypeNames(input.catalog) });
    if (refusal !== null) throw Refused.with(refusal);
    refuseSubqueries(value);
    const placed = placedTokens(input.text, range);
    const is = placed.find((token) => token.depth === 0 && (token.word === "DEFAULT" || token.word === "="));
    const text = input.text.slice(is?.end ?? range.start, range.end).trim();
    const runs = spokenByCaller(input, value, { start: is?.end ?? range.start, end: range.end });
    return [
      {
        ...own,
        default: withoutEnumCasts(input.catalog, text),
        ...(runs === null ? {} : { defaultRuns: withoutEnumCasts(input.catalog, runs) }),
      },
    ];
  });
}

/** A default that asks who calls (`auth.uid()`), as it runs; null: it does not. */
function spokenByCaller({ text, indexOf }: DefinitionInput, value: TreeNode, range: Range): string | null {
  const edits = callerEdits(text, value, indexOf);
  if (edits.length === 0) return null;
  return cutter(text, edits)(range.start, range.end)
    .map((piece) => piece.text)
    .join("")
    .trim();
}

/** @throws {Refused} 0A000: as in Postgres, a default reads nothing. */
function refuseSubqueries(value: TreeNode): void {
  const pending = [value];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "SubLink")
      throw new Refused("featureNotSupported", "cannot use subquery in DEFAULT expression", {
        location: locationOf(node),
      });
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
}

/** @throws {Refused} 42P13 for a name that is there twice, and for a parameter without a default behind one with. */
function refuseParameters(parameters: readonly TreeNode[]): void {
  const seen = new Set<string>();
  let isOptional = false;
  for (const parameter of parameters) {
    const { name, mode, defexpr } = parameter.fields;
    const place = isInput(parameter) ? "in" : "out";
    const key = `${place} ${String(name)}`;
    if (name !== undefined && seen.has(key))
      throw new Refused("invalidFunctionDefinition", `parameter name "${String(name)}" used more than once`);
    seen.add(key);
    if (place === "out" || mode === "FUNC_PARAM_VARIADIC") continue;
    if (isOptional && defexpr === undefined)
      throw new Refused(
        "invalidFunctionDefinition",
        "input parameters after one with a default value must also have defaults",
      );
    isOptional = defexpr !== undefined;
  }
}

function parameterRanges({ text, indexOf, fields }: DefinitionInput) {
  const first = unwrap(asList(fields.parameters)[0]);
  if (first === null) return [];
  const at = indexOf(Number(first.fields.location ?? 0));
  const whole = { start: 0, end: text.length };
  // The bracket in front of the first parameter: a token, since a comment may hold brackets too.
  const open = placedTokens(text, whole).findLast(({ word, start }) => word === "(" && start <= at);
  return open === undefined ? [] : listItems(text, insideOf(text, whole, open).inside);
}

/** A type of Postgres's, an enum of the database's own, or a table's or view's rows. */
function argumentType(catalog: Catalog, node: TreeFields): Pick<FunctionArgument, "type" | "row" | "labels"> {
  const name = ownName(node);
  const isEnum = name !== null && enumNamed(catalog, [name]) !== null;
  const [row] = name === null || isEnum ? [] : storedReads(catalog, [name]);
  return row === undefined || name === null ? valueType(catalog, node) : { type: name, row };
}

/** A type of Postgres's, or an enum of the database's own. */
function valueType(catalog: Catalog, node: TreeFields): Pick<FunctionArgument, "type" | "labels"> {
  const name = ownName(node);
  const own = name === null ? null : enumNamed(catalog, [name]);
  return { type: typeOf(catalog, node), ...(own === null ? {} : { labels: own.id }) };
}

/** The name of a type that may be of the database's own: alone, or behind `public.` */
function ownName(node: TreeFields): string | null {
  return asList(node.arrayBounds).length === 0 ? (ownPath(node)[0] ?? null) : null;
}

/** The same, also of an array's elements; empty: it is none. */
function ownPath(node: TreeFields): readonly string[] {
  const path = names(node.names);
  const isOwn = path.length === 1 || (path.length === 2 && path[0] === "public");
  return isOwn ? path.slice(-1) : [];
}

function typeOf(catalog: Catalog, node: TreeFields): string {
  const name = ownName(node);
  // Columns of an enum are texts too.
  if (name !== null && catalog.enums?.some((own) => own.name === name)) return "text";
  if (enumNamed(catalog, ownPath(node)) !== null)
    return `text${"[]".repeat(asList(node.arrayBounds).length)}`;
  const domain = domainNamed(catalog, node);
  if (domain !== undefined && asList(node.arrayBounds).length === 0) return typeNameOf(domain);
  const refusal = guardTypeName({ kind: "TypeName", fields: node });
  if (refusal !== null) throw Refused.with(refusal);
  return typeText(node);
}

/** The types in `DROP FUNCTION f (int, text)`. */
function signatureTyped(catalog: Catalog, types: readonly unknown[]): string {
  return types
    .flatMap((item) => unwrap(item) ?? [])
    .map(({ fields }) => argumentType(catalog, fields).type)
    .join(", ");
}

/** The types of a function's arguments, by which those of one name differ. */
export function signatureOf({ signature, arguments: args }: CatalogFunction): string {
  return signature ?? args.map(({ type }) => type).join(", ");
}

/** The functions of a name, or the one with the types that stand behind it. */
export function functionsMeant(
  catalog: Catalog,
  name: string,
  fields: TreeFields,
): readonly CatalogFunction[] {
  const named = (catalog.functions ?? []).filter((candidate) => candidate.name === name);
  if (fields.args_unspecified === true) {
    if (named.length < 2) return named;
    throw new Refused("ambiguousFunction", `function name "${name}" is not unique`, {
      hint: "Specify the argument list to select the function unambiguously.",
    });
  }
  const signature = withoutLengths(signatureTyped(catalog, asList(fields.objargs)));
  return named.filter((candidate) => withoutLengths(signatureOf(candidate)) === signature);
}

/** Lengths are no part of a function's name. */
function withoutLengths(signature: string): string {
  return signature.replaceAll(/\(\d+(?:, ?-?\d+)*\)/g, "");
}

/** @throws {Refused} 42P13 unless an assignment makes what a function returns of what its last statement gives. */
export function refuseResult(made: CatalogFunction, found: readonly TypedName[]): void {
  if (made.returns.kind === "void") return;
  const asked = returnedColumns(made);
  const fits = asked.every(({ type }, index) => {
    const given = found[index];
    return given !== undefined && isAssignable(given.type, type);
  });
  if (found.length !== asked.length || !fits) throw returnMismatch(made);
}

/** As Postgres words it. */
function returnMismatch({ returns }: CatalogFunction): Refused {
  const declared = returns.kind === "value" ? returns.type : returns.kind === "rows" ? "record" : "void";
  return new Refused(
    "invalidFunctionDefinition",
    `return type mismatch in function declared to return ${declared}`,
    { hint: "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING." },
  );
}

/** What a function gives. @param rows how many, by `ROWS`. */
export function returnOf(
  catalog: Catalog,
  fields: TreeFields,
  parameters: readonly TreeNode[],
  rows: number | null,
): FunctionReturn {
  const type = fields.returnType as TreeFields | undefined;
  const columns = parameters.filter(isOutput).map(
    ({ fields: { name, argType } }): ReturnedColumn => ({
      name: String(name ?? "column"),
      ...valueType(catalog, argType as TreeFields),
    }),
  );
  const isSet = type?.setof === true;
  const isSingle = isSet && rows === 1 ? ({ isSingle: true } as const) : {};
  if (columns.length > 0) return { kind: "rows", columns, isSet, ...isSingle };
  const path = names(type?.names);
  const name = path.at(-1) ?? "void";
  if (name === "void") return { kind: "void" };
  const [read] = type === undefined || ownName(type) === null ? [] : storedReads(catalog, [name]);
  if (read !== undefined)
    return { kind: "rows", columns: rowColumns(catalog, read.id), isSet, ...isSingle, of: read.id };
  if (name === "record")
    throw unsupported("RETURNS record", null, "Write RETURNS TABLE (…) with its columns.");
  const { setof: _, ...plain } = type ?? {};
  return { kind: "value", ...valueType(catalog, plain), isSet };
}

/** The columns of a table's or view's rows. */
export function rowColumns(catalog: Catalog, id: string): readonly TypedName[] {
  const view = catalog.views?.find((candidate) => candidate.id === id);
  if (view !== undefined) return view.columns.map(({ name, type }) => ({ name, type }));
  const table = catalog.tables.find((candidate) => candidate.id === id);
  if (table === undefined) return [];
  return readableColumns(table).map((column) => ({ name: column.name, type: typeNameOf(column) }));
}
