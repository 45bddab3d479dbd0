import { nearestName } from "../../catalog/nearest-name.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { schemaName } from "../plan/schema-name.ts";

/**
 * The function that a call means: by its name, all arguments without a default given, and no other.
 *
 * @throws {AppError} PGRST202 with the nearest name.
 */
export function findFunction(catalog: Catalog, name: string, given: readonly string[]): CatalogFunction {
  const found = catalog.functions?.find((candidate) => candidate.name === name);
  if (found !== undefined && takes(found, given)) return found;
  throw noFunction(catalog, name, given, found);
}

function takes(called: CatalogFunction, given: readonly string[]): boolean {
  const names = called.arguments.map((argument) => argument.name);
  const isWhole = called.arguments.every(
    ({ name, default: fallback }) => fallback !== undefined || (name !== null && given.includes(name)),
  );
  return isWhole && given.every((name) => names.includes(name));
}

function noFunction(
  catalog: Catalog,
  name: string,
  given: readonly string[],
  found: CatalogFunction | undefined,
): AppError {
  const own = `${schemaName}.${name}`;
  const list = [...given].sort().join(", ");
  const called = given.length === 0 ? `${own} without parameters` : `${own}(${list})`;
  const searched = given.length === 0 ? called : `${own} with parameters ${list}`;
  return new AppError("PGRST202", `Could not find the function ${called} in the schema cache`, {
    details: `Searched for the function ${searched}, but no matches were found in the schema cache.`,
    ...hintOf(catalog, name, found),
  });
}

function hintOf(
  catalog: Catalog,
  name: string,
  found: CatalogFunction | undefined,
): { readonly hint?: string } {
  const meant =
    found?.name ??
    nearestName(
      name,
      (catalog.functions ?? []).map((other) => other.name),
    );
  if (meant === null) return {};
  const taken = catalog.functions?.find((other) => other.name === meant)?.arguments ?? [];
  const names = taken.map((argument) => argument.name ?? "").join(", ");
  return { hint: `Perhaps you meant to call the function ${schemaName}.${meant}(${names})` };
}
