import type { Catalog, CatalogTable, Column, RowTrigger, Table, TriggerBody } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { assignedValue, bareType, postgresType, readableColumns, storageOf } from "../column-sql.ts";
import { withCallsMade } from "../embedded-calls.ts";
import { relationSelect } from "../relation.ts";
import { callsForEach, relationsOf } from "../stored-view.ts";
import type { TableReader } from "../table-reader.ts";
import type { ValueFor } from "./row-scope.ts";

/** A trigger that a write sets off. */
interface Firing {
  readonly trigger: RowTrigger;
  readonly body: TriggerBody;
  readonly isDefiner: boolean;
}

/**
 * The triggers BEFORE an insert or update of rows of a table, as Postgres carries them out: in the order of their names.
 *
 * @param changed the columns that an update says.
 */
export function firingTriggers(
  { functions = [] }: Catalog,
  table: CatalogTable,
  event: "insert" | "update",
  changed: readonly Column[],
): readonly Firing[] {
  const firing = functions.flatMap(({ onRows }) =>
    (onRows?.triggers ?? []).flatMap((trigger): Firing[] => {
      const body = trigger[event];
      const isOfTable = trigger.table === table.id && trigger.isDisabled !== true;
      if (body === undefined || !isOfTable) return [];
      const isMeant =
        event === "insert" ||
        trigger.of === undefined ||
        changed.some(({ name }) => trigger.of?.includes(storageOf(table, name).key));
      return isMeant ? [{ trigger, body, isDefiner: onRows?.isDefiner === true }] : [];
    }),
  );
  return firing.length < 2 ? firing : firing.toSorted((a, b) => (a.trigger.name < b.trigger.name ? -1 : 1));
}

/** The catalog as `DISABLE TRIGGER USER` would leave it: for rows that are put back, or made up, as they are. */
export function withTriggersDisabled({ functions = [], ...catalog }: Catalog): Catalog {
  return { ...catalog, functions: functions.map(({ onRows: _, ...called }) => called) };
}

/** The definition as it binds what is given for new rows: columns that triggers set may be left out. */
export function definitionForNew(catalog: Catalog, table: CatalogTable): Table {
  const set = new Set(setBy(table, firingTriggers(catalog, table, "insert", [])));
  if (set.size === 0) return table.definition;
  const columns = table.definition.columns.map((column) =>
    set.has(column) && column.required === true ? { ...column, required: false } : column,
  );
  return { ...table.definition, columns };
}

/** The columns that an update of `changed` writes: these, and those that its triggers set. */
export function columnsWritten(
  catalog: Catalog,
  table: CatalogTable,
  changed: readonly Column[],
): readonly Column[] {
  const set = setBy(table, firingTriggers(catalog, table, "update", changed));
  return set.length === 0 ? changed : [...changed, ...set.filter((column) => !changed.includes(column))];
}

/** The columns of a table that some of its triggers set, in the order of the table. */
export function setBy(table: CatalogTable, firings: readonly Firing[]): readonly Column[] {
  const keys = new Set(firings.flatMap(({ body }) => body.sets));
  if (keys.size === 0) return [];
  return readableColumns(table).filter(({ name }) => keys.has(storageOf(table, name).key));
}

/** Rows on their way to be written. */
export interface ComingRows {
  /** A SELECT of them. */
  readonly select: Sql;
  /** What it calls a column's value: as it is to be, and as it was; null: there was no row. */
  readonly named: (column: Column) => string;
  readonly before: ((column: Column) => string) | null;
  /** A text that is each row's own, over the columns that are handed on. */
  readonly id: Sql;
  /** What else it has that is handed on. */
  readonly passed: readonly string[];
  /** The caller's way to read tables. Absent: all of them. */
  readonly read: TableReader | undefined;
}

/** The rows as they are behind the triggers, under the same names; those that a trigger leaves out are gone. */
export function firedRows(
  catalog: Catalog,
  table: CatalogTable,
  firings: readonly Firing[],
  { select, named, before, passed, read, id }: ComingRows,
): Sql {
  const columns = readableColumns(table);
  const written = columns.filter(({ generated }) => generated === undefined);
  // As in Postgres, what is generated has no value yet.
  const coming: ValueFor = (column) =>
    column.generated === undefined ? sql`"$p".${ident(named(column))}` : sql`null::${postgresType(column)}`;
  const old: ValueFor = (column) =>
    before === null ? sql`null::${postgresType(column)}` : sql`"$p".${ident(before(column))}`;
  return firings.reduce((rows, firing) => {
    const values = written.map((column) => {
      const place = firing.body.sets.indexOf(storageOf(table, column.name).key);
      const value = place === -1 ? coming(column) : givenBack(column, place + 1);
      return sql`${value} as ${ident(named(column))}`;
    });
    const list = join([...passed.map((name) => sql`"$p".${ident(name)}`), ...values]);
    const called = calledBody(catalog, table, firing, { coming, old, read, id });
    return sql`select ${list} from (${rows}) as "$p" cross join lateral (${called}) as "$t" (v) where "$t".v is not null`;
  }, select);
}

