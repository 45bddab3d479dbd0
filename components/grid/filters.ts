import type { Condition, Filter, FilterOp } from "#components/api/types.ts";
import { isTextLike } from "#lib/catalog/column-facts.ts";
import {
  type GridFilter,
  type GridFilterGroup,
  type GridOperator,
  gridOperators,
  isFilterGroup,
} from "#lib/catalog/grid-view.ts";
import type { Column, Json } from "#lib/catalog/types.ts";

const operatorWords: { readonly [operator in GridOperator]: string } = {
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
};

export function isOperator(text: string): text is GridOperator {
  return gridOperators.some((operator) => operator === text);
}

export function needsValue(operator: GridOperator): boolean {
  return operator !== "empty" && operator !== "filled";
}

const presence: readonly GridOperator[] = ["empty", "filled"];

/** The operators that make sense for a column, the most likely first. */
export function operatorsFor(column: Column): readonly GridOperator[] {
  if (column.references || column.type === "uuid" || column.type === "enum" || column.type === "boolean") {
    return ["eq", "neq", ...presence];
  }
  if (column.type === "text[]") return ["has", ...presence];
  if (column.type === "jsonb") return presence;
  if (isTextLike(column.type)) return ["has", "starts", "eq", "neq", ...presence];
  return ["eq", "neq", "gt", "gte", "lt", "lte", ...presence];
}

/** The operator in words that suit the column: a date is before another, not under it. */
export function operatorLabel(operator: GridOperator, column: Column): string {
  const isMoment = column.type === "date" || column.type === "timestamptz" || column.type === "time";
  if (isMoment && operator === "gt") return "is after";
  if (isMoment && operator === "lt") return "is before";
  if (isMoment && operator === "gte") return "is from";
  if (isMoment && operator === "lte") return "is up to";
  return operatorWords[operator];
}

/**
 * The API's filter; null when it asks for nothing. A condition on a column that the table does not have is left out:
 * addresses outlive columns. So is a group without conditions, which would else let nothing (`or`) through.
 */
export function toApiFilter(group: GridFilterGroup, columns: readonly Column[]): Filter | null {
  const parts = group.items.flatMap((item): readonly Filter[] => {
    if (isFilterGroup(item)) {
      const inner = toApiFilter(item, columns);
      return inner === null ? [] : [inner];
    }
    const column = columns.find((candidate) => candidate.name === item.column);
    return column === undefined ? [] : [conditionOf(item, column)];
  });
  if (parts.length === 0) return null;
  return group.join === "or" ? { or: parts } : { and: parts };
}

/** How many conditions there are, at whatever depth. */
export function countConditions(group: GridFilterGroup): number {
  return group.items.reduce((sum, item) => sum + (isFilterGroup(item) ? countConditions(item) : 1), 0);
}

function conditionOf({ operator, value }: GridFilter, column: Column): Filter {
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
