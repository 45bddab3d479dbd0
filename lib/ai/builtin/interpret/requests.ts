import type { Link, Predicate, Thing } from "../grammar/thing.ts";
import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { isClearColumn, isJunk, isTableAt, pointsBack } from "./classify.ts";
import {
  type Context,
  declare,
  domainOf,
  findTable,
  isCollection,
  isContainer,
  kindOf,
  nameTokens,
  readingOf,
} from "./context.ts";
import { addDetails, elaborate, lateAttribute } from "./details.ts";
import { attributeOfThing, measures, merchandise } from "./implied.ts";
import { tieLink } from "./links.ts";

/** What the speaker asks for: "an app for X with a, b and c", "track my X", "table of X: a, b, c". */
export function request(
  context: Context,
  things: readonly Thing[],
  list: readonly Thing[],
  links: readonly Link[] = [],
): void {
  const only = things.length === 1 ? things[0] : undefined;
  if (only !== undefined && list.length > 0) {
    requestWithList(context, only, list);
    return;
  }
  for (const thing of things) requestThing(context, thing, things);
  if (list.length > 0) requestList(context, list);
  for (const link of links) requestLink(context, link);
}

function requestWithList(context: Context, head: Thing, list: readonly Thing[]): void {
  if (isContainer(context, head) && !isListHead(head) && !isListOfColumns(context, head, list)) {
    requestThing(context, head, [head]);
    requestList(context, list);
    return;
  }
  const saysTable = head.noun.words.some((token) => token.base === "table");
  const isOfThings =
    !saysTable &&
    list.filter((thing) => isTableAt(context, thing, "application", list) && !isClearColumn(context, thing))
      .length *
      2 >
      list.length;
  if (isOfThings && list.some((thing) => thing.noun.look === "table" || thing.details.length > 0)) {
    const reading = readingOf(context, head);
    if (reading.entity !== null && reading.modifiers.length === 0 && reading.isPlural)
      requestThing(context, head, [head]);
    else requestContainer(context, head);
    requestList(context, list);
    return;
  }
  const owner = ownerOf(context, head);
  if (owner === null) {
    requestList(context, list);
    return;
  }
  addDetails(context, owner, head.details, "owner");
  addDetails(context, owner, list, "columns");
}

/** "Product catalog: sku, price" lists columns although a catalog is an application too. */
function isListOfColumns(context: Context, head: Thing, list: readonly Thing[]): boolean {
  const columns = list.filter((thing) => isClearColumn(context, thing)).length;
  const exact = readingOf(context, head);
  return exact.entity !== null && exact.entity.kind !== "o" && columns * 2 >= list.length;
}

function requestList(context: Context, list: readonly Thing[]): void {
  for (const thing of list) requestThing(context, thing, list);
}

/** The table of "contacts table", "table for houseplants", "list of books". */
function ownerOf(context: Context, head: Thing): DraftTable | null {
  const of = head.links.find((link) => /^(for|of|about|to|on)$/.test(link.preposition))?.things[0];
  const bare = nameTokens(context, head);
  const isBare =
    bare.length === 1 &&
    /^(table|list|catalog|catalogue|database|log|record|register|registry|collection|directory|journal|entity|spreadsheet|sheet|inventory|data|info|information|overview|archive|tracker|app|application|system|tool|schema|model)$/.test(
      bare[0]?.base ?? "",
    );
  if (isBare && of !== undefined) {
    const owner = declare(context, of);
    addDetails(context, owner, of.details, "owner");
    return owner;
  }
  if (isBare && bare[0]?.base !== "table") return null;
  return declare(context, head);
}

function requestThing(context: Context, thing: Thing, siblings: readonly Thing[]): void {
  const words = thing.noun.words;
  if (isListHead(thing)) {
    requestCollection(context, thing);
    return;
  }
  if (isContainer(context, thing)) {
    requestContainer(context, thing);
    return;
  }
  if (pointsBack(context, thing) && context.last !== null) {
    addDetails(context, context.last, thing.details, "owner");
    return;
  }
  if (measures(context, thing)) return;
  if (!isTableAt(context, thing, "application", siblings)) {
    if (isJunk(readingOf(context, thing).key) && !isClearColumn(context, thing))
      context.unread.push(words.map((token) => token.text).join(" "));
    else lateAttribute(context, thing);
    for (const link of thing.links) requestLink(context, link);
    return;
  }
  if (attributeOfThing(context, thing)) return;
  const table = declare(context, thing);
  elaborate(context, table, thing);
}

