import { referenceName } from "#components/tables/column-draft.ts";
import { toName } from "#lib/catalog/checks/names.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import type {
  Change,
  Column,
  ColumnSettings,
  ColumnType,
  Constraint,
  OnDelete,
  Position,
  Table,
} from "#lib/catalog/types.ts";

/** A name that is not taken: `notes`, `notes_2`, `notes_3`. */
function freeName(wanted: string, taken: readonly string[]): string {
  const name = toName(wanted);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : toName(`${name}_${number}`);
    if (!taken.includes(candidate)) return candidate;
  }
}

const firstNames: Partial<Record<ColumnType, string>> = {
  text: "name",
  richtext: "notes",
  integer: "quantity",
  bigint: "big_number",
  number: "measure",
  numeric: "price",
  boolean: "is_active",
  date: "day",
  time: "starts_at",
  timestamptz: "happens_at",
  jsonb: "settings",
  enum: "status",
  "text[]": "tags",
  email: "email",
  url: "website",
  phone: "phone",
  file: "photo",
  uuid: "reference",
};

/** A column of a type that was taken from the palette: named after what such columns most often hold. */
export function newColumn(table: Table, type: ColumnType): Column {
  const name = freeName(firstNames[type] ?? type, columnNames(table));
  return { name, type, ...(type === "enum" ? { enum_values: ["new", "done"] } : {}) };
}

/** @param after null: in front; absent: behind the table's own columns. */
export function addColumn(table: Table, column: Column, after?: string | null): readonly Change[] {
  const added: Change = {
    kind: "add_column",
    table: table.name,
    column,
    ...(after == null ? {} : { after }),
  };
  return after === null
    ? [added, { kind: "move_column", table: table.name, column: column.name, after: null }]
    : [added];
}

export function createTable(
  tables: readonly Table[],
  position: Position | null,
): Change & { kind: "create_table" } {
  const name = freeName(
    "new_table",
    tables.map((table) => table.name),
  );
  const columns: readonly Column[] = [{ name: "name", type: "text", required: true }];
  return { kind: "create_table", table: { name, columns }, ...(position ? { position } : {}) };
}

/** The same definition under another name, without its rows. Names of constraints are made anew. */
export function duplicateTable(
  tables: readonly Table[],
  table: Table,
  position: Position | null,
): Change & { kind: "create_table" } {
  const name = freeName(
    `${table.name}_copy`,
    tables.map((other) => other.name),
  );
  const { constraints, ...rest } = table;
  const unnamed = constraints?.map(({ name: _, ...constraint }): Constraint => constraint);
  const columns = table.columns.map(({ constraint_names: _, references, ...column }): Column => {
    if (references === undefined) return column;
    return {
      ...column,
      references: { ...references, table: references.table === table.name ? name : references.table },
    };
  });
  return {
    kind: "create_table",
    table: { ...rest, name, columns, ...(unnamed ? { constraints: unnamed } : {}) },
    ...(position ? { position } : {}),
  };
}

/** What changed between two forms of a column, its name first. */
export function columnChanges(
  table: string,
  before: Column,
  after: Column,
  set: ColumnSettings | null,
): readonly Change[] {
  return [
    ...(before.name === after.name
      ? []
      : [{ kind: "rename_column", table, column: before.name, to: after.name } as const]),
    ...(set ? [{ kind: "alter_column", table, column: after.name, set } as const] : []),
  ];
}

export interface RelationInput {
  readonly from: Table;
  /** Null: a new column. */
  readonly column: string | null;
  readonly to: Table;
  readonly onDelete: OnDelete;
  readonly isRequired?: boolean;
  /** At most one row points at the same one. */
  readonly isOneToOne?: boolean;
}

/** A column that points at rows of another table; null if that has no key of one column. */
export function relate({ from, column, to, ...settings }: RelationInput): readonly Change[] | null {
  const key = keyOf(to);
  if (key === null) return null;
  const flags = {
    ...(settings.isRequired ? { required: true } : {}),
    ...(settings.isOneToOne ? { unique: true } : {}),
  };
  const references = { table: to.name, column: key.name, on_delete: settings.onDelete };
  const existing = from.columns.find(({ name }) => name === column);
  if (existing === undefined) {
    const name = freeName(from.name === to.name ? "parent_id" : referenceName(to.name), columnNames(from));
    return addColumn(from, { name, type: key.type, ...flags, references });
  }
  const type = existing.type === key.type && existing.sql_type === key.sql_type ? {} : typeOf(key);
  // A default is of the old type, and points nowhere.
  const bare = existing.default == null ? {} : { default: null };
  const set: ColumnSettings = { ...type, ...bare, ...flags, references };
  return [{ kind: "alter_column", table: from.name, column: existing.name, set }];
}

function typeOf({ type, sql_type }: Column): ColumnSettings {
  return { type, ...(sql_type === undefined ? {} : { sql_type }) };
}

/** A table between two others whose rows each join a row of one with a row of the other, once; null if one has no key. */
export function joinTables(
  tables: readonly Table[],
  a: Table,
  b: Table,
  position: Position | null,
): (Change & { kind: "create_table" }) | null {
  const [keyA, keyB] = [keyOf(a), keyOf(b)];
  if (keyA === null || keyB === null) return null;
  const first = referenceName(a.name);
  const second = a.name === b.name ? `other_${first}` : referenceName(b.name);
  const column = (name: string, to: Table, key: Column): Column => ({
    name,
    ...(key.sql_type === undefined ? { type: key.type } : { type: key.type, sql_type: key.sql_type }),
    required: true,
    references: { table: to.name, column: key.name, on_delete: "cascade" },
  });
  const table: Table = {
    name: freeName(
      `${a.name}_${b.name}`,
      tables.map(({ name }) => name),
    ),
    description: `Which ${b.name} belong to which ${a.name}`,
    columns: [column(first, a, keyA), column(second, b, keyB)],
    constraints: [{ kind: "unique", columns: [first, second] }],
  };
  return { kind: "create_table", table, ...(position ? { position } : {}) };
}

/** Why two tables cannot be joined by references, in words; null: they can. */
export function keyProblem(table: Table): string | null {
  return keyOf(table) === null
    ? `${table.name} has no key of one column that a relation could point at.`
    : null;
}

function keyOf(table: Table): Column | null {
  const [key, ...others] = primaryKey(table);
  return others.length > 0 ? null : (table.columns.find(({ name }) => name === key) ?? null);
}

function columnNames(table: Table): readonly string[] {
  return table.columns.map(({ name }) => name);
}
