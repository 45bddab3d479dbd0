import { constraintName } from "../catalog/constraint-names.ts";
import type { Constraint, Table } from "../catalog/types.ts";

/** A key over several columns, or of an expression. */
export interface CompositeKey {
  /** Its constraint's. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly isPrimary: boolean;
  readonly expression?: string;
}

/** The keys over several columns and of expressions. */
export function compositeKeys(table: Table): readonly CompositeKey[] {
  return (table.constraints ?? [])
    .filter(({ kind }) => kind === "unique" || kind === "primary_key")
    .map(({ kind, name, columns = [], expression }) => ({
      name: name ?? constraintName(table.name, kind, columns),
      columns,
      isPrimary: kind === "primary_key",
      ...(expression === undefined ? {} : { expression }),
    }));
}

/** The references over several columns, each with its constraint's name. */
export function compositeReferences(
  table: Table,
): readonly (Constraint & { readonly name: string; readonly columns: readonly string[] })[] {
  return (table.constraints ?? [])
    .filter(({ kind }) => kind === "foreign_key")
    .map((constraint) => ({ ...named(table, constraint), columns: constraint.columns ?? [] }));
}

/** The indexes over several columns and those for search, each with its constraint's name. */
export function compositeIndexes(
  table: Table,
): readonly (Constraint & { readonly name: string; readonly columns: readonly string[] })[] {
  return (table.constraints ?? [])
    .filter(
      ({ kind, columns = [], method }) =>
        kind === "index" && method !== "note" && (columns.length > 1 || method !== undefined),
    )
    .map((constraint) => ({ ...named(table, constraint), columns: constraint.columns ?? [] }));
}

function named(table: Table, constraint: Constraint): Constraint & { readonly name: string } {
  const { name, kind, columns = [] } = constraint;
  return { ...constraint, name: name ?? constraintName(table.name, kind, columns) };
}
