"use client";

import { Tabs } from "radix-ui";
import { HistoryList } from "./history-list.tsx";
import type { KnownNames } from "./language/names.ts";
import type { NotedRun, SavedQuery } from "./panel-api.ts";
import { SavedList } from "./saved-list.tsx";
import { SchemaTree } from "./schema-tree.tsx";

interface SidePanelProps {
  readonly databaseId: string;
  readonly names: KnownNames;
  readonly onInsert: (text: string) => void;
  readonly onOpenRun: (run: NotedRun) => void;
  readonly onOpenQuery: (query: SavedQuery) => void;
  readonly onUndo: (runId: string) => void;
}

const tabs = [
  ["schema", "Tables"],
  ["saved", "Saved"],
  ["history", "History"],
] as const;

/** What to write SQL from: the names there are, saved queries, what was run before. */
export function SidePanel({ databaseId, names, onInsert, onOpenRun, onOpenQuery, onUndo }: SidePanelProps) {
  return (
    <Tabs.Root defaultValue="schema" className="flex min-h-0 flex-1 flex-col">
      <Tabs.List aria-label="Browse" className="flex shrink-0 gap-1 border-b px-2">
        {tabs.map(([value, label]) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="-outline-offset-2 h-10 border-transparent border-b-2 px-2 text-[0.8125rem] text-soft data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="schema" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <SchemaTree names={names} onInsert={onInsert} />
      </Tabs.Content>
      <Tabs.Content value="saved" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <SavedList databaseId={databaseId} onOpen={onOpenQuery} />
      </Tabs.Content>
      <Tabs.Content value="history" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <HistoryList databaseId={databaseId} onOpen={onOpenRun} onUndo={onUndo} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
