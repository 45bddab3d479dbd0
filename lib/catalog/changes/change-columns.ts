import { tableNameIssue } from "../checks/names.ts";
import { problem } from "../checks/schema-problem.ts";
import { primaryKey } from "../column-facts.ts";
import { normalizeTable } from "../normalize-table.ts";
import { withKeptNames } from "../table-constraints.ts";
import { referencesTo, withoutReferencesTo, withRenamedTargets } from "../table-references.ts";
import type { Column, ColumnSettings, Constraint, Table } from "../types.ts";
import {
  type ChangeOf,
  type Draft,
  done,
  onColumn,
  onTable,
  type Refusals,
  replaceColumn,
  replaceTable,
  unknownColumn,
} from "./change-draft.ts";
import { listed } from "./change-tables.ts";
import { renamedInRules, withoutColumnInGrants } from "./rename-in-rules.ts";

export function addColumn(draft: Draft, { table: name, column, after }: ChangeOf<"add_column">): Refusals {
  return onTable(draft, name, (table) => {
    const taken = takenColumn(table, column.name, ["column", "name"]);
    if (taken.length > 0) return taken;
    if (column.primary_key === true && primaryKey(table).length > 0) {
      const message = `"${name}" already has a primary key (${primaryKey(table).join(", ")}).`;
      return [problem(["column", "primary_key"], message, "RH206")];
    }
    if (after !== undefined && !table.columns.some((other) => other.name === after)) {
      return [unknownColumn(table, after, ["after"])];
    }
    const columns = insertAfter(table.columns, column, after ?? lastOwnColumn(table));
    return replaceTable(draft, table, normalizeTable({ ...table, columns }));
  });
}

export function renameColumn(draft: Draft, change: ChangeOf<"rename_column">): Refusals {
  const { table: tableName, column: name, to } = change;
  return onTable(draft, tableName, (table) =>
    onColumn(table, name, () => {
      if (to === name) return done;
      const issue = tableNameIssue(table, to);
      if (issue !== null) return [problem(["to"], issue)];
      const taken = takenColumn(table, to, ["to"]);
      if (taken.length > 0) return taken;
      draft.tables = renamedInRules(draft.tables, { table: tableName, column: name, to }).map((other) =>
        other.name === tableName ? withRenamedColumn(draft, other, name, to) : other,
      );
      draft.tables = draft.tables.map((other) =>
        withRenamedTargets(other, {
          table: (target) => target,
          column: (target, targetColumn) =>
            target === tableName && targetColumn === name ? to : targetColumn,
        }),
      );
      return done;
    }),
  );
}

export function alterColumn(
  draft: Draft,
  { table: name, column: columnName, set }: ChangeOf<"alter_column">,
): Refusals {
  return onTable(draft, name, (table) =>
    onColumn(table, columnName, (column) => {
      if (set.required === false && primaryKey(table).includes(columnName)) {
        const message = `"${columnName}" belongs to the primary key of "${name}", so it is always required.`;
        return [problem(["set", "required"], message, "RH206")];
      }
      const [computed] = set.type === undefined ? [] : dependents(draft, table, columnName);
      if (computed !== undefined) {
        const message = `The type of "${columnName}" cannot change, because "${computed.name}" is computed from it. Drop "${computed.name}" first.`;
        return [problem(["set", "type"], message, "RH207")];
      }
      return replaceTable(draft, table, normalizeTable(replaceColumn(table, column, altered(column, set))));
    }),
  );
}

/** The column with new settings: null takes one away, a new type its predecessor's own settings. */
function altered(column: Column, set: ColumnSettings): Column {
  const { references, sql_type, default_expression, generated, identity, touched_by, ...settings } = set;
  const staysEnum = (set.type ?? column.type) === "enum";
  const nullable = {
    enum_values: set.enum_values ?? (staysEnum || column.type !== "enum" ? column.enum_values : null),
    references: settingOf(references, column.references),
    sql_type: set.type === undefined ? settingOf(sql_type, column.sql_type) : sql_type,
    // A column has one default, of either kind.
    default_expression: set.default == null ? settingOf(default_expression, column.default_expression) : null,
    generated: settingOf(generated, column.generated),
    identity: settingOf(identity, column.identity),
    touched_by: settingOf(touched_by, column.touched_by),
  };
  const kept = Object.fromEntries(Object.entries(nullable).filter(([, value]) => value != null));
  const bare = Object.fromEntries(Object.entries(column).filter(([key]) => !(key in nullable)));
  const defaults = default_expression == null ? {} : { default: null };
  // The column's own entries, of which only optional ones are left out.
  return { ...(bare as unknown as Column), ...settings, ...defaults, ...kept };
}

function settingOf<Value>(given: Value | null | undefined, old: Value | undefined): Value | null | undefined {
  return given === undefined ? old : given;
}

