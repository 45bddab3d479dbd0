import type { Link, Predicate, Thing } from "../grammar/thing.ts";
import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { isPlural, singular } from "../text/inflection.ts";
import { addAttribute } from "./attributes.ts";
import { isClearColumn, isJunk, isTableAt } from "./classify.ts";
import { type Context, declare, findTable, isContainer, readingOf, refer } from "./context.ts";
import { describeLinks, tieLink, tieTwo } from "./links.ts";
import { roleName, roleOf, roleTarget } from "./roles.ts";

/** "has a title", "has many comments", "has a manager who is also an employee". */
export function has(context: Context, subject: DraftTable, predicate: Predicate): void {
  const isOrdered = predicate.marks.some((mark) => mark.kind === "ordered");
  // "consists of several lines": what it has comes after a preposition.
  const isOf = (link: Link): boolean => link.preposition === "of" && predicate.objects.length === 0;
  const objects = [...predicate.objects, ...predicate.links.filter(isOf).flatMap((link) => link.things)];
  const who = predicate.objects
    .flatMap((object) => [...object.marks, ...object.relatives.flatMap((relative) => relative.marks)])
    .find((mark) => mark.kind === "self");
  for (const object of objects) {
    const own =
      object.marks.find((mark) => mark.kind === "self") ??
      (who !== undefined && isPlural(who.value) ? who : undefined);
    if (own !== undefined || isSelfRole(context, subject, object)) {
      putReference(subject, whoIs(context, subject, own?.value ?? ""), { role: roleName(object) });
      continue;
    }
    hasObject(
      context,
      subject,
      object,
      objects,
      isOrdered || object.marks.some((mark) => mark.kind === "ordered"),
    );
  }
  for (const link of predicate.links) if (!isOf(link)) tieLink(context, subject, null, link);
  context.last = subject;
}

/** "a parent category" of categories, "subtasks" of tasks. */
function isSelfRole(context: Context, subject: DraftTable, object: Thing): boolean {
  const words = object.noun.words.map((token) => token.base);
  const head = words.slice(1).join(" ");
  if (words.length > 1 && /^(parent|sub|child|nested|super)$/.test(words[0] ?? "") && subject.keys.has(head))
    return true;
  const joined = words.join(" ");
  return [...subject.keys].some(
    (key) => joined === `sub${key}` && context.lexicon.senses.get(joined) === undefined,
  );
}

/** "who is also an employee", "who is a teacher": the table of the person in the role. */
function whoIs(context: Context, subject: DraftTable, word: string): DraftTable {
  const key = singular(word.toLowerCase());
  if (key === "" || subject.keys.has(key)) return subject;
  const entity = context.lexicon.senses.get(key)?.[0] ?? null;
  if (entity !== null && entity === subject.entity) return subject;
  const found = context.model.find(key, entity);
  if (found !== null) return found;
  return entity === null ? subject : context.model.add(key, entity, "said");
}

function hasObject(
  context: Context,
  subject: DraftTable,
  object: Thing,
  siblings: readonly Thing[],
  isOrdered: boolean,
): void {
  if (isContainer(context, object) && readingOf(context, object).entity === null) return;
  const many = object.noun.isMany || readingOf(context, object).isPlural;
  if (isTableAt(context, object, "owner", siblings) || (many && isKnownTable(context, object))) {
    const other = itemsOf(context, subject, object) ?? declare(context, object);
    if (other === subject) {
      putReference(subject, subject, { role: "parent" });
      return;
    }
    const isThing = (detail: Thing): boolean => isTableAt(context, detail, "owner", object.details);
    const details = object.details.filter((detail) => !isThing(detail));
    context.facts.push({ left: subject, right: other, details, isOrdered, isMutual: false });
    for (const [index, detail] of object.details.filter(isThing).entries()) {
      const inner = declare(context, detail);
      if (index === 0) tieTwo(context, other, inner, "with", null, detail);
      for (const deeper of detail.details)
        if (!isTableAt(context, deeper, "owner", detail.details)) addAttribute(context, other, deeper);
      describeLinks(context, inner, detail);
    }
    describeLinks(context, other, object);
    return;
  }
  const role = roleTarget(context, subject, object);
  if (role !== null) {
    putReference(subject, role.target, { role: role.name, required: object.noun.isEach });
    return;
  }
  const single = singleTable(context, subject, object, siblings);
  if (single !== null) {
    putReference(subject, single, roleOf(context, object, single));
    return;
  }
  if (isJunk(readingOf(context, object).key) && !isClearColumn(context, object)) return;
  const entry = addAttribute(context, subject, object);
  if (entry !== null && subject.origin !== "base" && siblings.length > 1) subject.isListed = true;
  for (const detail of object.details) addAttribute(context, subject, detail);
}

/** "An order has many items": the rows of the order, not the articles that they are about. */
function itemsOf(context: Context, subject: DraftTable, object: Thing): DraftTable | null {
  const { key } = readingOf(context, object);
  if (!/^(?:item|line|detail|line item|position)$/.test(key) || context.model.find(key) !== null) return null;
  const part = context.lexicon.entities.get(`${singular(subject.entity?.name ?? "")}_items`);
  if (part === undefined) return null;
  context.said++;
  context.last = context.model.add(key, part, "said");
  return context.last;
}

function isKnownTable(context: Context, object: Thing): boolean {
  return findTable(context, readingOf(context, object)) !== null;
}

/** "each movie has a director": one thing of another table. */
function singleTable(
  context: Context,
  subject: DraftTable,
  object: Thing,
  siblings: readonly Thing[],
): DraftTable | null {
  const reading = readingOf(context, object);
  const found = refer(context, reading);
  if (found !== null && found !== subject) return found;
  const isOwn =
    reading.entity !== null &&
    reading.modifiers.length === 0 &&
    (reading.attribute === null || /^[po]$/.test(reading.entity.kind));
  const isIndependent =
    isOwn &&
    reading.entity !== null &&
    /^[polt]$/.test(reading.entity.kind) &&
    (object.noun.determiner !== "" || object.noun.count === 1);
  const mostlyColumns =
    siblings.filter((other) => isClearColumn(context, other)).length * 2 > siblings.length;
  return isIndependent && !mostlyColumns && siblings.length < 3 ? declare(context, object) : null;
}
