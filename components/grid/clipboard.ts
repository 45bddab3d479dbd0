import type { Json } from "#lib/catalog/types.ts";
import { parseExactJson } from "#lib/catalog/values/exact-json.ts";

/** A cell as it is copied: for people, and exactly. */
export interface CopiedCell {
  readonly text: string;
  readonly value: Json;
}

/** A cell as it was pasted; `value` only from a grid of this product. */
export interface PastedCell {
  readonly text: string;
  readonly value?: Json;
}

/**
 * Rows as spreadsheets exchange them: tabs and line ends, quotes around what holds one of these.
 *
 * A cell that a spreadsheet would take for a formula is quoted with an apostrophe, which it shows to nobody.
 */
export function toTsv(rows: readonly (readonly CopiedCell[])[]): string {
  return rows.map((row) => row.map(({ text }) => quote(disarm(text))).join("\t")).join("\n");
}

/** The same as a table of HTML, with the exact values in attributes that only this product reads. */
export function toHtml(rows: readonly (readonly CopiedCell[])[]): string {
  const cell = ({ text, value }: CopiedCell) =>
    `<td data-rowhouse="${escapeHtml(JSON.stringify(value))}">${escapeHtml(disarm(text)).replaceAll("\n", "<br>")}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
  return `<meta charset="utf-8"><table>${body}</table>`;
}

/** Reads tab-separated text; a field in quotes may hold tabs and line ends. The line end at the end is none of the cells. */
export function parseTsv(source: string): readonly (readonly PastedCell[])[] {
  const text = source.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  const rows: PastedCell[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    rows.at(-1)?.push({ text: field.text });
    at = field.end + 1;
    if (text[field.end] === "\n") rows.push([]);
    if (text[field.end] === undefined) break;
  }
  const last = rows.at(-1);
  // What every spreadsheet ends with.
  if (rows.length > 1 && last?.length === 1 && last[0]?.text === "") rows.pop();
  return rows;
}

interface Field {
  readonly text: string;
  /** Of the tab, the line end or the end of the text behind it. */
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  const end = /[\t\n]|$/.exec(text.slice(start))?.index ?? 0;
  return { text: text.slice(start, start + end), end: start + end };
}

function quotedField(text: string, start: number): Field {
  const match = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(start));
  // A quote that is never closed, or goes on behind it, is a sign like any other.
  if (match === null) return plainField(text, start);
  return { text: (match[1] ?? "").replaceAll('""', '"'), end: start + match[0].length };
}

/** Reads the first table of an HTML clipboard; null when there is none. Values come along from grids of this product. */
export function parseHtmlTable(html: string): readonly (readonly PastedCell[])[] | null {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (table === null) return null;
  return [...table.rows].map((row) => [...row.cells].map(readCell));
}

function readCell(cell: HTMLTableCellElement): PastedCell {
  for (const line of cell.querySelectorAll("br")) line.replaceWith("\n");
  const text = cell.textContent ?? "";
  const exact = cell.dataset.rowhouse;
  if (exact === undefined) return { text: text.trim() };
  try {
    return { text, value: parseExactJson(exact) as Json };
  } catch {
    // Somebody else's attribute of this name: the text still says what the cell holds.
    return { text };
  }
}

/** What starts like a formula, but is no number. */
function disarm(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[-+]?[\d.,]+(e[-+]?\d+)?%?$/i.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
