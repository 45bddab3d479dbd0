import type { Item } from "../items.ts";
import type { SchemaGraph } from "../schema-graph.ts";
import { figureHead } from "./figure-head.ts";
import { findGroup, type Group } from "./find-group.ts";
import { findPerson } from "./find-person.ts";
import { type Head, hasKey, isAggregate, type Subject, tableOf } from "./head.ts";
import { rowsHead } from "./rows-head.ts";

/** Finds the subject of a question and what is wanted of it; null when no word of it is in the schema. */
export function findHead(items: readonly Item[], graph: SchemaGraph): Head | null {
  const group = findGroup(items);
  const found = items.findIndex((item, at) => isAggregate(item) && !isPartOfOther(items, at));
  const aggregateAt = found < 0 ? null : found;
  const subject = findSubject(items, graph, group, aggregateAt);
  if (aggregateAt !== null || group !== null) {
    const head = figureHead({ items, graph, aggregateAt, group, subject });
    if (head !== null) return head;
  }
  const flow = subject === null ? flowHead(items, graph) : null;
  return flow ?? rowsHead(items, graph, subject);
}

/** "revenue this month": money that flows is asked for as a sum. */
function flowHead(items: readonly Item[], graph: SchemaGraph): Head | null {
  const at = items.findIndex((item) => item.kind === "mention");
  const isFlow = /^(sales|revenues?|turnover|earnings|income|spending)$/i.test(items[at]?.text ?? "");
  return isFlow ? figureHead({ items, graph, aggregateAt: null, group: null, subject: null }) : null;
}

/** "with the highest average grade", "whose order total is over 100", "sorted by number of posts": later steps read those. */
function isPartOfOther(items: readonly Item[], at: number): boolean {
  const before = items[at - 1];
  if (before?.kind === "superlative" && before.superlative.concept === "figure") return true;
  if (hasKey(before, ["sort", "most", "fewest"])) return true;
  const earlier = items.slice(0, at);
  if (
    hasKey(before, ["by"]) &&
    earlier.some((item) => item.kind === "superlative" || hasKey(item, ["top", "bottom", "sort"]))
  )
    return true;
  const isCompared = items
    .slice(at + 1, at + 5)
    .some((item) => hasKey(item, ["more", "less", "at least", "at most", "between"]));
  return isCompared && earlier.some((item) => item.kind === "mention");
}

/** The first table that the question names outside its grouping; failing that, one that it names by a role. */
function findSubject(
  items: readonly Item[],
  graph: SchemaGraph,
  group: Group | null,
  aggregateAt: number | null,
): Subject | null {
  const inGroup = new Set(group?.targets.map((target) => target.at));
  let role: Subject | null = null;
  for (const [at, item] of items.entries()) {
    const person = item.kind === "word" && item.singular === "person" ? findPerson(items, graph) : null;
    if (person !== null) return { at, table: person, role: null };
    if (item.kind !== "mention" || inGroup.has(at)) continue;
    const table = tableOf(item.mention);
    if (table !== undefined) return { at, table, role: null };
    role ??= roleSubject(items, at, aggregateAt);
  }
  return role;
}

function roleSubject(items: readonly Item[], at: number, aggregateAt: number | null): Subject | null {
  const item = items[at];
  if (item?.kind !== "mention") return null;
  const [edge] = item.mention.roles;
  const isColumn = item.mention.columns.some(
    ({ column, strength }) => strength === 3 && column.kind !== "reference",
  );
  const isAfterFigure = aggregateAt === null || at > aggregateAt;
  return edge === undefined || isColumn || !isAfterFigure ? null : { at, table: edge.to, role: edge };
}
