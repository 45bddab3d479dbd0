import { columnLabel } from "../catalog/column-facts.ts";
import type { CatalogTable } from "../catalog/types.ts";
import { AppError } from "../errors/app-error.ts";
import { violatedKey } from "./write/virtual-error.ts";

/** What Postgres reports of a write that broke a table's definition. */
interface Violation {
  readonly code: string;
  readonly constraint?: string;
  readonly column?: string | undefined;
  readonly detail?: string;
  readonly hint?: string;
}

/**
 * The error of a write in the names of the virtual table, at the column that it is about; anything else as it came.
 *
 * @returns an AppError with the SQLSTATE as its code and `details: [{path: "/<column>", message}]`.
 */
export function translateViolation(table: CatalogTable, raised: unknown): unknown {
  if (!isViolation(raised)) return raised;
  // A field that does not apply may be empty.
  const error = raised.column === "" ? Object.assign(raised, { column: undefined }) : raised;
  switch (error.code) {
    case "23505":
      return duplicate(table, error);
    case "23503":
      if (error.column === undefined) {
        const column = referencingColumn(table, error.constraint ?? "");
        if (column !== undefined)
          return at(error, 409, column, `${label(column)} refers to a row that does not exist.`);
      }
      return at(
        error,
        409,
        error.column,
        error.column === undefined
          ? "Something refers to this row, or this row to something that does not exist."
          : `${label(error.column)} refers to a row that does not exist.`,
      );
    case "23502":
      return at(error, 422, error.column, `${label(error.column)} is required.`);
    case "23514":
      return at(error, 422, error.column, `${label(error.column)} is none of the allowed values.`);
    case "54000":
      return at(
        error,
        422,
        error.column,
        `${label(error.column ?? "value")} is too long to be indexed.`,
        error.hint,
      );
    default:
      return error;
  }
}

function isViolation(error: unknown): error is Error & Violation {
  return (
    error instanceof Error && "severity" in error && typeof (error as { code?: unknown }).code === "string"
  );
}

function duplicate(table: CatalogTable, error: Error & Violation): AppError {
  const columns = violatedKey(table, error.constraint ?? "")?.columns ?? [];
  if (columns.length === 0) return at(error, 409, undefined, "A row with this key exists already.");
  const words = columns.map(label).join(" and ");
  return at(
    error,
    409,
    columns[0],
    `Another row has the same ${words.charAt(0).toLowerCase()}${words.slice(1)}.`,
  );
}

/** The column whose reference slot a foreign key of `project_data` checks. */
function referencingColumn(table: CatalogTable, constraint: string): string | undefined {
  const slot = /^project_data_(r\d)_fkey$/.exec(constraint)?.[1];
  return Object.entries(table.storage.columns).find(
    ([, { reference }]) => reference === slot && slot !== undefined,
  )?.[0];
}

function label(column: string | undefined): string {
  return columnLabel(column ?? "value");
}

function at(
  error: Error & Violation,
  status: number,
  column: string | undefined,
  message: string,
  hint?: string,
): AppError {
  return new AppError(error.code, message, {
    status,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
    details: column === undefined ? null : [{ path: `/${column}`, message }],
  });
}
