import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import type { OnConflict } from "../../engine/write/request.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { keywordFrom, placedTokens, type Range } from "../clauses.ts";
import { ours } from "../composed-text.ts";
import { quoted } from "../statement-names.ts";
import { aliasOf, type Holes, targetColumn, type WriteContext } from "./context.ts";
import { refuseHiddenNames } from "./hidden-names.ts";
import { Refused } from "./refused.ts";
import { setValues } from "./set-clause.ts";

interface Conflict {
  readonly table: CatalogTable;
  readonly relation: TreeFields;
  readonly node: TreeNode;
  /** From `ON` to the end of the clause. */
  readonly range: Range;
  readonly pieces: Holes;
}

/** `ON CONFLICT (email) DO UPDATE SET … WHERE …`: the texts as typed, over the row that is there and `excluded`. */
export function compileOnConflict(context: WriteContext, conflict: Conflict): OnConflict {
  const { table, relation, node, range, pieces } = conflict;
  const clause = node.fields.onConflictClause as TreeFields;
  const columns = conflictColumns(table, clause);
  if (clause.action === "ONCONFLICT_NOTHING") return { action: "nothing", columns };
  if (columns === null) {
    throw new Refused(
      "syntaxError",
      "ON CONFLICT DO UPDATE requires inference specification or constraint name",
      {
        location: Number(clause.location ?? 0),
        hint: "For example, ON CONFLICT (column_name).",
      },
    );
  }
  const { set, where } = updateClauses(context, clause, range);
  const alias = aliasOf(relation).name;
  refuseHiddenNames(context, table, clause, alias);
  const row = (column: Column) => ours(`${quoted(alias)}.${quoted(column.name)}`);
  const assignments = setValues(context, table, asList(clause.targetList), set, row);
  if (assignments.some(({ join }) => join !== undefined)) {
    throw new Refused(
      "featureNotSupported",
      "A sub-SELECT for several columns is not supported in ON CONFLICT.",
      {
        location: Number(clause.location ?? 0),
      },
    );
  }
  return {
    action: "update",
    columns,
    alias,
    set: assignments.map(({ column, value }) => ({ column, value: pieces.of(value) })),
    ...(where === null
      ? {}
      : { where: pieces.of([...ours("("), ...context.cut(where.start, where.end), ...ours("\n)")]) }),
  };
}

function updateClauses({ typed }: WriteContext, clause: TreeFields, range: Range) {
  const placed = placedTokens(typed, range);
  const set = keywordFrom(placed, "SET", keywordFrom(placed, "DO")?.start);
  const where = clause.whereClause === undefined ? undefined : keywordFrom(placed, "WHERE", set?.start);
  return {
    set: { start: set?.end ?? range.start, end: where?.start ?? range.end },
    where: where === undefined ? null : { start: where.end, end: range.end },
  };
}

function conflictColumns(table: CatalogTable, clause: TreeFields): readonly string[] | null {
  const infer = clause.infer as TreeFields | undefined;
  if (infer === undefined) return null;
  const location = Number(infer.location ?? 0);
  const keys = namedConstraints(table.definition).filter(
    ({ constraint: { kind, expression } }) =>
      kind === "primary_key" || (kind === "unique" && expression === undefined),
  );
  if (infer.conname !== undefined) {
    const found = keys.find(({ name }) => name === infer.conname);
    if (found !== undefined) return found.constraint.columns ?? [];
    const message = `constraint "${String(infer.conname)}" for table "${table.definition.name}" does not exist`;
    throw new Refused("undefinedObject", message, { location });
  }
  const columns = asList(infer.indexElems).map((item) =>
    targetColumn(table, String(unwrap(item)?.fields.name), location),
  );
  const wanted = columns.map(({ name }) => name);
  const key = keys.find(({ constraint: { columns: own = [] } }) => isSameSet(own, wanted));
  if (key !== undefined) return key.constraint.columns ?? [];
  throw new Refused(
    "invalidColumnReference",
    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
    { location },
  );
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.every((name) => others.includes(name)) && others.every((name) => some.includes(name));
}
