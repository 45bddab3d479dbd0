import type { Column, ColumnSettings, ColumnType, Json, OnDelete, Reference } from "#lib/catalog/types.ts";

/** One column as its form holds it. */
export interface ColumnDraft {
  /** Stays the same while the name is typed. */
  readonly id: number;
  readonly name: string;
  readonly type: ColumnType | "reference";
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  /** As typed; "" is none. */
  readonly defaultText: string;
  /** One choice a line. */
  readonly choices: string;
  readonly target: string;
  readonly onDelete: OnDelete;
  readonly description: string;
}

let nextId = 1;

export function blankColumn(): ColumnDraft {
  return {
    id: nextId++,
    name: "",
    type: "text",
    isRequired: false,
    isUnique: false,
    isIndexed: false,
    defaultText: "",
    choices: "",
    target: "",
    onDelete: "restrict",
    description: "",
  };
}

export function columnDraftOf(column: Column): ColumnDraft {
  const value = column.default;
  return {
    id: nextId++,
    name: column.name,
    type: column.references ? "reference" : column.type,
    isRequired: column.required === true,
    isUnique: column.unique === true,
    isIndexed: column.indexed === true,
    defaultText:
      value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value),
    choices: column.enum_values?.join("\n") ?? "",
    target: column.references?.table ?? "",
    onDelete: column.references?.on_delete ?? "restrict",
    description: column.description ?? "",
  };
}

/**
 * The column that a form describes, without keys that say nothing.
 *
 * @param target the key of the table that a relation points to.
 */
export function toColumn(draft: ColumnDraft, target: TargetKey | null): Column {
  const isRelation = draft.type === "reference";
  const type: ColumnType = draft.type === "reference" ? (target?.type ?? "uuid") : draft.type;
  const value = defaultOf(draft, type);
  return {
    name: draft.name.trim(),
    type,
    ...(draft.isRequired ? { required: true } : {}),
    ...(draft.isUnique ? { unique: true } : {}),
    ...(draft.isIndexed ? { indexed: true } : {}),
    ...(value === null ? {} : { default: value }),
    ...(draft.description.trim() ? { description: draft.description.trim() } : {}),
    ...(type === "enum" ? { enum_values: choicesOf(draft) } : {}),
    ...(isRelation
      ? { references: { table: draft.target, column: target?.column ?? "id", on_delete: draft.onDelete } }
      : {}),
  };
}

export interface TargetKey {
  readonly column: string;
  readonly type: ColumnType;
}

/** What changed, in the form of `alter_column`; null when nothing but perhaps the name did. */
export function settingsBetween(before: Column, after: Column): ColumnSettings | null {
  const flags = (["required", "unique", "indexed"] as const).filter(
    (flag) => (before[flag] ?? false) !== (after[flag] ?? false),
  );
  const set: ColumnSettings = {
    ...(before.type === after.type ? {} : { type: after.type }),
    ...Object.fromEntries(flags.map((flag) => [flag, after[flag] ?? false])),
    ...(isSameDefault(before.default ?? null, after.default ?? null)
      ? {}
      : { default: after.default ?? null }),
    ...(isSame(before.description ?? "", after.description ?? "")
      ? {}
      : { description: after.description ?? "" }),
    ...(isSame(before.enum_values, after.enum_values) || !after.enum_values
      ? {}
      : { enum_values: after.enum_values }),
    ...(isSame(withAction(before.references), withAction(after.references))
      ? {}
      : { references: after.references ?? null }),
  };
  return Object.keys(set).length === 0 ? null : set;
}

/** The usual name of a column that points to a table: `categories` is pointed to by `category_id`. */
export function referenceName(table: string): string {
  if (table === "") return "";
  const singular = table
    .replace(/ies$/, "y")
    .replace(/(ss|x|ch|sh)es$/, "$1")
    .replace(/([^s])s$/, "$1");
  return `${singular}_id`;
}

function choicesOf(draft: ColumnDraft): readonly string[] {
  return draft.choices
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

// A string is a literal of the column's type for the server, so only JSON and lists are parsed here.
function defaultOf(draft: ColumnDraft, type: ColumnType): Json | null {
  const text = draft.defaultText.trim();
  if (text === "") return null;
  if (type !== "jsonb" && type !== "text[]") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A number and the text that it was typed as are one default. */
function isSameDefault(before: Json, after: Json): boolean {
  const isPlain = typeof before === "number" || typeof before === "boolean";
  return isSame(isPlain ? String(before) : before, after);
}

/** A reference that says nothing of deletes refuses them. */
function withAction(reference: Reference | undefined): Reference | undefined {
  return reference && { on_delete: "restrict", ...reference };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a) ?? null) === JSON.stringify(sorted(b) ?? null);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
