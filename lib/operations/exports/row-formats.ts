import type { ResultColumn } from "../../db/sql-runner.ts";
import { jsonValue } from "../../query/result-values.ts";
import { csvLine, withoutFormula } from "../../transfer/csv-text.ts";

/** Rows as Postgres's texts, null for SQL NULL. */
type Rows = readonly (readonly (string | null)[])[];

/** Turns chunks of a result into the text of a file. */
export interface RowFormat {
  /** Of a file without any row, too. */
  begin(columns: readonly ResultColumn[]): string;
  rows(columns: readonly ResultColumn[], rows: Rows): string;
  end(): string;
}

/** Delimited text: truth values in words, all else as Postgres prints it. */
export function csvFormat({
  isSafe,
  delimiter = ",",
}: {
  readonly isSafe: boolean;
  readonly delimiter?: string;
}): RowFormat {
  const guard = isSafe ? withoutFormula : (value: string | null) => value;
  return {
    begin: (columns) =>
      csvLine(
        columns.map(({ name }) => guard(name)),
        delimiter,
      ),
    rows(columns, rows) {
      const truths = columns.map(({ type }) => type === "boolean");
      let text = "";
      for (const row of rows) {
        const cells = row.map((value, index) => (truths[index] === true ? truth(value) : guard(value)));
        // A line without anything would be no row.
        text += cells.length === 1 && cells[0] === null ? "\r\n" : csvLine(cells, delimiter);
      }
      return text;
    },
    end: () => "",
  };
}

function truth(value: string | null): string | null {
  return value === null ? null : value === "t" ? "true" : "false";
}

/** Rows that are the text of one JSON object each: one a line, or a list of them. */
export function jsonFormat(isList: boolean): RowFormat {
  let isFirst = true;
  return {
    begin: () => (isList ? "[" : ""),
    rows(_columns, rows) {
      let text = "";
      for (const [object] of rows) {
        text += isList ? `${isFirst ? "\n" : ",\n"}${object}` : `${object}\n`;
        isFirst = false;
      }
      return text;
    },
    end: () => (isList ? "\n]\n" : ""),
  };
}

/** A result of any columns as objects: two of the same name are told apart by a number. */
export function resultFormat(isList: boolean): RowFormat {
  const objects = jsonFormat(isList);
  return {
    ...objects,
    rows(columns, rows) {
      const names = uniqueNames(columns);
      const texts = rows.map((row) => {
        const entries = row.map((value, index) => [
          names[index],
          jsonValue(columns[index]?.type ?? "text", value),
        ]);
        return [JSON.stringify(Object.fromEntries(entries))];
      });
      return objects.rows(columns, texts);
    },
  };
}

/** A table of Markdown, as GitHub reads it. */
export function markdownFormat(): RowFormat {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return {
    begin: (columns) => line(columns.map(({ name }) => markdownCell(name))) + line(columns.map(() => "---")),
    rows(columns, rows) {
      const truths = columns.map(({ type }) => type === "boolean");
      const cell = (value: string | null, index: number) =>
        markdownCell((truths[index] === true ? truth(value) : value) ?? "");
      return rows.map((row) => line(row.map(cell))).join("");
    },
    end: () => "",
  };
}

/** What would end the cell, or be markup of its own. */
function markdownCell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll(/\r?\n|\r/g, "<br>");
}

function uniqueNames(columns: readonly ResultColumn[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ name: given }) => {
    let name = given;
    for (let count = 2; taken.has(name); count++) name = `${given}_${count}`;
    taken.add(name);
    return name;
  });
}
