import { AppError } from "../../errors/app-error.ts";
import { type Field, readHint, readJsonPath } from "./field.ts";
import { type Connective, type Filter, parseLogic, parseOperation } from "./filter.ts";
import { isOperation } from "./operators.ts";
import { type OrderTerm, parseOrder } from "./order.ts";
import { Scanner } from "./scanner.ts";
import { parseSelect, type SelectItem } from "./select.ts";

/** Names of embedded resources from the request's own resource down; empty: itself. */
export type EmbedPath = readonly string[];

export interface Placed<T> {
  readonly path: EmbedPath;
  readonly value: T;
}

/** Parameters that are no filter of a column, by their names; `and` and `or` are conditions of several. */
export const ownParameters = [
  ...["select", "order", "limit", "offset", "columns", "on_conflict"],
  ...["distinct", "cursor", "apikey"],
] as const;

const otherWords: ReadonlySet<string> = new Set([...ownParameters, "and", "or", "not"]);

/** The key of a filter of a column: in double quotes where the name would be read as something else. */
export function filterKey(column: string): string {
  const isPlain = /^[\w$][\w $-]*$/.test(column) && !otherWords.has(column);
  return isPlain ? column : `"${column.replace(/["\\]/g, "\\$&")}"`;
}

/** The query string, parsed, without the arguments of a function. */
export interface QueryParams {
  readonly select: readonly SelectItem[];
  readonly filters: readonly Placed<Filter>[];
  readonly logic: readonly Placed<Connective>[];
  readonly orders: readonly Placed<readonly OrderTerm[]>[];
  readonly limits: readonly Placed<number>[];
  readonly offsets: readonly Placed<number>[];
  readonly columns: readonly string[] | null;
  readonly onConflict: readonly string[] | null;
  /** `distinct=`: each combination of what is selected once. */
  readonly isDistinct: boolean;
  /** `cursor=`: the text that the last page answered. */
  readonly cursor: string | null;
}

export interface QueryParam {
  readonly key: string;
  readonly value: string;
}

/** Splits a query string as browsers write forms; a name without a value says nothing. */
export function splitQuery(search: string): readonly QueryParam[] {
  const text = search.startsWith("?") ? search.slice(1) : search;
  if (text === "") return [];
  return text.split("&").flatMap((pair) => {
    const end = pair.indexOf("=");
    return end === -1 ? [] : [{ key: decode(pair.slice(0, end)), value: decode(pair.slice(end + 1)) }];
  });
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A lone percent sign is what people type for LIKE; it stands for itself.
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
      try {
        return decodeURIComponent(escapes);
      } catch {
        return escapes;
      }
    });
  }
}

/**
 * @param isArgument names that are arguments of a function, not filters.
 * @throws {AppError} PGRST100
 */
export function parseQueryParams(
  params: readonly QueryParam[],
  isArgument: (param: QueryParam) => boolean = () => false,
): QueryParams {
  const draft = {
    select: null as readonly SelectItem[] | null,
    filters: [] as Placed<Filter>[],
    logic: [] as Placed<Connective>[],
    orders: [] as Placed<readonly OrderTerm[]>[],
    limits: [] as Placed<number>[],
    offsets: [] as Placed<number>[],
    columns: null as readonly string[] | null,
    onConflict: null as readonly string[] | null,
    isDistinct: false,
    cursor: null as string | null,
  };
  for (const param of params) {
    if (!isArgument(param)) readParam(draft, param);
  }
  return { ...draft, select: draft.select ?? everything };
}

const everything: readonly SelectItem[] = [{ kind: "star" }];

type Draft = {
  -readonly [key in keyof QueryParams]: QueryParams[key] extends readonly Placed<infer T>[]
    ? Placed<T>[]
    : key extends "select"
      ? QueryParams[key] | null
      : QueryParams[key];
};

/** Of several `select`, `columns` or `on_conflict` the first counts, as in PostgREST. */
function readParam(draft: Draft, { key, value }: QueryParam): void {
  switch (key) {
    case "select":
      draft.select ??= value === "" ? everything : parseSelect(value);
      return;
    case "columns":
      draft.columns ??= names(value, "columns parameter");
      return;
    case "on_conflict":
      draft.onConflict ??= names(value, "on_conflict parameter");
      return;
    case "distinct":
      // PostgREST knows none of these three: a column may be called so.
      if (isOperation(value)) break;
      draft.isDistinct = readDistinct(value);
      return;
    case "cursor":
      if (isOperation(value)) break;
      draft.cursor = value;
      return;
    case "apikey":
      if (isOperation(value)) break;
      return;
  }
  readPlaced(draft, key, value);
}

function readDistinct(value: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw new AppError("PGRST100", `"failed to parse distinct (${value})" (line 1, column 1)`, {
    details: "expecting true or false",
  });
}

/** `order`, `limit`, `offset`, `and`, `or` and filters, each perhaps below a path of embedded resources. */
function readPlaced(draft: Draft, key: string, value: string): void {
  const { path, last, isQuoted } = splitKey(key);
  // In quotes it is a column's name, whatever it says.
  const word = last.path.length === 0 && !last.isCount && !isQuoted ? last.name : "";
  switch (word) {
    case "order":
      if (value !== "") draft.orders.push({ path, value: parseOrder(value) });
      return;
    case "limit":
    case "offset": {
      const list = word === "limit" ? draft.limits : draft.offsets;
      if (/^[+-]?\d{1,15}$/.test(value)) list.push({ path, value: Number(value) });
      return;
    }
    case "and":
    case "or": {
      const isNegated = path.at(-1) === "not";
      draft.logic.push({
        path: isNegated ? path.slice(0, -1) : path,
        value: parseLogic(word, isNegated, value),
      });
      return;
    }
  }
  const { isCount, hint, ...field } = last;
  draft.filters.push({
    path,
    value: { kind: "filter", path: [], field, isCount, hint, ...parseOperation(value) },
  });
}

/** `a.b.column->key`: the embedded resources before the last dot, and the field behind it. */
function splitKey(key: string): {
  path: string[];
  last: Field & { isCount: boolean; hint: string | null };
  isQuoted: boolean;
} {
  const scanner = new Scanner(key, "filter");
  const path: string[] = [];
  let isQuoted = scanner.startsWith('"');
  let name = scanner.name();
  while (scanner.take(".")) {
    path.push(name);
    isQuoted = scanner.startsWith('"');
    name = scanner.name();
  }
  const hint = readHint(scanner);
  const isCount = scanner.take("(count)");
  if (hint !== null && !isCount) scanner.fail('"(count)"');
  const steps = readJsonPath(scanner);
  scanner.end();
  return { path, last: { name, path: steps, isCount, hint }, isQuoted };
}

function names(text: string, what: string): readonly string[] {
  const scanner = new Scanner(text, what);
  const found: string[] = [];
  do {
    found.push(scanner.name());
    scanner.skipSpaces();
  } while (scanner.take(","));
  scanner.end();
  return found;
}
