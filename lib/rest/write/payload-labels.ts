import { enumTypeOf } from "../../catalog/enum-type.ts";
import type { Catalog, Column } from "../../catalog/types.ts";
import { assertLabel } from "../plan/label-value.ts";
import type { Payload } from "../request/payload.ts";
import type { Destination } from "./destination.ts";

/**
 * What records bring for columns of an enum has to be among its values.
 *
 * @param columns of the stored table, that are written.
 * @throws {AppError} 22P02
 */
export function assertPayloadLabels(
  catalog: Catalog,
  { stored, names }: Destination,
  columns: readonly Column[],
  { records }: Payload,
): void {
  const asked = new Map([...(names ?? [])].map(([shown, own]) => [own, shown]));
  for (const { name } of columns) {
    const type = enumTypeOf(catalog, stored.id, name);
    if (type === null) continue;
    for (const record of records) {
      const value = record[asked.get(name) ?? name];
      if (value === undefined || value === null) continue;
      assertLabel(type, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
}
