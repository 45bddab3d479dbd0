import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { postgresType, readableColumns } from "../column-sql.ts";
import {
  isCarriedOn,
  type NewRows,
  referencesOf,
  type TableReference,
  tableSlot,
} from "../reference-slots.ts";
import { uuidLiteral } from "../relation.ts";
import { blockers, doomedRows, type Going, goneRows, isPointing, nullified, setNull } from "./going-rows.ts";
import { type IncomingReference, reachableReferences } from "./incoming-references.ts";
import { letGo } from "./let-go.ts";
import type { ValueFor } from "./row-scope.ts";
import type { Overlay, SettledUpdate } from "./settled-update.ts";

/** One of the writes of a statement: the rows that it deletes, or those that it changes; neither: it inserts. */
export interface StatementWrite {
  readonly table: CatalogTable;
  /** The query of the stored rows that it deletes. */
  readonly target?: string;
  /** The query of new values, `$id`, `$table_id` and `$old.…`, and the columns that it sets. */
  readonly source?: string;
  readonly set?: readonly Column[];
}

/**
 * What follows from several writes of one statement together, as Postgres has it: first each write is done, then what
 * references ask for is done to the rows as they are by then. A row can be changed only once in a statement, so an update
 * sets null and carries keys on itself where it has a row, leaves rows alone that go, and answers what it had set.
 */
export interface Settlement {
  /** `name as (…)`, to stand behind all writes. */
  readonly queries: readonly Sql[];
  /** Queries of stored rows of a table whose keys change, as they will be: `$id` and every readable column. */
  readonly movedRows: NewRows;
  updateOf(table: CatalogTable, set: readonly Column[]): SettledUpdate;
}

const [doomed, blocked] = [ident("$settled_doomed"), ident("$settled_blocked")];

/** @returns null where no write touches what follows from another. */
export function settlement(catalog: Catalog, writes: readonly StatementWrite[]): Settlement | null {
  const targets = writes.flatMap(({ table, target }) => (target === undefined ? [] : [{ table, target }]));
  const updates = writes.flatMap(({ table, source, set = [] }) =>
    source === undefined ? [] : [{ table, source, set }],
  );
  const references = reachedBy(catalog, targets);
  const followers = updates.flatMap((update) => followersOf(catalog, update));
  const isTouched = ({ child }: { readonly child: CatalogTable }) =>
    updates.some(({ table }) => table.id === child.id);
  const acting = references.filter(({ onDelete }) => onDelete === "cascade" || onDelete === "set null");
  const keyed = updates.filter((update) => isKeyOfWritten(catalog, update, writes));
  const isEntangled =
    keyed.length > 0 ||
    acting.some(isTouched) ||
    (targets.length > 1 && setNull(references).length > 0) ||
    followers.some(
      (follower) =>
        isTouched(follower) ||
        targets.some(({ table }) => table.id === follower.child.id) ||
        acting.some(({ child }) => child.id === follower.child.id),
    );
  if (!isEntangled) return null;
  const going: Going = { catalog, references, doomed, blocked, isLeft: leftTo(updates) };
  const isAmong = (row: Sql) => sql`(d.table_id, d.id) in (${row})`;
  const isDoomed = targets.length === 0 ? null : isAmong(sql`select table_id, id from ${doomed}`);
  const movedName = (index: number) => `$settled_keys_${index}`;
  return {
    queries: [
      ...(targets.length === 0 ? [] : settled(going, targets)),
      ...keyed.map((update, index) => sql`${ident(movedName(index))} as materialized (${movedKeys(update)})`),
    ],
    movedRows: ({ id }) => keyed.flatMap(({ table }, index) => (table.id === id ? [movedName(index)] : [])),
    updateOf: (table, set) => ({
      overlays: [
        ...setNull(references)
          .filter(({ child }) => child.id === table.id)
          .map(emptied),
        ...followers.filter(({ child }) => child.id === table.id).map(followed),
      ].filter(({ reference }) => !isMoved(set, reference)),
      isDoomed,
      isReleased: (reference) => {
        const moved = going.isLeft("c", reference);
        const gone =
          targets.length === 0 ? null : sql`(c.table_id, c.id) in (select table_id, id from ${doomed})`;
        return moved === null ? gone : gone === null ? moved : sql`${moved} or ${gone}`;
      },
      isLeft: isAmong(
        join(
          [
            ...updates.map(({ source }) => sql`select "$table_id", "$id" from ${ident(source)}`),
            ...(targets.length === 0 ? [] : [sql`select table_id, id from ${doomed}`]),
          ],
          " union all ",
        ),
      ),
    }),
  };
}

function reachedBy(
  catalog: Catalog,
  targets: readonly { readonly table: CatalogTable }[],
): readonly IncomingReference[] {
  const all = targets.flatMap(({ table }) => reachableReferences(catalog, table));
  return [
    ...new Map(all.map((reference) => [`${reference.child.id} ${reference.name}`, reference])).values(),
  ];
}

interface Update {
  readonly table: CatalogTable;
  readonly source: string;
  readonly set: readonly Column[];
}

interface Follower extends IncomingReference {
  readonly update: Update;
}

/** References whose rows get the new key of rows that an update changes. */
function followersOf(catalog: Catalog, update: Update): readonly Follower[] {
  return catalog.tables.flatMap((child) =>
    referencesOf(catalog, child)
      .filter((reference) => reference.target.id === update.table.id && isCarriedOn(child, reference))
      .filter(({ targetColumns }) => targetColumns.some((key) => isSet(update.set, key)))
      .map((reference): Follower => ({ ...reference, child, update })),
  );
}

