"use client";

import { Editor, loader, type Monaco, type OnMount } from "@monaco-editor/react";
import type { editor } from "monaco-editor";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useIsDark } from "#components/ui/theme.ts";
import { acceptNames } from "./drop-names.ts";
import { registerLanguage } from "./editor-language.ts";
import { darkTheme, lightTheme } from "./editor-theme.ts";
import type { KnownNames } from "./language/names.ts";
import { type SqlProblem, statementRanges, type TextToRun } from "./sql-position.ts";
import { registerSql, sqlLanguage } from "./sql-tokens.ts";

// From our own origin: a self-hosted product cannot count on a CDN, nor would its content security policy allow one.
loader.config({ paths: { vs: "/monaco/vs" } });

/** What the page can do to the text without going through React, so that Monaco's undo knows of it. */
export interface EditorHandle {
  readonly text: () => string;
  /** The selected text and where it begins; without one the statement at the cursor, or the whole. */
  readonly toRun: (otherwise: "statement" | "whole") => TextToRun;
  readonly replace: (text: string) => void;
  /** Puts a text in at the cursor. */
  readonly insert: (text: string) => void;
  readonly focus: () => void;
  /** Puts the cursor somewhere, and that in sight. */
  readonly goTo: (offset: number) => void;
}

interface SqlEditorProps {
  readonly initialText: string;
  readonly names: KnownNames;
  readonly problems: readonly SqlProblem[];
  readonly handle: RefObject<EditorHandle | null>;
  readonly onChange: (text: string) => void;
  readonly onRun: (what: "statement" | "whole") => void;
  readonly onFormat: () => void;
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
  wordWrap: "on",
  tabSize: 2,
  autoIndent: "keep",
  guides: { indentation: false },
  wordBasedSuggestions: "off",
  fixedOverflowWidgets: true,
  // A proposal is accepted with Tab; Enter stays a new line.
  acceptSuggestionOnEnter: "smart",
  // Names are dropped by `acceptNames`.
  dropIntoEditor: { enabled: false },
  parameterHints: { enabled: true },
  hover: { above: false },
  unicodeHighlight: { ambiguousCharacters: false },
};

/** Where there is little room, what is suggested with every letter would lie above the buttons: there a dot or a space asks for it. */
const smallOptions: editor.IStandaloneEditorConstructionOptions = { ...options, quickSuggestions: false };

/** Monaco, for one SQL text over the project's tables. */
export function SqlEditor({
  initialText,
  names,
  problems,
  handle,
  onChange,
  onRun,
  onFormat,
  onLeave,
}: SqlEditorProps) {
  const isDark = useIsDark();
  const [mounted, setMounted] = useState<{ instance: editor.IStandaloneCodeEditor; monaco: Monaco } | null>(
    null,
  );
  const run = useEffectEvent(onRun);
  const format = useEffectEvent(onFormat);
  const leave = useEffectEvent(onLeave);
  const latestNames = useEffectEvent(() => names);

  useEffect(() => {
    if (mounted === null) return;
    const { instance, monaco } = mounted;
    const own = handleOf(instance);
    handle.current = own;
    const refuseNames = acceptNames(instance, (text, position) => {
      instance.setPosition(position);
      own.insert(text);
    });
    const keys = instance.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Enter && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        instance.trigger("run", "hideSuggestWidget", null);
        run(event.shiftKey ? "whole" : "statement");
      }
      if (event.keyCode === monaco.KeyCode.KeyF && event.shiftKey && event.altKey) {
        event.preventDefault();
        event.stopPropagation();
        format();
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
    const language = registerLanguage(monaco, () => latestNames());
    return () => {
      for (const registered of [keys, leaving, language]) registered.dispose();
      refuseNames();
      handle.current = null;
    };
  }, [mounted, handle]);

  useEffect(() => {
    const model = mounted?.instance.getModel();
    if (mounted && model)
      mounted.monaco.editor.setModelMarkers(model, "rowhouse", markersOf(mounted.monaco, model, problems));
  }, [mounted, problems]);

  const onMount: OnMount = (instance, monaco) => setMounted({ instance, monaco });
  return (
    <Editor
      language={sqlLanguage}
      defaultValue={initialText}
      theme={isDark ? "rowhouse-dark" : "rowhouse-light"}
      options={window.matchMedia("(width < 48rem)").matches ? smallOptions : options}
      loading={<p className="text-faint">Loading the editor…</p>}
      beforeMount={(monaco) => {
        registerSql(monaco);
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
    toRun: (otherwise) => {
      const model = instance.getModel();
      const selection = instance.getSelection();
      const text = instance.getValue();
      if (model && selection && !selection.isEmpty())
        return {
          text: model.getValueInRange(selection),
          offset: model.getOffsetAt(selection.getStartPosition()),
        };
      if (otherwise === "whole" || !model || !selection) return { text, offset: 0 };
      return statementAt(text, model.getOffsetAt(selection.getPosition()));
    },
    insert: (text) => {
      const model = instance.getModel();
      const selection = instance.getSelection();
      if (model && selection) {
        const whole = model.getValue();
        const before = whole.charAt(model.getOffsetAt(selection.getStartPosition()) - 1);
        const behind = whole.charAt(model.getOffsetAt(selection.getEndPosition()));
        // Beside a word, a name is another one.
        const isWord = (letter: string) => /[\p{L}\p{N}_"]/u.test(letter);
        const own = `${isWord(before) ? " " : ""}${text}${isWord(behind) ? " " : ""}`;
        // Each name is undone by itself.
        instance.pushUndoStop();
        instance.executeEdits("names", [{ range: selection, text: own, forceMoveMarkers: true }]);
        instance.pushUndoStop();
      }
      instance.focus();
    },
    focus: () => instance.focus(),
    goTo: (offset) => {
      const position = instance.getModel()?.getPositionAt(offset);
      if (position === undefined) return;
      instance.setPosition(position);
      instance.revealPositionInCenterIfOutsideViewport(position);
      instance.focus();
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

/** The statement that an offset stands in, or the last one that ends in front of it. */
function statementAt(text: string, offset: number): TextToRun {
  const ranges = statementRanges(text);
  const range =
    ranges.find(({ start, end }) => start <= offset && offset <= end + 1) ??
    ranges.findLast(({ end }) => end < offset) ??
    ranges[0];
  return range === undefined
    ? { text, offset: 0 }
    : { text: text.slice(range.start, range.end), offset: range.start };
}

function markersOf(
  monaco: Monaco,
  model: editor.ITextModel,
  problems: readonly SqlProblem[],
): editor.IMarkerData[] {
  return problems.map(({ range, message }) => {
    const start = model.getPositionAt(range.start);
    const end = model.getPositionAt(range.end);
    return {
      severity: monaco.MarkerSeverity.Error,
      message,
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    };
  });
}
