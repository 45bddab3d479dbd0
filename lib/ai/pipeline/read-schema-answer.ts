import type { DraftStatus } from "../proposal.ts";
import { isObject, parseJsonAnswer, text, texts } from "./json-answer.ts";
import { type ColumnPatch, readColumn } from "./read-column.ts";

/** What a model wants changed, in its own names: a patch of the base. */
export interface SchemaPatch {
  readonly tables: readonly TablePatch[];
  readonly renamedTables: readonly { readonly from: string; readonly to: string }[];
  readonly renamedColumns: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  readonly droppedTables: readonly string[];
  readonly droppedColumns: readonly { readonly table: string; readonly column: string }[];
}

export interface TablePatch {
  readonly name: string;
  readonly description: string | undefined;
  readonly columns: readonly ColumnPatch[];
  readonly uniqueTogether: readonly (readonly string[])[];
}

export interface SchemaAnswer {
  readonly status: DraftStatus;
  readonly explanation: string;
  readonly assumptions: readonly string[];
  readonly questions: readonly string[];
  readonly patch: SchemaPatch;
}

export type ReadSchemaAnswer =
  | { readonly ok: true; readonly answer: SchemaAnswer }
  | { readonly ok: false; readonly problems: readonly string[] };

const explanationCharactersMax = 2000;
const sentences = { count: 10, characters: 500 } as const;
const questions = { count: 3, characters: 500 } as const;

/** Reads a model's text leniently: keys that are not asked for are dropped, keys that are missing have a default. */
export function readSchemaAnswer(answer: string): ReadSchemaAnswer {
  const parsed = parseJsonAnswer(answer);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const given = isObject(parsed.value) ? parsed.value : {};
  const source = isObject(given.schema) ? { ...given, ...given.schema } : given;
  const status = statusOf(given.status);
  const patch = readPatch(source);
  if (!patch.ok) return patch;
  const isUseless = !("tables" in source) && status === "ok" && isEmpty(patch.patch);
  if (isUseless) return { ok: false, problems: ["/tables: is missing; it has to be a list of tables."] };
  return {
    ok: true,
    answer: {
      status,
      explanation: text(given.explanation, explanationCharactersMax),
      assumptions: texts(given.assumptions, sentences),
      questions: texts(given.questions, questions),
      patch: patch.patch,
    },
  };
}

export function isEmpty(patch: SchemaPatch): boolean {
  return Object.values(patch).every((list: readonly unknown[]) => list.length === 0);
}

function statusOf(value: unknown): DraftStatus {
  return value === "clarify" || value === "reject" ? value : "ok";
}

type ReadPatch =
  | { readonly ok: true; readonly patch: SchemaPatch }
  | { readonly ok: false; readonly problems: readonly string[] };

function readPatch(source: Readonly<Record<string, unknown>>): ReadPatch {
  const { tables = [] } = source;
  if (!Array.isArray(tables)) return { ok: false, problems: ["/tables: has to be a list of tables."] };
  const problems: string[] = [];
  const read = tables.flatMap(
    (table: unknown, index) => readTable(table, `/tables/${index}`, problems) ?? [],
  );
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    patch: {
      tables: read,
      renamedTables: pairs(source.renamed_tables, ["from", "to"]),
      renamedColumns: pairs(source.renamed_columns, ["table", "from", "to"]),
      droppedTables: texts(source.dropped_tables, { count: 500, characters: 1000 }),
      droppedColumns: pairs(source.dropped_columns, ["table", "column"]),
    },
  };
}

function readTable(value: unknown, path: string, problems: string[]): TablePatch | null {
  const name = isObject(value) ? text(value.name, 1000) : "";
  if (!isObject(value) || name === "") {
    problems.push(`${path}/name: is missing.`);
    return null;
  }
  const list = columnList(value.columns);
  if (list === null) {
    problems.push(`${path}/columns: table ${JSON.stringify(name)} has no list of columns.`);
    return null;
  }
  const columns = list.flatMap((column, index) => {
    const read = readColumn(column);
    if (!read.ok) problems.push(`${path}/columns/${index}: ${read.problem}.`);
    return read.ok ? [read.column] : [];
  });
  const together = Array.isArray(value.unique_together) ? value.unique_together : [];
  return {
    name,
    description: typeof value.description === "string" ? text(value.description, 1000) : undefined,
    columns,
    uniqueTogether: together
      .map((names: unknown) => texts(names, { count: 32, characters: 1000 }))
      .filter((names) => names.length > 1),
  };
}

/** A list of columns, or an object of name → type, which models without a schema to follow like to write. */
function columnList(columns: unknown): readonly unknown[] | null {
  if (Array.isArray(columns)) return columns;
  if (!isObject(columns)) return null;
  return Object.entries(columns).map(([name, type]) => (isObject(type) ? { name, ...type } : { name, type }));
}

/** Objects of a list that have all of the keys as texts. */
function pairs<const Key extends string>(
  value: unknown,
  keys: readonly Key[],
): readonly { readonly [key in Key]: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const fields = keys.map((key) => [key, isObject(one) ? text(one[key], 1000) : ""] as const);
    // Object.fromEntries forgets the keys' names.
    return fields.every(([, field]) => field !== "")
      ? [Object.fromEntries(fields) as { [key in Key]: string }]
      : [];
  });
}
