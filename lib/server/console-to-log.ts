import { format, stripVTControlCharacters } from "node:util";
import type { Log } from "../log.ts";

/** What Next and its libraries print becomes log lines: standard output holds nothing but JSON then. */
export function sendConsoleToLog(log: Log): void {
  const levels = { error: "error", warn: "warn", info: "debug", log: "debug", debug: "debug" } as const;
  for (const [method, level] of Object.entries(levels) as [
    keyof typeof levels,
    "error" | "warn" | "debug",
  ][]) {
    console[method] = (...values: unknown[]) => {
      log[level]({ source: "console" }, "%s", stripVTControlCharacters(format(...values)));
    };
  }
}
