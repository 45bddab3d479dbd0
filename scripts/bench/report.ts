import type { Measurement } from "./measure.ts";

export interface Row extends Measurement {
  /** At most so many times native; absent where none is set. */
  readonly target?: number;
}

/** A table for people, in Markdown, so that it can be put into the documentation as it is. */
export function table(rows: readonly Row[], unit = "ms"): string {
  const lines = rows.map(({ operation, native_ms, virtual_ms, ratio, target }) => [
    operation,
    figure(native_ms),
    figure(virtual_ms),
    ratio.toFixed(2),
    target === undefined ? "" : target.toFixed(1),
  ]);
  const head = ["operation", `native ${unit}`, `virtual ${unit}`, "ratio", "at most"];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [text(head), rule, ...lines.map(text)].join("\n");
}

export const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
