import type { Change, Table } from "../types.ts";

/**
 * Who is who while changes rename, drop and create: a table or column is the name that it had at the start, or a new
 * thing, whatever it is called by now.
 */
export class ChangeNames {
  readonly #tables = new Map<string, TableNames>();
  readonly #made: string;
  #count = 0;

  /** @param made tells what these changes create from what others do. */
  constructor(tables: readonly Table[], made: string) {
    this.#made = made;
    for (const { name, columns } of tables) {
      this.#tables.set(name, {
        id: name,
        columns: new Map(columns.map((column) => [column.name, column.name])),
      });
    }
  }

  tableId(name: string): string | null {
    return this.#tables.get(name)?.id ?? null;
  }

  columnId(table: string, name: string): string | null {
    const known = this.#tables.get(table);
    if (known === undefined) return null;
    return known.columns.get(name) ?? (isMade(known.id) ? name : null);
  }

  /** What a table is called now; null: it is gone. */
  tableName(id: string): string | null {
    for (const [name, table] of this.#tables) if (table.id === id) return name;
    return null;
  }

  columnName(tableId: string, id: string): string | null {
    for (const table of this.#tables.values()) {
      if (table.id !== tableId) continue;
      for (const [name, column] of table.columns) if (column === id) return name;
      if (isMade(tableId)) return id;
    }
    return null;
  }

  /** Takes over the identity that somebody else's changes gave a thing. */
  adoptTable(name: string, id: string, columns: readonly string[]): void {
    this.#tables.set(name, { id, columns: new Map(columns.map((column) => [column, column])) });
  }

  adoptColumn(table: string, name: string, id: string): void {
    this.#tables.get(table)?.columns.set(name, id);
  }

  follow(change: Change): void {
    if (change.kind === "create_table") {
      this.adoptTable(
        change.table.name,
        this.#fresh(),
        change.table.columns.map(({ name }) => name),
      );
      return;
    }
    const table = this.#tables.get(change.table);
    switch (change.kind) {
      case "rename_table":
        if (table !== undefined) rename(this.#tables, change.table, change.to);
        return;
      case "drop_table":
        this.#tables.delete(change.table);
        return;
      case "restore_table":
        this.adoptTable(change.table, this.#fresh(), []);
        return;
      case "add_column":
        table?.columns.set(change.column.name, this.#fresh());
        return;
      case "restore_column":
        table?.columns.set(change.column, this.#fresh());
        return;
      case "rename_column":
        if (table !== undefined) rename(table.columns, change.column, change.to);
        return;
      case "drop_column":
        table?.columns.delete(change.column);
        return;
      default:
        return;
    }
  }

  #fresh(): string {
    this.#count += 1;
    return `${madeSign}${this.#made}${this.#count}`;
  }
}

/** No name of a table or column holds a NUL. */
const madeSign = "\0";

/** Made tables have columns that no change names: their key, their timestamps. */
function isMade(id: string): boolean {
  return id.startsWith(madeSign);
}

interface TableNames {
  readonly id: string;
  readonly columns: Map<string, string>;
}

function rename<Value>(map: Map<string, Value>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}
