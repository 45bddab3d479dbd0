import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable, CatalogView, Change } from "../../catalog/types.ts";
import { Refused } from "../write/refused.ts";
import type { StoredChange } from "./step.ts";

/** A foreign key of some table, as its owner and its name. */
interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Dropping a column takes its own constraints with it, and with CASCADE those that point at it.
 *
 * @param left the columns that the statement has not dropped. Default: all.
 */
export function droppedColumn(
  catalog: Catalog,
  table: CatalogTable,
  column: string,
  isCascade: boolean,
  left: readonly string[] = table.definition.columns.map(({ name }) => name),
): readonly Change[] {
  const own = table.definition.name;
  const pointing = foreignKeysTo(catalog, own, column).filter(
    (key) => key.table !== own || !key.columns.includes(column),
  );
  const readers = viewsOver(catalog, table, column);
  const computed = Object.entries(table.storage.expressions?.generated ?? {})
    .filter(([name, { columns }]) => name !== column && left.includes(name) && columns.includes(column))
    .map(([name]) => `column ${name} of table ${own}`);
  if (pointing.length + readers.length + computed.length > 0 && !isCascade)
    throw dependents(`column ${column} of table ${own}`, {
      keys: pointing,
      views: readers,
      others: computed,
    });
  const keys = namedConstraints(table.definition).filter(
    ({ constraint }) => constraint.kind === "primary_key" && constraint.columns?.includes(column),
  );
  return [
    ...withoutForeignKeys(pointing),
    ...keys.map(({ name }): Change => ({ kind: "drop_constraint", table: own, name })),
    { kind: "drop_column", table: own, column, ...(isCascade ? { cascade: true } : {}) },
  ];
}

export function withoutForeignKeys(keys: readonly ForeignKey[]): readonly Change[] {
  return keys.map(({ table, name }): Change => ({ kind: "drop_constraint", table, name }));
}

/** The foreign keys that refer to a table, or to one column of it. */
export function foreignKeysTo(catalog: Catalog, target: string, column?: string): readonly ForeignKey[] {
  return catalog.tables.flatMap(({ definition }) =>
    namedConstraints(definition)
      .filter(({ constraint: { kind, references } }) => {
        if (kind !== "foreign_key" || references?.table !== target) return false;
        return (
          column === undefined || references.columns === undefined || references.columns.includes(column)
        );
      })
      .map(({ name, constraint }) => ({
        table: definition.name,
        name,
        columns: constraint.columns ?? [],
      })),
  );
}

/** The foreign keys that refer to a key of a table by all its columns. */
export function foreignKeysToKey(
  catalog: Catalog,
  target: string,
  key: readonly string[],
): readonly ForeignKey[] {
  return catalog.tables.flatMap(({ definition }) =>
    namedConstraints(definition)
      .filter(({ constraint: { kind, references } }) => {
        const { table, columns = [] } = references ?? {};
        const isSame = columns.length === key.length && columns.every((column) => key.includes(column));
        return kind === "foreign_key" && table === target && isSame;
      })
      .map(({ name, constraint }) => ({
        table: definition.name,
        name,
        columns: constraint.columns ?? [],
      })),
  );
}

/** Names of the views that read a table, or one column of it. */
export function viewsOver(
  catalog: Catalog,
  table: { readonly id: string; readonly storage?: CatalogTable["storage"] },
  column?: string,
): readonly string[] {
  const key = column === undefined ? undefined : table.storage?.columns[column]?.key;
  return (catalog.views ?? [])
    .filter(({ query, reads }) =>
      reads.some(
        (read) =>
          read.id === table.id &&
          (key === undefined ||
            (read.columns ?? []).some((own) => own.key === key && query.includes(own.name)) ||
            query.includes("*")),
      ),
    )
    .map(({ name }) => name);
}

interface Dependents {
  readonly keys?: readonly ForeignKey[];
  readonly views?: readonly string[];
  /** As they are told: `column c of table t`. */
  readonly others?: readonly string[];
  /** What they depend on. Default: what is to be dropped. */
  readonly needed?: string;
}

/** 2BP01, as Postgres words it. */
export function dependents(
  what: string,
  { keys = [], views = [], others = [], needed = what }: Dependents,
): Refused {
  const named = [
    ...keys.map(({ table, name }) => `constraint ${name} on table ${table}`),
    ...views.map((name) => `view ${name}`),
    ...others,
  ];
  return new Refused("dependentObjectsStillExist", `cannot drop ${what} because other objects depend on it`, {
    hint: "Use DROP ... CASCADE to drop the dependent objects too.",
    detail: named.map((name) => `${name} depends on ${needed}`).join("\n"),
  });
}

/** The views themselves, and those that read them. */
export function droppedViews(
  views: readonly CatalogView[],
  namesOf: readonly string[],
): readonly StoredChange[] {
  const gone = new Map(views.filter(({ name }) => namesOf.includes(name)).map((view) => [view.id, view]));
  for (const view of views) if (view.reads.some(({ id }) => gone.has(id))) gone.set(view.id, view);
  return [...gone.keys()].map((id) => ({ kind: "drop", id }));
}
