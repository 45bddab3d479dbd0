import type { Barrier } from "../../engine/access/restrict.ts";
import type { Condition } from "../plan/read-plan.ts";
import type { Operation } from "../request/filter.ts";

/**
 * How a node's conditions stand to the rules of its table. Comparisons never raise on what is stored, so an index may
 * serve them beside the rule; what can fail on a row's value must not see a row that the rule hides, or its error tells.
 */
export function barrierFor(conditions: readonly Condition[]): Barrier {
  return conditions.some(canRaise) ? "hard" : "soft";
}

function canRaise(condition: Condition): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.some(canRaise);
    case "test":
      return condition.field.isComputed === true || operationRaises(condition.operation);
    case "count":
      return operationRaises(condition.operation);
    case "exists":
      return false;
  }
}

function operationRaises(operation: Operation): boolean {
  if (operation.kind === "search") return true;
  if (operation.kind !== "compare") return false;
  const { operator, value } = operation;
  if (operator === "match" || operator === "imatch") return true;
  // A pattern that ends in an escape fails only on texts that match it so far.
  const isPattern = operator === "like" || operator === "ilike";
  return isPattern && value.includes("\\");
}
