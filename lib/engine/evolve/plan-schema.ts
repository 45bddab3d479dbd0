import { applyChanges } from "../../catalog/changes/apply-changes.ts";
import { primaryKey } from "../../catalog/column-facts.ts";
import { enumsOfTable } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogTable, Change, Position, Table } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import { AppError, issuesError, movePaths } from "../../errors/app-error.ts";
import { ExpressionBook } from "../../expression/expression-book.ts";
import { boundExpressions, expressionsOf } from "../bind-expressions.ts";
import { allocateStorage } from "./allocate-storage.ts";
import { draftOf, dropOthers, evolveStorage, type StorageDraft } from "./evolve-storage.ts";
import { refuseReordering } from "./label-order.ts";
import { settleMissing } from "./lazy-defaults.ts";
import { linkReferences } from "./link-references.ts";
import { newTable } from "./new-table.ts";
import { detached, pointingAway, released, restorable, trashAfter } from "./trash.ts";

/** What a list of changes means for the tables of a database. */
export interface SchemaPlan {
  /** Without a new version number, which the transaction gives. */
  readonly after: Catalog;
  readonly created: readonly CatalogTable[];
  readonly changed: readonly { readonly before: CatalogTable; readonly after: CatalogTable }[];
  readonly dropped: readonly CatalogTable[];
  /** Brought back from the trash: `before` as it lies there. */
  readonly restored: readonly { readonly before: CatalogTable; readonly after: CatalogTable }[];
}

/** What the same changes mean differently at another time. */
export interface PlanOptions {
  /** Dropped tables that can be restored, oldest first. */
  readonly trash?: readonly CatalogTable[];
  /** ISO 8601; default: this moment. */
  readonly now?: string;
}

/** A table on its way through the changes: found again by identity, whatever its name becomes. */
interface Traveller {
  readonly before: CatalogTable | null;
  readonly draft: StorageDraft | null;
  position: Position | null;
  /** Whether a change speaks of it. */
  isTouched: boolean;
}

/**
 * @param expressions every expression of the tables that there are and of the changes, parsed.
 * @throws {AppError} with the refusals' code and their JSON pointers below `/changes`; RH204 when slots run out; RH206
 * for what the table of end users cannot lose.
 */
export function planSchema(
  catalog: Catalog,
  changes: readonly Change[],
  expressions: ExpressionBook = new ExpressionBook(),
  { trash = [], now = new Date().toISOString() }: PlanOptions = {},
): SchemaPlan {
  const authTable = protectAuthTable(catalog, changes);
  const schema = { tables: catalog.tables.map(({ definition }) => definition) };
  const result = applyChanges(schema, changes, restorable(catalog, trash), expressions);
  if (!result.ok) throw movePaths(issuesError(result.code, result.issues), (path) => `/changes${path}`);
  protectAuthKeys(
    catalog,
    result.schema.tables.find(({ name }) => name === authTable),
    changes,
  );
  const travellers = travel({ catalog, trash, now }, changes);
  const tables = linkReferences(
    result.schema.tables
      .map((definition) => arrive(definition, travellers.get(definition.name), { catalog, now }))
      .map((table) => withExpressions(catalog, table, expressions)),
  );
  const kept = new Set(tables.map(({ id }) => id));
  const before = new Map(catalog.tables.map((table) => [table.id, table]));
  const inTrash = new Map(trash.map((table) => [table.id, table]));
  const pairs = (olds: ReadonlyMap<string, CatalogTable>) =>
    tables.flatMap((after) => {
      const old = olds.get(after.id);
      return old === undefined ? [] : [{ before: old, after }];
    });
  const dropped = catalog.tables
    .filter(({ id }) => !kept.has(id))
    .map((table) => ({ ...table, storage: { ...table.storage, ...pointingAway(catalog, table) } }));
  return {
    after: { ...catalog, tables, ...trashAfter(catalog, dropped, kept) },
    created: tables.filter(({ id }) => !before.has(id) && !inTrash.has(id)),
    changed: pairs(before).filter(({ before: old, after }) => old !== after && !isSameJson(old, after)),
    dropped,
    restored: pairs(inTrash).map(({ before: old, after }) => ({ before: detached(old), after })),
  };
}

/** A table that did not change keeps what its expressions have become. */
function withExpressions(catalog: Catalog, table: CatalogTable, book: ExpressionBook): CatalogTable {
  const old = catalog.tables.find(({ id }) => id === table.id);
  if (old === table) return table;
  const isSame =
    old !== undefined && isSameJson(namesAndTexts(old.definition), namesAndTexts(table.definition));
  const expressions = isSame
    ? old.storage.expressions
    : boundExpressions(table.definition, book, enumsOfTable(catalog, table));
  const { expressions: _, ...storage } = table.storage;
  const bound = { ...table, storage: { ...storage, ...(expressions === undefined ? {} : { expressions }) } };
  if (old !== undefined) refuseReordering(catalog, old, bound);
  return bound;
}

