import { leftmostLocation } from "../../expression/tree.ts";
import { cutter, type Edit, isWithin } from "../text/composed-text.ts";
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
  made: readonly Edit[],
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
  let all = made;
  for (const { edit } of parts) {
    const around = edits.filter((own) => !all.some((call) => isWithin(call, own)));
    const fragments = cutter(typed, [...around, ...all]);
    const textOf = (start: number, end: number) => fragments(start, end).map(({ text }) => text);
    const own = edit((start, end) => textOf(start, end).join(""));
    if (own !== null) all = [...all.filter((other) => other.at >= own.end || other.end <= own.at), own];
  }
  return all;
}
