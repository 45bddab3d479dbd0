import { manageVerbs } from "../grammar/cues.ts";
import { type Clause, type Predicate, type Thing, textOf } from "../grammar/thing.ts";
import { columnOf, isOurs, putColumn } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import type { Mark } from "../text/marks.ts";
import { addAttribute } from "./attributes.ts";
import { pointsBack } from "./classify.ts";
import {
  type Context,
  declare,
  domainOf,
  findTable,
  isCollection,
  isContainer,
  readingOf,
  wholeReading,
} from "./context.ts";
import { addDetails, elaborate, lateAttribute } from "./details.ts";
import { request, requestPredicate } from "./requests.ts";

/** Reads one clause into the model. */
export function interpret(context: Context, clause: Clause): void {
  const first = clause.subjects[0];
  if (first === undefined) {
    speak(context, clause);
    return;
  }
  if (clause.pronoun === "with" && context.last !== null && clause.predicates.length === 0) {
    addDetails(context, context.last, clause.subjects, "columns-or-parts");
    return;
  }
  if (listsValues(context, clause, first)) return;
  if (isAttributeClause(context, clause, first)) {
    constrain(context, clause, first);
    return;
  }
  if (clause.isHeading && !first.noun.isEach && first.details.length === 0) {
    const domain = domainOf(context, first.noun.words);
    if (domain !== null) context.domains.push(domain);
    return;
  }
  if (clause.predicates.length === 0) {
    request(context, clause.subjects, clause.list);
    return;
  }
  if (isContainer(context, first) && !pointsBack(context, first)) {
    containerSpeaks(context, clause);
    return;
  }
  for (const subject of clause.subjects) state(context, subject, clause.predicates);
  if (clause.list.length > 0 && context.last !== null)
    addDetails(context, context.last, clause.list, "columns");
}

/** "Ticket status: open, pending or closed". */
function listsValues(context: Context, clause: Clause, first: Thing): boolean {
  if (clause.list.length < 2 || clause.subjects.length > 1 || clause.predicates.length > 0) return false;
  if (clause.list.some((thing) => thing.details.length > 0 || thing.noun.look === "table")) return false;
  const whole = wholeReading(context, first);
  if (
    whole.isPlural ||
    !/(?:status|state|type|kind|priority|level|category|size|color|role|stage|mode|frequency|gender|condition|severity)$/.test(
      whole.key,
    )
  )
    return false;
  const found = ownerAndColumn(context, first);
  const table = found?.table ?? context.last;
  if (table === null) return false;
  const wasListed = table.isListed;
  addAttribute(context, table, {
    ...(found?.rest ?? first),
    marks: [{ kind: "values", value: clause.list.map(textOf).join(",") }],
  });
  table.isListed = wasListed;
  context.last = table;
  return true;
}

/** No subject, or a pronoun: the speaker asks, or the last table goes on. */
function speak(context: Context, clause: Clause): void {
  const goesOn = /^(it|they|them|that|which|he|she|each)$/.test(clause.pronoun) && context.last !== null;
  for (const predicate of clause.predicates) {
    if (goesOn && context.last !== null && predicate.verb !== "be")
      context.relate(context.last, predicate, null);
    else if (predicate.verb === "be") introduce(context, predicate);
    else if (isRequest(predicate)) requestPredicate(context, predicate);
    else requestPredicate(context, predicate);
  }
  if (clause.list.length === 0) return;
  const head = clause.predicates.at(-1)?.objects;
  if (head?.length === 1 && head[0] !== undefined && clause.predicates.length > 0)
    request(context, [head[0]], clause.list);
  else request(context, [], clause.list);
}

/** "We are a small vet": the kind of application. */
function introduce(context: Context, predicate: Predicate): void {
  for (const object of predicate.objects) {
    const domain = domainOf(context, object.noun.words);
    if (domain !== null) context.domains.push(domain);
    else requestPredicate(context, { ...predicate, objects: [object] });
    if (domain !== null) request(context, object.details, []);
  }
}

const isRequest = (predicate: Predicate): boolean =>
  manageVerbs.has(predicate.verb) || predicate.verb === "have";

/** "A dog kennel that tracks dogs", "the app has users and posts". */
function containerSpeaks(context: Context, clause: Clause): void {
  for (const subject of clause.subjects) {
    const domain = domainOf(context, subject.noun.words);
    if (domain !== null) context.domains.push(domain);
    request(context, [subject], []);
  }
  for (const predicate of clause.predicates) requestPredicate(context, predicate);
  if (clause.list.length > 0) request(context, [], clause.list);
}

