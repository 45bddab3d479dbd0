import { orderTables } from "../order-tables.ts";
import type { Json, Table } from "../types.ts";
import type { SampleDates, SampleRows, Template } from "./template.ts";

/** Records of one table, ready to be written. */
export interface SampleRecords {
  readonly table: string;
  readonly records: readonly { readonly [column: string]: Json }[];
}

/**
 * A template's rows with keys of their own instead of labels, each table behind those that it references.
 *
 * @param newId makes a key.
 */
export function sampleRecords(
  template: Template,
  today: Date,
  newId: () => string,
): readonly SampleRecords[] {
  const samples = template.rows(datesFrom(today));
  const ids = new Map<string, string>();
  for (const { table, label } of labelsOf(samples)) ids.set(`${table}/${label}`, newId());
  return orderTables(template.tables).flatMap((table) =>
    samples
      .filter((sample) => sample.table === table.name)
      .map((sample) => ({
        table: table.name,
        records: sample.rows.map((row) => recordOf(table, sample, row, ids)),
      })),
  );
}

const dayMs = 24 * 60 * 60 * 1000;

function datesFrom(today: Date): SampleDates {
  const day = (offset: number) => new Date(today.getTime() + offset * dayMs).toISOString().slice(0, 10);
  return { day, at: (offset, time) => `${day(offset)}T${time}:00Z` };
}

function labelsOf(
  samples: readonly SampleRows[],
): readonly { readonly table: string; readonly label: string }[] {
  return samples.flatMap(({ table, columns, rows }) => {
    const place = columns.indexOf("id");
    return place === -1 ? [] : rows.map((row) => ({ table, label: String(row[place]) }));
  });
}

function recordOf(
  table: Table,
  { columns }: SampleRows,
  row: readonly Json[],
  ids: ReadonlyMap<string, string>,
): { readonly [column: string]: Json } {
  const value = (name: string, given: Json): Json => {
    const target = name === "id" ? table.name : referenced(table, name);
    if (target === undefined || given === null) return given;
    const id = ids.get(`${target}/${String(given)}`);
    if (id === undefined)
      throw new RangeError(`${table.name}.${name}: no row of ${target} is called ${String(given)}`);
    return id;
  };
  return Object.fromEntries(columns.map((name, index) => [name, value(name, row[index] ?? null)]));
}

function referenced({ columns }: Table, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.references?.table;
}
