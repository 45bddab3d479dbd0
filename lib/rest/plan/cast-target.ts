import { type EnumType, enumTypes } from "../../catalog/enum-type.ts";
import type { Catalog } from "../../catalog/types.ts";
import { allowedTypes } from "../../expression/allowed-types.ts";

/** What `select=state::mood` casts to: an enum of the database's own, or a list of its values; else what SQL calls so. */
export type CastTarget =
  | { readonly kind: "enum"; readonly of: EnumType; readonly isList: boolean }
  | { readonly kind: "type"; readonly name: string };

/** As in Postgres, its own types go first, and a name without quotes means the one in small letters. */
export function castTarget(catalog: Catalog, name: string): CastTarget {
  const isList = name.endsWith("[]");
  const said = (isList ? name.slice(0, -2) : name).trim();
  const types = enumTypes(catalog);
  const of = allowedTypes.has(said.toLowerCase())
    ? undefined
    : (types.get(said) ?? types.get(said.toLowerCase()));
  return of === undefined ? { kind: "type", name } : { kind: "enum", of, isList };
}
