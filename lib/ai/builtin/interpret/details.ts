import type { Thing } from "../grammar/thing.ts";
import type { DraftTable } from "../model/model.ts";
import { addAttribute } from "./attributes.ts";
import { isClearColumn, isTableAt } from "./classify.ts";
import { type Context, declare, isCollection, readingOf } from "./context.ts";
import { tieLink } from "./links.ts";

/** What hangs on a declared thing: its columns, its parts, and who it is tied to. */
export function elaborate(context: Context, table: DraftTable, thing: Thing): void {
  const hasColumnList = thing.aside !== null && thing.aside.subjects.length > 0;
  if (hasColumnList && thing.aside !== null)
    addDetails(
      context,
      table,
      thing.aside.subjects,
      isCollection(context, thing) || thing.aside.subjects.length > 1 ? "columns" : "owner",
    );
  addDetails(context, table, thing.details, isCollection(context, thing) ? "columns-or-parts" : "owner");
  for (const link of thing.links) tieLink(context, table, thing, link);
  for (const relative of thing.relatives) context.relate(table, relative, thing);
  context.last = table;
}

/** Details under a table: columns, parts, or references. */
export function addDetails(
  context: Context,
  owner: DraftTable,
  details: readonly Thing[],
  place: "owner" | "columns" | "columns-or-parts",
): void {
  const real = details.filter((detail) => detail.noun.words.length > 0);
  if (real.length === 0) return;
  const before = owner.columns.length;
  for (const detail of real) {
    const asTable =
      place === "columns"
        ? false
        : isTableAt(context, detail, "owner", real) &&
          !(
            place === "columns-or-parts" &&
            !detail.noun.isMany &&
            real.length > 2 &&
            real.some((other) => isClearColumn(context, other)) &&
            !isPartOf(context, owner, detail)
          );
    if (!asTable) {
      addAttribute(context, owner, detail);
      continue;
    }
    const child = declare(context, detail);
    elaborate(context, child, detail);
    // "orders with lines, shippers": what stands further on is often a neighbour, not a part.
    const belongs =
      detail === real[0] ||
      detail.noun.isMany ||
      isPartOf(context, owner, detail) ||
      child.entity?.kind === "c";
    if (belongs)
      context.facts.push({ left: owner, right: child, details: [], isOrdered: false, isMutual: false });
    context.last = owner;
  }
  if (owner.columns.length > before && owner.origin !== "base") owner.isListed = true;
}

function isPartOf(context: Context, owner: DraftTable, detail: Thing): boolean {
  const entity = readingOf(context, detail).entity;
  return (
    entity?.kind === "d" ||
    entity?.kind === "e" ||
    (entity?.references.some((reference) => reference.targets.includes(owner.entity?.name ?? owner.name)) ??
      false)
  );
}

export function lateAttribute(context: Context, thing: Thing): void {
  context.late.push({ thing, after: context.last, event: context.event, pair: context.facts.at(-1) ?? null });
}
