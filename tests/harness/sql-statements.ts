import { readFileSync } from "node:fs";

/** The statements of a file of `tests/integration/sql-statements`, one a line, without its comments. */
export function linesOf(name: string): readonly string[] {
  return readFileSync(new URL(`../integration/sql-statements/${name}.sql`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("--"));
}
