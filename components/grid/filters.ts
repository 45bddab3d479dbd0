import type { Condition, Filter, FilterOp } from "#components/api/types.ts";
import { isTextLike } from "#lib/catalog/column-facts.ts";
import type { Column, Json } from "#lib/catalog/types.ts";

/** What a person can ask of a column; some are a `FilterOp` of the API, some stand for one with a pattern or a `not`. */
export const operators = {
  has: "contains",
  starts: "starts with",
  eq: "is",
  neq: "is not",
  gt: "is over",
  gte: "is at least",
  lt: "is under",
  lte: "is at most",
  empty: "is empty",
  filled: "is not empty",
} as const;

export type Operator = keyof typeof operators;

export interface GridFilter {
  readonly column: string;
  readonly operator: Operator;
  /** As typed; unused by `empty` and `filled`. */
  readonly value: string;
}

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(operators, text);
}

export function needsValue(operator: Operator): boolean {
  return operator !== "empty" && operator !== "filled";
}

const presence: readonly Operator[] = ["empty", "filled"];

/** The operators that make sense for a column, the most likely first. */
export function operatorsFor(column: Column): readonly Operator[] {
  if (column.references || column.type === "uuid" || column.type === "enum" || column.type === "boolean") {
    return ["eq", "neq", ...presence];
  }
  if (column.type === "text[]") return ["has", ...presence];
  if (column.type === "jsonb") return presence;
  if (isTextLike(column.type)) return ["has", "starts", "eq", "neq", ...presence];
  return ["eq", "neq", "gt", "gte", "lt", "lte", ...presence];
}

/** The operator in words that suit the column: a date is before another, not under it. */
export function operatorLabel(operator: Operator, column: Column): string {
  const isMoment = column.type === "date" || column.type === "timestamptz" || column.type === "time";
  if (isMoment && operator === "gt") return "is after";
  if (isMoment && operator === "lt") return "is before";
  if (isMoment && operator === "gte") return "is from";
  if (isMoment && operator === "lte") return "is up to";
  return operators[operator];
}

/** The API's filter. A condition on a column that the table does not have is left out: addresses outlive columns. */
export function toApiFilters(
  filters: readonly GridFilter[],
  columns: readonly Column[],
): { and: readonly Filter[] } {
  const and = filters.flatMap((filter) => {
    const column = columns.find((candidate) => candidate.name === filter.column);
    return column === undefined ? [] : [toApiFilter(filter, column)];
  });
  return { and };
}

function toApiFilter({ operator, value }: GridFilter, column: Column): Filter {
  const condition = (op: FilterOp, operand: Json): Condition => ({ column: column.name, op, value: operand });
  switch (operator) {
    case "empty":
      return condition("is", null);
    case "filled":
      return { not: condition("is", null) };
    case "has":
      return column.type === "text[]"
        ? condition("contains", [value])
        : condition("ilike", `%${escapeLike(value)}%`);
    case "starts":
      return condition("ilike", `${escapeLike(value)}%`);
    default:
      return condition(operator, typedValue(column, value));
  }
}

function typedValue(column: Column, value: string): Json {
  if (column.type === "boolean") return value === "true";
  if (column.type === "timestamptz") {
    const moment = new Date(value);
    return Number.isNaN(moment.getTime()) ? value : moment.toISOString();
  }
  return value;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
