import { leftmostLocation } from "../../expression/tree.ts";
import { cutter, type Edit, isWithin } from "../text/composed-text.ts";
import { type EditList, editsFrom } from "../text/edit-list.ts";
import { arrayEdit } from "./row-arrays.ts";
import type { RowTypeUses } from "./row-types.ts";
import { type RowValues, starEdit } from "./row-values.ts";

/** A text that is edited. */
interface Place {
  readonly typed: string;
  readonly indexOf: (byteOffset: number) => number;
  /** Its other edits, which parts may hold. */
  readonly edits: readonly Edit[];
}

type Cut = (start: number, end: number) => string;

/** Stars of rows and lists of them are written anew, with what has been made of their parts; the innermost first. */
export function withWholeRows(
  { typed, indexOf, edits }: Place,
  { arrays }: RowTypeUses,
  { stars }: RowValues,
  made: EditList,
): readonly Edit[] {
  const parts = [
    ...arrays.map((own) => ({
      at: Number(own.cast.fields.location ?? 0),
      edit: (cut: Cut) => arrayEdit(own, typed, indexOf, cut),
    })),
    ...stars.map((own) => ({
      at: leftmostLocation(own.node) ?? 0,
      edit: (cut: Cut) => starEdit(own, typed, indexOf, cut),
    })),
  ].toSorted((a, b) => b.at - a.at);
  const given = edits.toSorted((a, b) => a.at - b.at);
  const cut: Cut = (start, end) => {
    const within = made.from(start, end + 1);
    const around = editsFrom(given, start, end + 1).filter(
      (own) => !within.some((call) => isWithin(call, own)),
    );
    return cutter(typed, [...around, ...within])(start, end)
      .map(({ text }) => text)
      .join("");
  };
  for (const { edit } of parts) {
    const own = edit(cut);
    if (own !== null) made.put(own);
  }
  return made.all;
}
