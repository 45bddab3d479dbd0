"use client";

import {
  Handle,
  type Node,
  type NodeProps,
  Position,
  useConnection,
  useStore,
  useUpdateNodeInternals,
} from "@xyflow/react";
import { Fragment, memo, useEffect, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Column, Table } from "#lib/catalog/types.ts";
import { useCanvas } from "./canvas-context.ts";
import type { TableMarks } from "./canvas-types.ts";
import { CardHeader, CardRow } from "./card-parts.tsx";
import { headerHeight, rowHeight, rowMiddle } from "./card-size.ts";

export type TableNodeType = Node<{ readonly table: Table; readonly marks: TableMarks }, "table">;

/** Below this zoom letters cannot be read: cards are drawn without their columns. */
const readableZoom = 0.42;

export const TableNode = memo(function TableNode({ id, data, selected }: NodeProps<TableNodeType>) {
  const { table, marks } = data;
  const { parts, canConnect } = useCanvas();
  const isReadable = useStore((state) => state.transform[2] >= readableZoom);
  const [isOver, setOver] = useState(false);
  const Frame = parts.Frame ?? Fragment;
  const frameProps = parts.Frame ? { table } : {};
  const mayConnect = canConnect && marks.table !== "removed" && isReadable && (isOver || selected);
  return (
    <div
      className={cn("size-full", marks.table === "removed" && "opacity-75")}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
    >
      <Handle
        type="source"
        id="out"
        position={Position.Right}
        isConnectable={false}
        className="canvas-anchor"
      />
      <Target />
      <Frame {...(frameProps as { table: Table })}>
        <div
          className={cn(
            "size-full overflow-hidden rounded-xl border bg-raised",
            isReadable && "shadow-card transition-shadow",
            selected ? "border-link shadow-float ring-2 ring-link" : frameLook(marks),
          )}
        >
          {isReadable ? <Rows table={table} marks={marks} /> : <Silhouette table={table} />}
        </div>
      </Frame>
      {mayConnect ? <Sources nodeId={id} table={table} marks={marks} /> : null}
    </div>
  );
});

function frameLook({ table }: TableMarks): string {
  if (table === "added") return "border-good";
  if (table === "removed") return "border-danger border-dashed";
  return table === "changed" ? "border-warn" : "";
}

function Rows({ table, marks }: TableNodeType["data"]) {
  const { parts, selected } = useCanvas();
  const Header = parts.Header ?? CardHeader;
  const Row = parts.Row ?? CardRow;
  const isSelected = (column: Column) => selected?.table === table.name && selected.column === column.name;
  return (
    <>
      <div style={{ height: headerHeight }} className="border-b bg-sunken">
        <Header table={table} mark={marks.table} />
      </div>
      <ul aria-label={`Columns of ${table.name}`}>
        {table.columns.map((column) => (
          <li key={column.name} style={{ height: rowHeight }}>
            <Row
              table={table}
              column={column}
              mark={marks.columns?.[column.name]}
              isSelected={isSelected(column)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Silhouette({ table }: { readonly table: Table }) {
  return (
    <div className="flex size-full items-center justify-center p-2">
      <span className="line-clamp-3 break-all text-center font-mono font-semibold text-[2.25rem] leading-tight">
        {table.name}
      </span>
    </div>
  );
}

/** While a relation is drawn, the whole card is where it can end. */
function Target() {
  const isDrawing = useConnection((connection) => connection.inProgress);
  return (
    <Handle
      type="target"
      id="in"
      position={Position.Left}
      isConnectableStart={false}
      className={isDrawing ? "canvas-target" : "canvas-anchor"}
    />
  );
}

interface SourcesProps {
  readonly nodeId: string;
  readonly table: Table;
  readonly marks: TableMarks;
}

/** The dots from which relations are drawn: one a column, one for the table itself. */
function Sources({ nodeId, table, marks }: SourcesProps) {
  const update = useUpdateNodeInternals();
  const columns = table.columns.filter(({ name }) => marks.columns?.[name] !== "removed");
  const names = columns.map(({ name }) => name).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dots are measured again when there are others
  useEffect(() => update(nodeId), [nodeId, names, update]);
  return [{ name: "" }, ...columns].map(({ name }) => (
    <Handle
      key={name}
      type="source"
      id={`from:${name}`}
      position={Position.Right}
      className="canvas-source"
      style={{ top: rowMiddle(table, name) }}
      title={
        name === "" ? `Draw a relation from ${table.name}` : `Draw a relation from ${table.name}.${name}`
      }
    />
  ));
}
