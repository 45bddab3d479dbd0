import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Change, Constraint } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";

/**
 * `ADD CONSTRAINT posts_pkey PRIMARY KEY USING INDEX posts_pkey`: the key takes the index's place and columns, and its name unless
 * it has one of its own.
 */
export function constraintOfIndex(
  table: CatalogTable,
  { contype, conname, indexname }: TreeFields,
): { readonly dropped: Change; readonly constraint: Constraint } {
  const index = String(indexname);
  const own = table.definition.name;
  const found = namedConstraints(table.definition).find(({ name }) => name === index)?.constraint;
  if (found === undefined) throw new Refused("undefinedObject", `index "${index}" does not exist`);
  if (found.kind === "primary_key")
    throw new Refused("notInPrerequisiteState", `index "${index}" is already associated with a constraint`);
  if (found.kind !== "unique" || found.expression !== undefined || found.columns === undefined) {
    const why =
      found.kind === "unique" ? `index "${index}" contains expressions` : `"${index}" is not a unique index`;
    throw new Refused("wrongObjectType", why, {
      detail: "Cannot create a primary key or unique constraint using such an index.",
    });
  }
  const name = conname === undefined ? index : String(conname);
  const kind = contype === "CONSTR_PRIMARY" ? "primary_key" : "unique";
  return {
    dropped: { kind: "drop_constraint", table: own, name: index },
    constraint: { ...found, kind, name },
  };
}
