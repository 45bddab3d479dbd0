"use client";

import { Plus, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import type { SchemaMarks } from "#components/canvas/canvas-types.ts";
import { MarkSign } from "#components/canvas/card-parts.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import type { Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { createTable } from "./commands.ts";
import { TableMenu } from "./table-inspector.tsx";

interface OutlineProps {
  /** With those that are dropped. */
  readonly tables: readonly Table[];
  readonly marks: SchemaMarks;
}

/** All tables as a list: found by name, shown on the canvas, with everything that their cards can do. */
export function Outline({ tables, marks }: OutlineProps) {
  const { canWrite, draft, make, show, placeBeside } = useBuilder();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const found = tables.filter((table) => matches(table, wanted));
  function create() {
    const change = createTable(draft.tables, placeBeside(null));
    if (make([change]).length === 0) show({ table: change.table.name, column: null });
  }
  return (
    <section aria-label="Tables" className="flex min-h-0 flex-1 flex-col">
      <div className="grid gap-2 p-3">
        <div className="relative">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
          />
          <Input
            type="search"
            value={text}
            aria-label="Find a table or column"
            placeholder="Find a table or column"
            className="pl-8 md:text-[0.8125rem]"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              const [first] = found;
              if (event.key === "Enter" && first) show({ table: first.name, column: null });
            }}
          />
        </div>
        {canWrite ? (
          <Button size="sm" onClick={create}>
            <Plus aria-hidden="true" />
            New table
          </Button>
        ) : null}
      </div>
      <p className="sr-only" role="status">
        {wanted === "" ? "" : `${found.length} of ${tables.length} tables`}
      </p>
      <ul className="relative min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {found.map((table) => (
          <OutlineItem key={table.name} table={table} mark={marks[table.name]?.table} />
        ))}
        {found.length === 0 ? (
          <li className="px-2 py-3 text-[0.8125rem] text-faint">No table or column is called that.</li>
        ) : null}
      </ul>
    </section>
  );
}

interface OutlineItemProps {
  readonly table: Table;
  readonly mark: SchemaMarks[string]["table"];
}

function OutlineItem({ table, mark }: OutlineItemProps) {
  const { canWrite, selected, show } = useBuilder();
  const isSelected = selected?.table === table.name;
  const isGone = mark === "removed";
  return (
    <li className={cn("group flex items-center rounded-md", isSelected ? "bg-tint" : "hover:bg-wash")}>
      <button
        type="button"
        aria-pressed={isSelected}
        disabled={isGone}
        onClick={() => show({ table: table.name, column: null })}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left"
      >
        <span
          className={cn("min-w-0 flex-1 truncate font-mono text-xs", isGone && "text-danger line-through")}
        >
          {table.name}
        </span>
        {mark ? <MarkSign mark={mark} /> : null}
        <span className="text-2xs text-faint tabular-nums">
          {table.columns.length}
          <span className="sr-only"> columns</span>
        </span>
      </button>
      {canWrite && !isGone ? <TableMenu table={table} className="size-8 md:size-7" /> : null}
    </li>
  );
}

function matches({ name, columns }: Table, wanted: string): boolean {
  if (wanted === "" || name.toLowerCase().includes(wanted)) return true;
  return columns.some((column) => column.name.toLowerCase().includes(wanted));
}
