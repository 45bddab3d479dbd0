import { enumWithId } from "../../catalog/enum-type.ts";
import type {
  Catalog,
  CatalogFunction,
  FunctionArgument,
  StoredRead,
  TypedName,
} from "../../catalog/types.ts";
import { givenValue, type TypedColumn } from "../../engine/column-sql.ts";
import { ident, join, literal, type Sql, sql } from "../../sql/sql.ts";
import { namedType } from "../plan/derived-table.ts";
import { assertLabel } from "../plan/label-value.ts";
import type { ReadContext } from "../plan/read-context.ts";
import { arrayText } from "../request/filter.ts";
import { parseForm } from "../request/form.ts";
import { contentTypeName } from "../request/media-type.ts";
import { isOperation } from "../request/operators.ts";
import { type Payload, parsePayload } from "../request/payload.ts";
import { ownParameters, parseQueryParams, type QueryParam } from "../request/query-params.ts";
import type { RestRequest } from "../rest-request.ts";
import { bareType, callable, findFunction, isNameless } from "./find-function.ts";

/** A function with what a request gives it: per argument, null for its default. */
export interface GivenCall {
  readonly called: CatalogFunction;
  readonly given: readonly (Sql | null)[];
  /** The parameters that are not arguments. */
  readonly params: readonly QueryParam[];
}

/** The call of a POST: its body's keys are the arguments. */
export function callFromBody(context: ReadContext, name: string, request: RestRequest): GivenCall {
  const { body, params } = request;
  const bodyType = contentTypeName(request.header("content-type"));
  if (bodyType === "application/x-www-form-urlencoded") return callFromForm(context, name, request);
  const isBare = bareType(bodyType) !== null;
  const payload = isBare || body.trim() === "" ? noArguments : parsePayload(bodyType, body, "free");
  const given = parseQueryParams(params.filter(({ key }) => key === "columns")).columns ?? payload.keys;
  const called = findFunction(context.catalog, { name, given, bodyType });
  const [first] = called.arguments;
  if (isNameless(called.arguments) && (isBare || body.trim() !== "" || first?.default === undefined))
    // As in PostgREST, no body at all is an empty object.
    return { called, given: [wholeBody(first, isBare || body.trim() !== "" ? body : "{}")], params };
  const record = sql`(${payload.json}::jsonb -> 0)`;
  const values = called.arguments.map((argument) => {
    if (argument.name === null || !given.includes(argument.name)) return null;
    assertArgument(context, argument, payload.records[0]?.[argument.name]);
    return givenAs(context, argument, record, argument.name);
  });
  return { called, given: values, params };
}

/** A form says what an address does: texts, some of them several times. */
function callFromForm(context: ReadContext, name: string, request: RestRequest): GivenCall {
  const values = Map.groupBy(parseForm(request.body), ([key]) => key);
  const texts = new Map([...values].map(([key, pairs]) => [key, pairs.map(([, value]) => value)]));
  const asked = { name, given: [...texts.keys()], bodyType: "application/x-www-form-urlencoded" };
  const called = findFunction(context.catalog, asked);
  return { called, given: givenTexts(context, called, texts), params: request.params };
}

function givenTexts(
  context: ReadContext,
  called: CatalogFunction,
  values: ReadonlyMap<string, readonly string[]>,
): readonly (Sql | null)[] {
  return called.arguments.map((argument) => {
    const own = argument.name === null ? undefined : values.get(argument.name);
    return own === undefined ? null : fromText(context, argument, own);
  });
}

const noArguments: Payload = { json: "[{}]", keys: [], records: [{}] };

function wholeBody(argument: FunctionArgument | undefined, body: string): Sql {
  // Of bytes the text has a letter for each.
  return argument?.type === "bytea"
    ? sql`decode(${Buffer.from(body, "latin1").toString("hex")}, 'hex')`
    : sql`${body}`;
}

