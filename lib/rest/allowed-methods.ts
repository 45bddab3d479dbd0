import { primaryKey } from "../catalog/column-facts.ts";
import type { Catalog } from "../catalog/types.ts";
import { viewBase } from "../catalog/view-base.ts";
import { invalidPath, tableResource } from "./plan/resource.ts";
import { functionsNamed } from "./rpc/find-function.ts";

const reads = ["OPTIONS", "GET", "HEAD"];

/**
 * What can be asked of a resource at all; who may ask it is another matter.
 *
 * @throws {AppError} PGRST205 · PGRST202 · PGRST125
 */
export function allowedMethods(catalog: Catalog, path: readonly string[]): readonly string[] {
  const [name, called, ...more] = path;
  if (name === undefined) return reads;
  if (name === "rpc" && called !== undefined && more.length === 0)
    return functionsNamed(catalog, called).every(({ writes }) => writes !== undefined)
      ? ["OPTIONS", "POST"]
      : [...reads, "POST"];
  if (called !== undefined) throw invalidPath(path);
  const { id, definition } = tableResource(catalog, name);
  const view = catalog.views?.find((candidate) => candidate.id === id);
  const base = view === undefined ? null : viewBase(catalog, view);
  if (base !== null && "reason" in base) return reads;
  const hasKey = primaryKey(base === null ? definition : base.table.definition).length > 0;
  return [...reads, "POST", ...(hasKey ? ["PUT"] : []), "PATCH", "DELETE"];
}
