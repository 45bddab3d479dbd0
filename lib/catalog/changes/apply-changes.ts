import type { Issue } from "#lib/errors/app-error.ts";
import type { ErrorCode } from "#lib/errors/codes.ts";
import type { ExpressionTools } from "../checks/check-expression.ts";
import { schemaProblems } from "../checks/check-schema.ts";
import { below, firstProblems, type SchemaProblem, toIssue } from "../checks/schema-problem.ts";
import { primaryKey } from "../column-facts.ts";
import { normalizeTable } from "../normalize-table.ts";
import type { Change, Constraint, Schema, Table } from "../types.ts";
import { alterPolicy, changeGrants, createPolicy, dropPolicy } from "./change-access.ts";
import { addColumn, alterColumn, dropColumn, moveColumn, renameColumn } from "./change-columns.ts";
import { addConstraint, dropConstraint } from "./change-constraints.ts";
import { type Draft, type Dropped, type Refusals, startDraft } from "./change-draft.ts";
import { problemOrigin } from "./change-origin.ts";
import { restoreColumn, restoreTable } from "./change-restore.ts";
import { createTable, describeTable, dropTable, moveTable, renameTable } from "./change-tables.ts";

export type ApplyResult =
  | { readonly ok: true; readonly schema: Schema }
  /** `code` is that of the first issue: RH200, RH201 (already exists), RH203 (still referenced), RH204 (slots), RH206. */
  | { readonly ok: false; readonly code: ErrorCode; readonly issues: readonly Issue[] };

/**
 * The schema after the changes, made one after another; all or nothing. References may point at what a later change
 * creates: the whole is checked at the end, and problems that `schema` had before are not held against the changes.
 *
 * @param expressions what follows names into expressions; parsed ones, where a parser is at hand.
 * @param dropped what `restore_table` and `restore_column` can bring back, besides what these changes drop themselves.
 * @returns issues at JSON pointers into `changes`: `/2/column/name`.
 */
export function applyChanges(
  schema: Schema,
  changes: readonly Change[],
  dropped?: Dropped,
  expressions?: ExpressionTools,
): ApplyResult {
  const draft = startDraft(schema.tables, dropped, expressions);
  const refusals = firstProblems(applyAll(draft, changes));
  if (refusals.length > 0) return refusedWith(refusals);
  const result: Schema = { tables: resolveForeignKeys(draft.tables) };
  const problems = firstProblems(newProblems(schema, result)).map((found) => ({
    ...found,
    path: problemOrigin(changes, result, found),
  }));
  return problems.length > 0 ? refusedWith(problems) : { ok: true, schema: result };
}

function* applyAll(draft: Draft, changes: readonly Change[]): Generator<SchemaProblem> {
  for (const [index, change] of changes.entries()) yield* below([index], applyChange(draft, change));
}

/** Makes one change, or says why not; the draft is then as it was. */
export function applyChange(draft: Draft, change: Change): Refusals {
  switch (change.kind) {
    case "create_table":
      return createTable(draft, change);
    case "rename_table":
      return renameTable(draft, change);
    case "drop_table":
      return dropTable(draft, change);
    case "describe_table":
      return describeTable(draft, change);
    case "add_column":
      return addColumn(draft, change);
    case "rename_column":
      return renameColumn(draft, change);
    case "alter_column":
      return alterColumn(draft, change);
    case "move_column":
      return moveColumn(draft, change);
    case "drop_column":
      return dropColumn(draft, change);
    case "restore_table":
      return restoreTable(draft, change);
    case "restore_column":
      return restoreColumn(draft, change);
    case "add_constraint":
      return addConstraint(draft, change);
    case "drop_constraint":
      return dropConstraint(draft, change);
    case "create_policy":
      return createPolicy(draft, change);
    case "alter_policy":
      return alterPolicy(draft, change);
    case "drop_policy":
      return dropPolicy(draft, change);
    case "grant":
    case "revoke":
      return changeGrants(draft, change);
    case "move_table":
      return moveTable(draft, change);
  }
}

function refusedWith(problems: readonly SchemaProblem[]): ApplyResult {
  return { ok: false, code: problems[0]?.code ?? "RH200", issues: problems.map(toIssue) };
}

/** A foreign key that names no target columns means the target's primary key, which is known only now. */
function resolveForeignKeys(tables: readonly Table[]): readonly Table[] {
  const resolve = (constraint: Constraint): Constraint => {
    const { kind, references } = constraint;
    if (kind !== "foreign_key" || references === undefined || references.columns !== undefined)
      return constraint;
    const target = tables.find((table) => table.name === references.table);
    return target === undefined
      ? constraint
      : { ...constraint, references: { ...references, columns: primaryKey(target) } };
  };
  return tables.map((table) =>
    table.constraints === undefined
      ? table
      : normalizeTable({ ...table, constraints: table.constraints.map(resolve) }),
  );
}

function* newProblems(before: Schema, after: Schema): Generator<SchemaProblem> {
  let known: Set<string> | null = null;
  for (const found of schemaProblems(after)) {
    known ??= new Set([...schemaProblems(before)].map((old) => identity(before, old)));
    if (!known.has(identity(after, found))) yield found;
  }
}

/** A problem by names, since the numbers of tables and columns shift. */
function identity({ tables }: Schema, { path, message }: SchemaProblem): string {
  const [, tableIndex, part, index, ...rest] = path;
  const table = tables[Number(tableIndex)];
  const named = part === "columns" ? table?.columns[Number(index)]?.name : index;
  return JSON.stringify([table?.name, part, named, rest, message]);
}