/** All that binding looks at. */
function namesAndTexts(table: Table) {
  const columns = table.columns.map(({ name, type, sql_type, generated, enum_values }) => [
    name,
    generated ?? null,
    type === "enum" && sql_type === undefined ? (enum_values ?? null) : null,
  ]);
  return [table.name, columns, expressionsOf(table).map(({ use, name, text }) => [use, name, text])];
}

interface Journey {
  readonly catalog: Catalog;
  readonly trash: readonly CatalogTable[];
  readonly now: string;
}

function travel(journey: Journey, changes: readonly Change[]): Map<string, Traveller> {
  const travellers = new Map(journey.catalog.tables.map(departing));
  const dropped = new Map(journey.trash.map((table) => departing(released(table))));
  for (const change of changes) step(travellers, dropped, change, journey);
  return travellers;
}

function departing(table: CatalogTable): [string, Traveller] {
  const { definition, storage, position } = table;
  return [definition.name, { before: table, draft: draftOf(storage), position, isTouched: false }];
}

function step(
  travellers: Map<string, Traveller>,
  dropped: Map<string, Traveller>,
  change: Change,
  { catalog, now }: Journey,
): void {
  if (change.kind === "create_table") {
    const position = change.position ?? null;
    travellers.set(change.table.name, { before: null, draft: null, position, isTouched: true });
    return;
  }
  const traveller =
    change.kind === "restore_table" ? dropped.get(change.table) : travellers.get(change.table);
  if (traveller !== undefined) traveller.isTouched = true;
  switch (change.kind) {
    case "rename_table":
      travellers.delete(change.table);
      if (traveller !== undefined) travellers.set(change.to, traveller);
      return;
    case "drop_table":
      travellers.delete(change.table);
      if (traveller !== undefined) dropped.set(change.table, traveller);
      return;
    case "restore_table":
      if (traveller !== undefined) travellers.set(change.table, traveller);
      return;
    case "move_table":
      if (traveller !== undefined) traveller.position = change.position;
      return;
    default:
      if (traveller?.draft && traveller.before)
        evolveStorage(traveller.draft, change, { catalog, table: traveller.before, now });
  }
}

function arrive(
  definition: Table,
  traveller: Traveller | undefined,
  { catalog, now }: Omit<Journey, "trash">,
): CatalogTable {
  const { before = null, draft = null, position = null } = traveller ?? {};
  if (before === null || draft === null) return newTable(definition, { position });
  // Of most tables no change speaks; others may change what theirs refer to.
  const isSame = definition === before.definition || isSameJson(definition, before.definition);
  if (traveller?.isTouched === false && isSame) return before;
  dropOthers(draft, definition, { catalog, table: before, now });
  const storage = allocateStorage(definition, draft, before.storage, before.isAuth);
  return settleMissing(before, { ...before, definition, storage, position });
}

const authColumns: ReadonlySet<string> = new Set(["id", "email", "password_hash"]);

/**
 * End users sign in against this table: it may be renamed and extended, but not lose what sign-in needs.
 *
 * @returns its name after the changes.
 */
function protectAuthTable(catalog: Catalog, changes: readonly Change[]): string | undefined {
  let name = catalog.tables.find(({ isAuth }) => isAuth)?.definition.name;
  changes.forEach((change, index) => {
    if (change.kind === "create_table" || change.table !== name) return;
    if (change.kind === "rename_table") name = change.to;
    else if (change.kind === "drop_table")
      throw forbidden(index, `Table "${name}" holds your app's users and cannot be dropped.`);
    else if (losesAuthColumn(change)) {
      throw forbidden(
        index,
        `Column "${change.column}" of "${name}" is needed for signing in and stays as it is.`,
      );
    }
  });
  return name;
}

/** Constraints reach the same columns from outside: one e-mail stays one user, and nothing is built on a secret. */
function protectAuthKeys(catalog: Catalog, after: Table | undefined, changes: readonly Change[]): void {
  const before = catalog.tables.find(({ isAuth }) => isAuth)?.definition;
  if (before === undefined || after === undefined) return;
  const keysOf = (table: Table) => [
    primaryKey(table),
    table.columns
      .filter(({ name }) => authColumns.has(name))
      .map(({ name, unique }) => [name, unique === true]),
    (table.constraints ?? []).some(({ columns }) => columns?.includes("password_hash")),
  ];
  if (JSON.stringify(keysOf(before)) === JSON.stringify(keysOf(after))) return;
  const index = changes.findLastIndex(({ kind }) => kind === "drop_constraint" || kind === "add_constraint");
  throw forbidden(
    Math.max(0, index),
    `The keys of "${after.name}" are needed for signing in and stay as they are.`,
  );
}

function losesAuthColumn(change: Change): change is Extract<Change, { column: string }> {
  switch (change.kind) {
    case "drop_column":
    case "rename_column":
      return authColumns.has(change.column);
    case "alter_column": {
      const { description: _, ...rest } = change.set;
      return authColumns.has(change.column) && Object.keys(rest).length > 0;
    }
    default:
      return false;
  }
}

function forbidden(index: number, message: string): AppError {
  return new AppError("RH206", message, { details: [{ path: `/changes/${index}`, message }] });
}
