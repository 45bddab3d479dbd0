import type { TableInfo } from "#components/api/types.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";

/** Kept with the credentials: it can be written, never read, and no answer carries it. */
export function isSecret(info: TableInfo, column: Column): boolean {
  return info.is_auth && column.name === "password_hash";
}

/** The times of a row, which the server keeps. */
export function isBookkeeping(column: Column): boolean {
  return /^(created|updated)_at$/.test(column.name);
}

/** The columns that a grid can show, in the table's order, with the bookkeeping ones last. */
export function shownColumns(info: TableInfo): readonly Column[] {
  const visible = info.schema.columns.filter((column) => !isSecret(info, column));
  return [...visible.filter((column) => !isBookkeeping(column)), ...visible.filter(isBookkeeping)];
}

/** All columns that a grid can show in the view's order: those that it names first. */
export function orderedColumns(info: TableInfo, order: readonly string[]): readonly Column[] {
  const columns = shownColumns(info);
  const named = order.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return [...new Set([...named, ...columns])];
}

/** The columns of a view from left to right: the frozen ones first, the hidden ones not at all. */
export function viewColumns(
  info: TableInfo,
  view: GridDefinition,
): { readonly frozen: readonly Column[]; readonly others: readonly Column[] } {
  const hidden = new Set(view.hidden);
  const visible = orderedColumns(info, view.order).filter(({ name }) => !hidden.has(name));
  return {
    frozen: visible.filter(({ name }) => view.frozen.includes(name)),
    others: visible.filter(({ name }) => !view.frozen.includes(name)),
  };
}

/** The order of a view after a column was moved to stand before another; null: at the end. */
export function moveColumn(
  info: TableInfo,
  order: readonly string[],
  column: string,
  before: string | null,
): readonly string[] {
  const names = orderedColumns(info, order).map(({ name }) => name);
  const rest = names.filter((name) => name !== column);
  const at = before === null ? rest.length : rest.indexOf(before);
  return at < 0 ? names : [...rest.slice(0, at), column, ...rest.slice(at)];
}

/** Pixels that suit a column's type until somebody chooses a width. */
export function defaultWidth(column: Column): number {
  if (column.references) return 180;
  switch (column.type) {
    case "boolean":
      return 110;
    case "uuid":
      return 120;
    case "integer":
    case "bigint":
    case "number":
    case "numeric":
    case "date":
    case "time":
      return 130;
    case "enum":
      return 140;
    case "timestamptz":
      return 160;
    case "email":
    case "url":
    case "file":
    case "text[]":
    case "jsonb":
      return 210;
    case "phone":
      return 150;
    default:
      return 220;
  }
}
