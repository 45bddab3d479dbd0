import type { Column, ColumnType, Json, OnDelete } from "../../../catalog/types.ts";
import type { ColumnSpec } from "../ontology/notation.ts";
import { singular } from "../text/inflection.ts";
import type { Mark } from "../text/marks.ts";
import { typeOfName, typeOfWord } from "./column-type.ts";
import type { DraftColumn, DraftTable } from "./model.ts";

/** The column of a name and the marks that the words put on it. */
export function columnOf(name: string, type: ColumnType | null, marks: readonly Mark[]): Column {
  let chosen = type ?? typeOfName(name);
  let values: string[] | null = null;
  let preset: Json | undefined;
  let unique = false;
  let required = false;
  for (const mark of marks) {
    if (mark.kind === "unique") unique = true;
    if (mark.kind === "required") required = true;
    if (mark.kind === "boolean") chosen = "boolean";
    if (mark.kind === "range") chosen = mark.value.includes(".") ? "number" : "integer";
    if (mark.kind === "type") chosen = typeOfWord(mark.value) ?? chosen;
    if (mark.kind === "values") values = valuesOf(mark.value);
    if (mark.kind === "default") preset = mark.value;
  }
  if (values !== null && values.length > 1) chosen = "enum";
  const column: Column = {
    name,
    type: chosen,
    ...(unique ? { unique } : {}),
    ...(required ? { required } : {}),
  };
  return withDefault(
    chosen === "enum" && values !== null ? { ...column, enum_values: values } : column,
    preset,
  );
}

/** "draft, sent or paid" → the values, in order, each once. */
export function valuesOf(text: string): string[] {
  const parts = text.split(/,|\/|\||;|\bor\b|\band\b/).map((part) =>
    part
      .trim()
      .toLowerCase()
      .replace(/^(?:an?|the|either)\s+/, "")
      .replace(/[^\p{L}\p{N}]+/gu, "_")
      .replace(/^_+|_+$/g, ""),
  );
  return [...new Set(parts.filter((part) => part !== ""))].slice(0, 50);
}

/** Sets a default that the column's type can hold; any other is left out. */
export function withDefault(column: Column, value: Json | undefined): Column {
  const fitting = value === undefined ? undefined : fittingValue(column, value);
  return fitting === undefined ? column : { ...column, default: fitting };
}

function fittingValue(column: Column, value: Json): Json | undefined {
  const text = String(value).toLowerCase();
  switch (column.type) {
    case "boolean":
      if (/^(true|yes|on|1)$/.test(text)) return true;
      return /^(false|no|off|0)$/.test(text) ? false : undefined;
    case "integer":
    case "bigint":
      return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
    case "number":
    case "numeric":
      return /^-?\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : undefined;
    case "enum":
      return column.enum_values?.find((option) => option === text.replace(/\W+/g, "_"));
    case "date":
    case "timestamptz":
      return /^(now|today|current)/.test(text) && column.type === "timestamptz" ? "now()" : undefined;
    case "text":
    case "richtext":
      return String(value);
    default:
      return undefined;
  }
}

/** A column as the ontology writes it. */
export function columnOfSpec(spec: ColumnSpec): Column {
  const type = spec.type ?? typeOfName(spec.name);
  const column: Column = {
    name: spec.name,
    type,
    ...(spec.required ? { required: true } : {}),
    ...(spec.unique ? { unique: true } : {}),
    ...(spec.values === undefined ? {} : { enum_values: spec.values }),
  };
  return withDefault(column, spec.default);
}

export function findColumn(table: DraftTable, name: string): DraftColumn | null {
  return table.columns.find((entry) => entry.column.name === name) ?? null;
}

/** Adds a column, or strengthens the one of that name with what the new words say. */
export function putColumn(table: DraftTable, column: Column): DraftColumn {
  const known = findColumn(table, column.name);
  if (known === null) {
    const entry: DraftColumn = { column, was: null, maybe: null };
    table.columns.push(entry);
    return entry;
  }
  if (isOurs(known) || (known.was !== null && known.column.references !== undefined)) return known;
  const {
    type: _type,
    enum_values: _values,
    default: _default,
    ...flags
  } = strengthened(known.column, column);
  // What exists may hold rows: only a command changes its type or default. Choices that are told are the choices.
  known.column = {
    ...rechosen(known.column, column),
    ...(known.was === null ? strengthened(known.column, column) : flags),
  };
  return known;
}

function rechosen(known: Column, { enum_values: values }: Column): Column {
  if (known.type !== "enum" || values === undefined) return known;
  const { default: preset, ...rest } = known;
  const keepsDefault = preset !== undefined && values.some((value) => value === preset);
  return { ...rest, enum_values: values, ...(keepsDefault ? { default: preset } : {}) };
}

/** The key, the times and the secret of a table: never changed by a description. */
export function isOurs(entry: DraftColumn): boolean {
  return (
    entry.was !== null &&
    (entry.column.primary_key === true || /^(?:created_at|updated_at|password_hash)$/.test(entry.was))
  );
}

function strengthened(known: Column, wished: Column): Partial<Column> {
  const retyped = known.type === "text" && wished.type !== "text" ? { type: wished.type } : {};
  return {
    ...retyped,
    ...(wished.enum_values === undefined ? {} : { type: "enum" as const, enum_values: wished.enum_values }),
    ...(wished.unique === true ? { unique: true } : {}),
    ...(wished.required === true ? { required: true } : {}),
    ...(wished.default === undefined ? {} : { default: wished.default }),
    ...(wished.references === undefined ? {} : { type: wished.type, references: wished.references }),
  };
}

export interface ReferenceWish {
  readonly role?: string;
  readonly required?: boolean;
  readonly onDelete?: OnDelete;
}

/** The name that a reference takes: `<role>_id`, or `<singular of the target>_id`. */
export function referenceName(target: DraftTable, role: string | undefined): string {
  if (role !== undefined && role !== "") return role.endsWith("_id") ? role : `${role}_id`;
  const words = target.name.split("_");
  const last = words.pop() ?? "";
  return `${[...words, singular(last)].join("_")}_id`;
}

/** Ties `from` to `target`; a second wish for the same reference only strengthens it. */
export function putReference(from: DraftTable, target: DraftTable, wish: ReferenceWish = {}): void {
  const role = wish.role ?? (from === target ? "parent" : undefined);
  const name = referenceName(target, role);
  const required = wish.required === true && from !== target;
  const onDelete = wish.onDelete ?? (required ? "restrict" : "set null");
  const same = from.columns.find(
    (entry) =>
      entry.column.name === name || (role === undefined && entry.column.references?.table === target.name),
  );
  if (same?.column.references !== undefined) {
    if (required && same.was === null)
      same.column = {
        ...same.column,
        required: true,
        references: { ...same.column.references, on_delete: onDelete },
      };
    return;
  }
  const bare = from.columns.find((entry) => entry.was === null && `${entry.column.name}_id` === name);
  if (bare !== undefined) from.columns.splice(from.columns.indexOf(bare), 1);
  putColumn(from, {
    name,
    type: keyType(target),
    ...(required ? { required: true } : {}),
    references: { table: target.name, column: keyName(target), on_delete: onDelete },
  });
}

function keyName(table: DraftTable): string {
  return table.columns.find((entry) => entry.column.primary_key === true)?.column.name ?? "id";
}

function keyType(table: DraftTable): ColumnType {
  return table.columns.find((entry) => entry.column.primary_key === true)?.column.type ?? "uuid";
}

export function referencesTo(from: DraftTable, target: DraftTable): DraftColumn[] {
  return from.columns.filter((entry) => entry.column.references?.table === target.name);
}
