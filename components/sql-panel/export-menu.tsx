"use client";

import type { SqlResult } from "#components/api/types.ts";
import { type ExportFormat, exportResult } from "./export-result.ts";

const formats: readonly { readonly format: ExportFormat; readonly label: string; readonly type: string }[] = [
  { format: "csv", label: "CSV", type: "text/csv" },
  { format: "json", label: "JSON", type: "application/json" },
  { format: "markdown", label: "Markdown", type: "text/markdown" },
];

/** The shown rows as a file. */
export function ExportMenu({ result }: { readonly result: SqlResult }) {
  if (result.columns.length === 0) return null;
  return (
    <p className="flex items-center gap-2">
      Save as
      {formats.map(({ format, label, type }) => (
        <button
          key={format}
          type="button"
          className="underline underline-offset-2"
          onClick={() =>
            save(exportResult(result, format), `result.${format === "markdown" ? "md" : format}`, type)
          }
        >
          {label}
        </button>
      ))}
    </p>
  );
}

function save(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
