import type { Renames } from "../../catalog/changes/diff-renames.ts";
import { toName } from "../../catalog/checks/names.ts";
import { completeTable } from "../../catalog/complete-table.ts";
import type { Column, Constraint, Schema, Table } from "../../catalog/types.ts";
import { plural, singular } from "../builtin/text/inflection.ts";
import { type ColumnPatch, mergeColumn, newColumn } from "./read-column.ts";
import type { SchemaPatch, TablePatch } from "./read-schema-answer.ts";

/** The people who sign in are the auth engine's: never dropped or renamed by words. */
const authTable = "users";

export interface Patched {
  readonly schema: Schema;
  readonly renames: Renames;
}

/**
 * The base with a model's patch applied, in conventional form: plural snake_case tables, keys and timestamps complete,
 * references of the type of what they point at. What cannot be right (an unknown table) is left for the checks to find.
 */
export function applyPatch(base: Schema, patch: SchemaPatch): Patched {
  const names = new TableNames(base);
  const renamedTables = patch.renamedTables.flatMap(({ from, to }) => {
    const known = names.existing(from);
    return known === null || known === authTable ? [] : [{ from: known, to: names.rename(known, to) }];
  });
  const renamedColumns = patch.renamedColumns.flatMap(({ table, from, to }) => {
    const known = names.original(table);
    const column =
      known === null
        ? undefined
        : base.tables.find(({ name }) => name === known)?.columns.find(({ name }) => name === toName(from));
    return known === null || column === undefined
      ? []
      : [{ table: known, from: column.name, to: toName(to) }];
  });
  const renamed = base.tables.map((table) => renameTable(table, names, renamedColumns));
  const kept = renamed.map((table) => dropColumns(table, patch, names));
  const dropped = new Set(
    patch.droppedTables.flatMap((name) => names.existing(name) ?? []).filter((name) => name !== authTable),
  );
  const left = kept
    .filter(({ name }) => !dropped.has(name))
    .map((table) => withoutReferencesTo(table, dropped));
  for (const { name } of patch.tables) names.add(name);
  const existing = new Set(left.map(({ name }) => name));
  // A table typed as SQL has exactly the columns that were typed: only new ones are completed.
  const tables = upsertTables(left, patch.tables, names).map((table) =>
    existing.has(table.name) ? table : completeTable(table),
  );
  return {
    schema: { tables: tieReferences(tables, names) },
    renames: { tables: renamedTables, columns: renamedColumns },
  };
}

/** What each table is called in the end, by any of the names that a model may use for it. */
class TableNames {
  /** Name in the base → final name. */
  readonly #exact = new Map<string, string>();
  /** Singular of any name → final name. */
  readonly #final = new Map<string, string>();
  /** Final name → name in the base. */
  readonly #original = new Map<string, string>();

  constructor(base: Schema) {
    for (const { name } of base.tables) {
      this.#exact.set(name, name);
      this.#final.set(keyOf(name), name);
      this.#original.set(name, name);
    }
  }

  /** The final name of a table of the base, by its old name, its new one, or either's singular. */
  existing(name: string): string | null {
    const final = this.#exact.get(name) ?? this.#final.get(keyOf(name));
    return final !== undefined && this.#original.has(final) ? final : null;
  }

