import { mentionsColumn } from "../checks/check-expression.ts";
import { primaryKey } from "../column-facts.ts";
import { namedConstraints } from "../table-constraints.ts";
import { withoutReference } from "../table-references.ts";
import type { Change, Column, ColumnSettings, Constraint, Table } from "../types.ts";
import { isSameJson } from "../values/same-json.ts";
import type { Draft } from "./change-draft.ts";

/** Takes a change into the difference and makes it on the draft. */
export type Emit = (change: Change) => void;

/** Columns that are to be computed otherwise, or from what is dropped or becomes another type, stand by themselves meanwhile. */
export function releaseGenerated(emit: Emit, table: Table, target: Table): void {
  const moved = table.columns.filter((column) => {
    const wanted = target.columns.find(({ name }) => name === column.name);
    return wanted?.type !== column.type || wanted.sql_type !== column.sql_type;
  });
  for (const { name, generated } of table.columns) {
    if (generated === undefined) continue;
    const wanted = target.columns.find((column) => column.name === name);
    const isKept =
      wanted?.generated === generated && !moved.some((column) => mentionsColumn(generated, column.name));
    if (!isKept) emit({ kind: "alter_column", table: table.name, column: name, set: { generated: null } });
  }
}

/** References that the target does not have, or has elsewhere, so that nothing stands in the way of what is dropped. */
export function removeReferences(emit: Emit, table: Table, target: Table): void {
  for (const column of table.columns) {
    const to = column.references;
    if (to === undefined) continue;
    const wanted = target.columns.find(({ name }) => name === column.name)?.references;
    if (wanted?.table === to.table && wanted.column === to.column) continue;
    emit({ kind: "alter_column", table: table.name, column: column.name, set: { references: null } });
  }
  dropConstraints(emit, table, target, ({ kind }) => kind === "foreign_key");
}

/** Keys, checks and indexes that the target does not have; the primary key too when it is another one. */
export function removeConstraints(emit: Emit, table: Table, target: Table): void {
  dropConstraints(emit, table, target, () => true);
  const flagged = namedConstraints(table).find(
    ({ constraint, isFlag }) => isFlag && constraint.kind === "primary_key",
  );
  if (flagged !== undefined && !isSameJson(primaryKey(table), flaggedKey(target))) {
    emit({ kind: "drop_constraint", table: table.name, name: flagged.name });
  }
}

export function addConstraints(
  emit: Emit,
  table: Table,
  target: Table,
  isMeant: (constraint: Constraint) => boolean,
): void {
  const existing = table.constraints ?? [];
  for (const constraint of (target.constraints ?? []).filter(isMeant)) {
    if (existing.some((other) => isSameJson(other, constraint))) continue;
    emit({ kind: "add_constraint", table: table.name, constraint });
  }
  const key = flaggedKey(target);
  const constraint: Constraint = { kind: "primary_key", columns: key };
  if (key.length > 0 && isMeant(constraint) && !isSameJson(primaryKey(table), key)) {
    emit({ kind: "add_constraint", table: table.name, constraint });
  }
}

/** New columns behind the one they follow in the target; a reference to what does not exist yet comes later. */
export function addColumns(emit: Emit, draft: Draft, table: Table, target: Table): void {
  for (const [index, column] of target.columns.entries()) {
    if (table.columns.some(({ name }) => name === column.name)) continue;
    const after = target.columns[index - 1]?.name;
    const added = hasTarget(draft, column) ? column : withoutReference(column);
    emit({ kind: "add_column", table: table.name, column: added, ...(after === undefined ? {} : { after }) });
  }
}

export function alterColumns(emit: Emit, table: Table, target: Table, withReferences: boolean): void {
  for (const column of table.columns) {
    const wanted = target.columns.find(({ name }) => name === column.name);
    if (wanted === undefined) continue;
    const set = {
      ...changedSettings(column, wanted),
      ...(withReferences
        ? { ...changedReference(column, wanted), ...changedExpression(column, wanted) }
        : {}),
    };
    if (Object.keys(set).length > 0)
      emit({ kind: "alter_column", table: table.name, column: column.name, set });
  }
  if (table.description !== target.description) {
    emit({ kind: "describe_table", table: table.name, description: target.description ?? "" });
  }
}

/** The table as it can be created now; `addConstraints` and `alterColumns` add the rest. */
export function creatable(draft: Draft, table: Table): Table {
  const { constraints = [], ...rest } = table;
  const possible = constraints.filter(
    ({ references }) =>
      references === undefined ||
      references.table === table.name ||
      draft.tables.some((other) => other.name === references.table),
  );
  return {
    ...rest,
    columns: table.columns.map((column) =>
      column.references?.table === table.name || hasTarget(draft, column) ? column : withoutReference(column),
    ),
    ...(possible.length === 0 ? {} : { constraints: possible }),
  };
}

function dropConstraints(
  emit: Emit,
  table: Table,
  target: Table,
  isMeant: (constraint: Constraint) => boolean,
): void {
  for (const constraint of (table.constraints ?? []).filter(isMeant)) {
    const isKept = target.constraints?.some((other) => isSameJson(other, constraint)) ?? false;
    if (isKept || constraint.name === undefined) continue;
    emit({ kind: "drop_constraint", table: table.name, name: constraint.name });
  }
}

function flaggedKey(table: Table): readonly string[] {
  return table.columns.filter((column) => column.primary_key === true).map((column) => column.name);
}

function hasTarget(draft: Draft, { references }: Column): boolean {
  if (references === undefined) return true;
  const target = draft.tables.find((other) => other.name === references.table);
  return target?.columns.some(({ name }) => name === references.column) ?? false;
}

function changedSettings(column: Column, wanted: Column): ColumnSettings {
  const enumValues = wanted.enum_values;
  return {
    ...(column.type === wanted.type && column.sql_type === wanted.sql_type
      ? {}
      : { type: wanted.type, sql_type: wanted.sql_type ?? null }),
    ...(column.default_expression === wanted.default_expression
      ? {}
      : { default_expression: wanted.default_expression ?? null }),
    ...(column.identity === wanted.identity ? {} : { identity: wanted.identity ?? null }),
    ...(isSameJson(column.touched_by, wanted.touched_by) ? {} : { touched_by: wanted.touched_by ?? null }),
    ...(column.required === wanted.required ? {} : { required: wanted.required ?? false }),
    ...(column.unique === wanted.unique ? {} : { unique: wanted.unique ?? false }),
    ...(column.indexed === wanted.indexed ? {} : { indexed: wanted.indexed ?? false }),
    ...(isSameJson(column.default, wanted.default) ? {} : { default: wanted.default ?? null }),
    ...(column.description === wanted.description ? {} : { description: wanted.description ?? "" }),
    ...(enumValues === undefined || isSameJson(column.enum_values, enumValues)
      ? {}
      : { enum_values: enumValues }),
  };
}

/** At the end, when all columns that it may stand on are there. */
function changedExpression(column: Column, wanted: Column): ColumnSettings {
  return column.generated === wanted.generated ? {} : { generated: wanted.generated ?? null };
}

function changedReference(column: Column, wanted: Column): ColumnSettings {
  if (isSameJson(column.references, wanted.references)) return {};
  return { references: wanted.references ?? null };
}
