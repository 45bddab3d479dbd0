import { randomUUID } from "node:crypto";
import type { CatalogTable, Position, Table } from "../../catalog/types.ts";
import { allocateStorage } from "./allocate-storage.ts";
import { emptyDraft } from "./evolve-storage.ts";

/**
 * A complete definition as a table of a catalog, with an id and a storage of its own.
 *
 * @param isAuth the project's table of end users.
 * @throws {AppError} RH204 if it asks for more index slots than a row has.
 */
export function newTable(
  definition: Table,
  { isAuth = false, position = null }: { isAuth?: boolean; position?: Position | null } = {},
): CatalogTable {
  return {
    id: randomUUID(),
    definition,
    storage: allocateStorage(definition, emptyDraft(), null, isAuth),
    position,
    isAuth,
  };
}
