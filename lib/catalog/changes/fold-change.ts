import type { Change, Column, ColumnSettings, Schema, Table } from "../types.ts";
import { isSameJson } from "../values/same-json.ts";
import { applyChanges } from "./apply-changes.ts";
import type { Dropped } from "./change-draft.ts";
import { withNames } from "./change-translate.ts";

/**
 * A list of changes with one more, as few as say the same: what is edited twice is one change, what is undone by hand is
 * none. A shorter list is only taken if it leads to the very same schema.
 *
 * @param changes that can be made on `base`.
 */
export function foldChange(
  base: Schema,
  changes: readonly Change[],
  change: Change,
  dropped?: Dropped,
): readonly Change[] {
  if (change.kind === "move_table") return foldMove(changes, change);
  const appended = [...changes, change];
  const goal = applyChanges(base, appended, dropped);
  if (!goal.ok) return appended;
  for (const candidate of shorterLists(base, changes, change, goal.schema)) {
    const applied = applyChanges(base, candidate, dropped);
    if (applied.ok && isSameSchema(applied.schema, goal.schema)) return candidate;
  }
  return appended;
}

type ChangeOf<Kind extends Change["kind"]> = Extract<Change, { readonly kind: Kind }>;

/** Where a table stands is no part of the schema: the last place counts. */
function foldMove(changes: readonly Change[], move: ChangeOf<"move_table">): readonly Change[] {
  const index = changes.findLastIndex(
    (other) =>
      (other.kind === "move_table" && other.table === move.table) ||
      (other.kind === "create_table" && other.table.name === move.table) ||
      (other.kind === "rename_table" && other.to === move.table),
  );
  const earlier = changes[index];
  if (earlier?.kind === "move_table") return changes.with(index, move);
  if (earlier?.kind === "create_table") return changes.with(index, { ...earlier, position: move.position });
  return [...changes, move];
}

function* shorterLists(
  base: Schema,
  changes: readonly Change[],
  change: Change,
  goal: Schema,
): Generator<readonly Change[]> {
  if (settings.has(change.kind)) yield changes;
  for (let index = changes.length - 1; index >= 0; index--) {
    const earlier = changes[index];
    if (earlier === undefined) continue;
    if (
      earlier.kind === "create_table" &&
      change.kind === "drop_table" &&
      earlier.table.name === change.table
    ) {
      yield changes.filter((other, at) => at < index || !isAbout(other, change.table));
      continue;
    }
    const merged = merge(earlier, change, goal);
    if (merged === "nothing") yield changes.toSpliced(index, 1);
    else if (merged !== null) {
      const pruned = prune(merged, base, changes.slice(0, index));
      const behind = changes.slice(index + 1).map((other) => underNewName(other, change));
      yield [...changes.slice(0, index), ...(pruned === null ? [] : [pruned]), ...behind];
    }
  }
}

/** Kinds that may turn out to change nothing. */
const settings: ReadonlySet<Change["kind"]> = new Set([
  "alter_column",
  "describe_table",
  "move_column",
  "rename_column",
  "rename_table",
]);

function isAbout(change: Change, table: string): boolean {
  return change.kind === "create_table" ? change.table.name === table : change.table === table;
}

/** What came between speaks of the name that a thing now has from the start. */
function underNewName(change: Change, rename: Change): Change {
  if (rename.kind !== "rename_table" && rename.kind !== "rename_column") return change;
  const column = (table: string, name: string) =>
    rename.kind === "rename_column" && table === rename.table && name === rename.column ? rename.to : name;
  const table = (name: string) =>
    rename.kind === "rename_table" && name === rename.table ? rename.to : name;
  return withNames(change, { table, column }, column);
}