/** Whether an update changes a key that rows of other writes refer to. */
function isKeyOfWritten(
  catalog: Catalog,
  { table, set }: Update,
  writes: readonly StatementWrite[],
): boolean {
  return writes.some((write) =>
    referencesOf(catalog, write.table).some(
      ({ target, targetColumns, isValue }) =>
        target.id === table.id && !isValue && targetColumns.some((key) => isSet(set, key)),
    ),
  );
}

function movedKeys({ table, set, source }: Update): Sql {
  const values = readableColumns(table).map((column) => {
    const own = ident(isSet(set, column) ? column.name : `$old.${column.name}`);
    return sql`source.${own} as ${ident(column.name)}`;
  });
  return sql`select source."$id", ${join(values)} from ${ident(source)} as source`;
}

const isSet = (set: readonly Column[], { name }: Column) => set.some((column) => column.name === name);

/** Whether an update gives the reference another target: then that is its business. */
function isMoved(set: readonly Column[], { columns }: TableReference): boolean {
  return columns.some((column) => isSet(set, column));
}

function leftTo(updates: readonly Update[]): Going["isLeft"] {
  return (row, reference) => {
    const theirs = updates.filter(
      ({ table, set }) => reference === null || (isOf(table, reference) && isMoved(set, reference)),
    );
    if (theirs.length === 0) return null;
    const rows = theirs.map(({ source }) => sql`select "$table_id", "$id" from ${ident(source)}`);
    return sql`(${ident(row)}.table_id, ${ident(row)}.id) in (${join(rows, " union all ")})`;
  };
}

const isOf = (table: CatalogTable, { child }: IncomingReference) => child.id === table.id;

function settled(
  going: Going,
  targets: readonly { readonly table: CatalogTable; readonly target: string }[],
): readonly Sql[] {
  const { catalog, references } = going;
  const seeds = targets.map(({ target }) => sql`select t.id, t.table_id from ${ident(target)} as t`);
  const groups = [...Map.groupBy(setNull(references), ({ child }) => child.id).values()];
  return [
    doomedRows(going, seeds),
    sql`${blocked} as materialized (${blockers(going)})`,
    ...groups.map((group, index) => nullified(going, group, `$settled_nullified_${index}`)),
    ...letGo(catalog, sql`select table_id, id from ${doomed}`, "$settled_let_go", (id) => {
      const own = setNull(references).filter(({ child }) => child.id === id);
      return own.length === 0
        ? null
        : sql`(${join(
            own.map((reference) => isPointing(reference, doomed)),
            " or ",
          )})`;
    }),
    sql`${ident("$settled_gone")} as (${goneRows(going)})`,
  ];
}

function emptied(reference: IncomingReference): Overlay {
  const { slot, target } = reference;
  return {
    reference,
    isHit: sql`coalesce(d.${ident(slot)} in (select id from ${doomed} where table_id = ${uuidLiteral(target.id)}), false)`,
    becomes: (column) => sql`null::${postgresType(column)}`,
  };
}

/** A row gets the key that its target has by then; or none, if that is another one. */
function followed(reference: Follower): Overlay {
  const { slot, columns, targetColumns, onUpdate, update } = reference;
  const source = ident(update.source);
  return {
    reference,
    isHit: sql`coalesce(d.${ident(slot)} in (select "$id" from ${source}), false)`,
    becomes: (column, before) => {
      const key = targetColumns[columns.findIndex(({ name }) => name === column.name)];
      if (key === undefined) throw new RangeError(`no key column for ${column.name}`);
      const own = ident(isSet(update.set, key) ? key.name : `$old.${key.name}`);
      const value = sql`(select k.${own} from ${source} as k where k."$id" = d.${ident(slot)} limit 1)::${postgresType(column)}`;
      if (onUpdate !== "set null") return value;
      const differs = targetColumns
        .filter((column) => isSet(update.set, column))
        .map(({ name }) => sql`k.${ident(name)} is distinct from k.${ident(`$old.${name}`)}`);
      return sql`case when exists (select from ${source} as k where k."$id" = d.${ident(slot)} and (${join(differs, " or ")})) then null else ${before} end`;
    },
  };
}

/** The columns that overlays are about. */
export function overlaidColumns({ overlays }: SettledUpdate): readonly Column[] {
  return [...new Set(overlays.flatMap(({ reference }) => reference.columns))];
}

/** References that stay as they are but where a column of theirs becomes null: what they point at keeps its storage id. */
export function overlaidSlots(
  { overlays }: SettledUpdate,
  valueFor: ValueFor,
): readonly { readonly column: string; readonly value: Sql }[] {
  const references = new Map(overlays.map(({ reference }) => [reference.slot, reference]));
  return [...references.values()].flatMap(({ slot, columns }) => {
    const isThere = join(
      columns.map((column) => sql`${valueFor(column)} is not null`),
      " and ",
    );
    return [slot, tableSlot(slot)].map((column) => ({
      column,
      value: sql`case when ${isThere} then d.${ident(column)} end`,
    }));
  });
}

/** A column's value with what follows from other writes. */
export function overlaid({ overlays }: SettledUpdate, column: Column, before: Sql): Sql {
  const arms = overlays
    .filter(({ reference }) => reference.columns.includes(column))
    .map(({ isHit, becomes }) => sql`when ${isHit} then ${becomes(column, before)}`);
  return arms.length === 0 ? before : sql`case ${join(arms, " ")} else ${before} end`;
}
