import { type Field, type RelatedName, readField, readHint } from "./field.ts";
import {
  type Operator,
  operatorHere,
  quantifiable,
  simpleOperators,
  type TextSearch,
  textSearches,
} from "./operators.ts";
import { Scanner } from "./scanner.ts";

export type IsValue = "null" | "not_null" | "true" | "false" | "unknown";

/** What a filter asks of its field; values are texts that Postgres reads as the field's type. */
export type Operation =
  | {
      readonly kind: "compare";
      readonly operator: Operator;
      readonly quantifier: "any" | "all" | null;
      readonly value: string;
    }
  | { readonly kind: "in"; readonly values: readonly string[] }
  | { readonly kind: "is"; readonly value: IsValue }
  | {
      readonly kind: "search";
      readonly operator: TextSearch;
      readonly language: string | null;
      readonly value: string;
    };

export interface Filter {
  readonly kind: "filter";
  /** The embedded resource that the field is of, seen from the node that holds the filter: only inside `or=(…)`. */
  readonly path: readonly RelatedName[];
  readonly field: Field;
  /** `comments(count)`: the number of embedded rows, not a field. */
  readonly isCount: boolean;
  /** What leads to the rows that are counted, where that leaves a choice. */
  readonly hint: string | null;
  readonly isNegated: boolean;
  readonly operation: Operation;
}

export interface Connective {
  readonly kind: "and" | "or";
  readonly isNegated: boolean;
  readonly parts: readonly Logic[];
}

/** Conditions as the query string nests them, names not yet resolved. */
export type Logic = Filter | Connective;

const isValues: readonly IsValue[] = ["not_null", "null", "true", "false", "unknown"];
const language = /[\p{L}\p{N}_ $]+/uy;
const element = /[^,)]*/y;
const bracedText = /\{[^{}]*\}(?= *(?:$|[,)]))/y;

/** `<operator>.<value>` as the value of a column's own parameter: the value is the whole rest. @throws {AppError} PGRST100 */
export function parseOperation(text: string): { isNegated: boolean; operation: Operation } {
  const scanner = new Scanner(text, "filter");
  return readOperation(scanner, () => scanner.rest());
}

/** The value of `and=` and `or=`; as in PostgREST, what follows the last bracket is not read. @throws {AppError} PGRST100 */
export function parseLogic(kind: "and" | "or", isNegated: boolean, text: string): Connective {
  const parts = readParts(new Scanner(text, "logic tree"), 0);
  return { kind, isNegated, parts };
}

/** Deeper nesting than anybody writes by hand; a guard for our own and Postgres's stack. */
const depthMax = 30;

function readParts(scanner: Scanner, depth: number): Logic[] {
  if (depth > depthMax) scanner.fail(`at most ${depthMax} levels of conditions`);
  scanner.skipSpaces();
  scanner.expect("(");
  const parts: Logic[] = [];
  do {
    parts.push(readLogic(scanner, depth));
    scanner.skipSpaces();
  } while (scanner.take(","));
  scanner.expect(")");
  return parts;
}

/** As many resources as a request may read. At each the rest is looked at, whether an operator follows. */
const stepsMax = 50;

