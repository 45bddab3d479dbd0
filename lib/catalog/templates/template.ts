import type { Column, ColumnType, Constraint, Json, OnDelete, Table } from "../types.ts";

/** A database to begin with: tables that fit together, and rows that show what they are for. */
export interface Template {
  /** In addresses. */
  readonly name: string;
  readonly title: string;
  /** One sentence: whom it is for. */
  readonly description: string;
  /** Each behind those that it references. */
  readonly tables: readonly Table[];
  /** Made when the template is applied, so that "tomorrow" stays tomorrow. */
  readonly rows: (on: SampleDates) => readonly SampleRows[];
}

/** Dates relative to the day on which a template is applied. */
export interface SampleDates {
  /** `2026-03-31`. */
  readonly day: (offset: number) => string;
  /** `2026-03-31T09:30:00Z`. */
  readonly at: (offset: number, time: string) => string;
}

/** Rows of one table. Keys are labels ("ada"), in `id` and in every column that references a table of the template. */
export interface SampleRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

type Details = Omit<Column, "name" | "type" | "references">;

/** `text("name", { required: true })`. */
export const text = ofType("text");
export const integer = ofType("integer");
export const money = ofType("numeric");
export const date = ofType("date");
export const moment = ofType("timestamptz");
export const email = ofType("email");
export const url = ofType("url");
export const phone = ofType("phone");
export const richText = ofType("richtext");
export const labels = ofType("text[]");

function ofType(type: ColumnType): (name: string, details?: Details) => Column {
  return (name, details = {}) => ({ name, type, ...details });
}

/** True or false, false unless said otherwise. */
export function flag(name: string, value = false): Column {
  return { name, type: "boolean", required: true, default: value };
}

/** One of a few words; the first is the default. */
export function choice(name: string, first: string, ...others: readonly string[]): Column {
  return {
    name,
    type: "enum",
    enum_values: [first, ...others],
    default: first,
    required: true,
    indexed: true,
  };
}

/** A row of another table, which most lists are filtered by. */
export function refers(
  name: string,
  table: string,
  details: Details & { readonly gone?: OnDelete } = {},
): Column {
  const { gone, ...rest } = details;
  const reference = { table, column: "id", ...(gone === undefined ? {} : { on_delete: gone }) };
  return { name, type: "uuid", indexed: true, ...rest, references: reference };
}

/** A table with its key; the server adds when rows were made and changed. */
export function table(
  name: string,
  description: string,
  columns: readonly Column[],
  constraints: readonly Constraint[] = [],
): Table {
  const id: Column = { name: "id", type: "uuid", primary_key: true, default: "gen_random_uuid()" };
  return { name, description, columns: [id, ...columns], ...(constraints.length > 0 ? { constraints } : {}) };
}

export function unique(...columns: readonly string[]): Constraint {
  return { kind: "unique", columns };
}

export function check(expression: string): Constraint {
  return { kind: "check", expression };
}

/** Makes searching over these columns quick. */
export function searched(...columns: readonly string[]): Constraint {
  return { kind: "index", columns, method: "search" };
}

/** `rows("customers", ["id", "name"], ["ada", "Ada"])`. */
export function rows(
  name: string,
  columns: readonly string[],
  ...values: readonly (readonly Json[])[]
): SampleRows {
  return { table: name, columns, rows: values };
}
