import { appNouns, collectionNouns } from "../grammar/cues.ts";
import { type Groups, keyOf, type Reading, read } from "../grammar/phrases.ts";
import type { Predicate, Thing } from "../grammar/thing.ts";
import type { Lexicon } from "../lexicon.ts";
import type { DraftColumn, DraftTable, Model } from "../model/model.ts";
import type { Entity } from "../ontology/notation.ts";
import type { Token } from "../text/tokens.ts";

/** "`left` has many `right`", with what was said about the pair. */
export interface ManyFact {
  readonly left: DraftTable;
  readonly right: DraftTable;
  readonly details: readonly Thing[];
  readonly isOrdered: boolean;
  /** Said as many-to-many in one breath. */
  readonly isMutual: boolean;
}

/** What reading the words has established so far. */
export interface Context {
  /** Reads what a table does or has; carried here because clauses hold clauses. */
  readonly relate: (subject: DraftTable, predicate: Predicate, thing: Thing | null) => void;
  readonly model: Model;
  readonly lexicon: Lexicon;
  readonly groups: Groups;
  readonly facts: ManyFact[];
  /** Kinds of application that were named, in order. */
  readonly domains: (readonly string[])[];
  /** Attributes whose table is only clear at the end ("store the enrollment date"). */
  readonly late: {
    readonly thing: Thing;
    readonly after: DraftTable | null;
    readonly event: DraftTable | null;
    readonly pair: ManyFact | null;
  }[];
  /** The table last spoken of. */
  last: DraftTable | null;
  /** The column that a command last spoke of. */
  lastColumn: { readonly table: DraftTable; readonly entry: DraftColumn } | null;
  /** What was last done something with: "them". */
  lastObject: DraftTable | null;
  /** The event last spoken of. */
  event: DraftTable | null;
  /** Tables that the words declared themselves. */
  said: number;
  /** Nouns of which nothing could be made. */
  readonly unread: string[];
}

export function newContext(
  model: Model,
  groups: Groups,
  relate: (context: Context, subject: DraftTable, predicate: Predicate, thing: Thing | null) => void,
): Context {
  const context: Context = {
    relate: (subject, predicate, thing) => relate(context, subject, predicate, thing),
    model,
    lexicon: model.lexicon,
    groups,
    facts: [],
    domains: [],
    late: [],
    last: null,
    lastColumn: null,
    lastObject: null,
    event: null,
    said: 0,
    unread: [],
  };
  return context;
}

/** Tokens of a thing without "table", "list", "records" around its name. */
export function nameTokens(context: Context, thing: Thing): readonly Token[] {
  let words = thing.noun.words;
  if (context.lexicon.senses.has(keyOf(words))) return words;
  while (words.length > 1 && collectionNouns.has(words.at(-1)?.text ?? "")) {
    const isEvent =
      /^(?:logs?|journal|history|register|index|archive|entry|entries|object|type|model|inventory|management)$/.test(
        words.at(-1)?.text ?? "",
      );
    if (isEvent && read(words.slice(0, -1), context.lexicon, context.groups).entity === null) break;
    words = words.slice(0, -1);
  }
  if (words.length > 1 && words[0]?.text === "table" && !context.lexicon.senses.has(keyOf(words)))
    words = words.slice(1);
  return words;
}

/** "contacts table", "employee directory", "table": a list of things that have columns. */
export function isCollection(context: Context, thing: Thing): boolean {
  return nameTokens(context, thing).length < thing.noun.words.length;
}

export function readingOf(context: Context, thing: Thing): Reading {
  return read(nameTokens(context, thing), context.lexicon, context.groups);
}

/** The thing as typed, collection noun included, when the ontology knows it so ("price list"). */
export function wholeReading(context: Context, thing: Thing): Reading {
  return read(thing.noun.words, context.lexicon, context.groups);
}

/** The application, its kind, or the place that it is for: nothing that has rows of its own. */
export function isContainer(context: Context, thing: Thing): boolean {
  const words = thing.noun.words;
  const last = words.at(-1)?.base ?? "";
  if (last === "table") return words.length === 1 && thing.links.length === 0;
  if (words[0]?.text === "table") return false;
  const bare = nameTokens(context, thing);
  if (
    bare.length < words.length &&
    bare.length > 1 &&
    context.lexicon.senses.has(keyOf(bare)) &&
    !context.lexicon.domains.has(keyOf(words))
  )
    return false;
  const kind = domainSuffix(context, words);
  if (kind > 1 && words.length >= kind) return true;
  if (thing.noun.isEach || thing.noun.isMany || thing.noun.isOther) return false;
  const whole = wholeReading(context, thing);
  const isExact = whole.entity !== null && whole.modifiers.length === 0;
  if (whole.isPlural && words.length === 1 && appNouns.has(last)) return false;
  if (appNouns.has(last) && !(isExact && (whole.isPlural || whole.domain === null) && !isAppAlways(last)))
    return true;
  if (whole.isPlural && whole.entity !== null) return false;
  if (whole.domain !== null) return !isExact || whole.entity?.kind === "o" || whole.entity?.kind === "l";
  return (
    whole.attribute === null &&
    hasDomainHead(context, words) &&
    (whole.entity === null || whole.entity.kind === "o")
  );
}

/** How many words at the end of a phrase name a kind of application together: "online store", "music label". */
function domainSuffix(context: Context, words: readonly Token[]): number {
  for (let length = Math.min(4, words.length); length > 1; length--) {
    const key = words
      .slice(-length)
      .map((token) => token.base)
      .join(" ");
    if (context.lexicon.domains.has(key) && !context.lexicon.senses.has(key)) return length;
  }
  return 0;
}

