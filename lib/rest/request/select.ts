import { type Field, readField } from "./field.ts";
import { Scanner } from "./scanner.ts";

export const aggregates = ["avg", "count", "max", "min", "sum"] as const;
export type Aggregate = (typeof aggregates)[number];

/** One item of `select=`, names not yet resolved. */
export type SelectItem =
  | { readonly kind: "star" }
  | SelectField
  | {
      readonly kind: "embed";
      readonly name: string;
      readonly alias: string | null;
      readonly hint: string | null;
      readonly join: "inner" | "left" | null;
      /** `...name(…)`: its columns become the parent's. */
      readonly isSpread: boolean;
      readonly items: readonly SelectItem[];
    };

export interface SelectField {
  readonly kind: "field";
  /** Null: `count()`, of rows. */
  readonly field: Field | null;
  readonly alias: string | null;
  readonly cast: string | null;
  readonly aggregate: Aggregate | null;
  readonly aggregateCast: string | null;
}

const typeName = /[\p{L}\p{N}_ $]+(?:\[\])?/uy;
const star = /\* *(?=$|[,)])/y;

/** `select=` in PostgREST's grammar: what follows a bracket that closes is not read. @throws {AppError} PGRST100 */
export function parseSelect(text: string): readonly SelectItem[] {
  const scanner = new Scanner(text, "select parameter");
  const items = readItems(scanner, 0);
  if (items.at(-1)?.kind !== "embed" && !scanner.startsWith(")")) scanner.end('"," or end of input');
  return items;
}

/** Deeper than any request may read; a guard for our own stack. */
const depthMax = 100;

function readItems(scanner: Scanner, depth: number): SelectItem[] {
  if (depth > depthMax) scanner.fail(`at most ${depthMax} levels of resources`);
  const items: SelectItem[] = [];
  scanner.skipSpaces();
  if (scanner.isAtEnd || scanner.startsWith(")")) return items;
  do {
    items.push(readItem(scanner, depth));
    scanner.skipSpaces();
  } while (scanner.take(","));
  return items;
}

function readItem(scanner: Scanner, depth: number): SelectItem {
  scanner.skipSpaces();
  if (scanner.match(star) !== null) return { kind: "star" };
  const isSpread = scanner.take("...");
  const start = scanner.position;
  const alias = readAlias(scanner);
  const nameStart = scanner.position;
  const name = scanner.name();
  if (!isSpread && name === "count" && scanner.take("()"))
    return { ...plainField, alias, aggregate: "count", aggregateCast: readCast(scanner) };
  if (scanner.startsWith("!") || scanner.startsWith("("))
    return readEmbed(scanner, { name, alias, isSpread }, depth);
  if (isSpread) {
    scanner.position = start;
    scanner.name();
    scanner.fail('"!" or "("');
  }
  scanner.position = nameStart;
  return readSelectField(scanner, alias);
}

const plainField: SelectField = {
  kind: "field",
  field: null,
  alias: null,
  cast: null,
  aggregate: null,
  aggregateCast: null,
};

function readAlias(scanner: Scanner): string | null {
  const start = scanner.position;
  const name = scanner.name();
  if (scanner.startsWith(":") && !scanner.startsWith("::")) {
    scanner.position += 1;
    return name;
  }
  scanner.position = start;
  return null;
}

function readEmbed(
  scanner: Scanner,
  named: { name: string; alias: string | null; isSpread: boolean },
  depth: number,
): SelectItem {
  let hint: string | null = null;
  let join: "inner" | "left" | null = null;
  while (scanner.take("!")) {
    const word = scanner.name();
    if (word === "inner" || word === "left") join = word;
    else hint = word;
  }
  scanner.expect("(");
  const items = readItems(scanner, depth + 1);
  scanner.skipSpaces();
  scanner.expect(")");
  return { kind: "embed", ...named, hint, join, items };
}

function readSelectField(scanner: Scanner, alias: string | null): SelectField {
  const field = readField(scanner);
  const cast = readCast(scanner);
  const aggregate = readAggregate(scanner);
  const aggregateCast = aggregate === null ? null : readCast(scanner);
  return { kind: "field", field, alias, cast, aggregate, aggregateCast };
}

function readCast(scanner: Scanner): string | null {
  if (!scanner.take("::")) return null;
  const name = scanner.match(typeName)?.trim();
  if (name === undefined || name === "") scanner.fail("a type");
  return name;
}

function readAggregate(scanner: Scanner): Aggregate | null {
  if (!scanner.take(".")) return null;
  const aggregate = aggregates.find((name) => scanner.take(`${name}()`));
  if (aggregate === undefined) scanner.fail("an aggregate function: avg(), count(), max(), min() or sum()");
  return aggregate;
}
