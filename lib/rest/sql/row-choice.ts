import { isShownBySlot } from "../../engine/order.ts";
import type { Condition, ReadPlan } from "../plan/read-plan.ts";

type Test = Extract<Condition, { kind: "test" }>;

/** Whether an index holds a node's rows in the order that is asked for. */
export function isInIndexOrder({ table, order }: ReadPlan): boolean {
  const [first] = order;
  if (first?.target.kind !== "field") return false;
  const { column, path } = first.target.field;
  return path.length === 0 && column.required === true && isShownBySlot(table, column);
}

/**
 * The equality by which an index finds rows of a node, where another one holds them in the order that is asked for:
 * which of the two is right depends on how many rows there are. Null where there is no such choice.
 */
export function anchorOf(node: ReadPlan): Test | null {
  if (!isInIndexOrder(node) || node.range.limit === null) return null;
  const anchor = node.where.find((condition) => condition.kind === "test" && isAnchor(node, condition));
  return anchor?.kind === "test" ? anchor : null;
}

function isAnchor({ table }: ReadPlan, { field, isNegated, operation }: Test): boolean {
  const isEquality =
    operation.kind === "compare" && operation.operator === "eq" && operation.quantifier === null;
  return isEquality && !isNegated && field.path.length === 0 && isShownBySlot(table, field.column);
}