const isListHead = (thing: Thing): boolean => {
  const words = thing.noun.words;
  const last = words.at(-1)?.base ?? "";
  const of = thing.links.some((link) => /^(for|of)$/.test(link.preposition));
  return (
    words.length === 1 &&
    of &&
    /^(table|list|catalog|catalogue|log|record|register|registry|collection|directory|journal|entity|spreadsheet|sheet|data|info|information|overview|archive|history|inventory|diary|track|detail)$/.test(
      last,
    )
  );
};

/** "a table for houseplants with species", "a log of my workouts". */
function requestCollection(context: Context, thing: Thing): void {
  const link = thing.links.find((entry) => /^(for|of)$/.test(entry.preposition));
  for (const inner of link?.things ?? []) {
    const table = declare(context, inner);
    addDetails(context, table, inner.details, "columns-or-parts");
    addDetails(context, table, thing.details, "columns-or-parts");
    for (const entry of inner.links) tieLink(context, table, inner, entry);
    for (const relative of inner.relatives) context.relate(table, relative, inner);
    context.last = table;
  }
}

function requestContainer(context: Context, thing: Thing): void {
  const domain = domainOf(context, thing.noun.words);
  if (domain !== null) context.domains.push(domain);
  const collected = collectedEntity(context, thing);
  if (collected !== null) {
    addDetails(context, collected, thing.details, "columns-or-parts");
    return;
  }
  merchandise(context, thing);
  requestList(context, thing.details);
  for (const link of thing.links) requestLink(context, link);
  for (const relative of thing.relatives) requestPredicate(context, relative);
  if (thing.aside !== null) requestList(context, thing.aside.subjects);
}

/** "employee directory with name, job title": a container by its word, a table by what it lists. */
function collectedEntity(context: Context, thing: Thing): DraftTable | null {
  if (!isCollection(context, thing) || thing.details.length === 0) return null;
  const reading = readingOf(context, thing);
  if (reading.entity === null && reading.attribute === null && reading.domain !== null) return null;
  const columns = thing.details.filter((detail) => isClearColumn(context, detail)).length;
  return columns * 2 >= thing.details.length && reading.entity !== null ? declare(context, thing) : null;
}

/** "an application for food delivery with restaurants, dishes and orders": the list is the application's. */
function listsTables(context: Context, thing: Thing): boolean {
  const tables = thing.details.filter((detail) => {
    const reading = readingOf(context, detail);
    return (
      reading.entity !== null &&
      reading.modifiers.length === 0 &&
      (reading.isPlural || reading.attribute === null)
    );
  });
  return thing.details.length > 1 && tables.length * 2 > thing.details.length;
}

function requestLink(context: Context, link: Link): void {
  for (const thing of link.things) {
    const isKind =
      !readingOf(context, thing).isPlural && thing.links.length > 0 && /^(?:of|for)$/.test(link.preposition);
    if (isContainer(context, thing) || isKind) requestContainer(context, thing);
    else if (listsTables(context, thing)) {
      const reading = readingOf(context, thing);
      const domain = domainOf(context, thing.noun.words);
      if (domain !== null) context.domains.push(domain);
      if (reading.entity !== null && reading.isPlural) declare(context, thing);
      requestList(context, thing.details);
      for (const inner of thing.links) requestLink(context, inner);
    } else if (isTableAt(context, thing, "application", link.things) && thing.noun.words.length > 0) {
      const reading = readingOf(context, thing);
      if (reading.entity === null && !reading.isPlural && thing.details.length === 0) {
        const domain = domainOf(context, thing.noun.words);
        if (domain !== null) context.domains.push(domain);
        else if (link.preposition !== "for") context.unread.push(reading.key);
        else context.unread.push(reading.key);
        continue;
      }
      const table = declare(context, thing);
      elaborate(context, table, thing);
    } else if (link.preposition === "with") lateAttribute(context, thing);
  }
}

/** A predicate of the speaker or the application: "I want to track …", "that tracks …". */
export function requestPredicate(context: Context, predicate: Predicate): void {
  request(
    context,
    predicate.objects,
    [],
    predicate.links.filter(
      (link) => link.preposition !== "in" || link.things.some((thing) => thing.noun.isEach),
    ),
  );
  tieRequested(context, predicate);
}

/** "track donations from donors to campaigns": what is tracked refers to who is named after it. */
function tieRequested(context: Context, predicate: Predicate): void {
  const table =
    predicate.objects.length === 1 && predicate.objects[0] !== undefined
      ? findTable(context, readingOf(context, predicate.objects[0]))
      : null;
  if (table === null) return;
  for (const link of predicate.links) {
    if (link.preposition === "with") continue;
    for (const thing of link.things) {
      const other = findTable(context, readingOf(context, thing));
      if (other !== null && other !== table && kindOf(table) === "e") putReference(table, other, {});
    }
  }
  context.last = table;
}