  original(name: string): string | null {
    const final = this.existing(name);
    return final === null ? null : (this.#original.get(final) ?? null);
  }

  rename(from: string, to: string): string {
    const final = conventional(to);
    const original = this.#original.get(from) ?? from;
    this.#original.delete(from);
    this.#original.set(final, original);
    this.#exact.set(original, final);
    this.#final.set(keyOf(from), final);
    this.#final.set(keyOf(to), final);
    return final;
  }

  add(name: string): void {
    if (!this.#final.has(keyOf(name))) this.#final.set(keyOf(name), conventional(name));
  }

  /** The final name, also of a table that is nowhere: the checks will say so. */
  find(name: string): string {
    return this.#exact.get(name) ?? this.#final.get(keyOf(name)) ?? toName(name);
  }
}

function keyOf(name: string): string {
  const words = toName(name).split("_");
  return [...words.slice(0, -1), singular(words.at(-1) ?? "")].join("_");
}

/** Plural, snake_case, no reserved word. */
function conventional(name: string): string {
  const words = toName(name).split("_");
  const last = words.at(-1) ?? "";
  return toName([...words.slice(0, -1), plural(singular(last))].join("_"));
}

function renameTable(
  table: Table,
  names: TableNames,
  columns: readonly { table: string; from: string; to: string }[],
): Table {
  const own = columns.filter((rename) => rename.table === table.name);
  const newName = (name: string) => own.find(({ from }) => from === name)?.to ?? name;
  const target = (references: NonNullable<Column["references"]>) => ({
    ...references,
    table: names.find(references.table),
    column:
      columns.find((rename) => rename.table === references.table && rename.from === references.column)?.to ??
      references.column,
  });
  return {
    ...table,
    name: names.find(table.name),
    columns: table.columns.map((column) => ({
      ...column,
      name: newName(column.name),
      ...(column.references === undefined ? {} : { references: target(column.references) }),
    })),
    ...(table.constraints === undefined
      ? {}
      : { constraints: table.constraints.map((one) => renameConstraint(one, newName, names)) }),
  };
}

function renameConstraint(
  constraint: Constraint,
  newName: (name: string) => string,
  names: TableNames,
): Constraint {
  const { columns, references } = constraint;
  return {
    ...constraint,
    ...(columns === undefined ? {} : { columns: columns.map(newName) }),
    ...(references === undefined
      ? {}
      : { references: { ...references, table: names.find(references.table) } }),
  };
}

/** Keys stay, and so does what signing in needs. */
const authColumns = new Set(["email", "password_hash", "full_name", "avatar_url"]);

function dropColumns(table: Table, patch: SchemaPatch, names: TableNames): Table {
  const named = patch.droppedColumns.filter((drop) => names.find(drop.table) === table.name);
  const dropped = new Set(named.map(({ column }) => toName(column)));
  const isKept = ({ name, primary_key }: Column) =>
    !dropped.has(name) || primary_key === true || (table.name === authTable && authColumns.has(name));
  const columns = table.columns.filter(isKept);
  const constraints = table.constraints?.filter(
    (one) => one.columns?.every((name) => columns.some((column) => column.name === name)) ?? true,
  );
  return { ...table, columns, ...(constraints === undefined ? {} : { constraints }) };
}

/** Rows keep the value, which then points nowhere: better than losing a column that nobody asked to lose. */
function withoutReferencesTo(table: Table, dropped: ReadonlySet<string>): Table {
  const columns = table.columns.map((column) => {
    if (column.references === undefined || !dropped.has(column.references.table)) return column;
    const { references: _, ...rest } = column;
    return rest;
  });
  return { ...table, columns };
}

function upsertTables(
  existing: readonly Table[],
  patches: readonly TablePatch[],
  names: TableNames,
): readonly Table[] {
  const tables = new Map(existing.map((table) => [table.name, table]));
  for (const patch of patches) {
    const name = names.find(patch.name);
    const before = tables.get(name) ?? { name, columns: [] };
    tables.set(name, upsertColumns(before, patch, tables.has(name)));
  }
  return [...tables.values()];
}

/** A new table's key and timestamps are ours to add. */
const ownColumns = new Set(["id", "created_at", "updated_at"]);

function upsertColumns(table: Table, patch: TablePatch, isExisting: boolean): Table {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  for (const column of patch.columns) {
    const before = columns.get(column.name);
    const isOwn = ownColumns.has(column.name) && column.references == null;
    if (isOwn && (before !== undefined || !isExisting)) continue;
    columns.set(
      column.name,
      before === undefined ? newColumn(column) : mergeColumn(before, cautious(table, before, column)),
    );
  }
  const added = patch.uniqueTogether.map(
    (names) => ({ kind: "unique", columns: names.map(toName) }) as const,
  );
  const constraints = [...(table.constraints ?? []), ...added.filter((one) => !hasKey(table, one.columns))];
  const description =
    patch.description === undefined || patch.description === "" ? table.description : patch.description;
  return {
    name: table.name,
    ...(description === undefined ? {} : { description }),
    columns: [...columns.values()],
    ...(constraints.length === 0 ? {} : { constraints }),
  };
}

/** What signing in needs of `users` keeps its type and its keys; only its description may change. */
function cautious(table: Table, before: Column, patch: ColumnPatch): ColumnPatch {
  const isFixed =
    (table.name === authTable && (before.name === "email" || before.name === "password_hash")) ||
    before.primary_key === true;
  if (!isFixed) return patch;
  const silent = {
    type: undefined,
    required: undefined,
    unique: undefined,
    indexed: undefined,
    default: undefined,
  };
  return { ...patch, ...silent, enum_values: undefined, references: undefined };
}

function hasKey(table: Table, columns: readonly string[]): boolean {
  return (table.constraints ?? []).some(
    (one) => one.kind === "unique" && [...(one.columns ?? [])].sort().join() === [...columns].sort().join(),
  );
}

/** Gives each reference the final name and the type of what it points at. */
function tieReferences(tables: readonly Table[], names: TableNames): readonly Table[] {
  const renamed = tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.references === undefined
        ? column
        : { ...column, references: { ...column.references, table: names.find(column.references.table) } },
    ),
  }));
  const typeAt = ({ table, column }: NonNullable<Column["references"]>) =>
    renamed.find(({ name }) => name === table)?.columns.find(({ name }) => name === column)?.type;
  return renamed.map((table) => ({
    ...table,
    columns: table.columns.map((column) => {
      const type = column.references === undefined ? undefined : typeAt(column.references);
      return type === undefined || type === column.type ? column : { ...column, type };
    }),
  }));
}
