"use client";

import "@xyflow/react/dist/base.css";
import "./canvas.css";
import {
  applyNodeChanges,
  Background,
  type Connection,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { CanvasProvider } from "./canvas-context.ts";
import { CanvasControls } from "./canvas-controls.tsx";
import type { Positions, SchemaCanvasProps, SchemaMarks } from "./canvas-types.ts";
import { edgesOf, nodesOf } from "./flow-elements.ts";
import { completePositions } from "./layout.ts";
import { motionMs } from "./motion.ts";
import { RelationEdge, type RelationEdgeType } from "./relation-edge.tsx";
import { TableNode, type TableNodeType } from "./table-node.tsx";

const nodeTypes = { table: TableNode };
const edgeTypes = { relation: RelationEdge };
const noMarks: SchemaMarks = {};
const noPositions: Positions = {};
const fit = { padding: 0.12, maxZoom: 1 };

export function CanvasFlow(props: SchemaCanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow(props: SchemaCanvasProps) {
  const { tables, marks = noMarks, selected = null, onSelect, onMove, onConnect, parts = {} } = props;
  const { nodes, changeNodes } = useNodes(props);
  const near = selected?.table ?? null;
  const edges = useMemo(() => edgesOf(tables, near), [tables, near]);
  const canConnect = onConnect !== undefined;
  const context = useMemo(() => ({ parts, canConnect, selected }), [parts, canConnect, selected]);
  const [isMoving, setMoving] = useState(false);
  useFocus(props.focus ?? null);

  function change(changes: NodeChange<TableNodeType>[]) {
    changeNodes(changes);
    const chosen = changes.find((each) => each.type === "select" && each.selected);
    if (chosen?.type === "select" && chosen.id !== near) onSelect?.({ table: chosen.id, column: null });
    const moved = movedTo(changes);
    if (moved !== null) onMove?.(moved);
  }

  return (
    <CanvasProvider value={context}>
      <ReactFlow<TableNodeType, RelationEdgeType>
        aria-label={props.label}
        className={cn("schema-canvas", isMoving && "is-moving", props.className)}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={change}
        onMoveStart={() => setMoving(true)}
        onMoveEnd={() => setMoving(false)}
        onPaneClick={() => onSelect?.(null)}
        onConnect={(connection) => connect(connection, onConnect)}
        onEdgeClick={(_, { data }) => openRelation(data, props.onOpenRelation)}
        nodesConnectable={canConnect}
        edgesFocusable={false}
        nodesDraggable={onMove !== undefined}
        connectionRadius={24}
        deleteKeyCode={null}
        minZoom={0.05}
        maxZoom={2}
        panOnScroll
        zoomOnDoubleClick={false}
        fitView
        fitViewOptions={fit}
        onlyRenderVisibleElements={tables.length > 40}
      >
        <Background gap={22} size={1.25} color="var(--line)" />
        <CanvasControls />
        <MiniMap
          pannable
          zoomable
          ariaLabel="Overview of the canvas"
          className="hidden overflow-hidden rounded-lg border shadow-card md:block"
          style={{ width: 168, height: 112 }}
          nodeColor={({ id }) => minimapColor(marks[id]?.table)}
          nodeBorderRadius={16}
        />
      </ReactFlow>
    </CanvasProvider>
  );
}

function useNodes({
  tables,
  marks = noMarks,
  positions = noPositions,
  selected = null,
  onMove,
}: SchemaCanvasProps) {
  const [nodes, setNodes] = useState<TableNodeType[]>([]);
  const canMove = onMove !== undefined;
  const current = selected?.table ?? null;
  useEffect(() => {
    setNodes((before) => {
      const standing = Object.fromEntries(before.map(({ id, position }) => [id, position]));
      const places = completePositions(tables, { ...standing, ...positions });
      return nodesOf(before, { tables, marks, positions: places, canMove });
    });
  }, [tables, marks, positions, canMove]);
  useEffect(() => {
    setNodes((before) =>
      before.some(({ id, selected: is }) => (is ?? false) !== (id === current))
        ? before.map((node) =>
            node.selected === (node.id === current) ? node : { ...node, selected: node.id === current },
          )
        : before,
    );
  }, [current]);
  const changeNodes = (changes: NodeChange<TableNodeType>[]) =>
    setNodes((before) => applyNodeChanges(changes, before));
  return { nodes, changeNodes };
}

function useFocus(focus: SchemaCanvasProps["focus"]): void {
  const flow = useReactFlow();
  const show = useEffectEvent((target: NonNullable<SchemaCanvasProps["focus"]>) => {
    const nodes = "table" in target ? { nodes: [{ id: target.table }] } : {};
    void flow.fitView({ ...fit, padding: "table" in target ? 0.3 : 0.12, duration: motionMs(280), ...nodes });
  });
  useEffect(() => {
    if (!focus) return;
    // What is chosen may open a panel beside the canvas: it is measured anew by then.
    const timer = setTimeout(() => show(focus), 80);
    return () => clearTimeout(timer);
  }, [focus]);
}

function connect(connection: Connection, onConnect: SchemaCanvasProps["onConnect"]): void {
  const column = connection.sourceHandle?.replace(/^from:/, "") ?? "";
  onConnect?.({ table: connection.source, column: column === "" ? null : column }, connection.target);
}

function openRelation(data: RelationEdgeType["data"], onOpen: SchemaCanvasProps["onOpenRelation"]): void {
  const { table = "", columns = [] } = data?.relation.from ?? {};
  onOpen?.({ table, column: columns[0] ?? null });
}

/** Where cards have come to rest, by drag or by arrow key. */
function movedTo(changes: readonly NodeChange<TableNodeType>[]): Positions | null {
  const rested = changes.flatMap((change) =>
    change.type === "position" && change.position && change.dragging !== true
      ? [[change.id, rounded(change.position)] as const]
      : [],
  );
  return rested.length === 0 ? null : Object.fromEntries(rested);
}

function rounded({ x, y }: { readonly x: number; readonly y: number }) {
  return { x: Math.round(x), y: Math.round(y) };
}

function minimapColor(mark: SchemaMarks[string]["table"]): string {
  if (mark === "added") return "var(--good)";
  if (mark === "removed") return "var(--danger)";
  return mark === "changed" ? "var(--warn)" : "var(--control)";
}
