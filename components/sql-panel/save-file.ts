import type { ExportFormat } from "./export-result.ts";

/** What the files are called. */
export const fileNames: Readonly<Record<ExportFormat, string>> = {
  csv: "result.csv",
  json: "result.json",
  markdown: "result.md",
};

/** Lets the browser keep a file among its downloads. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers begin to read it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