export function moveColumn(
  draft: Draft,
  { table: name, column: columnName, after }: ChangeOf<"move_column">,
): Refusals {
  return onTable(draft, name, (table) =>
    onColumn(table, columnName, (column) => {
      if (after === columnName) return done;
      const others = table.columns.filter((other) => other !== column);
      const move = () =>
        replaceTable(draft, table, { ...table, columns: insertAfter(others, column, after) });
      return after === null ? move() : onColumn(table, after, move, "after");
    }),
  );
}

export function dropColumn(
  draft: Draft,
  { table: name, column: columnName, cascade = false }: ChangeOf<"drop_column">,
): Refusals {
  return onTable(draft, name, (table) =>
    onColumn(table, columnName, (column) => {
      if (primaryKey(table).includes(columnName)) {
        const message = `"${columnName}" belongs to the primary key of "${name}" and cannot be dropped. Drop the table, or give it another primary key first.`;
        return [problem(["column"], message, "RH206")];
      }
      const own = `${name}.${columnName}`;
      const references = referencesTo(draft.tables, name, columnName).filter(
        (reference) => reference !== own,
      );
      if (references.length > 0 && !cascade) {
        const message = `"${own}" cannot be dropped, because ${listed(references)} still ${references.length > 1 ? "point" : "points"} at it. Drop that reference first.`;
        return [problem(["column"], message, "RH203")];
      }
      const computed = dependents(draft, table, columnName);
      if (computed.length > 0 && !cascade) {
        const names = listed(computed.map((other) => `${name}.${other.name}`));
        const message = `"${own}" cannot be dropped, because ${names} ${computed.length > 1 ? "are" : "is"} computed from it. Drop that first, or drop with cascade.`;
        return [problem(["column"], message, "RH203")];
      }
      const gone = [...computed, column];
      draft.dropped = {
        ...draft.dropped,
        columns: [...draft.dropped.columns, ...gone.map((each) => ({ table: name, column: each }))],
      };
      replaceTable(
        draft,
        table,
        gone.reduce((left, each) => withoutColumn(draft, left, each), table),
      );
      if (references.length > 0)
        draft.tables = draft.tables.map((other) => withoutReferencesTo(other, name, columnName));
      return done;
    }),
  );
}

export function takenColumn(table: Table, name: string, path: readonly string[]): Refusals {
  if (!table.columns.some((column) => column.name === name)) return done;
  return [problem(path, `"${table.name}" already has a column "${name}". Choose another name.`, "RH201")];
}

/** Generated columns that name the column. */
function dependents({ expressions }: Draft, table: Table, name: string): readonly Column[] {
  return table.columns.filter(
    ({ name: own, generated }) =>
      own !== name && generated !== undefined && expressions.mentions(generated, name),
  );
}

/** As in Postgres, constraints and indexes that involve the column go with it. */
function withoutColumn({ expressions }: Draft, table: Table, column: Column): Table {
  const { constraints = [], ...rest } = table;
  const kept = constraints.filter(
    ({ columns = [], expression = "" }) =>
      !columns.includes(column.name) && !(expression !== "" && expressions.mentions(expression, column.name)),
  );
  const columns = table.columns.filter(({ name }) => name !== column.name);
  const left = { ...rest, columns, ...(kept.length === 0 ? {} : { constraints: kept }) };
  return normalizeTable(withoutColumnInGrants(left, column.name));
}

function renameInTable({ expressions }: Draft, table: Table, name: string, to: string): Table {
  const constraints = table.constraints?.map((constraint): Constraint => {
    const { columns, expression, ...rest } = constraint;
    return {
      ...rest,
      ...(columns === undefined ? {} : { columns: columns.map((column) => (column === name ? to : column)) }),
      ...(expression === undefined ? {} : { expression: expressions.renameColumn(expression, name, to) }),
    };
  });
  const columns = table.columns.map((column) =>
    column.generated === undefined
      ? column
      : { ...column, generated: expressions.renameColumn(column.generated, name, to) },
  );
  return { ...table, columns, ...(constraints === undefined ? {} : { constraints }) };
}

function withRenamedColumn(draft: Draft, table: Table, name: string, to: string): Table {
  const columns = table.columns.map((column) => (column.name === name ? { ...column, name: to } : column));
  return withKeptNames(table, renameInTable(draft, { ...table, columns }, name, to));
}

/** New columns go before the timestamps with which tables end; null: before all. */
function lastOwnColumn(table: Table): string | null {
  const index = table.columns.findLastIndex(({ name }) => name !== "created_at" && name !== "updated_at");
  return table.columns[index]?.name ?? null;
}

function insertAfter(columns: readonly Column[], column: Column, after: string | null): readonly Column[] {
  const index = columns.findIndex((other) => other.name === after);
  return columns.toSpliced(index + 1, 0, column);
}
