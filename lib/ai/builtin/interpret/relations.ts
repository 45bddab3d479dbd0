import type { Link, Predicate, Thing } from "../grammar/clauses.ts";
import { backNouns } from "../grammar/cues.ts";
import type { VerbEffect } from "../lexicon.ts";
import { columnOf, putColumn, putReference, referencesTo } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { knownJunction } from "../model/resolve.ts";
import { isPlural, singular } from "../text/inflection.ts";
import { addAttribute, marksOf } from "./attributes.ts";
import { isClearColumn, isJunk, isTableAt } from "./classify.ts";
import {
  type Context,
  declare,
  findTable,
  isContainer,
  isRoleWord,
  kindOf,
  readingOf,
  refer,
} from "./context.ts";
import { focusOf } from "./focus.ts";
import { roleTarget } from "./roles.ts";

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

/** "has a title", "has many comments", "has a manager who is also an employee". */
function has(context: Context, subject: DraftTable, predicate: Predicate): void {
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

function roleName(object: Thing): string {
  const words = object.noun.words.map((token) => token.base);
  return /^(parent|sub|child|nested|super)/.test(words[0] ?? "") ? "parent" : words.join("_");
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
    isOwn && reading.entity !== null && /^[polt]$/.test(reading.entity.kind) && object.noun.determiner !== "";
  const mostlyColumns =
    siblings.filter((other) => isClearColumn(context, other)).length * 2 > siblings.length;
  return isIndependent && !mostlyColumns && siblings.length < 3 ? declare(context, object) : null;
}

/** "a home team" → role `home_team`. */
export function roleOf(context: Context, thing: Thing, target: DraftTable): { role?: string } {
  const reading = readingOf(context, thing);
  const first = reading.modifiers[0];
  if (first === undefined || (target.keys.has(reading.key) && !reading.modifiers.every(isRoleWord)))
    return {};
  return reading.modifiers.every(isRoleWord) ? { role: reading.words.join("_") } : {};
}

function describeLinks(context: Context, table: DraftTable, thing: Thing): void {
  for (const link of thing.links) if (link.preposition !== "with") tieLink(context, table, thing, link);
  for (const relative of thing.relatives) relate(context, table, relative, thing);
}

/** "belongs to a customer", "is in many playlists", "is assigned to one employee". */
function belongs(context: Context, subject: DraftTable, predicate: Predicate): void {
  for (const object of predicate.objects) belongsTo(context, subject, object, predicate);
  for (const link of predicate.links) {
    for (const thing of link.things) {
      belongsTo(context, subject, thing, predicate);
      // "between two teams at a stadium": the stadium is the match's, not the team's.
      const inner = kindOf(subject) === "e" ? thing.links.filter((entry) => entry.preposition !== "of") : [];
      for (const entry of inner)
        for (const other of entry.things) belongsTo(context, subject, other, predicate);
    }
  }
  applyMarks(context, subject, predicate);
  context.last = subject;
}

function belongsTo(context: Context, subject: DraftTable, thing: Thing, predicate: Predicate): void {
  const reading = readingOf(context, thing);
  if (isContainer(context, thing) && findTable(context, reading) === null && reading.entity === null) return;
  if (reading.attribute !== null && reading.entity === null)
    return void addAttribute(context, subject, thing);
  const known = refer(context, reading);
  if (
    known === null &&
    ((reading.entity === null && !reading.isPlural && thing.noun.determiner === "") || isJunk(reading.key))
  )
    return;
  if (known === null && reading.entity === null && predicate.verb === "be") return;
  const role = roleTarget(context, subject, thing);
  if (known === null && role !== null) {
    putReference(subject, role.target, { role: role.name });
    return;
  }
  const other = known ?? declare(context, thing);
  if (other === subject) {
    putReference(subject, subject, { role: "parent" });
    return;
  }
  const isOrdered = predicate.marks.some((mark) => mark.kind === "ordered");
  if (thing.noun.isMany || (reading.isPlural && knownJunction(context, subject, other)?.implied === true)) {
    const details = thing.links
      .flatMap((link) => link.things)
      .filter((inner) => readingOf(context, inner).attribute !== null);
    context.facts.push({
      left: subject,
      right: other,
      details: [...details, ...thing.details],
      isOrdered,
      isMutual: true,
    });
    return;
  }
  if (kindOf(subject) === "p" && namesIn(context, other, subject) && !namesIn(context, subject, other)) {
    putReference(other, subject);
    return;
  }
  if (thing.noun.isOther && referencesTo(subject, other).length === 1) {
    putPair(subject, other, context);
    return;
  }
  const cascades = [...predicate.marks, ...thing.marks].some((mark) => mark.kind === "cascade");
  putReference(subject, other, {
    ...roleOf(context, thing, other),
    required: cascades || isObligatory(predicate, thing),
    ...(cascades ? { onDelete: "cascade" as const } : {}),
  });
}

function namesIn(context: Context, from: DraftTable, to: DraftTable): boolean {
  return (
    from.entity?.references.some((reference) =>
      reference.targets.some((name) => context.model.findEntity(name) === to),
    ) ?? false
  );
}

const isObligatory = (predicate: Predicate, thing: Thing): boolean =>
  (predicate.verb === "belong" || thing.noun.count === 1) &&
  !predicate.marks.some((mark) => mark.kind === "optional");

function applyMarks(_context: Context, subject: DraftTable, predicate: Predicate): void {
  if (predicate.marks.length === 0) return;
  const name = subject.columns.find((entry) => entry.column.name === "name" || entry.column.name === "title");
  if (name !== undefined && predicate.verb === "be")
    name.column = { ...columnOf(name.column.name, name.column.type, predicate.marks) };
}

function selfReference(
  context: Context,
  subject: DraftTable,
  predicate: Predicate,
  thing: Thing | null,
): void {
  const role = thing === null ? "parent" : roleName(thing);
  putReference(subject, subject, { role: subject.keys.has(role) ? "parent" : role });
  for (const object of predicate.objects) void object;
  context.last = subject;
}

/** Everything else: an event, or one side refers to the other. */
function act(context: Context, subject: DraftTable, predicate: Predicate, effect: VerbEffect): void {
  const parties = collect(context, subject, predicate);
  if (manyOnBothSides(context, subject, predicate, effect, parties)) return;
  const focus = focusOf(context, subject, predicate, effect, parties.tables);
  if (focus === null) return;
  const seen = new Map<DraftTable, number>();
  for (const { table, thing, preposition } of [
    { table: subject, thing: null, preposition: "" },
    ...parties.tables,
  ]) {
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
        ...directionRole(context, focus.table, table, thing, preposition, parties.tables),
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

export interface Party {
  readonly table: DraftTable;
  readonly thing: Thing;
  readonly preposition: string;
}

function collect(
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

/** Two references to one table: "between two airports", "a home team and an away team". */
function putPair(focus: DraftTable, table: DraftTable, context: Context): void {
  const spec = focus.entity?.references.find(
    (reference) =>
      reference.roles.length === 2 &&
      reference.targets.some((target) => context.model.findEntity(target) === table),
  );
  const plain = focus.columns.filter(
    (entry) => entry.was === null && entry.column.references?.table === table.name,
  );
  if (plain.length > 1) return;
  const isPlainOne =
    plain[0] !== undefined &&
    !/^(home|away|origin|destination|departure|arrival|from|to|sender|recipient|first|second|source|target)/.test(
      plain[0].column.name,
    );
  if (plain.length === 1 && plain[0] !== undefined && isPlainOne)
    focus.columns.splice(focus.columns.indexOf(plain[0]), 1);
  const single = [...table.keys][0] ?? table.name;
  const [first, second] = spec?.roles ?? ["first", "second"];
  const suffix = (role: string): string =>
    /(er|or|ent|ed|ee)$/.test(role) || role.includes("_") ? role : `${role}_${single.replaceAll(" ", "_")}`;
  for (const role of [first, second])
    putReference(focus, table, { role: suffix(role ?? ""), required: false });
}

/** "from one user to another": sender and recipient by place, when both ends are one table. */
function directionRole(
  context: Context,
  focus: DraftTable,
  table: DraftTable,
  thing: Thing | null,
  preposition: string,
  parties: readonly Party[],
): { role?: string } {
  void context;
  void focus;
  if (thing === null || (preposition !== "from" && preposition !== "to")) return {};
  return parties.filter((party) => party.table === table).length > 1 ? {} : {};
}

function attributeOwner(context: Context, focus: DraftTable, thing: Thing): DraftTable {
  const key = readingOf(context, thing).words[0] ?? "";
  const named = context.model.tables.find(
    (table) => table !== focus && table.keys.has(key) && thing.noun.words.length > 1,
  );
  return named ?? focus;
}

/** "reviews of products by customers", "owners of the dogs": ties what a noun's own words tie. */
export function tieLink(context: Context, table: DraftTable, thing: Thing | null, link: Link): void {
  for (const other of link.things) {
    const reading = readingOf(context, other);
    if (isContainer(context, other) && findTable(context, reading) === null) continue;
    if (link.preposition === "with" && !isTableAt(context, other, "owner", link.things)) {
      addAttribute(context, table, other);
      continue;
    }
    const known = refer(context, reading);
    const isClear =
      reading.entity !== null && (reading.isPlural || other.noun.determiner !== "" || other.noun.isEach);
    const isNew =
      reading.entity === null && reading.attribute === null && reading.isPlural && !isJunk(reading.key);
    if (known === null && !isClear && !isNew) continue;
    const target = known ?? declare(context, other);
    if (target === table) continue;
    if (link.preposition === "between" && (other.noun.count === 2 || link.things.length === 2))
      putPair(table, target, context);
    tieTwo(context, table, target, link.preposition, thing, other);
    for (const inner of other.links)
      tieLink(context, inner.preposition === "by" || kindOf(table) === "e" ? table : target, other, inner);
    for (const relative of other.relatives) relate(context, target, relative, other);
    for (const detail of other.details)
      if (!isTableAt(context, detail, "owner", other.details))
        addAttribute(context, detailOwner(context, table, target, detail), detail);
  }
}

/** "orders by customers with pickup time": the time is the order's, unless only customers are known to have it. */
function detailOwner(context: Context, table: DraftTable, target: DraftTable, detail: Thing): DraftTable {
  const name = readingOf(context, detail).attribute?.column ?? "";
  const has = (owner: DraftTable): boolean =>
    owner.entity?.columns.some((column) => column.name === name) ?? false;
  if (has(target) && !has(table)) return target;
  return has(table) || /^[edf]$/.test(kindOf(table)) ? table : target;
}

function tieTwo(
  context: Context,
  table: DraftTable,
  target: DraftTable,
  preposition: string,
  thing: Thing | null,
  other: Thing,
): void {
  const names = (from: DraftTable, to: DraftTable): boolean =>
    from.entity?.references.some((reference) =>
      reference.targets.some((name) => context.model.findEntity(name) === to),
    ) ?? false;
  void thing;
  if (preposition === "where") {
    putReference(target, table);
    return;
  }
  if (names(table, target)) {
    putReference(table, target, roleOf(context, other, target));
    return;
  }
  const isOfPerson =
    kindOf(table) === "p" &&
    /^(of|for)$/.test(preposition) &&
    kindOf(target) !== "p" &&
    kindOf(target) !== "o";
  if (names(target, table) || isOfPerson) {
    putReference(target, table);
    return;
  }
  putReference(table, target, roleOf(context, other, target));
}

export { marksOf };
