import type { Predicate, Thing } from "../grammar/thing.ts";
import type { VerbEffect } from "../lexicon.ts";
import type { DraftTable } from "../model/model.ts";
import { act } from "./act.ts";
import { belongs, selfReference } from "./belongs.ts";
import type { Context } from "./context.ts";
import { has } from "./has.ts";

/** Reads what a subject does or has: "orders have many items", "members borrow books", "books belong to a branch". */
export function relate(
  context: Context,
  subject: DraftTable,
  predicate: Predicate,
  thing: Thing | null,
): void {
  const effect = effectOf(context, predicate);
  if (predicate.isNegative && predicate.marks.length === 0) return;
  if (predicate.marks.some((mark) => mark.kind === "self")) {
    selfReference(context, subject, predicate, thing);
    return;
  }
  if (effect.kind === "has") {
    has(context, subject, predicate);
    return;
  }
  if (effect.kind === "belongs" || predicate.verb === "be") {
    belongs(context, subject, predicate);
    return;
  }
  act(context, subject, predicate, effect);
}

function effectOf(context: Context, predicate: Predicate): VerbEffect {
  if (predicate.verb === "have" || predicate.verb === "") return { kind: "has" };
  return context.lexicon.verbs.get(predicate.verb) ?? { kind: "object" };
}