function givenAs(context: ReadContext, argument: FunctionArgument, object: Sql, key: string): Sql {
  if (argument.row === undefined) return givenValue(object, key, namedType(argument.type));
  const row = sql`(${object} -> ${literal(key)})`;
  return rowSelect(context, argument.row, (name, column) => givenValue(row, name, column));
}

/** A row as a SELECT of the columns that it had when the function was made. */
function rowSelect(
  { catalog }: ReadContext,
  row: StoredRead,
  givenAs: (name: string, column: TypedColumn) => Sql,
): Sql {
  const view = catalog.views?.find(({ id }) => id === row.id);
  const columns = view === undefined ? tableColumns(catalog, row) : view.columns.map(typedColumn);
  return sql`select ${join(columns.map(({ name, column }) => sql`${givenAs(name, column)} as ${ident(name)}`))}`;
}

interface NamedColumn {
  readonly name: string;
  readonly column: TypedColumn;
}

function typedColumn({ name, type }: TypedName): NamedColumn {
  return { name, column: namedType(type) };
}

function tableColumns(catalog: Catalog, row: StoredRead): readonly NamedColumn[] {
  const table = catalog.tables.find(({ id }) => id === row.id);
  return (row.columns ?? []).flatMap(({ name, key }) => {
    const column = table?.definition.columns.find((now) => table.storage.columns[now.name]?.key === key);
    return column === undefined ? [] : [{ name, column }];
  });
}

/** The call of a GET: parameters without an operator are arguments, as are those that an argument is waiting for. */
export function callFromAddress(context: ReadContext, name: string, request: RestRequest): GivenCall {
  const isArgument = argumentTest(context.catalog, name, request.params);
  const own = Map.groupBy(request.params.filter(isArgument), ({ key }) => key);
  const values = new Map([...own].map(([key, params]) => [key, params.map(({ value }) => value)]));
  const called = findFunction(context.catalog, { name, given: [...values.keys()], bodyType: null });
  const params = request.params.filter((param) => !isArgument(param));
  return { called, given: givenTexts(context, called, values), params };
}

/**
 * Which parameters are arguments. To PostgREST an operator makes a filter of each; here a value that only looks like one
 * (`in.progress`) still is an argument that has no other value, and no default.
 */
function argumentTest(
  catalog: Catalog,
  name: string,
  params: readonly QueryParam[],
): (param: QueryParam) => boolean {
  const named = callable(catalog).filter((candidate) => candidate.name === name);
  const known = named.flatMap((candidate) => candidate.arguments);
  const plain = new Set(params.filter(({ value }) => !isOperation(value)).map(({ key }) => key));
  const awaited = (key: string) =>
    !plain.has(key) && known.some((argument) => argument.name === key && argument.default === undefined);
  return ({ key, value }) => {
    if (isOperation(value)) return awaited(key);
    return known.some((argument) => argument.name === key) || !(notArguments.test(key) || key.includes("."));
  };
}

const notArguments = new RegExp(`^(?:${ownParameters.join("|")}|(?:not\\.)?(?:and|or))$`);

/** @throws {AppError} 22P02 for what is no value of an argument's enum. */
function assertArgument({ catalog }: ReadContext, { labels }: FunctionArgument, value: unknown): void {
  const type = labels === undefined ? null : enumWithId(catalog, labels);
  if (type === null || value === undefined || value === null) return;
  assertLabel(type, typeof value === "string" ? value : JSON.stringify(value));
}

/** Of a parameter that is there more than once the last counts; a variadic one takes all. */
function fromText(context: ReadContext, argument: FunctionArgument, values: readonly string[]): Sql {
  const last = values.at(-1) ?? "";
  assertArgument(context, argument, last);
  if (argument.row !== undefined)
    return rowSelect(context, argument.row, (name, column) => givenValue(sql`${last}::jsonb`, name, column));
  return argument.isVariadic === true && !last.startsWith("{") ? sql`${arrayText(values)}` : sql`${last}`;
}
