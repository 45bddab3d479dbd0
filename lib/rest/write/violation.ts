import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { referencesOf } from "../../engine/reference-slots.ts";
import { conflictProbe } from "../../engine/write/conflict-probe.ts";
import { type VirtualError, virtualError } from "../../engine/write/virtual-error.ts";
import { AppError } from "../../errors/app-error.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { JsonObject, Payload } from "../request/payload.ts";

/** A broken constraint, in the table's own names, and how to find out which values broke it. */
export interface Violation {
  /** Gives one row with `key`, the values; null: they are known, or nobody can tell. */
  readonly probe: Sql | null;
  /** @param key what the probe found. */
  error(key: string | null): AppError;
}

/** What was to be written. */
export interface Written {
  readonly payload: Payload;
  /** All rows that the filters find were to become this one record. */
  readonly isForAll: boolean;
}

/** @returns null if the error is about no constraint of the table. */
export function violationOf(
  catalog: Catalog,
  table: CatalogTable,
  written: Written | null,
  error: unknown,
): Violation | null {
  const broken = virtualError(catalog, table, error);
  if (broken === null) return null;
  return broken.code === "23505"
    ? duplicate(catalog, table, written, { broken, cause: error })
    : dangling(catalog, table, written?.payload ?? null, { broken, cause: error });
}

/**
 * What may be told of the values that broke a constraint: nothing to those whom rules bind, as in Postgres. That there
 * is such a row they learn, which one they do not.
 */
export function tellable(
  context: WriteContext,
  table: CatalogTable,
  written: Written | null,
): Written | null {
  const rules = context.writeAccess(table, "insert", true);
  return rules === undefined || (rules.check === null && rules.select === null) ? written : null;
}

interface Broken {
  readonly broken: VirtualError;
  readonly cause: unknown;
}

function duplicate(
  catalog: Catalog,
  table: CatalogTable,
  written: Written | null,
  { broken, cause }: Broken,
): Violation {
  const { code, message, constraint: name, columns } = broken;
  const { payload, isForAll = false } = written ?? {};
  // Of rows that keep some of their key's values, what a record says is not the key.
  const isSaid = (record: JsonObject) =>
    isForAll
      ? columns.every((column) => Object.hasOwn(record, column))
      : columns.some((column) => Object.hasOwn(record, column));
  return {
    probe:
      payload?.records.some(isSaid) === true
        ? conflictProbe(catalog, table, { name, columns }, { records: sql`${payload.json}::jsonb`, isForAll })
        : null,
    error: (key) =>
      new AppError(code, message, {
        status: 409,
        cause,
        details: key === null ? null : `Key (${columns.join(", ")})=(${key}) already exists.`,
      }),
  };
}

function dangling(
  catalog: Catalog,
  table: CatalogTable,
  payload: Payload | null,
  { broken, cause }: Broken,
): Violation {
  const { code, message, constraint, columns } = broken;
  const target = referencesOf(catalog, table).find(({ name }) => name === constraint)?.target;
  const [record, ...others] = payload?.records ?? [];
  const values = record === undefined || others.length > 0 ? null : valuesOf(record, columns);
  const details =
    values === null || target === undefined || columns.length === 0
      ? null
      : `Key (${columns.join(", ")})=(${values.join(", ")}) is not present in table "${target.definition.name}".`;
  return { probe: null, error: () => new AppError(code, message, { status: 409, cause, details }) };
}

function valuesOf(record: JsonObject, columns: readonly string[]): readonly string[] | null {
  const values = columns.map((column) => record[column]);
  return values.every((value) => typeof value === "string" || typeof value === "number")
    ? values.map(String)
    : null;
}
