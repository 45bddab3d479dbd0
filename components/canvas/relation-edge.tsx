"use client";

import { type Edge, type EdgeProps, useInternalNode } from "@xyflow/react";
import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { type Box, cardHeight, cardWidth, rowMiddle } from "./card-size.ts";
import { endMark, relationLine } from "./relation-path.ts";
import { type Relation, relationWords } from "./relations.ts";
import type { TableNodeType } from "./table-node.tsx";

export type RelationEdgeType = Edge<{ readonly relation: Relation; readonly isNear: boolean }, "relation">;

/** A relation as a line with a crow's foot at the many and a bar at the one. */
export const RelationEdge = memo(function RelationEdge(props: EdgeProps<RelationEdgeType>) {
  const from = useBox(props.source);
  const to = useBox(props.target);
  const relation = props.data?.relation;
  if (from === null || to === null || relation === undefined) return null;
  const line = relationLine({
    from: from.box,
    to: to.box,
    fromRow: rowMiddle(from.table, relation.from.columns[0] ?? ""),
    toRow: rowMiddle(to.table, relation.to.columns[0] ?? ""),
  });
  const many = endMark(line.start, relation.isOneToOne ? "one" : "many", true);
  const one = endMark(line.end, "one", relation.isOptional);
  const isNear = props.selected === true || props.data?.isNear === true;
  return (
    <g className={cn("canvas-relation", isNear && "is-near")}>
      <title>{relationWords(relation)}</title>
      <path d={line.path} className="react-flow__edge-path" />
      <path d={`${many} ${one}`} className="canvas-ends" />
      <path
        d={line.path}
        className="react-flow__edge-interaction"
        strokeWidth={18}
        strokeOpacity={0}
        fill="none"
      />
    </g>
  );
});

function useBox(
  nodeId: string,
): { readonly box: Box; readonly table: TableNodeType["data"]["table"] } | null {
  const node = useInternalNode<TableNodeType>(nodeId);
  if (node === undefined) return null;
  const { table } = node.data;
  return { table, box: { ...node.internals.positionAbsolute, width: cardWidth, height: cardHeight(table) } };
}
