import type { Catalog, CatalogEnum, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { pointingTables } from "../../engine/evolve/trash.ts";
import { virtualError } from "../../engine/write/virtual-error.ts";
import { AppError } from "../../errors/app-error.ts";
import type { DefinitionStep, StoredChange } from "../../query/definition/step.ts";
import type { SqlParser } from "../../query/parser/sql-parser.ts";
import { emptyTables, releaseFrom } from "../../store/records/row.ts";
import { setCounterTo } from "../../store/schema/counter.ts";
import { countOnFrom, putSequence, restartSequence } from "../../store/schema/sequence.ts";
import { deleteObject, putObject } from "../../store/schema/stored-object.ts";
import { applyWithin } from "./apply-at-once.ts";

interface ScriptTransaction {
  readonly scope: TenantScope;
  readonly tx: Transaction;
  readonly parser: () => SqlParser;
}

/**
 * Whether a step is nothing but changes of tables, so that they can be made by a job of their own. A column that gets or
 * loses an enum type of the database's own is noted there.
 */
export function isOnlyChanges(catalog: Catalog, step: DefinitionStep): boolean {
  const { changes, emptied = [], restarted = [], stored = [], filled = [], next } = step;
  const others = emptied.length + restarted.length + stored.length + filled.length;
  const isTyped = (catalog.enums ?? []).some((own) =>
    changes.some((change) => columnsTyped(change, own).length > 0),
  );
  const isUntyped = enumUses(catalog, catalog, changes).length > 0;
  return changes.length > 0 && others === 0 && next === undefined && !isTyped && !isUntyped;
}

/**
 * Makes what one typed statement asks for, in a transaction that holds the definitions exclusively.
 *
 * @returns the catalog as it is then.
 */
export async function carryOutStep(
  transaction: ScriptTransaction,
  catalog: Catalog,
  { changes, emptied = [], restarted = [], restartedAt, stored = [] }: DefinitionStep,
): Promise<Catalog> {
  const { scope, tx } = transaction;
  let after = catalog;
  if (changes.length > 0) ({ after } = await applyWithin(transaction, catalog, changes));
  const tables = after.tables.filter(({ definition }) => emptied.includes(definition.name));
  if (tables.length > 0) {
    const ids = tables.map(({ id }) => id);
    for (const dropped of pointingTables(after)) await tx.query(releaseFrom(scope, dropped, ids));
    await tx.query(emptyTables(scope, ids)).catch((error: unknown) => {
      const [broken] = tables.flatMap((table) => virtualError(after, table, error) ?? []);
      throw broken === undefined ? error : new AppError(broken.code, broken.message, { cause: error });
    });
  }
  for (const { table, last } of restarted) {
    const found = after.tables.find(({ definition }) => definition.name === table);
    if (found !== undefined) await tx.query(setCounterTo(scope, found.id, last));
  }
  if (restartedAt !== undefined) await tx.query(restartSequence(scope, restartedAt.id, restartedAt.next));
  for (const change of [...stored, ...enumUses(catalog, after, changes)])
    after = await store(transaction, after, change);
  return after;
}

async function store(
  transaction: ScriptTransaction,
  catalog: Catalog,
  change: StoredChange,
): Promise<Catalog> {
  const { scope, tx } = transaction;
  switch (change.kind) {
    case "drop":
      await countOn(transaction, catalog, change);
      await tx.query(deleteObject(scope, change.id));
      return {
        ...catalog,
        views: without(catalog.views, change.id),
        functions: without(catalog.functions, change.id),
        enums: without(catalog.enums, change.id),
        sequences: without(catalog.sequences, change.id),
        domains: without(catalog.domains, change.id),
      };
    case "domain":
      await tx.query(putObject(scope, { kind: "domain", definition: change.domain }));
      return { ...catalog, domains: [...without(catalog.domains, change.domain.id), change.domain] };
    case "privileges":
      await tx.query(putObject(scope, { kind: "privileges", definition: change.privileges }));
      return { ...catalog, privileges: change.privileges };
    case "api":
      await tx.query(putObject(scope, { kind: "api", definition: change.api }));
      return { ...catalog, api: change.api };
    case "schema":
      return { ...catalog, schemas: schemasAfter(catalog, change) };
    case "sequence":
      await tx.query(putObject(scope, { kind: "sequence", definition: change.sequence }));
      await tx.query(putSequence(scope, change.sequence));
      return { ...catalog, sequences: [...without(catalog.sequences, change.sequence.id), change.sequence] };
    case "view":
      await tx.query(putObject(scope, { kind: "view", definition: change.view }));
      return { ...catalog, views: [...without(catalog.views, change.view.id), change.view] };
    case "function":
      await tx.query(putObject(scope, { kind: "function", definition: change.function }));
      return { ...catalog, functions: [...without(catalog.functions, change.function.id), change.function] };
    case "enum":
      await tx.query(putObject(scope, { kind: "enum", definition: change.enum }));
      return { ...catalog, enums: [...without(catalog.enums, change.enum.id), change.enum] };
  }
}

function schemasAfter(
  { schemas = [] }: Catalog,
  { name, isDropped }: Extract<StoredChange, { kind: "schema" }>,
): readonly string[] {
  return isDropped === true ? schemas.filter((schema) => schema !== name) : [...schemas, name];
}

async function countOn(
  { scope, tx }: ScriptTransaction,
  { tables }: Catalog,
  { id, countsOn }: Extract<StoredChange, { kind: "drop" }>,
): Promise<void> {
  const table = tables.find(({ definition }) => definition.name === countsOn);
  if (table !== undefined) await tx.query(countOnFrom(scope, id, table.id));
}

function without<T extends { readonly id: string }>(
  list: readonly T[] | undefined,
  id: string,
): readonly T[] {
  return (list ?? []).filter((object) => object.id !== id);
}

/**
 * Columns that have just been typed with an enum of the database's own: its later values are theirs too. A column that
 * has just got another type is none of those it was.
 */
function enumUses(before: Catalog, after: Catalog, changes: readonly Change[]): readonly StoredChange[] {
  const retyped = placesOf(after, changes.filter(retypes));
  return (before.enums ?? []).flatMap((own): StoredChange[] => {
    // The very list, not an equal one: that is how a type was named.
    const typed = placesOf(
      after,
      changes.flatMap((change) => columnsTyped(change, own)),
    );
    const kept = own.uses.filter(
      (use) => !retyped.some(({ table, key }) => table === use.table && key === use.key),
    );
    if (typed.length === 0 && kept.length === own.uses.length) return [];
    return [{ kind: "enum", enum: { ...own, uses: [...kept, ...typed] } }];
  });
}

function retypes(change: Change): change is Extract<Change, { kind: "alter_column" }> {
  return change.kind === "alter_column" && change.set.type !== undefined;
}

/** Where columns are stored: what never changes of them. */
function placesOf(catalog: Catalog, columns: readonly { table: string; column: string }[]) {
  return columns.flatMap(({ table, column }) => {
    const found = catalog.tables.find(({ definition }) => definition.name === table);
    const key = found?.storage.columns[column]?.key;
    return found === undefined || key === undefined ? [] : [{ table: found.id, key }];
  });
}

function columnsTyped(change: Change, own: CatalogEnum): { table: string; column: string }[] {
  switch (change.kind) {
    case "create_table":
      return change.table.columns
        .filter(({ enum_values }) => enum_values === own.values)
        .map(({ name }) => ({ table: change.table.name, column: name }));
    case "add_column":
      return change.column.enum_values === own.values
        ? [{ table: change.table, column: change.column.name }]
        : [];
    case "alter_column":
      return change.set.enum_values === own.values ? [{ table: change.table, column: change.column }] : [];
    default:
      return [];
  }
}
