"use client";

import { type ComponentProps, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { fromLocalInput, toLocalInput } from "#components/record-panel/moment-text.ts";
import { cn } from "#components/ui/cn.ts";
import type { Column, Json } from "#lib/catalog/types.ts";
import { parseCell } from "./cell-text.ts";
import type { CellEditorProps } from "./hanging-editor.tsx";

const box =
  "absolute top-0 left-0 z-5 min-h-full w-full min-w-40 border-2 border-link bg-surface px-2 text-base shadow-float outline-none md:text-[0.8125rem]";

/** A value that is typed: Enter stores it and goes down, Tab to the right, Escape leaves it as it was. */
export function InlineEditor({ column, value, typed, onDone, onCancel }: CellEditorProps) {
  const [text, setText] = useState(typed ?? editText(column, value));
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isLeaving = useRef(false);

  useEffect(() => {
    const input = field.current;
    input?.focus({ preventScroll: true });
    if (typed === null) input?.select?.();
    // Behind what was typed to begin with; pickers of dates have no caret.
    else if (input?.selectionStart !== null) input?.setSelectionRange(typed.length, typed.length);
  }, [typed]);

  function finish(then: Parameters<typeof onDone>[1]): boolean {
    const result = parseCell(column, { text: storedText(column, text) });
    if (!result.ok) {
      setProblem(result.problem);
      return false;
    }
    isLeaving.current = true;
    onDone(result.value, then);
    return true;
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      isLeaving.current = true;
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) finish("down");
    else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else return;
    event.preventDefault();
  }

  const shared = {
    ref: field,
    value: text,
    "aria-label": `Edit ${column.name}`,
    "aria-invalid": problem !== null || undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      setText(event.target.value);
      setProblem(null);
    },
    onKeyDown,
    // What does not fit is given up when one leaves: Enter says why, and stays.
    onBlur: () => {
      if (!isLeaving.current && !finish("stay")) onCancel();
    },
  };
  return (
    <>
      {isLines(column) ? (
        <textarea
          {...shared}
          rows={1}
          className={cn(box, "field-sizing-content max-h-60 resize-none py-[7px] leading-5")}
        />
      ) : (
        <input
          {...shared}
          {...inputKinds[column.sql_type === undefined ? column.type : "text"]}
          className={cn(box, "h-full aria-invalid:border-danger")}
        />
      )}
      {problem ? (
        <span
          role="alert"
          className="absolute top-full left-0 z-5 w-max max-w-72 rounded-b-md bg-danger-fill px-2 py-1 text-white text-xs"
        >
          {column.name} {problem}
        </span>
      ) : null}
    </>
  );
}

function isLines(column: Column): boolean {
  return column.type === "text" && column.sql_type === undefined;
}

function editText(column: Column, value: Json): string {
  if (value === null) return "";
  if (isMoment(column)) return toLocalInput(String(value));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function storedText(column: Column, text: string): string {
  return isMoment(column) ? fromLocalInput(text) : text;
}

function isMoment(column: Column): boolean {
  return column.type === "timestamptz" && column.sql_type === undefined;
}

// Numbers are text inputs with a numeric keyboard: a number input drops what it does not understand instead of showing it.
const inputKinds: { readonly [type in Column["type"]]?: ComponentProps<"input"> } = {
  integer: { inputMode: "numeric" },
  bigint: { inputMode: "numeric" },
  number: { inputMode: "decimal" },
  numeric: { inputMode: "decimal" },
  date: { type: "date" },
  time: { type: "time", step: 1 },
  timestamptz: { type: "datetime-local", step: 1 },
  email: { inputMode: "email", autoComplete: "off" },
  url: { inputMode: "url", autoComplete: "off" },
  file: { inputMode: "url", autoComplete: "off" },
  phone: { inputMode: "tel", autoComplete: "off" },
  uuid: { spellCheck: false, autoComplete: "off" },
};
