import { primaryKey } from "../../catalog/column-facts.ts";
import { constraintName } from "../../catalog/constraint-names.ts";
import { flagName } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { compositeKeys } from "../composite-constraints.ts";
import { pendingTable } from "../evolve/pending-form.ts";
import { referencesOf } from "../reference-slots.ts";

/** A key of a table, under the name that Postgres would give it. */
export interface TableKey {
  readonly name: string;
  readonly columns: readonly string[];
}

/** A broken constraint of a virtual table, in Postgres's words. */
export interface VirtualError {
  readonly code: string;
  readonly message: string;
  readonly constraint: string;
  /** The key that is there already (23505), or the reference that points at nothing (23503); none if rows of others point here. */
  readonly columns: readonly string[];
}

/** What the driver tells of an error. */
interface PgError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly message?: unknown;
}

/**
 * The error of a constraint of `project_data` as one of the virtual table. Errors that the engine's own statements raise
 * are in virtual names already.
 *
 * @returns null if the error is about none.
 */
export function virtualError(catalog: Catalog, table: CatalogTable, error: unknown): VirtualError | null {
  const { code, constraint, message } = (error ?? {}) as PgError;
  if (typeof constraint !== "string") return null;
  if (code === "23505") {
    const key = violatedKey(table, constraint);
    return key === null
      ? null
      : {
          code,
          message: `duplicate key value violates unique constraint "${key.name}"`,
          constraint: key.name,
          columns: key.columns,
        };
  }
  if (code !== "23503") return null;
  const slot = /^project_data_(r\d)_fkey$/.exec(constraint)?.[1];
  if (slot === undefined) return null;
  if (typeof message === "string" && message.startsWith("update or delete"))
    return stillReferred(catalog, table, slot);
  const reference = referencesOf(catalog, table).find((candidate) => candidate.slot === slot);
  if (reference === undefined) return null;
  return {
    code,
    message: `insert or update on table "${table.definition.name}" violates foreign key constraint "${reference.name}"`,
    constraint: reference.name,
    columns: reference.columns.map(({ name }) => name),
  };
}

/** Rows of another table point at one that is to go: stored since the statement began, or by a reference that is being made. */
function stillReferred(catalog: Catalog, table: CatalogTable, slot: string): VirtualError | null {
  const forms = catalog.tables.flatMap((child) => [child, pendingTable(child) ?? child]);
  for (const child of forms) {
    const reference = referencesOf(catalog, child).find(
      ({ target, slot: own }) => target.id === table.id && own === slot,
    );
    if (reference === undefined) continue;
    const { name } = reference;
    const message = `update or delete on table "${table.definition.name}" violates foreign key constraint "${name}" on table "${child.definition.name}"`;
    return { code: "23503", message, constraint: name, columns: [] };
  }
  return null;
}

/** The key that a unique index of `project_data` holds for a table. */
export function violatedKey(table: CatalogTable, index: string): TableKey | null {
  const key = primaryKey(table.definition);
  const slot = /^project_data_(u\d)_key$/.exec(index)?.[1];
  if (slot === undefined)
    return index === "project_data_pkey" ? { name: keyName(table, key[0] ?? ""), columns: key } : null;
  const single = Object.entries(table.storage.columns).find(([, storage]) => storage.unique === slot)?.[0];
  if (single !== undefined) return { name: keyName(table, single), columns: [single] };
  const several = compositeKeys(table.definition).find((key) => table.storage.keys[key.name] === slot);
  if (several !== undefined) return several;
  const next = pendingTable(table);
  return next === null ? null : violatedKey(next, index);
}

/** The name of a key of one column. */
function keyName({ definition }: CatalogTable, columnName: string): string {
  const column = definition.columns.find(({ name }) => name === columnName);
  if (column === undefined) return constraintName(definition.name, "primary_key", []);
  return flagName(definition, column, column.primary_key === true ? "primary_key" : "unique");
}
