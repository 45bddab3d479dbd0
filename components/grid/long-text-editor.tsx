"use client";

import { type KeyboardEvent, useState } from "react";
import { RichTextInput } from "#components/record-panel/rich-text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { parseCell } from "./cell-text.ts";
import type { AfterEdit } from "./grid-context.ts";
import { type CellEditorProps, HangingEditor } from "./hanging-editor.tsx";

/** JSON and rich text below their cell, checked before they are stored. */
export function LongTextEditor({ column, value, typed, onDone, onCancel }: CellEditorProps) {
  const isJson = column.type === "jsonb";
  const initial = value === null ? "" : isJson ? JSON.stringify(value, null, 2) : String(value);
  const [text, setText] = useState(typed ?? initial);
  const result = parseCell(column, { text });

  function finish(then: AfterEdit) {
    if (result.ok) onDone(result.value, then);
  }

  function onKeyDown(event: KeyboardEvent) {
    const isStoring = event.key === "Enter" && (event.metaKey || event.ctrlKey);
    if (!isStoring && event.key !== "Tab") return;
    event.preventDefault();
    finish(isStoring ? "down" : event.shiftKey ? "left" : "right");
  }

  return (
    <HangingEditor
      label={`Edit ${column.name}`}
      className="w-[28rem] p-2"
      onLeave={(how) => (how === "escape" || !result.ok || text === initial ? onCancel() : finish("stay"))}
    >
      {isJson ? (
        <textarea
          aria-label={`Edit ${column.name}`}
          aria-invalid={!result.ok || undefined}
          value={text}
          rows={10}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="w-full resize-y rounded-md border border-control bg-surface p-2 font-mono text-base outline-none focus-visible:border-link aria-invalid:border-danger md:text-xs"
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the field in it
        <div onKeyDown={onKeyDown}>
          <RichTextInput label={`Edit ${column.name}`} value={text} onChange={setText} />
        </div>
      )}
      <div className="flex items-center gap-2 pt-2">
        <p role="status" className={result.ok ? "flex-1 text-faint text-xs" : "flex-1 text-danger text-xs"}>
          {result.ok ? (
            <>
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> stores it
            </>
          ) : (
            `${column.name} ${result.problem}`
          )}
        </p>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" disabled={!result.ok} onClick={() => finish("stay")}>
          Store
        </Button>
      </div>
    </HangingEditor>
  );
}
