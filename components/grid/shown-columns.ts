import type { TableInfo } from "#components/api/types.ts";
import type { Column } from "#lib/catalog/types.ts";

/** Kept with the credentials: it can be written, never read, and no answer carries it. */
export function isSecret(info: TableInfo, column: Column): boolean {
  return info.is_auth && column.name === "password_hash";
}

/** The times of a row, which the server keeps. */
export function isBookkeeping(column: Column): boolean {
  return /^(created|updated)_at$/.test(column.name);
}

/** The columns that a grid shows, in the table's order, with the bookkeeping ones last. */
export function shownColumns(info: TableInfo): readonly Column[] {
  const visible = info.schema.columns.filter((column) => !isSecret(info, column));
  return [...visible.filter((column) => !isBookkeeping(column)), ...visible.filter(isBookkeeping)];
}
