import type { Predicate } from "../grammar/thing.ts";
import type { VerbEffect } from "../lexicon.ts";
import type { DraftTable } from "../model/model.ts";
import { type Context, kindOf } from "./context.ts";
import type { Party } from "./party.ts";

/** The table of a clause that refers to all others in it; `partner` when the tie is many-to-many. */
export interface Focus {
  readonly table: DraftTable;
  readonly many: boolean;
  readonly partner: DraftTable | null;
}

const just = (table: DraftTable): Focus => ({ table, many: false, partner: null });

/** Finds the event in a clause, or makes the one that its verb means. */
export function focusOf(
  context: Context,
  subject: DraftTable,
  predicate: Predicate,
  effect: VerbEffect,
  parties: readonly Party[],
): Focus | null {
  const direct = parties.filter((party) => party.preposition === "");
  if (effect.kind === "event") return eventFocus(context, subject, effect.tables, parties, predicate);
  if (parties.length === 0) return null;
  const events = [
    ...direct.map((party) => party.table),
    subject,
    ...parties.map((party) => party.table),
  ].filter((table) => isHappening(table));
  const first = direct[0]?.table;
  if (first !== undefined && isHappening(first) && isHappening(subject) && first !== subject)
    return just(refersTo(context, first, subject) && !refersTo(context, subject, first) ? first : subject);
  const isAside = (party: Party): boolean => /^(?:for|on|to)$/.test(party.preposition);
  // "passengers bring bags for a flight": it is the bag that belongs to both.
  if (
    first !== undefined &&
    kindOf(first) === "t" &&
    !isHappening(subject) &&
    parties.filter((party) => isHappening(party.table)).every(isAside)
  )
    return directed(context, subject, first, direct[0]);
  const event = predicate.isPassive
    ? [subject, ...parties.map((party) => party.table)].find(isHappening)
    : events[0];
  if (event !== undefined) return just(event);
  const object = direct[0]?.table;
  if (object === undefined || predicate.isPassive) return just(subject);
  return directed(context, subject, object, direct[0]);
}

function refersTo(context: Context, from: DraftTable, to: DraftTable): boolean {
  return (
    from.entity?.references.some((reference) =>
      reference.targets.some((name) => context.model.findEntity(name) === to),
    ) ?? false
  );
}

function isHappening(table: DraftTable): boolean {
  return kindOf(table) === "e" && !/^(classes|cases|issues)$/.test(table.entity?.name ?? "");
}

function eventFocus(
  context: Context,
  subject: DraftTable,
  tables: readonly string[],
  parties: readonly Party[],
  predicate: Predicate,
): Focus {
  const candidates = [
    ...parties.filter((party) => party.preposition === "").map((party) => party.table),
    subject,
  ];
  const named =
    candidates.find((table) => isOneOf(context, table, tables)) ??
    parties.map((party) => party.table).find((table) => isOneOf(context, table, tables));
  if (named !== undefined) return just(named);
  const objectEvent = parties.find((party) => party.preposition === "" && isMade(party.table))?.table;
  if (objectEvent !== undefined) return just(objectEvent);
  const known = tables.map((name) => context.model.findEntity(name)).find((table) => table !== null);
  if (known !== undefined && known !== null) return just(known);
  if (
    parties.length === 0 &&
    /^(return|complete|finish|answer|message|chat|invite|view|watch|check|trade|message|comment|reply|respond|repair|fix)$/.test(
      predicate.verb,
    )
  )
    return just(subject);
  if (parties.length === 0 && context.event !== null && predicate.verb !== "pay") return just(context.event);
  const name = eventName(context, tables, parties, predicate.verb);
  if (name === null) {
    const object = parties.find((party) => party.preposition === "")?.table;
    return object === undefined ? just(subject) : directed(context, subject, object, parties[0]);
  }
  const table = context.model.ensure(name, "needed");
  context.event = table;
  return just(table);
}

/** Papers and payments that a verb produces are the event themselves: "customers buy tickets". */
const isMade = (table: DraftTable): boolean =>
  /^(tickets_sold|tickets|policies|subscriptions|memberships|invoices|fees|payments|appointments|offers|orders|reservations|bookings|contracts)$/.test(
    table.entity?.name ?? "",
  );

function isOneOf(context: Context, table: DraftTable, names: readonly string[]): boolean {
  return names.some((name) => table.entity !== null && context.model.entityOf(name) === table.entity);
}

const weak =
  /^(?:log|take|undergo|complete|finish|watch|view|check|return|answer|message|examine|interview|fix|milk|water|feed)$/;

/** The first event of the verb that refers to what is in the clause; a strong verb ("rent") is one by itself. */
function eventName(
  context: Context,
  tables: readonly string[],
  parties: readonly Party[],
  verb: string,
): string | null {
  const objects = parties.map((party) => party.table);
  const fitting = tables.find((name) => {
    const targets = context.model.entityOf(name)?.references.flatMap((reference) => reference.targets) ?? [];
    return objects.some(
      (table) =>
        targets.some((target) => context.model.findEntity(target) === table) && table.name !== "users",
    );
  });
  if (fitting !== undefined) return fitting;
  return weak.test(verb) ? null : (tables[0] ?? null);
}

/** Between two things: the ontology's direction, a junction that it knows, else the object belongs to the subject. */
function directed(
  context: Context,
  subject: DraftTable,
  object: DraftTable,
  party: Party | undefined,
): Focus {
  const names = (from: DraftTable, to: DraftTable): boolean =>
    from.entity?.references.some((reference) =>
      reference.targets.some((name) => context.model.findEntity(name) === to),
    ) ?? false;
  const junction = context.lexicon.junctions.find((entry) => isPair(context, entry, subject, object));
  if (junction?.implied === true || (junction !== undefined && party?.thing.noun.isMany === true))
    return { table: object, many: true, partner: subject };
  if (names(object, subject)) return just(object);
  if (names(subject, object)) return just(subject);
  if (party?.thing.noun.isMany === true) return { table: object, many: true, partner: subject };
  if (kindOf(subject) === "p" || kindOf(subject) === "o" || kindOf(subject) === "l") return just(object);
  return { table: object, many: true, partner: subject };
}

function isPair(
  context: Context,
  junction: { left: string; right: string },
  a: DraftTable,
  b: DraftTable,
): boolean {
  const [left, right] = [context.model.findEntity(junction.left), context.model.findEntity(junction.right)];
  return (left === a && right === b) || (left === b && right === a);
}
