import { keyOf } from "../grammar/phrases.ts";
import type { Thing } from "../grammar/thing.ts";
import { addAttribute } from "./attributes.ts";
import { isClearColumn, isClearTable } from "./classify.ts";
import { type Context, declare, findTable, readingOf } from "./context.ts";

/** "the amounts of materials used in each project": an attribute of the tie between the two. */
export function measures(context: Context, thing: Thing): boolean {
  const head = thing.noun.words.at(-1)?.base ?? "";
  const of = thing.links.find((link) => link.preposition === "of")?.things[0];
  if (
    of === undefined ||
    !/^(?:amount|quantity|number|count|cost|price|share|percentage|hour|date|level)$/.test(head)
  )
    return false;
  const around = [
    ...of.links,
    ...of.relatives.flatMap((relative) => [...relative.links, { preposition: "", things: relative.objects }]),
  ].flatMap((link) => link.things);
  const other = around
    .map((inner) => findTable(context, readingOf(context, inner)))
    .find((table) => table !== null);
  const table = findTable(context, readingOf(context, of));
  if (other === undefined || other === null || table === null || other === table) return false;
  const bare: Thing = { ...thing, links: [], noun: { ...thing.noun, isMany: false } };
  context.facts.push({ left: other, right: table, details: [bare], isOrdered: false, isMutual: true });
  return true;
}

/** "and the parents phone": a column of a thing, said as one. */
export function attributeOfThing(context: Context, thing: Thing): boolean {
  const words = thing.noun.words;
  const reading = readingOf(context, thing);
  if (words.length < 2 || reading.entity !== null || thing.details.length > 0) return false;
  for (let cut = 1; cut < words.length; cut++) {
    const owner: Thing = {
      ...thing,
      noun: { ...thing.noun, words: words.slice(0, cut) },
      links: [],
      relatives: [],
    };
    const rest: Thing = { ...thing, noun: { ...thing.noun, words: words.slice(cut) } };
    if (!isClearTable(context, owner) || !isClearColumn(context, rest)) continue;
    const table = declare(context, owner);
    addAttribute(context, table, rest);
    return true;
  }
  return false;
}

/** "stock photo marketplace", "guitar shop": what is traded or kept is in the name. */
export function merchandise(context: Context, thing: Thing): void {
  const words = thing.noun.words;
  const last = words.at(-1)?.base ?? "";
  if (
    words.length < 2 ||
    !/^(?:shop|store|marketplace|rental|sharing|tracker|tracking|collection|catalog|inventory|registry|booking|manager|trading|exchange|database|directory)$/.test(
      last,
    )
  )
    return;
  const rest: Thing = {
    ...thing,
    noun: { ...thing.noun, words: words.slice(0, -1) },
    details: [],
    links: [],
    relatives: [],
  };
  const reading = readingOf(context, rest);
  if (
    reading.entity === null ||
    !/^[tfe]$/.test(reading.entity.kind) ||
    (context.lexicon.domains.has(keyOf(words)) && !/^(?:rental|sharing)$/.test(last))
  )
    return;
  const table =
    context.model.find(reading.words.slice(reading.modifiers.length).join(" "), reading.entity) ??
    context.model.ensure(reading.entity.name, "usual");
  for (const word of ["vehicle", "equipment"]) if (last === "rental") table.keys.add(word);
  context.last = table;
}
