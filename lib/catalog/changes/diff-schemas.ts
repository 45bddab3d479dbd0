import { normalizeTable } from "../normalize-table.ts";
import { orderTables } from "../order-tables.ts";
import { referencesTo } from "../table-references.ts";
import type { Change, Schema, Table } from "../types.ts";
import { applyChange } from "./apply-changes.ts";
import { type Draft, startDraft } from "./change-draft.ts";
import { addAccess, removePolicies } from "./diff-access.ts";
import { type Renames, renameAll } from "./diff-renames.ts";
import {
  addColumns,
  addConstraints,
  alterColumns,
  creatable,
  type Emit,
  releaseGenerated,
  removeConstraints,
  removeReferences,
} from "./diff-tables.ts";

/**
 * Changes that lead from one schema of completed tables to another, in an order in which each can be made by itself:
 * applied to `base` they give `target`, up to the order of tables and columns. A column or table under a new name is
 * dropped and created, unless `renames` says where it comes from.
 */
export function diffSchemas(base: Schema, target: Schema, renames: Renames = {}): readonly Change[] {
  const draft = startDraft(base.tables.map(normalizeTable));
  const goal: Schema = { tables: target.tables.map(normalizeTable) };
  const changes: Change[] = [...renameAll(draft, goal, renames)];
  const emit: Emit = (change) => {
    const refusals = applyChange(draft, change);
    // The steps below leave nothing in the way of one another; if they do, a wrong difference must not go on.
    if (refusals[0] !== undefined) throw new Error(`Cannot ${change.kind}: ${refusals[0].message}`);
    changes.push(change);
  };
  const each = (step: (table: Table, wanted: Table) => void) => eachPair(draft, goal, step);

  each((table, wanted) => removePolicies(emit, table, wanted));
  each((table, wanted) => releaseGenerated(emit, table, wanted));
  each((table, wanted) => removeReferences(emit, table, wanted));
  dropTables(emit, draft, goal);
  each((table, wanted) => removeConstraints(emit, table, wanted));
  each((table, wanted) => dropColumns(emit, table, wanted));
  each((table, wanted) => alterColumns(emit, table, wanted, false));
  each((table, wanted) => addColumns(emit, draft, table, wanted));
  createTables(emit, draft, goal);
  each((table, wanted) => addConstraints(emit, table, wanted, ({ kind }) => kind !== "foreign_key"));
  each((table, wanted) => addConstraints(emit, table, wanted, ({ kind }) => kind === "foreign_key"));
  each((table, wanted) => alterColumns(emit, table, wanted, true));
  each((table, wanted) => addAccess(emit, table, wanted));
  return changes;
}

/** Every table that is in both, as the draft has it now and as it is to be. */
function eachPair(draft: Draft, goal: Schema, step: (table: Table, wanted: Table) => void): void {
  const wanted = new Map(goal.tables.map((table) => [table.name, table]));
  for (const table of draft.tables) {
    const target = wanted.get(table.name);
    if (target !== undefined) step(table, target);
  }
}

/** Who references goes before who is referenced; circles need cascade. */
function dropTables(emit: Emit, draft: Draft, goal: Schema): void {
  const doomed = draft.tables.filter((table) => !goal.tables.some(({ name }) => name === table.name));
  for (const { name } of orderTables(doomed).toReversed()) {
    const others = draft.tables.filter((table) => table.name !== name);
    const isReferenced = referencesTo(others, name).length > 0;
    emit({ kind: "drop_table", table: name, ...(isReferenced ? { cascade: true } : {}) });
  }
}

function dropColumns(emit: Emit, table: Table, wanted: Table): void {
  for (const { name } of table.columns) {
    if (wanted.columns.some((column) => column.name === name)) continue;
    emit({ kind: "drop_column", table: table.name, column: name });
  }
}

function createTables(emit: Emit, draft: Draft, goal: Schema): void {
  const existing = new Set(draft.tables.map((table) => table.name));
  for (const table of orderTables(goal.tables.filter(({ name }) => !existing.has(name)))) {
    emit({ kind: "create_table", table: creatable(draft, table) });
  }
}
