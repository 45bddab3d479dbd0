import type { Change, Schema } from "../types.ts";
import { type ApplyResult, applyChanges } from "./apply-changes.ts";
import { diffSchemas } from "./diff-schemas.ts";
import { renamesOf } from "./renames-of.ts";

export type SquashResult =
  | { readonly ok: true; readonly schema: Schema; readonly changes: readonly Change[] }
  | Extract<ApplyResult, { readonly ok: false }>;

/**
 * The shortest changes that lead where a longer list leads: a column that is added and then renamed is added under its
 * last name, and one that is added and dropped again is not spoken of. What is renamed keeps its rows. Unlike
 * `foldChange`, which takes one more step into a list as a person made it, this makes the list anew, whatever its length.
 *
 * @param base a schema of completed tables.
 * @returns changes that can each be made by itself, in this order; `schema` up to the order of tables and columns.
 */
export function squashChanges(base: Schema, changes: readonly Change[]): SquashResult {
  const applied = applyChanges(base, changes);
  if (!applied.ok) return applied;
  const { schema } = applied;
  return { ok: true, schema, changes: diffSchemas(base, schema, renamesOf(base, changes)) };
}