/** A query by which Postgres looks at a body that is to be a trigger's. */
export function checkedBody(catalog: Catalog, table: CatalogTable, body: TriggerBody): Sql {
  const old = ({ name }: Column) => `$old.${name}`;
  const none = readableColumns(table).flatMap((column) =>
    [column.name, old(column)].map((name) => sql`null::${postgresType(column)} as ${ident(name)}`),
  );
  const firing: Firing = { trigger: { name: "", table: table.id }, body, isDefiner: false };
  return firedRows(catalog, table, [firing], {
    ...{ select: sql`select ${join(none)}`, named: ({ name }) => name, before: old },
    ...{ passed: [], read: undefined, id: sql`'x'::text` },
  });
}

function givenBack(column: Column, place: number): Sql {
  return assignedValue(column, sql`("$t".v)[${keyword(String(place))}]::${bareType(column)}`);
}

interface Values {
  readonly coming: ValueFor;
  readonly old: ValueFor;
  readonly read: TableReader | undefined;
  /** A text that is each row's own, not empty. */
  readonly id: Sql;
}

/** With OFFSET, so that it is carried out once for each row, whatever it sets. */
function calledBody(
  catalog: Catalog,
  table: CatalogTable,
  { trigger, body, isDefiner }: Firing,
  { coming, old, read, id }: Values,
): Sql {
  const reader = isDefiner ? relationSelect : (read ?? relationSelect);
  const called = withCallsMade(body.query, body.calls, callsForEach(catalog, reader));
  // It was guarded as it stands. The line break ends a comment that it may end in.
  demandNames(table, trigger, body);
  const own = keyword(`${called}\n`);
  const select = sql`${relationsOf(catalog, body.reads, reader)}select * from (${own}) as "$body"`;
  return sql`select "$b".v from (select ${id} as id, ${literal(table.definition.name)}::text as "table", ${literal(trigger.name)}::text as "trigger") as "$each", (${rowFor(table, body, coming)}) as "new", (${rowFor(table, body, old)}) as "old", lateral (${select}) as "$b" (v) offset 0`;
}

/** @throws {AppError} 0A000 for a body that is one of other names. */
function demandNames(
  { definition }: CatalogTable,
  { name }: RowTrigger,
  { boundTo = {} }: TriggerBody,
): void {
  const { table = definition.name, trigger = name } = boundTo;
  if (table !== definition.name || (trigger !== name && name !== ""))
    throw new AppError("0A000", `The trigger "${name}" asks for names that have changed since it was made.`, {
      status: 400,
      hint: `Run CREATE OR REPLACE FUNCTION for the triggers of "${definition.name}" again.`,
    });
}

/** A row under the names that the body knows. @throws {AppError} 42703 for a column that is gone, as in Postgres. */
function rowFor(table: CatalogTable, { says, isWhole }: TriggerBody, valueFor: ValueFor): Sql {
  const columns = new Map(
    readableColumns(table).map((column) => [storageOf(table, column.name).key, column]),
  );
  const said = says.map(({ name, key, type }) => {
    const column = columns.get(key);
    if (column === undefined)
      throw new AppError("42703", `record "new" has no field "${name}"`, {
        status: 400,
        hint: `A trigger of "${table.definition.name}" says it: make its function anew, or drop the trigger.`,
      });
    if (compile(bareType(column)).text !== type)
      throw new AppError("0A000", `"${column.name}" has another type than the trigger's function knows.`, {
        status: 400,
        hint: `Run CREATE OR REPLACE FUNCTION for the triggers of "${table.definition.name}" again.`,
      });
    return sql`${valueFor(column)} as ${ident(name)}`;
  });
  const known = new Set(says.map(({ key }) => key));
  const others =
    isWhole === true
      ? [...columns].flatMap(([key, column]) =>
          known.has(key) ? [] : [sql`${valueFor(column)} as ${ident(column.name)}`],
        )
      : [];
  const list = [...said, ...others];
  return list.length === 0 ? sql`select` : sql`select ${join(list)}`;
}
