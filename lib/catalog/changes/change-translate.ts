import { type Renaming, withRenamedTargets } from "../table-references.ts";
import type { Change, Column, Table } from "../types.ts";
import type { ChangeNames } from "./change-names.ts";

export type Translated =
  | { readonly ok: true; readonly change: Change }
  /** What it names is not there; `isMine`: because these changes should have made it. */
  | { readonly ok: false; readonly name: string; readonly isMine: boolean };

/** A change under the names that things have elsewhere. */
export function translateChange(change: Change, from: ChangeNames, to: ChangeNames): Translated {
  const missing: { name: string; isMine: boolean }[] = [];
  const table = (name: string): string => {
    const id = from.tableId(name);
    const found = id === null ? null : to.tableName(id);
    if (found === null) missing.push({ name, isMine: isMade(id) });
    return found ?? name;
  };
  const column = (tableName: string, name: string): string => {
    const tableId = from.tableId(tableName);
    const id = from.columnId(tableName, name);
    const found = tableId === null || id === null ? null : to.columnName(tableId, id);
    if (found === null) missing.push({ name: `${tableName}.${name}`, isMine: isMade(id) });
    return found ?? name;
  };
  const translated = withNames(change, { table, column }, (name, after) => {
    const tableId = from.tableId(name);
    const id = from.columnId(name, after);
    return tableId === null || id === null ? null : to.columnName(tableId, id);
  });
  const [first] = missing;
  return first === undefined ? { ok: true, change: translated } : { ok: false, ...first };
}

function isMade(id: string | null): boolean {
  return id?.startsWith("\0") ?? false;
}

/**
 * A change under other names, also of what its references point at.
 *
 * @param neighbour a column that only says where: null when it is not there.
 */
export function withNames(
  change: Change,
  names: Renaming,
  neighbour: (table: string, column: string) => string | null,
): Change {
  // A table's references to itself are created with it.
  if (change.kind === "create_table") {
    const own = change.table.name;
    const inside: Renaming = {
      table: (name) => (name === own ? name : names.table(name)),
      column: (table, name) => (table === own ? name : names.column(table, name)),
    };
    return { ...change, table: withRenamedTargets(change.table, inside) };
  }
  const table = change.kind === "restore_table" ? change.table : names.table(change.table);
  switch (change.kind) {
    case "add_column": {
      const { after: behind, ...rest } = change;
      const after = behind === undefined ? null : neighbour(change.table, behind);
      const column = withTarget(change.column, names);
      return { ...rest, table, column, ...(after === null ? {} : { after }) };
    }
    case "alter_column": {
      const { references } = change.set;
      const set =
        references == null
          ? change.set
          : {
              ...change.set,
              references: withTarget({ name: "", type: "uuid", references }, names).references ?? null,
            };
      return { ...change, table, column: names.column(change.table, change.column), set };
    }
    case "rename_column":
    case "drop_column":
      return { ...change, table, column: names.column(change.table, change.column) };
    case "move_column": {
      const after = change.after === null ? null : names.column(change.table, change.after);
      return { ...change, table, column: names.column(change.table, change.column), after };
    }
    case "add_constraint": {
      const { constraint } = change;
      const columns = constraint.columns?.map((name) => names.column(change.table, name));
      const named = columns === undefined ? constraint : { ...constraint, columns };
      const [renamed] =
        withRenamedTargets({ name: table, columns: [], constraints: [named] }, names).constraints ?? [];
      return { ...change, table, constraint: renamed ?? named };
    }
    case "grant":
    case "revoke": {
      const columns = change.columns?.map((name) => names.column(change.table, name));
      return { ...change, table, ...(columns === undefined ? {} : { columns }) };
    }
    default:
      return { ...change, table };
  }
}

function withTarget(column: Column, names: Renaming): Column {
  const holder: Table = { name: "", columns: [column] };
  return withRenamedTargets(holder, names).columns[0] ?? column;
}
