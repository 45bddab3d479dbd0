import { isKeyable } from "../../catalog/sql-types.ts";
import type { Catalog } from "../../catalog/types.ts";
import type { ReadPlan } from "../plan/read-plan.ts";

/**
 * The columns that tell rows of a view or a function apart which are equal in all that they are ordered by: those that the
 * answer shows anyway, so that nothing else is worked out, or refused. Of a view with columns of a table, only such: what it
 * computes is worked out for the rows of the page alone.
 */
export function tieColumns(
  { views = [] }: Catalog,
  { table, outputs, children, order }: ReadPlan,
): readonly string[] {
  const joined = children.flatMap(({ relationship }) =>
    relationship === null ? [] : relationship.join.pairs.map(({ own }) => own),
  );
  const shown = outputs.flatMap((output) =>
    output.kind === "value" &&
    output.field !== null &&
    output.field.isComputed !== true &&
    output.aggregate === null
      ? [output.field.column.name]
      : [],
  );
  const ordered = order.flatMap(({ target }) =>
    target.kind === "field" && target.field.path.length === 0 ? [target.field.column.name] : [],
  );
  const keyable = new Set(table.definition.columns.filter(isKeyable).map(({ name }) => name));
  const own = [...new Set([...shown, ...joined])].filter(
    (name) => keyable.has(name) && !ordered.includes(name),
  );
  const view = views.find(({ id }) => id === table.id);
  const plain = own.filter((name) =>
    view?.columns.some((column) => column.name === name && column.origin !== undefined),
  );
  return plain.length > 0 ? plain : own;
}
