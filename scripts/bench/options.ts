import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Rows of the target table. */
  readonly rows: number;
  /** Virtual tables of other projects beside it, of 1,000 rows each (fewer for small runs). */
  readonly background: number;
  readonly backgroundRows: number;
  /** Seconds that each operation is measured. */
  readonly seconds: number;
  /** Where the results go as JSON. */
  readonly json: string | null;
  /** A data folder that is kept, and used again when it is loaded already; null: a temporary one. */
  readonly dir: string | null;
  /** Only these operations. */
  readonly only: readonly string[] | null;
  /** Print the plan of each virtual statement. */
  readonly explain: boolean;
}

/** @throws {TypeError} for an option that there is not. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "100000" },
      background: { type: "string", default: "2000" },
      "background-rows": { type: "string", default: "1000" },
      seconds: { type: "string", default: "4" },
      json: { type: "string" },
      dir: { type: "string" },
      only: { type: "string" },
      explain: { type: "boolean", default: false },
    },
  });
  return {
    rows: count(values.rows, "--rows"),
    background: count(values.background, "--background"),
    backgroundRows: count(values["background-rows"], "--background-rows"),
    seconds: Number(values.seconds),
    json: values.json ?? null,
    dir: values.dir ?? null,
    only: values.only?.split(",") ?? null,
    explain: values.explain,
  };
}

function count(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`${name} takes a whole number above 0`);
  return number;
}
