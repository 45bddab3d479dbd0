import type { Fragments } from "./composed-text.ts";
import { ours } from "./composed-text.ts";

/** A quoted name of ours. They begin with `$`, which names in a typed write may not (`refuseOurNames`). */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `<name> AS <kind> (<query>)` */
export function commonTable(
  name: string,
  query: Fragments,
  kind: "" | "MATERIALIZED" | "NOT MATERIALIZED" = "",
): Fragments {
  return [...ours(`${quoted(name)} AS ${kind} (`), ...query, ...ours("\n)")];
}
