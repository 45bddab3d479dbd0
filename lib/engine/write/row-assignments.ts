import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnValue, postgresType, readableColumns, storageOf } from "../column-sql.ts";
import { type NewRows, tableSlot } from "../reference-slots.ts";
import { uuidLiteral } from "../relation.ts";
import { recordData, slotValues } from "../stored-row.ts";
import type { TableReader } from "../table-reader.ts";
import type { IncomingReference } from "./incoming-references.ts";
import { generatedValue } from "./insert-source.ts";
import { keyStillReferred } from "./key-change-guards.ts";
import { definitionGuards, type Guard, guarded } from "./row-guards.ts";
import type { ValueFor } from "./row-scope.ts";
import { firedRows, firingTriggers, setBy } from "./row-triggers.ts";
import { toldId } from "./told-key.ts";

/** A physical column of `project_data` and its new value. */
export interface RowAssignment {
  readonly column: string;
  readonly value: Sql;
}

interface RowChange {
  /** The columns that get new values. */
  readonly changed: readonly Column[];
  /** The values of the row as it will be; those of unchanged columns from `d`. */
  readonly valueFor: ValueFor;
  /** What the caller's rules may find at fault with the row as it will be, before the definition does. */
  readonly guards?: (valueFor: ValueFor) => readonly Guard[];
  /** What they may find with the row as it is, before anything else. */
  readonly held?: readonly Guard[];
  /** How triggers read tables. Absent: all of them. */
  readonly read?: TableReader | undefined;
  /** Whether the statement carries new keys on to the rows of a table that refers to them. Absent: to none. */
  readonly carriesOn?: (child: CatalogTable) => boolean;
  readonly newRows?: NewRows | undefined;
  /** Rows whose keys other writes of the statement change, and whether a row `c` will no longer refer to this one. */
  readonly movedRows?: NewRows | undefined;
  readonly isReleased?: ((reference: IncomingReference) => Sql | null) | undefined;
  /** Slots of references that are no longer to be found by their columns: what they become. */
  readonly ownSlots?: readonly RowAssignment[];
}

/** What an UPDATE sets. */
export interface RowUpdate {
  readonly assigned: readonly RowAssignment[];
  /** An item of FROM that the values stand behind: the row as triggers made it. Null: there is none. */
  readonly fired: Sql | null;
}

/** What an UPDATE of `project_data as d` sets, so that `data` and the slots say the same of the new values. */
export function rowAssignments(catalog: Catalog, table: CatalogTable, change: RowChange): RowUpdate {
  const { fired, changed, valueFor, set } = changeBehindTriggers(catalog, table, change);
  if (fired === null) return { assigned: assignments(catalog, table, change), fired };
  // A reference that a trigger sets leads where that says.
  const moved = set.flatMap(({ name }) => storageOf(table, name).reference ?? []);
  const left = new Set<string>(moved.flatMap((slot) => [slot, tableSlot(slot)]));
  const ownSlots = (change.ownSlots ?? []).filter(({ column }) => !left.has(column));
  return { assigned: assignments(catalog, table, { ...change, ownSlots, changed, valueFor }), fired };
}

/** `SET a = …, b = …`, or from one sub-select where triggers come before. */
export function setClause({ assigned, fired }: RowUpdate): Sql {
  if (fired === null) return join(assigned.map(({ column, value }) => sql`${ident(column)} = ${value}`));
  return sql`(${join(assigned.map(({ column }) => ident(column)))}) = (select ${join(assigned.map(({ value }) => value))} from ${fired})`;
}

/** The change as it is behind the triggers that it sets off, and the columns that these set. */
function changeBehindTriggers(
  catalog: Catalog,
  table: CatalogTable,
  { changed, valueFor, held = [], read }: RowChange,
): Pick<RowUpdate, "fired"> & Pick<RowChange, "changed" | "valueFor"> & { readonly set: readonly Column[] } {
  const triggers = firingTriggers(catalog, table, "update", changed);
  if (triggers.length === 0) return { fired: null, changed, valueFor, set: [] };
  const before = (column: Column) => columnValue(table, column, "d");
  const columns = readableColumns(table);
  const named = ({ name }: Column) => name;
  const old = ({ name }: Column) => `$old.${name}`;
  const rows = [
    ...columns
      .filter(({ generated }) => generated === undefined)
      .map((column) => sql`${valueFor(column)} as ${ident(column.name)}`),
    ...columns.map((column) => sql`${before(column)} as ${ident(old(column))}`),
  ];
  // With OFFSET, so that no trigger sees a row that the caller may not change.
  const where =
    held.length === 0
      ? sql``
      : sql` from (select ${guarded(table, held, before, keyword("null::jsonb"))} as v offset 0) as "$held" where v is null offset 0`;
  const fired = firedRows(catalog, table, triggers, {
    ...{ select: sql`select ${join(rows)}${where}`, named, before: old, read },
    id: sql`d.id::text`,
    passed: columns.map(old),
  });
  const set = setBy(table, triggers);
  const names = new Set(set.map(({ name }) => name));
  return {
    set,
    fired: sql`lateral (${fired}) as "$fired"`,
    changed: [...changed.filter(({ name }) => !names.has(name)), ...set],
    valueFor: (column) => (names.has(column.name) ? sql`"$fired".${ident(column.name)}` : valueFor(column)),
  };
}

