import { backNouns } from "../grammar/cues.ts";
import type { Predicate, Thing } from "../grammar/thing.ts";
import type { DraftTable } from "../model/model.ts";
import { isJunk } from "./classify.ts";
import { type Context, declare, isContainer, readingOf, refer } from "./context.ts";

export interface Party {
  readonly table: DraftTable;
  readonly thing: Thing;
  readonly preposition: string;
}

export function collect(
  context: Context,
  subject: DraftTable,
  predicate: Predicate,
): { tables: Party[]; attributes: Thing[] } {
  const tables: Party[] = [];
  const attributes: Thing[] = [];
  const visit = (thing: Thing, preposition: string): void => {
    const reading = readingOf(context, thing);
    if (!pushParty(context, subject, thing, preposition, tables)) {
      if (reading.attribute !== null && !isJunk(reading.key)) attributes.push(thing);
      else if (preposition === "with" && !isJunk(reading.key) && reading.entity === null)
        attributes.push(thing);
    }
    for (const detail of thing.details) visit(detail, "with");
    for (const link of thing.links) for (const inner of link.things) visit(inner, link.preposition);
    for (const relative of thing.relatives)
      for (const link of [{ preposition: "", things: relative.objects }, ...relative.links])
        for (const inner of link.things) visit(inner, link.preposition);
  };
  const back = context.lastObject;
  const first = predicate.objects[0];
  if (
    predicate.pointsBack === true &&
    back !== null &&
    back !== subject &&
    context.model.tables.includes(back)
  )
    tables.push({ table: back, thing: first ?? nothing, preposition: "" });
  for (const object of predicate.objects) visit(object, "");
  for (const link of predicate.links) for (const thing of link.things) visit(thing, link.preposition);
  return { tables, attributes };
}

const nothing: Thing = {
  noun: {
    kind: "noun",
    words: [],
    determiner: "",
    isEach: false,
    isMany: false,
    isOther: false,
    count: 0,
    look: "either",
  },
  marks: [],
  aside: null,
  details: [],
  links: [],
  relatives: [],
};

function pushParty(
  context: Context,
  subject: DraftTable,
  thing: Thing,
  preposition: string,
  tables: Party[],
): boolean {
  const reading = readingOf(context, thing);
  if (backNouns.has(reading.key) || isJunk(reading.key)) return false;
  if (thing.noun.isOther && subject.keys.has(reading.key)) {
    tables.push({ table: subject, thing, preposition });
    return true;
  }
  const known = refer(context, reading);
  const isThing =
    reading.entity !== null &&
    (reading.attribute === null || reading.isPlural || thing.noun.determiner !== "" || thing.noun.isEach);
  const isNew =
    reading.entity === null &&
    reading.attribute === null &&
    (reading.isPlural || (preposition === "" && thing.noun.determiner !== ""));
  if (known === null && !isThing && !isNew) return false;
  if (known === null && reading.attribute !== null && preposition === "with" && !reading.isPlural)
    return false;
  if (
    known === null &&
    isContainer(context, thing) &&
    reading.entity?.kind !== "o" &&
    reading.entity?.kind !== "l"
  )
    return false;
  tables.push({ table: known ?? declare(context, thing), thing, preposition });
  return true;
}
