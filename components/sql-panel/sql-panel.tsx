"use client";

import { Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTables } from "#components/api/queries.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { AskBar } from "./ask-bar.tsx";
import { Results } from "./results.tsx";
import { type EditorHandle, SqlEditor } from "./sql-editor.tsx";
import { TrialBar } from "./trial-bar.tsx";
import { useSql } from "./use-sql.ts";

/** SQL over the project's own tables: a question, the text, its results. */
export function SqlPanel() {
  const { databaseId } = useProject();
  const tables = useTables(databaseId).data ?? [];
  const { state, run, confirm, dismiss, cancel, clearProblem } = useSql(databaseId);
  const handle = useRef<EditorHandle>(null);
  const runButton = useRef<HTMLButtonElement>(null);
  const initialText = useStoredText(databaseId);
  const isRunning = state.status === "running";

  function runText() {
    const wanted = handle.current?.toRun();
    if (wanted) void run(wanted.text, wanted.offset);
  }

  function changed(text: string) {
    sessionStorage.setItem(storageKey(databaseId), text);
    clearProblem();
  }

  return (
    <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar)-1px)] flex-col">
      <h1 className="sr-only">SQL</h1>
      <div className="border-b px-4 py-3 md:px-6">
        <AskBar databaseId={databaseId} onProposal={(sql) => handle.current?.replace(sql)} />
      </div>
      <div className="min-h-40 flex-[5] basis-0">
        {initialText === null ? null : (
          <SqlEditor
            initialText={initialText}
            tables={tables.map((table) => table.schema)}
            problem={state.problem}
            handle={handle}
            onChange={changed}
            onRun={runText}
            onLeave={() => runButton.current?.focus()}
          />
        )}
      </div>
      <div className="flex items-center gap-3 border-y bg-sunken px-4 py-2 md:px-6">
        <Button ref={runButton} variant="primary" size="sm" onClick={runText} pending={isRunning}>
          {isRunning ? null : <Play aria-hidden="true" />}
          Run
        </Button>
        {isRunning ? (
          <Button size="sm" onClick={cancel}>
            <Square aria-hidden="true" />
            Stop
          </Button>
        ) : null}
        <p className="hidden items-center gap-1.5 text-faint text-xs sm:flex">
          <Kbd>Ctrl</Kbd> or <Kbd>⌘</Kbd> <Kbd>Enter</Kbd> runs the selection or all, <Kbd>Esc</Kbd> leaves
          the editor
        </p>
      </div>
      <div className="flex min-h-0 flex-[6] basis-0 flex-col overflow-auto">
        {state.trial === null ? null : (
          <TrialBar results={state.results ?? []} onConfirm={confirm} onDismiss={dismiss} />
        )}
        <Results run={state} />
      </div>
    </div>
  );
}

function storageKey(databaseId: string): string {
  return `rowhouse.sql.${databaseId}`;
}

/** What was typed here before, within this tab; null until the browser was asked. */
function useStoredText(databaseId: string): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => setText(sessionStorage.getItem(storageKey(databaseId)) ?? ""), [databaseId]);
  return text;
}