function assignments(catalog: Catalog, table: CatalogTable, change: RowChange): readonly RowAssignment[] {
  const { touched, valueFor } = withGenerated(table, withTimes(table, change));
  const guards = [...(change.guards?.(valueFor) ?? []), ...definitionGuards(table, touched, valueFor)];
  const at = (place: string) => touched.find(({ name }) => storageOf(table, name).place === place);
  const [id, created, updated] = [at("id"), at("created_at"), at("updated_at")];
  const assigned = [
    ...(id === undefined ? [] : [{ column: "id", value: toldId(table, id, valueFor, valueFor(id)) }]),
    { column: "data", value: newData(table, touched, valueFor, guards) },
    ...(created === undefined
      ? []
      : [{ column: "created_at", value: sql`coalesce(${valueFor(created)}, d.created_at)` }]),
    // Not now(): two updates in transactions that overlap must not leave the same time, which If-Match compares.
    {
      column: "updated_at",
      value:
        updated === undefined
          ? keyword("clock_timestamp()")
          : sql`coalesce(${valueFor(updated)}, clock_timestamp())`,
    },
    ...slotValues(catalog, table, valueFor, touched, {
      isNew: false,
      newRows: change.newRows,
      movedRows: change.movedRows,
    }).map(({ slot, value }) => ({ column: slot, value })),
    // A reference that is gone: a row that is written anyway lets go.
    ...(table.storage.pointing ?? [])
      .flatMap((slot) => [slot, tableSlot(slot)])
      .map((column) => ({ column, value: keyword("null") })),
  ];
  const { ownSlots = [] } = change;
  const own = new Set(ownSlots.map(({ column }) => column));
  const written = [...assigned.filter(({ column }) => !own.has(column)), ...ownSlots];
  return withKeyHeld(catalog, table, { ...change, valueFor }, written);
}

/** The first reference slot of a row leads nowhere when its key may not be changed. */
function withKeyHeld(
  catalog: Catalog,
  table: CatalogTable,
  change: RowChange,
  assigned: readonly RowAssignment[],
): readonly RowAssignment[] {
  const held = keyStillReferred(catalog, table, change, change.valueFor, "r1");
  if (held === null) return assigned;
  const own = (place: string) =>
    assigned.find(({ column }) => column === place)?.value ?? sql`d.${ident(place)}`;
  return [
    ...assigned.filter(({ column }) => column !== "r1" && column !== "rt1"),
    { column: "r1", value: sql`coalesce(${held}, ${own("r1")})` },
    {
      column: "rt1",
      value: sql`case when ${held} is null then ${own("rt1")} else ${uuidLiteral(table.id)} end`,
    },
  ];
}

/** Columns that a trigger sets whenever a row is changed, whatever the statement gives for them. */
function withTimes(table: CatalogTable, change: RowChange): RowChange {
  const times = readableColumns(table).filter(({ touched_by }) => touched_by !== undefined);
  if (times.length === 0) return change;
  const names = new Set(times.map(({ name }) => name));
  return {
    ...change,
    changed: [...change.changed.filter(({ name }) => !names.has(name)), ...times],
    valueFor: (column) =>
      names.has(column.name) ? sql`now()::${postgresType(column)}` : change.valueFor(column),
  };
}

/** Generated columns follow what they are computed from: whenever anything changes they are computed anew. */
function withGenerated(
  table: CatalogTable,
  { changed, valueFor }: RowChange,
): { readonly touched: readonly Column[]; readonly valueFor: ValueFor } {
  const generated = readableColumns(table).filter((column) => column.generated !== undefined);
  if (generated.length === 0) return { touched: changed, valueFor };
  const withValues: ValueFor = (column) =>
    column.generated === undefined ? valueFor(column) : generatedValue(table, column, valueFor);
  return {
    touched: [...changed.filter((column) => !generated.includes(column)), ...generated],
    valueFor: withValues,
  };
}

function newData(
  table: CatalogTable,
  touched: readonly Column[],
  valueFor: ValueFor,
  guards: readonly Guard[],
): Sql {
  const keys = touched
    .filter(({ name }) => storageOf(table, name).place === "data")
    .map(({ name }) => literal(storageOf(table, name).key));
  if (keys.length === 0) return recordData(table, [], valueFor, guards, sql`d.data`);
  return recordData(table, touched, valueFor, guards, sql`d.data - array[${join(keys)}]::text[]`);
}
