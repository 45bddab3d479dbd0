import type { SqlResult } from "#components/api/types.ts";

export type ExportFormat = "csv" | "json" | "markdown";

/** A result as a file's text: RFC 4180 CSV, a JSON list of objects, or a table of Markdown. */
export function exportResult(
  { columns, rows }: Pick<SqlResult, "columns" | "rows">,
  format: ExportFormat,
): string {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case "csv":
      return [names, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
    case "json":
      return JSON.stringify(
        rows.map((row) =>
          Object.fromEntries(uniqueNames(names).map((name, index) => [name, row[index] ?? null])),
        ),
        null,
        2,
      );
    case "markdown":
      return [names, names.map(() => "---"), ...rows.map((row) => row.map(textOf))]
        .map((row) => `| ${row.map(markdownCell).join(" | ")} |`)
        .join("\n");
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Nothing is null, `""` an empty text. A text that a spreadsheet would take for a formula is made one that it will not.
 */
function csvCell(value: unknown): string {
  if (value === "") return '""';
  const text = textOf(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownCell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll(/\r?\n/g, "<br>");
}

/** Two columns may have one name; an object has each once. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}_${count + 1}`;
  });
}
