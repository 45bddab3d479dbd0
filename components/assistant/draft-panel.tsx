"use client";

import { Plus, Redo2, Undo2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import type { ComparedTables } from "#components/canvas/compare-tables.ts";
import { Button } from "#components/ui/button.tsx";
import type { ChosenChanges } from "#lib/catalog/changes/choose-changes.ts";
import type { Change, Column, Table } from "#lib/catalog/types.ts";
import { ChangeList } from "./change-list.tsx";
import { ColumnForm } from "./column-form.tsx";
import { Diagram } from "./diagram.tsx";
import type { DraftState } from "./draft-state.ts";
import { DraftTables } from "./draft-tables.tsx";
import type { Impacts } from "./use-impact.ts";

interface DraftPanelProps {
  readonly draft: DraftState;
  readonly chosen: ChosenChanges;
  readonly picture: ComparedTables;
  readonly impacts: Impacts;
  readonly onEdit: (changes: readonly Change[]) => boolean;
  readonly onToggle: (change: Change) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

const tab =
  "rounded-md px-3 py-1.5 text-soft text-[0.8125rem] transition-colors hover:text-ink data-[state=active]:bg-wash data-[state=active]:font-medium data-[state=active]:text-ink";

/** The draft as cards to edit, as a diagram, and as a list of changes to choose from. */
export function DraftPanel(props: DraftPanelProps) {
  const { draft, chosen, picture, impacts, onEdit } = props;
  const [opened, setOpened] = useState<{ table: string; column: Column | null } | null>(null);
  const { tables } = chosen.schema;
  const table = tables.find(({ name }) => name === opened?.table);
  const open = ({ name }: Table, column: Column | null) => setOpened({ table: name, column });
  return (
    <Tabs.Root defaultValue="tables" className="min-w-0">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <Tabs.List aria-label="The draft" className="flex flex-wrap gap-1">
          <Tabs.Trigger value="tables" className={tab}>
            Tables
          </Tabs.Trigger>
          <Tabs.Trigger value="diagram" className={tab}>
            Diagram
          </Tabs.Trigger>
          <Tabs.Trigger value="changes" className={tab}>
            Changes <span className="text-faint tabular-nums">{draft.changes.length}</span>
          </Tabs.Trigger>
        </Tabs.List>
        <div className="flex items-center gap-1">
          <Button
            variant="ghost"
            size="icon"
            aria-label="Undo"
            disabled={draft.past.length === 0}
            onClick={props.onUndo}
          >
            <Undo2 />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Redo"
            disabled={draft.future.length === 0}
            onClick={props.onRedo}
          >
            <Redo2 />
          </Button>
          <Button size="sm" onClick={() => addTable(tables, onEdit)}>
            <Plus aria-hidden="true" />
            Add table
          </Button>
        </div>
      </div>
      <Tabs.Content value="tables" tabIndex={-1}>
        <DraftTables picture={picture} onEdit={onEdit} onOpen={open} />
      </Tabs.Content>
      <Tabs.Content value="diagram" tabIndex={-1}>
        <Diagram tables={picture.tables} marks={picture.marks} label="Diagram of the draft" />
      </Tabs.Content>
      <Tabs.Content value="changes" tabIndex={-1}>
        <ChangeList changes={draft.changes} chosen={chosen} impacts={impacts} onToggle={props.onToggle} />
      </Tabs.Content>
      {opened !== null && table !== undefined ? (
        <ColumnForm
          table={table}
          column={opened.column}
          tables={tables}
          onEdit={onEdit}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Tabs.Root>
  );
}

function addTable(tables: readonly Table[], onEdit: DraftPanelProps["onEdit"]): void {
  const taken = new Set(tables.map(({ name }) => name));
  let name = "new_table";
  for (let number = 2; taken.has(name); number++) name = `new_table_${number}`;
  onEdit([{ kind: "create_table", table: { name, columns: [{ name: "name", type: "text" }] } }]);
}
