import { Graph, layout } from "@dagrejs/dagre";
import type { Table } from "#lib/catalog/types.ts";
import type { Positions } from "./canvas-types.ts";
import { type Box, boxAround, cardHeight, cardWidth } from "./card-size.ts";
import { type Relation, relationsOf } from "./relations.ts";

const gap = { rank: 120, node: 44, group: 88 };

/** Puts what belongs together side by side: each group of related tables in layers, the groups in rows like words. */
export function layoutTables(tables: readonly Table[]): Positions {
  const relations = relationsOf(tables);
  const groups = connected(tables, relations);
  const related = groups.filter((group) => group.length > 1).map((group) => layered(group, relations));
  const alone = groups.filter((group) => group.length === 1).flat();
  return shelved(
    alone.length === 0
      ? related
      : [...related, ...alone.map((table) => new Map([[table.name, boxOf(table)]]))],
  );
}

/**
 * Places for the tables that have none, beside those that have.
 *
 * @returns all tables with their places.
 */
export function completePositions(tables: readonly Table[], known: Positions): Positions {
  const isPlaced = ({ name }: Table) => Object.hasOwn(known, name);
  const placed = tables.filter(isPlaced);
  const missing = tables.filter((table) => !isPlaced(table));
  if (missing.length === 0) return known;
  const laidOut = layoutTables(missing);
  const taken = boxAround(placed.map((table) => ({ ...boxOf(table), ...known[table.name] })));
  if (taken === null) return laidOut;
  const shifted = Object.entries(laidOut).map(([name, { x, y }]) => [
    name,
    { x: taken.x + x, y: taken.y + taken.height + gap.group + y },
  ]);
  return { ...known, ...Object.fromEntries(shifted) };
}

type Places = Map<string, Box>;

function boxOf(table: Table): Box {
  return { x: 0, y: 0, width: cardWidth, height: cardHeight(table) };
}

/** Groups of tables that relations hold together, in the order of their first tables. */
function connected(tables: readonly Table[], relations: readonly Relation[]): readonly (readonly Table[])[] {
  const neighbours = new Map<string, Set<string>>(tables.map(({ name }) => [name, new Set()]));
  for (const { from, to } of relations) {
    neighbours.get(from.table)?.add(to.table);
    neighbours.get(to.table)?.add(from.table);
  }
  const groupOf = new Map<string, number>();
  for (const [index, { name }] of tables.entries()) {
    const open = groupOf.has(name) ? [] : [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (groupOf.has(next)) continue;
      groupOf.set(next, index);
      open.push(...(neighbours.get(next) ?? []));
    }
  }
  return [...new Set(groupOf.values())].map((group) =>
    tables.filter(({ name }) => groupOf.get(name) === group),
  );
}

/** What is pointed at stands to the right of what points, in columns whose lines cross as little as possible. */
function layered(group: readonly Table[], relations: readonly Relation[]): Places {
  const graph = new Graph().setGraph({ rankdir: "LR", ranksep: gap.rank, nodesep: gap.node });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const table of group) graph.setNode(table.name, { width: cardWidth, height: cardHeight(table) });
  for (const { from, to } of relations) {
    if (from.table !== to.table && graph.hasNode(from.table)) graph.setEdge(from.table, to.table);
  }
  layout(graph);
  return new Map(
    group.map((table) => {
      const box = boxOf(table);
      const { x = 0, y = 0 } = graph.node(table.name) as { x?: number; y?: number };
      return [table.name, { ...box, x: x - box.width / 2, y: y - box.height / 2 }];
    }),
  );
}

/** The groups from left to right and from top to bottom, in about the shape of a screen. */
function shelved(groups: readonly Places[]): Positions {
  const boxes = groups.map((places) => boxAround([...places.values()]));
  const area = boxes.reduce(
    (sum, box) => sum + ((box?.width ?? 0) + gap.group) * ((box?.height ?? 0) + gap.group),
    0,
  );
  const width = Math.max(Math.sqrt(area * 1.6), ...boxes.map((box) => box?.width ?? 0));
  const positions: Record<string, { x: number; y: number }> = {};
  let [left, top, depth] = [0, 0, 0];
  for (const [index, places] of groups.entries()) {
    const box = boxes[index];
    if (box == null) continue;
    if (left > 0 && left + box.width > width) [left, top, depth] = [0, top + depth + gap.group, 0];
    for (const [name, { x, y }] of places) {
      positions[name] = { x: Math.round(left + x - box.x), y: Math.round(top + y - box.y) };
    }
    left += box.width + gap.group;
    depth = Math.max(depth, box.height);
  }
  return positions;
}
