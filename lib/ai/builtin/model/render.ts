import type { Renames } from "../../../catalog/changes/diff-renames.ts";
import { catalogLimits } from "../../../catalog/checks/limits.ts";
import { reservedWords } from "../../../catalog/checks/reserved-words.ts";
import { completeTable } from "../../../catalog/complete-table.ts";
import { isKeyable } from "../../../catalog/sql-types.ts";
import type { Column, Schema, Table } from "../../../catalog/types.ts";
import { singular } from "../text/inflection.ts";
import type { DraftTable, Model } from "./model.ts";

const TABLES_MAX = catalogLimits.tablesPerGeneratedSchema;
const COLUMNS_MAX = 90;
const NAME_MAX = 60;

const isReserved = (name: string): boolean => reservedWords.has(name);

/** The model as a schema: legal names, references that hold, and the columns that every table has. */
export function render(model: Model): Schema {
  if (model.tables.length > TABLES_MAX) model.assume(`Only the first ${TABLES_MAX} tables are proposed.`);
  const kept = model.tables.slice(0, TABLES_MAX);
  const renamed = legalNames(model, kept);
  const names = new Set(kept.map((table) => renamed.get(table) ?? table.name));
  const current = new Map(kept.map((table) => [table.name, renamed.get(table) ?? table.name]));
  return { tables: kept.map((table) => renderTable(model, table, current, names)) };
}

function legalNames(model: Model, tables: readonly DraftTable[]): Map<DraftTable, string> {
  const taken = new Set(tables.filter((table) => table.was === table.name).map((table) => table.name));
  const result = new Map<DraftTable, string>();
  for (const table of tables) {
    if (table.was === table.name) continue;
    let wanted = legal(table.name, "table");
    if (isReserved(wanted)) {
      model.assume(`"${wanted}" is a reserved word, so the table is called "${wanted}_list".`);
      wanted = `${wanted}_list`;
    }
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
    taken.add(name);
    result.set(table, name);
  }
  return result;
}

function renderTable(
  model: Model,
  table: DraftTable,
  current: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
): Table {
  const name = current.get(table.name) ?? table.name;
  const taken = new Set<string>();
  const columns: Column[] = [];
  const ordered =
    table.was === null
      ? [
          ...table.columns.filter((entry) => entry.column.references === undefined),
          ...table.columns.filter((entry) => entry.column.references !== undefined),
        ]
      : table.columns;
  for (const entry of ordered.slice(0, COLUMNS_MAX)) {
    const column = renderColumn(model, table, entry.column, entry.was !== null, current, names);
    if (column === null || taken.has(column.name) || (table.was === null && isOurs(column.name))) continue;
    taken.add(column.name);
    columns.push(column);
  }
  return table.was === null
    ? completeTable({ name, columns: withinLimits(columns) })
    : { ...table.base, name, columns, ...constraintsOf(model, table, current) };
}

/** The constraints of an existing table, in the names of now; those over a dropped column go with it. */
function constraintsOf(
  model: Model,
  table: DraftTable,
  current: ReadonlyMap<string, string>,
): Pick<Table, "constraints"> {
  const given = table.base?.constraints;
  if (given === undefined) return {};
  const renamed = new Map(table.columns.map((entry) => [entry.was, entry.column.name]));
  const constraints = given.flatMap((constraint) => {
    const columns = constraint.columns?.map((name) => renamed.get(name) ?? "");
    if (columns?.includes("") === true) return [];
    const target = constraint.references?.table;
    const aim = model.tables.find((other) => other.was === target);
    const to = aim === undefined ? undefined : current.get(aim.name);
    if (target !== undefined && to === undefined) return [];
    return [
      {
        ...constraint,
        ...(columns === undefined ? {} : { columns }),
        ...(constraint.references === undefined || to === undefined
          ? {}
          : { references: { ...constraint.references, table: to } }),
      },
    ];
  });
  return { constraints };
}

/** Which names of the base live on under another one. */
export function renamesOf(model: Model, schema: Schema): Renames {
  const kept = model.tables.filter((table) => schema.tables.some(({ name }) => name === table.name));
  const tables = kept.flatMap(({ was, name }) =>
    was === null || was === name ? [] : [{ from: was, to: name }],
  );
  const columns = kept.flatMap((table) =>
    table.columns.flatMap(({ was, column }) =>
      table.was === null || was === null || was === column.name
        ? []
        : [{ table: table.was, from: was, to: column.name }],
    ),
  );
  return { tables, columns };
}

/** A table holds so many references and unique keys, of types that can be keys; the surplus becomes plain columns. */
function withinLimits(columns: readonly Column[]): Column[] {
  let references = 0;
  let keys = 1;
  return columns.flatMap((column) => {
    if (column.references !== undefined && ++references > catalogLimits.referencesPerTable) return [];
    const { unique, ...rest } = column;
    if (unique !== true) return [column];
    return [isKeyable(column) && ++keys <= catalogLimits.uniqueKeysPerTable ? column : rest];
  });
}

const isOurs = (name: string): boolean => name === "id" || name === "created_at" || name === "updated_at";

function renderColumn(
  model: Model,
  table: DraftTable,
  column: Column,
  isOld: boolean,
  current: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
): Column | null {
  const named = isOld ? column : { ...column, name: legalColumn(model, table, column.name) };
  if (named.references === undefined) return named;
  const target = current.get(named.references.table) ?? named.references.table;
  if (!names.has(target)) return isOld ? null : null;
  return { ...named, references: { ...named.references, table: target } };
}

function legalColumn(model: Model, table: DraftTable, wanted: string): string {
  const name = legal(wanted, "value");
  if (!isReserved(name)) return name;
  const words = table.name.split("_");
  const prefix = [...words.slice(0, -1), singular(words.at(-1) ?? "")].join("_");
  model.assume(`"${name}" is a reserved word, so the column is called "${prefix}_${name}".`);
  return legal(`${prefix}_${name}`, "value");
}

/** Lower-case ASCII words joined by underscores, beginning with a letter. */
function legal(name: string, fallback: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .replaceAll("ł", "l")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, NAME_MAX)
    .replace(/_+$/, "");
  return plain === "" ? fallback : plain;
}