const connective = /(not\.)?(and|or) *(?=\()/y;

function readLogic(scanner: Scanner, depth: number): Logic {
  scanner.skipSpaces();
  const word = scanner.match(connective)?.trim();
  if (word !== undefined) {
    const parts = readParts(scanner, depth + 1);
    return { kind: word.endsWith("and") ? "and" : "or", isNegated: word.startsWith("not."), parts };
  }
  return readFilter(scanner);
}

function readFilter(scanner: Scanner): Filter {
  const path: RelatedName[] = [];
  let last = readStep(scanner);
  while (leadsOn(last, scanner)) {
    if (path.length === stepsMax) scanner.fail(`at most ${stepsMax} resources on the way to a column`);
    path.push({ name: last.field.name, hint: last.hint });
    last = readStep(scanner);
  }
  const { isNegated, operation } = readOperation(scanner, () => readNestedValue(scanner));
  return { kind: "filter", path, ...last, isNegated, operation };
}

type Step = Pick<Filter, "field" | "hint" | "isCount">;

function readStep(scanner: Scanner): Step {
  const field = readField(scanner);
  const hint = field.path.length === 0 ? readHint(scanner) : null;
  const isCount = scanner.take("(count)");
  scanner.expect(".");
  return { field, hint, isCount };
}

/** Whether a step names a resource, of which more is said: no operator follows. */
function leadsOn({ field, hint, isCount }: Step, scanner: Scanner): boolean {
  if (isCount || field.path.length > 0) return false;
  return hint !== null || !isOperator(scanner);
}

function isOperator(scanner: Scanner): boolean {
  const start = scanner.position;
  const found = scanner.match(operatorHere) !== null;
  scanner.position = start;
  return found;
}

/** A value between commas: quoted, an array's text, or what has neither comma nor bracket. */
function readNestedValue(scanner: Scanner): string {
  return quotedElement(scanner) ?? scanner.match(bracedText) ?? scanner.match(element) ?? "";
}

/** Quotes count only when they hold the whole element: `"` alone is a text like any other. */
function quotedElement(scanner: Scanner): string | null {
  const start = scanner.position;
  if (scanner.match(/ *"(?:[^"\\]|\\.)*"(?= *(?:$|[,)]))/sy) === null) return null;
  scanner.position = start;
  scanner.skipSpaces();
  const text = scanner.quoted();
  scanner.skipSpaces();
  return text;
}

function readOperation(
  scanner: Scanner,
  readValue: () => string,
): { isNegated: boolean; operation: Operation } {
  let isNegated = false;
  const start = scanner.position;
  while (scanner.take("not.")) isNegated = !isNegated;
  const expecting = scanner.position === start ? '"not" or operator (eq, gt, ...)' : "operator (eq, gt, ...)";
  return { isNegated, operation: readPositive(scanner, readValue) ?? scanner.fail(expecting) };
}

function readPositive(scanner: Scanner, readValue: () => string): Operation | null {
  if (scanner.take("is.")) return { kind: "is", value: readIsValue(scanner) };
  if (scanner.take("isdistinct."))
    return { kind: "compare", operator: "isdistinct", quantifier: null, value: readValue() };
  if (scanner.take("in.")) return { kind: "in", values: readList(scanner) };
  const simple = simpleOperators.find((name) => scanner.take(`${name}.`));
  if (simple !== undefined)
    return { kind: "compare", operator: simple, quantifier: null, value: readValue() };
  return readQuantified(scanner, readValue) ?? readSearch(scanner, readValue);
}

function readQuantified(scanner: Scanner, readValue: () => string): Operation | null {
  for (const operator of quantifiable) {
    for (const quantifier of [null, "any", "all"] as const) {
      const word = quantifier === null ? `${operator}.` : `${operator}(${quantifier}).`;
      if (scanner.take(word)) return { kind: "compare", operator, quantifier, value: readValue() };
    }
  }
  return null;
}

function readSearch(scanner: Scanner, readValue: () => string): Operation | null {
  const operator = textSearches.find((name) => {
    const start = scanner.position;
    if (scanner.take(name) && (scanner.startsWith(".") || scanner.startsWith("("))) return true;
    scanner.position = start;
    return false;
  });
  if (operator === undefined) return null;
  let given: string | null = null;
  if (scanner.take("(")) {
    given = scanner.match(language) ?? scanner.fail("the name of a language");
    scanner.expect(")");
  }
  scanner.expect(".");
  return { kind: "search", operator, language: given, value: readValue() };
}

function readIsValue(scanner: Scanner): IsValue {
  const word = scanner.match(/[a-z_]+/iy)?.toLowerCase();
  const value = isValues.find((candidate) => candidate === word);
  scanner.skipSpaces();
  if (value === undefined || !(scanner.isAtEnd || scanner.startsWith(",") || scanner.startsWith(")")))
    scanner.fail("null, not_null, true, false or unknown");
  return value;
}

function readList(scanner: Scanner): readonly string[] {
  scanner.skipSpaces();
  scanner.expect("(");
  scanner.skipSpaces();
  const values: string[] = [];
  do {
    values.push(quotedElement(scanner) ?? scanner.match(element) ?? "");
  } while (scanner.take(","));
  scanner.expect(")");
  // `in.()` is the empty list.
  return values.length === 1 && values[0] === "" ? [] : values;
}

/** `(1,2,"a,b")` as Postgres's text of an array. @throws {AppError} PGRST100 */
export function listText(text: string): string {
  return arrayText(readList(new Scanner(text, "filter")));
}

/** Postgres's text of an array. */
export function arrayText(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`);
  return `{${quoted.join(",")}}`;
}