function state(context: Context, subject: Thing, predicates: readonly Predicate[]): void {
  const table =
    pointsBack(context, subject) && context.last !== null ? context.last : declare(context, subject);
  elaborate(context, table, subject);
  for (const predicate of predicates) context.relate(table, predicate, subject);
  if (subject.noun.isOther) return;
  context.last = context.last ?? table;
}

/** "Customer email must be unique", "the handle is required", "task status is one of …". */
function isAttributeClause(context: Context, clause: Clause, first: Thing): boolean {
  const marks = marksOfClause(clause, first);
  const hasObjects = clause.predicates.some(
    (predicate) => predicate.objects.length > 0 && predicate.verb !== "be",
  );
  if (marks.length === 0 || hasObjects || clause.list.length > 0) return false;
  const whole = wholeReading(context, first);
  if (isCollection(context, first) && whole.attribute === null) return false;
  return (
    ownerAndColumn(context, first) !== null ||
    (whole.attribute !== null && whole.entity === null) ||
    (whole.entity === null && !whole.isPlural) ||
    (whole.attribute !== null && !whole.isPlural)
  );
}

function marksOfClause(clause: Clause, first: Thing): Mark[] {
  return [...clause.predicates.flatMap((predicate) => predicate.marks), ...first.marks];
}

/** "customer email" → customers and `email`. */
function ownerAndColumn(context: Context, thing: Thing): { table: DraftTable; rest: Thing } | null {
  const words = thing.noun.words;
  const of = thing.links.find((link) => /^(of|for|in|on)$/.test(link.preposition))?.things[0];
  if (of !== undefined) {
    const table = findTable(context, readingOf(context, of)) ?? declare(context, of);
    return { table, rest: { ...thing, links: [] } };
  }
  for (let cut = words.length - 1; cut > 0; cut--) {
    const head: Thing = { ...thing, noun: { ...thing.noun, words: words.slice(0, cut) } };
    const reading = readingOf(context, head);
    const table = findTable(context, reading);
    if (table === null && (reading.entity === null || wholeReading(context, thing).attribute !== null))
      continue;
    const whole = wholeReading(context, thing);
    if (whole.entity !== null && whole.modifiers.length === 0 && whole.attribute === null) return null;
    const owner = table ?? declare(context, head);
    return {
      table: owner,
      rest: {
        ...thing,
        noun: { ...thing.noun, words: words.slice(cut).filter((token) => token.mark === null) },
      },
    };
  }
  return null;
}

function constrain(context: Context, clause: Clause, _first: Thing): void {
  const shared = clause.predicates.flatMap((predicate) => predicate.marks);
  for (const subject of clause.subjects) {
    const marks = [...shared, ...subject.marks];
    const found = ownerAndColumn(context, subject);
    const table = found?.table ?? ownerOfColumn(context, subject);
    if (table === null) {
      lateAttribute(context, { ...subject, marks });
      continue;
    }
    const rest = found?.rest ?? subject;
    const wasListed = table.isListed;
    const known = addAttribute(context, table, { ...rest, marks });
    if (known !== null) {
      const stronger = columnOf(known.column.name, known.column.type, marks);
      putColumn(table, stronger);
      if (known.was !== null && !isOurs(known))
        known.column = {
          ...known.column,
          ...stronger,
          ...(known.column.references === undefined ? {} : { references: known.column.references }),
        };
    }
    table.isListed = wasListed;
    context.last = table;
  }
}

/** The table that a lone attribute speaks of: one that has it, one that usually has it, else the last. */
function ownerOfColumn(context: Context, thing: Thing): DraftTable | null {
  const reading = wholeReading(context, thing);
  const name = reading.attribute?.column ?? textOf(thing).replaceAll(" ", "_");
  const tables = context.model.tables;
  const has = (table: DraftTable): boolean => table.columns.some((entry) => entry.column.name === name);
  if (context.last !== null && has(context.last)) return context.last;
  const written = tables.find((table) =>
    table.columns.some(
      (entry) => entry.column.name === name || entry.column.name === reading.key.replaceAll(" ", "_"),
    ),
  );
  if (written !== undefined) return written;
  const usual = tables.filter((table) => table.entity?.columns.some((column) => column.name === name));
  if (usual.length === 1 && usual[0] !== undefined) return usual[0];
  if (context.last !== null && usual.includes(context.last)) return context.last;
  if (/^(username|handle|login|nickname|email|password)$/.test(name)) {
    const person = tables.find((table) => table.entity?.kind === "p");
    if (person !== undefined) return person;
  }
  return usual[0] ?? context.last;
}
