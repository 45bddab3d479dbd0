import type { Table } from "#lib/catalog/types.ts";
import type { Positions, SchemaMarks } from "./canvas-types.ts";
import { cardHeight, cardWidth } from "./card-size.ts";
import type { RelationEdgeType } from "./relation-edge.tsx";
import { relationsOf, relationWords } from "./relations.ts";
import type { TableNodeType } from "./table-node.tsx";

interface NodesInput {
  readonly tables: readonly Table[];
  readonly marks: SchemaMarks;
  readonly positions: Positions;
  readonly canMove: boolean;
}

const noMarks: SchemaMarks[string] = {};

/** The cards; those that are as they were stay the same values, so that they are not drawn again. */
export function nodesOf(before: readonly TableNodeType[], input: NodesInput): TableNodeType[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return input.tables.map((table) => {
    const marks = input.marks[table.name] ?? noMarks;
    const old = known.get(table.name);
    const size = { width: cardWidth, height: cardHeight(table) };
    const position = input.positions[table.name] ?? old?.position ?? { x: 0, y: 0 };
    const isSame =
      old?.data.table === table &&
      old.data.marks === marks &&
      old.position.x === position.x &&
      old.position.y === position.y;
    if (old !== undefined && isSame) return old;
    return {
      ...old,
      id: table.name,
      type: "table",
      position,
      ...size,
      measured: size,
      data: { table, marks },
      draggable: input.canMove && marks.table !== "removed",
      ariaLabel: cardWords(table),
    };
  });
}

function cardWords({ name, columns }: Table): string {
  return `Table ${name}, ${columns.length} ${columns.length === 1 ? "column" : "columns"}`;
}

/** @param near the table whose relations stand out. */
export function edgesOf(tables: readonly Table[], near: string | null): RelationEdgeType[] {
  return relationsOf(tables).map((relation) => ({
    id: relation.id,
    type: "relation",
    source: relation.from.table,
    target: relation.to.table,
    sourceHandle: "out",
    targetHandle: "in",
    data: { relation, isNear: near === relation.from.table || near === relation.to.table },
    ariaLabel: relationWords(relation),
  }));
}