/** One change in place of two; "nothing" where the later takes the earlier back; null: they stay two. */
function merge(earlier: Change, later: Change, goal: Schema): Change | "nothing" | null {
  switch (earlier.kind) {
    case "create_table":
      return intoTable(earlier, later, goal);
    case "add_column":
      return intoColumn(earlier, later, goal);
    case "alter_column":
      return later.kind === "alter_column" && isSamePlace(earlier, later)
        ? { ...earlier, set: { ...earlier.set, ...later.set } }
        : null;
    case "rename_table":
      if (later.kind !== "rename_table" || later.table !== earlier.to) return null;
      return later.to === earlier.table ? "nothing" : { ...earlier, to: later.to };
    case "rename_column":
      if (later.kind !== "rename_column" || later.table !== earlier.table || later.column !== earlier.to)
        return null;
      return later.to === earlier.column ? "nothing" : { ...earlier, to: later.to };
    case "describe_table":
      return later.kind === "describe_table" && later.table === earlier.table ? later : null;
    case "move_column":
      return later.kind === "move_column" && isSamePlace(earlier, later) ? later : null;
    case "drop_table":
      return later.kind === "restore_table" && later.table === earlier.table ? "nothing" : null;
    case "drop_column":
      return later.kind === "restore_column" && isSamePlace(earlier, later) ? "nothing" : null;
    default:
      return null;
  }
}

interface ColumnPlace {
  readonly table: string;
  readonly column: string;
}

function isSamePlace(a: ColumnPlace, b: ColumnPlace): boolean {
  return a.table === b.table && a.column === b.column;
}

/** What happens to a table that is new is how it is created. */
function intoTable(earlier: ChangeOf<"create_table">, later: Change, goal: Schema): Change | null {
  if (later.kind === "create_table" || later.kind === "restore_column" || later.table !== earlier.table.name)
    return null;
  const name = later.kind === "rename_table" ? later.to : later.table;
  const table = goal.tables.find((other) => other.name === name);
  return table === undefined ? null : { ...earlier, table };
}

function intoColumn(earlier: ChangeOf<"add_column">, later: Change, goal: Schema): Change | "nothing" | null {
  if (!("column" in later) || typeof later.column !== "string") return null;
  if (later.table !== earlier.table || later.column !== earlier.column.name) return null;
  if (later.kind === "drop_column") return "nothing";
  if (later.kind === "move_column") return later.after === null ? null : { ...earlier, after: later.after };
  const name = later.kind === "rename_column" ? later.to : later.column;
  const column = columnOf(goal.tables, earlier.table, name);
  return column === null ? null : { ...earlier, column };
}

/** Without settings that are what they were before; null: nothing is left. */
function prune(change: Change, base: Schema, before: readonly Change[]): Change | null {
  if (change.kind !== "alter_column") return change;
  const applied = applyChanges(base, before);
  const column = applied.ok ? columnOf(applied.schema.tables, change.table, change.column) : null;
  if (column === null) return change;
  const set = Object.fromEntries(
    Object.entries(change.set).filter(
      ([key, value]) => !isSameSetting(column, key as keyof ColumnSettings, value),
    ),
  );
  return Object.keys(set).length === 0 ? null : { ...change, set };
}

function isSameSetting(column: Column, key: keyof ColumnSettings, value: unknown): boolean {
  const isEmpty = (given: unknown) =>
    given === undefined || given === null || given === false || given === "";
  return isEmpty(value) && isEmpty(column[key]) ? true : isSameJson(column[key], value);
}

function columnOf(tables: readonly Table[], table: string, name: string): Column | null {
  return tables.find((other) => other.name === table)?.columns.find((column) => column.name === name) ?? null;
}

function isSameSchema(a: Schema, b: Schema): boolean {
  const others = new Map(b.tables.map((table) => [table.name, table]));
  return (
    a.tables.length === b.tables.length &&
    a.tables.every((table) => {
      const other = others.get(table.name);
      // Tables that no change touches are the very same values.
      return other === table || (other !== undefined && isSameJson(table, other));
    })
  );
}
