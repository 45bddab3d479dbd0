import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Column } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { OnConflict } from "../../engine/write/request.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ident, join, sql } from "../../sql/sql.ts";
import { keywordFrom, placedTokens, type Range } from "../clauses.ts";
import { type Fragments, ours } from "../composed-text.ts";
import { fixed, type Holes, type WriteContext } from "./context.ts";
import { refuseHiddenNames } from "./hidden-names.ts";
import { Refused } from "./refused.ts";
import { setValues } from "./set-clause.ts";
import { aliasText } from "./target-rows.ts";
import { aliasOf, shownRow, spokenColumn, targetColumn, type WriteTarget } from "./write-target.ts";

interface Conflict {
  readonly target: WriteTarget;
  readonly node: TreeNode;
  /** From `ON` to the end of the clause. */
  readonly range: Range;
  readonly pieces: Holes;
}

/** `ON CONFLICT (email) DO UPDATE SET … WHERE …`: the texts as typed, over the row that is there and `excluded`. */
export function compileOnConflict(context: WriteContext, conflict: Conflict): OnConflict {
  const { target, node, range, pieces } = conflict;
  const clause = node.fields.onConflictClause as TreeFields;
  const columns = conflictColumns(target, clause);
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
  const alias = aliasOf(target.relation).name;
  refuseHiddenNames(context, target, clause, alias);
  const row = (column: Column) => ours(spokenColumn(target, column));
  const assignments = setValues(context, target, asList(clause.targetList), set, row);
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
    alias: target.view === null ? alias : presentRow,
    set: assignments.map(({ column, value }) => ({
      column,
      value: pieces.of(throughView(context, target, value)),
    })),
    ...(where === null
      ? {}
      : {
          where: pieces.of(
            throughView(context, target, [
              ...ours("("),
              ...context.cut(where.start, where.end),
              ...ours("\n)"),
            ]),
          ),
        }),
  };
}

const presentRow = "$present";

/** An expression over the row that is there and `excluded`, as a view shows them. */
function throughView(context: WriteContext, target: WriteTarget, expression: Fragments): Fragments {
  if (target.view === null) return expression;
  const shown = (row: string) => {
    const columns = readableColumns(target.table).map(({ name }) => sql`${ident(row)}.${ident(name)}`);
    return fixed(shownRow(context, target, join(columns), false));
  };
  return [
    ...ours("(SELECT "),
    ...expression,
    ...ours(" FROM (SELECT "),
    ...shown(presentRow),
    ...ours(`) AS ${aliasText(target.relation)}, (SELECT `),
    ...shown("excluded"),
    ...ours(") AS excluded)"),
  ];
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

function conflictColumns(target: WriteTarget, clause: TreeFields): readonly string[] | null {
  const { table } = target;
  const infer = clause.infer as TreeFields | undefined;
  if (infer === undefined) return null;
  const location = Number(infer.location ?? 0);
  const keys = namedConstraints(table.definition).filter(
    ({ constraint: { kind, expression } }) =>
      kind === "primary_key" || (kind === "unique" && expression === undefined),
  );
  if (infer.conname !== undefined) {
    const found = target.view === null ? keys.find(({ name }) => name === infer.conname) : undefined;
    if (found !== undefined) return found.constraint.columns ?? [];
    const relation = target.view?.name ?? table.definition.name;
    const message = `constraint "${String(infer.conname)}" for table "${relation}" does not exist`;
    throw new Refused("undefinedObject", message, { location });
  }
  const columns = asList(infer.indexElems).map((item) => {
    const element = unwrap(item)?.fields ?? {};
    const place = Number(element.location ?? infer.location ?? 0);
    if (!target.columns.some(({ name }) => name === element.name))
      throw new Refused("undefinedColumn", `column "${String(element.name)}" does not exist`, {
        location: place,
      });
    return targetColumn(target, String(element.name), place);
  });
  const wanted = columns.map(({ name }) => name);
  // No key is kept in a collation of its own.
  const isCollated = asList(infer.indexElems).some((item) => unwrap(item)?.fields.collation !== undefined);
  const key = isCollated
    ? undefined
    : keys.find(({ constraint: { columns: own = [] } }) => isSameSet(own, wanted));
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
