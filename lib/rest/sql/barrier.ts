import type { Barrier } from "../../engine/access/restrict.ts";
import type { Condition, Output, ReadPlan } from "../plan/read-plan.ts";
import { isToOne } from "../plan/relationship.ts";
import type { Operation } from "../request/filter.ts";

/**
 * How the conditions of a node stand to the rules of the tables that they read. Comparisons never raise on what is stored, so an
 * index may serve them beside the rule; what can fail on a row's value must not see a row that the rule hides, or its
 * error tells.
 */
export function barrierFor(node: ReadPlan): Barrier {
  return chosenTogether(node).some(raises) ? "hard" : "soft";
}

/** The barriers of the nodes of one plan, one for all whose rows are chosen together. */
export class Barriers {
  /** By the nodes' aliases. */
  readonly #known = new Map<string, Barrier>();

  /** @param node asked for before those that it is chosen by. */
  of(node: ReadPlan): Barrier {
    const known = this.#known.get(node.alias);
    if (known !== undefined) return known;
    const barrier = barrierFor(node);
    for (const { alias } of chosenTogether(node)) this.#known.set(alias, barrier);
    return barrier;
  }
}

/**
 * A node with those by which its rows are chosen: Postgres asks their conditions in any order, so that one that fails tells
 * what the others have found until then. What a row embeds is looked up when it has been chosen.
 */
function chosenTogether(node: ReadPlan): readonly ReadPlan[] {
  const asked = [
    ...node.where.flatMap(nodesOf),
    ...node.children.filter(({ isInner }) => isInner),
    ...(node.isGrouped ? node.outputs.flatMap(spreadNodes) : []),
  ];
  return [node, ...asked.flatMap(chosenTogether)];
}

function nodesOf(condition: Condition): readonly ReadPlan[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.flatMap(nodesOf);
    case "test":
      return [];
    case "exists":
    case "count":
      return [condition.node];
  }
}

/** Rows of spread resources stand beside those that are grouped, before these are. */
function spreadNodes(output: Output): readonly ReadPlan[] {
  if (output.kind !== "spread") return [];
  return [output.node, ...output.node.outputs.flatMap(spreadNodes)];
}

/** A function is called with the row that leads to its rows, whoever may see that. */
function raises({ where, relationship, isSpread, outputs }: ReadPlan): boolean {
  if (relationship?.call !== undefined || where.some(canRaise)) return true;
  const isList = isSpread && relationship !== null && !isToOne(relationship);
  return isList && !outputs.every(isColumn);
}

function isColumn(output: Output): boolean {
  if (output.kind !== "value" || output.field === null) return false;
  return output.cast === null && output.aggregate === null && output.field.isComputed !== true;
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
