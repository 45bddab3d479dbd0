"use client";

import { Editor, loader, type Monaco, type OnMount } from "@monaco-editor/react";
import type { editor } from "monaco-editor";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useIsDark } from "#components/ui/theme.ts";
import type { Table } from "#lib/catalog/types.ts";
import { registerCompletion } from "./editor-completion.ts";
import { darkTheme, lightTheme } from "./editor-theme.ts";
import type { TextRange } from "./sql-position.ts";

// From our own origin: a self-hosted product cannot count on a CDN, nor would its content security policy allow one.
loader.config({ paths: { vs: "/monaco/vs" } });

/** What the page can do to the text without going through React, so that Monaco's undo knows of it. */
export interface EditorHandle {
  readonly text: () => string;
  /** The selected text and where it begins, or the whole. */
  readonly toRun: () => { readonly text: string; readonly offset: number };
  readonly replace: (text: string) => void;
}

export interface SqlProblem {
  readonly range: TextRange;
  readonly message: string;
}

interface SqlEditorProps {
  readonly initialText: string;
  readonly tables: readonly Table[];
  readonly problem: SqlProblem | null;
  readonly handle: RefObject<EditorHandle | null>;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** Escape was pressed: the focus should go on, out of the editor. */
  readonly onLeave: () => void;
}

const options: editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: "SQL. Escape leaves the editor.",
  minimap: { enabled: false },
  fontSize: 13,
  lineHeight: 21,
  fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  padding: { top: 12, bottom: 12 },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  folding: false,
  overviewRulerLanes: 0,
  renderLineHighlight: "line",
  automaticLayout: true,
  tabSize: 2,
  autoIndent: "keep",
  guides: { indentation: false },
  wordBasedSuggestions: "off",
  fixedOverflowWidgets: true,
  // A proposal is accepted with Tab; Enter stays a new line.
  acceptSuggestionOnEnter: "smart",
  unicodeHighlight: { ambiguousCharacters: false },
};

/** Monaco, for one SQL text over the project's tables. */
export function SqlEditor({
  initialText,
  tables,
  problem,
  handle,
  onChange,
  onRun,
  onLeave,
}: SqlEditorProps) {
  const isDark = useIsDark();
  const [mounted, setMounted] = useState<{ instance: editor.IStandaloneCodeEditor; monaco: Monaco } | null>(
    null,
  );
  const run = useEffectEvent(onRun);
  const leave = useEffectEvent(onLeave);
  const latestTables = useEffectEvent(() => tables);

  useEffect(() => {
    if (mounted === null) return;
    const { instance, monaco } = mounted;
    handle.current = handleOf(instance);
    const keys = instance.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Enter && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        instance.trigger("run", "hideSuggestWidget", null);
        run();
      }
    });
    const isIdle = "!suggestWidgetVisible && !findWidgetVisible && !editorHasMultipleSelections";
    const leaving = instance.addAction({
      id: "leave",
      label: "Leave the editor",
      keybindings: [monaco.KeyCode.Escape],
      precondition: isIdle,
      run: () => leave(),
    });
    const completion = registerCompletion(monaco, () => latestTables());
    return () => {
      for (const registered of [keys, leaving, completion]) registered.dispose();
      handle.current = null;
    };
  }, [mounted, handle]);

  useEffect(() => {
    const model = mounted?.instance.getModel();
    if (mounted && model)
      mounted.monaco.editor.setModelMarkers(model, "rowhouse", markersOf(mounted.monaco, model, problem));
  }, [mounted, problem]);

  const onMount: OnMount = (instance, monaco) => setMounted({ instance, monaco });
  return (
    <Editor
      language="pgsql"
      defaultValue={initialText}
      theme={isDark ? "rowhouse-dark" : "rowhouse-light"}
      options={options}
      loading={<p className="text-faint">Loading the editor…</p>}
      beforeMount={(monaco) => {
        monaco.editor.defineTheme("rowhouse-light", lightTheme);
        monaco.editor.defineTheme("rowhouse-dark", darkTheme);
      }}
      onMount={onMount}
      onChange={(text) => onChange(text ?? "")}
    />
  );
}

function handleOf(instance: editor.IStandaloneCodeEditor): EditorHandle {
  return {
    text: () => instance.getValue(),
    toRun: () => {
      const model = instance.getModel();
      const selection = instance.getSelection();
      if (!model || !selection || selection.isEmpty()) return { text: instance.getValue(), offset: 0 };
      return {
        text: model.getValueInRange(selection),
        offset: model.getOffsetAt(selection.getStartPosition()),
      };
    },
    replace: (text) => {
      const range = instance.getModel()?.getFullModelRange();
      if (!range) return;
      instance.pushUndoStop();
      instance.executeEdits("proposal", [{ range, text }]);
      instance.pushUndoStop();
      instance.focus();
    },
  };
}

function markersOf(
  monaco: Monaco,
  model: editor.ITextModel,
  problem: SqlProblem | null,
): editor.IMarkerData[] {
  if (problem === null) return [];
  const start = model.getPositionAt(problem.range.start);
  const end = model.getPositionAt(problem.range.end);
  return [
    {
      severity: monaco.MarkerSeverity.Error,
      message: problem.message,
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    },
  ];
}
