import { nearestName } from "../../catalog/checks/nearest-name.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Column, Constraint } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { OnConflict } from "../../engine/write/request.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ident, join, sql } from "../../sql/sql.ts";
import { keywordFrom, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, ours } from "../text/composed-text.ts";
import { fixed, type Holes, type WriteContext } from "./context.ts";
import { refuseHiddenNames } from "./hidden-names.ts";
import { inferredKey, readInference } from "./inferred-key.ts";
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
  const key = conflictKey(context, target, clause, range);
  if (clause.action === "ONCONFLICT_NOTHING") return { action: "nothing", columns: null, ...key };
  if (key === null) {
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
  refuseAmbiguous(target, clause);
  const row = (column: Column) => ours(spokenColumn(target, column));
  const assignments = setValues(context, target, asList(clause.targetList), set, row);
  const joins = assignments.flatMap((assignment) => assignment.join ?? []);
  if (joins.length > 0 && target.view !== null) {
    const message = "A sub-SELECT for several columns is not supported in ON CONFLICT of a view.";
    throw new Refused("featureNotSupported", message, { location: Number(clause.location ?? 0) });
  }
  return {
    action: "update",
    columns: null,
    ...key,
    alias: target.view === null ? alias : presentRow,
    ...(joins.length === 0 ? {} : { beside: pieces.of(joins) }),
    set: assignments.map(({ column, value }) => ({
      column,
      value: pieces.of(throughView(context, target, value)),
    })),
    ...(where === null
      ? {}
      : {
          where: pieces.of(
            throughView(context, target, [
              // As a condition: a literal has no type of its own where it is selected.
              ...ours("(("),
              ...context.cut(where.start, where.end),
              ...ours("\n) AND TRUE)"),
            ]),
          ),
        }),
  };
}

/**
 * The row that is there and `excluded` have the same columns, so that a bare name is neither's.
 *
 * @throws {Refused} 42702
 */
function refuseAmbiguous({ columns }: WriteTarget, { targetList, whereClause }: TreeFields): void {
  const values = asList(targetList).map((item) => unwrap(unwrap(item)?.fields.val));
  const pending = [...values, unwrap(whereClause)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node === null) continue;
    if (node.kind === "ColumnRef") {
      const [name, ...others] = names(node.fields.fields);
      if (others.length === 0 && columns.some((column) => column.name === name))
        throw new Refused("ambiguousColumn", `column reference "${name}" is ambiguous`, {
          location: Number(node.fields.location ?? 0),
        });
    }
    // What a sub-select names may be its own.
    if (node.kind === "SubLink") pending.push(unwrap(node.fields.testexpr));
    else if (node.kind !== "SelectStmt") {
      const below = childrenOf(node);
      pending.push(...(below.ok ? below.nodes : []));
    }
  }
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

type ConflictKey = Pick<OnConflict, "columns"> | Pick<OnConflict, "key">;

/** The key that a clause means; null: any. */
function conflictKey(
  { catalog, typed }: WriteContext,
  target: WriteTarget,
  clause: TreeFields,
  range: Range,
): ConflictKey | null {
  const { table } = target;
  const infer = clause.infer as TreeFields | undefined;
  if (infer === undefined) return null;
  const location = Number(infer.location ?? 0);
  const keys = namedConstraints(table.definition).filter(({ constraint: { kind } }) =>
    ["primary_key", "unique"].includes(kind),
  );
  const ofColumns = keys.filter(({ constraint }) => constraint.expression === undefined);
  if (infer.conname !== undefined) {
    const named = keys.find(({ name, constraint }) => name === infer.conname && isConstraint(constraint));
    const found = target.view === null ? named : undefined;
    if (found?.constraint.expression !== undefined) return { key: found.name };
    if (found !== undefined) return { columns: found.constraint.columns ?? [] };
    const relation = target.view?.name ?? table.definition.name;
    const message = `constraint "${String(infer.conname)}" for table "${relation}" does not exist`;
    throw new Refused("undefinedObject", message, { location });
  }
  const elements = asList(infer.indexElems).flatMap((item): TreeFields[] => {
    const element = unwrap(item);
    return element === null ? [] : [element.fields];
  });
  const wanted = elements.flatMap((element) => conflictColumn(target, element, location));
  // No key is kept in a collation of its own.
  const isCollated = elements.some(({ collation }) => collation !== undefined);
  const isOfColumns = wanted.length === elements.length && !isCollated;
  const key = ofColumns.find(
    ({ constraint: { columns: own = [] } }) => isOfColumns && isSameSet(own, wanted),
  );
  if (key !== undefined) return { columns: key.constraint.columns ?? [] };
  const isTable = target.view === null && !isCollated;
  const inferred = isTable ? inferredKey(table, readInference(catalog, table, typed, range)) : null;
  if (inferred !== null) return { key: inferred };
  throw new Refused(
    "invalidColumnReference",
    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
    { location },
  );
}

/** A unique index of expressions or of some rows is none; `UNIQUE NULLS NOT DISTINCT (a, b)` is one. */
function isConstraint({ expression }: Constraint): boolean {
  return expression === undefined || !/^case\b/.test(expression);
}

function conflictColumn(target: WriteTarget, element: TreeFields, otherwise: number): readonly string[] {
  if (element.name === undefined) return [];
  const name = String(element.name);
  const location = Number(element.location ?? otherwise);
  if (!target.columns.some((column) => column.name === name)) {
    const meant = nearestName(
      name,
      target.columns.map((column) => column.name),
    );
    const hint =
      meant === null
        ? null
        : `Perhaps you meant to reference the column "${aliasOf(target.relation).name}.${meant}".`;
    throw new Refused("undefinedColumn", `column "${name}" does not exist`, { location, hint });
  }
  return [targetColumn(target, name, location).name];
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.every((name) => others.includes(name)) && others.every((name) => some.includes(name));
}
