import type { Column } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { AppError } from "../../errors/app-error.ts";
import { isDerived } from "../plan/derived-table.ts";
import { type Destination, refuseComputed, storedColumn } from "./destination.ts";

/**
 * The table's columns that a request writes.
 *
 * @throws {AppError} PGRST204 for a name that is no column; 428C9 for one whose values only the server makes.
 */
export function writableColumns(
  destination: Destination,
  names: readonly string[],
  verb: "insert" | "update",
): readonly Column[] {
  const { table } = destination;
  const columns = isDerived(table) ? table.definition.columns : readableColumns(table);
  const named = [...new Set(names)].map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return given(column, verb);
    const own = table.definition.name;
    throw new AppError("PGRST204", `Could not find the '${name}' column of '${own}' in the schema cache`);
  });
  refuseComputed(destination, verb, named);
  return named.map((column) => storedColumn(destination, column));
}

function given(column: Column, verb: "insert" | "update"): Column {
  const { name, generated, identity } = column;
  const isCounted = identity === "always";
  if (generated === undefined && !isCounted) return column;
  const message =
    verb === "insert"
      ? `cannot insert a non-DEFAULT value into column "${name}"`
      : `column "${name}" can only be updated to DEFAULT`;
  throw new AppError("428C9", message, {
    status: 400,
    details: isCounted
      ? `Column "${name}" is an identity column defined as GENERATED ALWAYS.`
      : `Column "${name}" is a generated column.`,
    ...(isCounted && verb === "insert" ? { hint: "Use OVERRIDING SYSTEM VALUE to override." } : {}),
  });
}
