import { AppError } from "../../errors/app-error.ts";
import type { RelatedName } from "../request/field.ts";
import type { OrderTerm } from "../request/order.ts";
import { columnField, findColumn, type Place, rowsLabel } from "./column-field.ts";
import { relatedNode } from "./conditions.ts";
import type { NodePlanner } from "./node-planner.ts";
import { notEmbedded } from "./place-params.ts";
import type { ColumnField, OrderKey, OrderTarget, Output, ReadPlan } from "./read-plan.ts";
import { isToOne } from "./relationship.ts";

interface Shape extends Place {
  readonly children: readonly ReadPlan[];
  readonly outputs: readonly Output[];
  readonly isGrouped: boolean;
}

/** Postgres plans a thousand for seconds, and each more takes longer; nobody's rows need as many to have one order. */
const keysMax = 200;

/** The keys of `order=` with their names resolved. @throws {AppError} 54001 · 42703 · PGRST108 · PGRST118 */
export function planOrder(
  planner: NodePlanner,
  shape: Shape,
  terms: readonly OrderTerm[],
): readonly OrderKey[] {
  if (terms.length > keysMax)
    throw new AppError("54001", `Rows are ordered by at most ${keysMax} keys.`, { status: 400 });
  // By what the rows are grouped is found at once: there may be thousands of both.
  const groups = groupsOf(shape.outputs);
  return terms.map((term) => ({
    target:
      term.relation === null
        ? ownTarget(planner, shape, term, groups)
        : relatedTarget(planner, shape, term, term.relation),
    isDescending: term.direction === "desc",
    nulls: term.nulls,
  }));
}

function ownTarget(
  planner: NodePlanner,
  shape: Shape,
  { field }: OrderTerm,
  groups: ReadonlySet<string>,
): OrderTarget {
  const isKnown = findColumn(planner.context, shape.table, field.name) !== undefined;
  if (shape.isGrouped && !isKnown && shape.outputs.some((output) => shows(output, field.name)))
    return { kind: "output", name: field.name };
  const found = columnField(planner.context, shape, field);
  if (shape.isGrouped && !groups.has(groupKey(found))) throw notGrouped(rowsLabel(shape), field.name);
  return { kind: "field", field: found };
}

function groupsOf(outputs: readonly Output[]): ReadonlySet<string> {
  return new Set(
    outputs.flatMap((output) => {
      if (output.kind !== "value" || output.aggregate !== null || output.cast !== null) return [];
      return output.field === null ? [] : [groupKey(output.field)];
    }),
  );
}

function groupKey({ column, path }: ColumnField): string {
  return JSON.stringify([column.name, path]);
}

function notGrouped(label: string, name: string): AppError {
  const words = "must appear in the GROUP BY clause or be used in an aggregate function";
  return new AppError("42803", `column "${label}.${name}" ${words}`, { status: 400 });
}

function relatedTarget(
  planner: NodePlanner,
  shape: Shape,
  { field }: OrderTerm,
  related: RelatedName,
): OrderTarget {
  const { name: relation } = related;
  const isCount =
    field.name === "count" &&
    field.path.length === 0 &&
    !shape.children.some(
      ({ name, relationship }) => name === relation && relationship !== null && isToOne(relationship),
    );
  if (isCount) {
    const counted = relatedNode(planner, shape, related);
    if (shape.isGrouped)
      throw notGrouped(rowsLabel({ table: counted.table, depth: shape.depth + 1 }), "count");
    return { kind: "count", node: counted };
  }
  const node = shape.children.find(({ name }) => name === relation);
  if (node === undefined) throw notEmbedded(relation);
  if (node.relationship !== null && !isToOne(node.relationship))
    throw new AppError("PGRST118", `A related order on '${relation}' is not possible`, {
      details: `'${shape.table.definition.name}' and '${relation}' do not form a many-to-one or one-to-one relationship`,
    });
  const depth = shape.depth + 1;
  const own = node.isSpread && field.path.length === 0 ? aliased(node, field.name) : null;
  const found = own ?? columnField(planner.context, { table: node.table, depth }, field);
  if (shape.isGrouped && !(node.isSpread && groupsOf(node.outputs).has(groupKey(found))))
    throw notGrouped(`${shape.table.definition.name}_${relation}_${depth}`, field.name);
  return { kind: "related", node, field: found };
}

function shows(output: Output, name: string): boolean {
  return output.kind === "value" && output.name === name;
}

/** The field that a spread resource shows under a name of its own. */
function aliased(node: ReadPlan, name: string) {
  const output = node.outputs.find((candidate) => shows(candidate, name));
  return output?.kind === "value" && output.aggregate === null ? output.field : null;
}
