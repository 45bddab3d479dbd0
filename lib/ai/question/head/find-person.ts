import type { Item } from "../items.ts";
import { hasRoot, pathBetween, type SchemaGraph, type TableNode } from "../schema-graph.ts";
import { verbRoots } from "../verb-lexicon.ts";

/** The table whose rows "who" asks for. */
export function findPerson(items: readonly Item[], graph: SchemaGraph): TableNode | null {
  const people = graph.tables.filter((table) => table.isPerson);
  if (people.length < 2) return people[0] ?? null;
  const named = items.flatMap((item) => (item.kind === "mention" ? item.mention.tables : []));
  const verbs = items.flatMap((item) =>
    item.kind === "word" ? [item.root, ...(verbRoots[item.root] ?? [])] : [],
  );
  const rated = people.map((table) => ({ table, score: rate(table, named, verbs) }));
  rated.sort((a, b) => b.score - a.score);
  return rated[0]?.table ?? null;
}

/** "who teaches": the table's own name; "who borrowed": a table of loans that points at it; else who is close. */
function rate(table: TableNode, named: readonly TableNode[], verbs: readonly string[]): number {
  let score = 0;
  for (const verb of verbs) {
    if (hasRoot(table.words, verb)) score += 6;
    const edges = table.edges.filter((edge) => edge.direction === "many");
    if (edges.some((edge) => hasRoot(edge.column.words, verb) || hasRoot(edge.to.words, verb))) score += 4;
  }
  for (const other of named) {
    const path = pathBetween(table, other);
    score += path === null ? 0 : 4 - path.edges.length;
  }
  return score;
}