const isAppAlways = (word: string): boolean =>
  /^(app|application|system|platform|software|tool|database|db|schema|management|tracker|manager|portal|clone)$/.test(
    word,
  );

function hasDomainHead(context: Context, words: readonly Token[]): boolean {
  return domainOf(context, words) !== null && words.length > 1;
}

/** The kind of application that a phrase names: its longest known part. */
export function domainOf(context: Context, words: readonly Token[]): readonly string[] | null {
  for (let length = Math.min(4, words.length); length > 0; length--) {
    for (let start = words.length - length; start >= 0; start--) {
      const key = words
        .slice(start, start + length)
        .map((token) => token.base)
        .join(" ");
      const found = context.lexicon.domains.get(key);
      if (found !== undefined) return found;
    }
  }
  return null;
}

/** The kind of application that a text names somewhere, by a word that is not a column's name too. */
export function domainInText(context: Context, words: readonly Token[]): readonly string[] | null {
  for (let length = 4; length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const key = words
        .slice(start, start + length)
        .map((token) => token.base)
        .join(" ");
      const found = context.lexicon.domains.get(key);
      if (found !== undefined && !context.lexicon.attributes.has(key)) return found;
    }
  }
  return null;
}

/** Declares the table that a thing means. */
export function declare(context: Context, thing: Thing, origin: DraftTable["origin"] = "said"): DraftTable {
  const reading = readingOf(context, thing);
  const table = standIn(context, reading) ?? declareReading(context, reading, origin);
  context.last = table;
  if (reading.entity?.kind === "e" && reading.modifiers.length === 0) context.event = table;
  return table;
}

/** "People" of a veterinarian are owners; a restaurant's "menu" is its dishes. */
function standIn(context: Context, reading: Reading): DraftTable | null {
  const { model } = context;
  if (model.find(reading.key) !== null) return null;
  if (reading.key === "menu" && !reading.isPlural) return counted(context, "menu_items");
  if (reading.entity?.name !== "people" || reading.modifiers.length > 0) return null;
  const person = context.domains[0]?.find((name) => model.entityOf(name)?.kind === "p");
  return person === undefined ? null : counted(context, person);
}

function counted(context: Context, name: string): DraftTable {
  if (context.model.findEntity(name) === null) context.said++;
  return context.model.ensure(name, "said");
}

function declareReading(context: Context, reading: Reading, origin: DraftTable["origin"]): DraftTable {
  const { model } = context;
  if (
    reading.modifiers.length > 0 &&
    reading.entity !== null &&
    reading.modifiers.every(isRoleWord) &&
    !context.lexicon.senses.has(reading.key)
  ) {
    return declareReading(
      context,
      { ...reading, key: reading.words.slice(reading.modifiers.length).join(" "), modifiers: [] },
      origin,
    );
  }
  const found = findTable(context, reading);
  if (found !== null) {
    found.keys.add(reading.key);
    found.isSaid = true;
    return found;
  }
  if (origin === "said") context.said++;
  return model.add(reading.key, reading.entity, origin);
}

/** The table that a reading means among those there are. */
export function findTable(context: Context, reading: Reading): DraftTable | null {
  const exact = context.model.find(reading.key, reading.modifiers.length === 0 ? reading.entity : null);
  if (exact !== null) return exact;
  // "the home team" is a team, "a course section" is a section of its own when sections were named so.
  if (
    reading.modifiers.length > 0 &&
    reading.entity !== null &&
    context.lexicon.senses.get(reading.key) === undefined
  ) {
    return roleOfKnown(context, reading);
  }
  return null;
}

/** The table that a noun in prose points at: one of that name, or the only one whose name ends so ("units" of blood units). */
export function refer(context: Context, reading: Reading): DraftTable | null {
  const found = findTable(context, reading);
  if (found !== null || reading.words.length > 1) return found;
  const ending = context.model.tables.filter((table) =>
    [...table.keys].some((key) => key.endsWith(` ${reading.key}`)),
  );
  return ending.length === 1 ? (ending[0] ?? null) : null;
}

function roleOfKnown(context: Context, reading: Reading): DraftTable | null {
  const head = reading.words.slice(reading.modifiers.length).join(" ");
  return reading.modifiers.every((word) => isRoleWord(word))
    ? context.model.find(head, reading.entity)
    : null;
}

const roleWords = new Set(
  "home away origin destination source target departure arrival from to sender recipient billing shipping parent winning losing first second third primary secondary main pickup dropoff starting ending start end receiving sending previous next local visiting original assigned current former supervising responsible requesting approving reporting white black sub child registered given same new delivery".split(
    " ",
  ),
);

export function isRoleWord(word: string): boolean {
  return roleWords.has(word);
}

export function kindOf(table: DraftTable): Entity["kind"] {
  return table.entity?.kind ?? guessKind(table.name);
}

/** Nouns of action are events; nouns of agents are persons. */
function guessKind(name: string): Entity["kind"] {
  if (
    /(tion|sion|ment|ance|ence|ing|al|visit|check|log|entry|session|record|history|usage|event|attempt|change|request)s$|(ries)$/.test(
      name,
    ) &&
    !/(departments|equipments|animals|materials|apartments|manuals|documents)$/.test(name)
  )
    return "e";
  if (
    /(ers|ors|ists|ians|ants|ees|people|men|women)$/.test(name) &&
    !/(containers|papers|orders|numbers|sensors|layers|servers|computers|printers|towers|flowers|colors|motors|doors|floors|plants|restaurants|letters|posters|folders|banners|chapters|offers|covers|burgers|trees|fees|coffees|drawers|trailers|routers|scooters|timers|filters|lists|newsletters|stickers)$/.test(
      name,
    )
  )
    return "p";
  return "t";
}
