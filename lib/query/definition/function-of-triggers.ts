import { randomUUID } from "node:crypto";
import type { CatalogFunction } from "../../catalog/types.ts";

/** A function of the catalog that triggers name and nobody calls. */
export function functionOfTriggers(
  name: string,
  body: string,
  old: CatalogFunction | undefined,
): CatalogFunction {
  return {
    id: old?.id ?? randomUUID(),
    name,
    arguments: [],
    returns: { kind: "void" },
    volatility: "volatile",
    body,
    query: "select null",
    reads: [],
    signature: "",
    closedTo: ["anon", "authenticated"],
    ...(old?.description === undefined ? {} : { description: old.description }),
  };
}
