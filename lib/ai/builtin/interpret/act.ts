import type { Predicate, Thing } from "../grammar/thing.ts";
import type { VerbEffect } from "../lexicon.ts";
import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { addAttribute } from "./attributes.ts";
import { type Context, kindOf, readingOf } from "./context.ts";
import { focusOf } from "./focus.ts";
import { putPair } from "./pairs.ts";
import { collect, type Party } from "./party.ts";
import { roleOf } from "./roles.ts";

/** Everything else: an event, or one side refers to the other. */
export function act(context: Context, subject: DraftTable, predicate: Predicate, effect: VerbEffect): void {
  const parties = collect(context, subject, predicate);
  if (manyOnBothSides(context, subject, predicate, effect, parties)) return;
  const focus = focusOf(context, subject, predicate, effect, parties.tables);
  if (focus === null) return;
  const seen = new Map<DraftTable, number>();
  for (const { table, thing } of [{ table: subject, thing: null, preposition: "" }, ...parties.tables]) {
    const count = (seen.get(table) ?? 0) + 1;
    seen.set(table, count);
    if (table === focus.table) {
      if (thing !== null && subject === table && thing.noun.isOther)
        putReference(table, table, { role: "parent" });
      continue;
    }
    const again = count > 1 || (thing?.noun.count ?? 0) === 2;
    if (again) putPair(focus.table, table, context);
    else if (focus.many && table === focus.partner)
      context.facts.push({ left: table, right: focus.table, details: [], isOrdered: false, isMutual: false });
    else
      putReference(focus.table, table, {
        ...(thing === null ? {} : roleOf(context, thing, table)),
      });
  }
  for (const thing of parties.attributes)
    addAttribute(context, attributeOwner(context, focus.table, thing), thing);
  context.lastObject = parties.tables.find((party) => party.preposition === "")?.table ?? context.lastObject;
  context.last = kindOf(focus.table) === "e" ? focus.table : subject;
  if (kindOf(focus.table) === "e") context.event = focus.table;
}

/** "Tags can be used on many posts", "a product is stored in many warehouses with a quantity". */
function manyOnBothSides(
  context: Context,
  subject: DraftTable,
  predicate: Predicate,
  effect: VerbEffect,
  parties: { tables: Party[]; attributes: Thing[] },
): boolean {
  const only = parties.tables[0];
  // "badges are awarded to scouts": what is of a kind is given to many.
  const isGiven =
    predicate.isPassive &&
    kindOf(subject) === "c" &&
    only !== undefined &&
    kindOf(only.table) === "p" &&
    readingOf(context, only.thing).isPlural;
  if (
    parties.tables.length !== 1 ||
    only === undefined ||
    effect.kind === "event" ||
    !(only.thing.noun.isMany || isGiven)
  )
    return false;
  if (
    only.table === subject ||
    (kindOf(subject) === "e" && predicate.verb !== "use") ||
    kindOf(only.table) === "e"
  )
    return false;
  const consumes = /^(?:use|require|need|consume|involve|cover|combine|feature)$/.test(predicate.verb);
  if (!predicate.isPassive && only.preposition === "" && !consumes) return false;
  context.facts.push({
    left: subject,
    right: only.table,
    details: parties.attributes,
    isOrdered: false,
    isMutual: true,
  });
  context.last = subject;
  return true;
}

function attributeOwner(context: Context, focus: DraftTable, thing: Thing): DraftTable {
  const key = readingOf(context, thing).words[0] ?? "";
  const named = context.model.tables.find(
    (table) => table !== focus && table.keys.has(key) && thing.noun.words.length > 1,
  );
  return named ?? focus;
}
