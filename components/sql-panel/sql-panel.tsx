"use client";

import { useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Sheet } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { AskBar } from "./ask-bar.tsx";
import { formatSql } from "./format-sql.ts";
import { type SavedQuery, useForgetPanel } from "./panel-api.ts";
import { ParametersBar } from "./parameters-bar.tsx";
import { ProblemLine } from "./problem-line.tsx";
import { Results } from "./results.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { SidePanel } from "./side-panel.tsx";
import { type EditorHandle, SqlEditor } from "./sql-editor.tsx";
import { lineOf, type SqlProblem, startOfLine } from "./sql-position.ts";
import { Toolbar } from "./toolbar.tsx";
import { TrialBar } from "./trial-bar.tsx";
import { UndoBar } from "./undo-bar.tsx";
import { useCheck } from "./use-check.ts";
import { useNames } from "./use-names.ts";
import { rememberedRun, useParameters } from "./use-parameters.ts";
import { usePreference } from "./use-preference.ts";
import { useSql } from "./use-sql.ts";
import { useStoredText } from "./use-stored-text.ts";

/** SQL over the project's own tables: a question, the text, its results, and what was written before. */
export function SqlPanel() {
  const { databaseId, role } = useProject();
  const names = useNames(databaseId);
  const sql = useSql(databaseId);
  const { state } = sql;
  const handle = useRef<EditorHandle>(null);
  const runButton = useRef<HTMLButtonElement>(null);
  const stored = useStoredText(databaseId);
  const text = stored.text ?? "";
  const parameters = useParameters(text, names);
  const problems = useCheck(databaseId, text, parameters.filled);
  const [isPreviewed, setPreviewed] = usePreference("rowhouse.sql.preview", true);
  const [isSideOpen, setSideOpen] = usePreference("rowhouse.sql.side", true);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [opened, setOpened] = useState<SavedQuery | null>(null);
  const forget = useForgetPanel(databaseId);
  const canWrite = mayDo(role, "editor");
  const marked = allProblems(state.problem, problems);

  function run(what: "statement" | "whole") {
    const wanted = handle.current?.toRun(what);
    if (wanted) void sql.run(wanted, { parameters: parameters.filled, isPreviewed });
  }

  function runExplain(isAnalyzed: boolean) {
    const wanted = handle.current?.toRun("statement");
    if (!wanted) return;
    const prefix = isAnalyzed ? "EXPLAIN (ANALYZE, FORMAT JSON) " : "EXPLAIN (FORMAT JSON) ";
    const explained = { text: prefix + wanted.text, offset: wanted.offset - prefix.length };
    void sql.run(explained, { parameters: parameters.filled, isPreviewed: false });
  }

  async function format() {
    const before = handle.current?.text() ?? "";
    try {
      const after = await formatSql(before);
      // What was typed meanwhile is worth more.
      if (handle.current?.text() === before && after !== before) handle.current.replace(after);
    } catch {
      toast({
        tone: "danger",
        title: "This text cannot be formatted",
        description:
          "It is left as it is: the formatter does not understand all of it, or it is not finished.",
      });
    }
  }

  async function save() {
    if (opened === null) return setSaving(true);
    try {
      const path = `/api/database/${databaseId}/sql/queries/${opened.id}`;
      const body = { query: text, parameters: parameters.toSave };
      const { query } = await call<{ query: SavedQuery }>("PATCH", path, { body });
      setOpened(query);
      void forget("queries");
      toast({ tone: "good", title: `Saved "${query.name}"` });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  async function undo(runId: string) {
    try {
      const undone = await sql.undo(runId);
      const words = undone.map(({ table, rows }) => `${rows.toLocaleString("en")} of ${table}`).join(", ");
      toast({ tone: "good", title: "Put the rows back", description: words });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  function open(query: string, saved: SavedQuery | null) {
    handle.current?.replace(query);
    setOpened(saved);
    setSheetOpen(false);
  }

  const side = (
    <SidePanel
      databaseId={databaseId}
      names={names}
      onInsert={(name) => {
        setSheetOpen(false);
        handle.current?.insert(name);
      }}
      onOpenRun={({ query, params }) => {
        const remembered = rememberedRun(query, params);
        if (params.length > 0) parameters.load(remembered.parameters);
        open(remembered.query, null);
      }}
      onOpenQuery={(saved) => {
        parameters.load(saved.parameters);
        open(saved.query, saved);
      }}
      onUndo={(runId) => void undo(runId)}
    />
  );
  const trialTabs = state.tabs.filter(({ isPinned }) => !isPinned).map(({ result }) => result);
  return (
    <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar)-1px)] min-w-0">
      <h1 className="sr-only">SQL</h1>
      {isSideOpen ? (
        <aside
          aria-label="Tables, saved queries and history"
          className="hidden w-64 shrink-0 flex-col border-r lg:flex"
        >
          {side}
        </aside>
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="border-b px-3 py-2.5">
          <AskBar databaseId={databaseId} onProposal={(proposal) => open(proposal, null)} />
        </div>
        <div className="relative min-h-32 flex-[5] basis-0">
          {stored.text === null ? null : (
            <SqlEditor
              initialText={stored.text}
              names={names}
              problems={marked}
              handle={handle}
              onChange={(changed) => {
                stored.store(changed);
                sql.clearProblem();
              }}
              onRun={run}
              onFormat={() => void format()}
              onLeave={() => runButton.current?.focus()}
            />
          )}
          <ProblemLine
            problems={state.problem === null ? problems : []}
            text={text}
            onGo={({ range }) => handle.current?.goTo(range.start)}
          />
        </div>
        <ParametersBar filled={parameters.filled} onGive={parameters.give} onRun={() => run("whole")} />
        <Toolbar
          runButton={runButton}
          isRunning={state.status === "running"}
          isSideOpen={isSideOpen}
          isPreviewed={isPreviewed}
          canSave={canWrite}
          opened={opened?.name ?? null}
          onRun={() => run("whole")}
          onStop={sql.cancel}
          onExplain={runExplain}
          onFormat={() => void format()}
          onSave={() => void save()}
          onSaveAs={() => setSaving(true)}
          onSide={() => (isWide() ? setSideOpen(!isSideOpen) : setSheetOpen(true))}
          onPreview={setPreviewed}
        />
        <div className="flex min-h-0 flex-[6] basis-0 flex-col">
          {state.trial === null ? null : (
            <TrialBar
              results={trialTabs}
              statements={state.trial.statements}
              undoRefusal={state.trial.undoRefusal ?? null}
              onConfirm={() => {
                runButton.current?.focus();
                void sql.confirm();
              }}
              onDismiss={() => {
                sql.dismiss();
                handle.current?.focus();
              }}
            />
          )}
          <Results
            run={state}
            databaseId={databaseId}
            errorLine={state.problem === null ? null : lineOf(text, state.problem.range.start)}
            onShow={sql.show}
            onPin={sql.pin}
            onClose={sql.close}
            onGoToLine={(line) => handle.current?.goTo(startOfLine(text, line, state.ran?.offset ?? 0))}
            onLeaveOut={() => {
              runButton.current?.focus();
              void sql.leaveOut();
            }}
            onGoToError={() => state.problem && handle.current?.goTo(state.problem.range.start)}
          >
            {state.receipt === null ? null : (
              <UndoBar receipt={state.receipt} onUndo={(id) => void undo(id)} />
            )}
          </Results>
        </div>
      </div>
      <Sheet open={isSheetOpen} onOpenChange={setSheetOpen} title="Browse">
        {side}
      </Sheet>
      {isSaving ? (
        <SaveDialog
          databaseId={databaseId}
          draft={{ query: text, parameters: parameters.toSave }}
          onSaved={setOpened}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </div>
  );
}

/** What the run found and, elsewhere, what the look found. */
function allProblems(ofRun: SqlProblem | null, ofLook: readonly SqlProblem[]): readonly SqlProblem[] {
  if (ofRun === null) return ofLook;
  return [ofRun, ...ofLook.filter(({ range }) => range.start !== ofRun.range.start)];
}

/** Whether there is room for the list beside the editor: Tailwind's `lg`. */
function isWide(): boolean {
  return window.matchMedia("(width >= 64rem)").matches;
}
