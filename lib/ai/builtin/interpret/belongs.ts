import type { Predicate, Thing } from "../grammar/thing.ts";
import { columnOf, putReference, referencesTo } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { knownJunction } from "../model/resolve.ts";
import { addAttribute } from "./attributes.ts";
import { isJunk } from "./classify.ts";
import { type Context, declare, findTable, isContainer, kindOf, readingOf, refer } from "./context.ts";
import { putPair } from "./pairs.ts";
import { roleName, roleOf, roleTarget } from "./roles.ts";

/** "belongs to a customer", "is in many playlists", "is assigned to one employee". */
export function belongs(context: Context, subject: DraftTable, predicate: Predicate): void {
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
  // "A booking is for a room with a status": the room has been described, so the status is the booking's.
  const owner = known !== null && known.columns.length > 0 && predicate.verb === "be" ? subject : other;
  for (const detail of thing.details) addAttribute(context, owner, detail);
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

export function selfReference(
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
