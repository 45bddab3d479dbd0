import type { Link, Thing } from "../grammar/thing.ts";
import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { addAttribute } from "./attributes.ts";
import { isJunk, isTableAt } from "./classify.ts";
import { type Context, declare, findTable, isContainer, kindOf, readingOf, refer } from "./context.ts";
import { putPair } from "./pairs.ts";
import { roleOf } from "./roles.ts";

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
    for (const relative of other.relatives) context.relate(target, relative, other);
    for (const detail of other.details)
      if (!isTableAt(context, detail, "owner", other.details))
        addAttribute(context, detailOwner(context, table, target, detail), detail);
  }
}

export function describeLinks(context: Context, table: DraftTable, thing: Thing): void {
  for (const link of thing.links) if (link.preposition !== "with") tieLink(context, table, thing, link);
  for (const relative of thing.relatives) context.relate(table, relative, thing);
}

/** "orders by customers with pickup time": the time is the order's, unless only customers are known to have it. */
function detailOwner(context: Context, table: DraftTable, target: DraftTable, detail: Thing): DraftTable {
  const name = readingOf(context, detail).attribute?.column ?? "";
  const has = (owner: DraftTable): boolean =>
    owner.entity?.columns.some((column) => column.name === name) ?? false;
  if (has(target) && !has(table)) return target;
  return has(table) || /^[edf]$/.test(kindOf(table)) ? table : target;
}

export function tieTwo(
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
