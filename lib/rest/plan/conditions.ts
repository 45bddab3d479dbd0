import { AppError } from "../../errors/app-error.ts";
import type { RelatedName } from "../request/field.ts";
import type { Connective, Filter, Operation } from "../request/filter.ts";
import { columnField, findColumn, type Place } from "./column-field.ts";
import type { EmbedRequest, NodePlanner } from "./node-planner.ts";
import type { PlacedPart } from "./place-params.ts";
import type { Condition, ReadPlan } from "./read-plan.ts";

interface Shape extends Place {
  readonly children: readonly ReadPlan[];
}

/** Filters with their names resolved. @throws {AppError} 42703 · PGRST120 */
export function planConditions(
  planner: NodePlanner,
  shape: Shape,
  conditions: readonly (Filter | Connective)[],
): readonly Condition[] {
  return conditions.map((condition) => planCondition(planner, shape, condition));
}

function planCondition(planner: NodePlanner, shape: Shape, condition: Filter | Connective): Condition {
  if (condition.kind !== "filter") {
    const { kind, isNegated, parts } = condition;
    return { kind, isNegated, parts: parts.map((part) => planCondition(planner, shape, part)) };
  }
  const [relation, ...path] = condition.path;
  if (relation !== undefined) return ofRelation(planner, shape, relation, { ...condition, path });
  return condition.isCount ? ofCount(planner, shape, condition) : ofField(planner, shape, condition);
}

function ofField(planner: NodePlanner, shape: Shape, filter: Filter): Condition {
  const { table, children } = shape;
  const { field, isNegated, operation } = filter;
  const node = field.path.length === 0 ? children.find(({ name }) => name === field.name) : undefined;
  const isAbsent = nullTest(operation);
  if (node !== undefined && isAbsent !== null)
    return { kind: "exists", node, isNegated: isAbsent !== isNegated };
  if (node !== undefined && findColumn(planner.context, table, field.name) === undefined)
    throw new AppError("PGRST120", `Bad operator on the '${field.name}' embedded resource`, {
      details: "Only is null or not is null filters are allowed on embedded resources",
    });
  return { kind: "test", field: columnField(planner.context, shape, field), isNegated, operation };
}

/** Whether an operation asks for null (true) or its absence (false); null: something else. */
function nullTest(operation: Operation): boolean | null {
  if (operation.kind !== "is") return null;
  if (operation.value === "null") return true;
  return operation.value === "not_null" ? false : null;
}

/** `comments(count)=gt.3`, `posts!editor_id(count)=gt.3` @throws {AppError} 42883 for a search */
function ofCount(planner: NodePlanner, shape: Shape, filter: Filter): Condition {
  const { field, hint, isNegated, operation } = filter;
  if (operation.kind === "search")
    throw new AppError("42883", "operator does not exist: bigint @@ tsquery", {
      status: 404,
      hint: "A number of rows has no text to search.",
    });
  const counted = { name: field.name, hint };
  return { kind: "count", node: relatedNode(planner, shape, counted), isNegated, operation };
}

/** `or=(a.eq.1,author.name.eq.x)`: whether there is a related row of which the rest holds. */
function ofRelation(planner: NodePlanner, shape: Shape, relation: RelatedName, filter: Filter): Condition {
  const parts: readonly PlacedPart[] = [{ path: [], part: { kind: "filter", value: filter } }];
  const embedded = embeddedAs(shape, relation)?.relationship ?? null;
  const node =
    embedded === null
      ? planner.embedded(shape, hidden(relation), parts)
      : planner.related(shape, embedded, hidden(relation), parts);
  return { kind: "exists", node, isNegated: false };
}

/** The node that `select` embeds under a name, else one that shows nothing. */
export function relatedNode(planner: NodePlanner, shape: Shape, relation: RelatedName): ReadPlan {
  return embeddedAs(shape, relation) ?? planner.embedded(shape, hidden(relation), []);
}

/** With a hint it is not the name in `select` that is meant. */
function embeddedAs({ children }: Shape, { name, hint }: RelatedName): ReadPlan | undefined {
  return hint === null ? children.find((child) => child.name === name) : undefined;
}

function hidden({ name, hint }: RelatedName): EmbedRequest {
  return { name, alias: null, hint, join: null, isSpread: false, items: [] };
}
