import type { Json } from "../types.ts";

/** A value in the one form that is stored, or what is wrong with it: the rest of a sentence that starts with the column's label. */
export type ValueResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: string };

export function accepted(value: Json): ValueResult {
  return { ok: true, value };
}

export function refused(problem: string): ValueResult {
  return { ok: false, problem };
}
