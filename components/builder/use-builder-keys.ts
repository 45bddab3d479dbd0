"use client";

import { useEffect, useEffectEvent } from "react";
import type { Draft } from "./use-draft.ts";

/** Undo and redo from anywhere on the page; in a field that is typed in, the keys are the field's own. */
export function useBuilderKeys({ undo, redo }: Draft, isOn: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isUndo = event.key.toLowerCase() === "z";
    if (!(event.metaKey || event.ctrlKey) || !(isUndo || event.key.toLowerCase() === "y")) return;
    if (
      event.target instanceof Element &&
      event.target.closest("input, textarea, select, [contenteditable], [role=dialog]")
    )
      return;
    event.preventDefault();
    if (isUndo && !event.shiftKey) undo();
    else redo();
  });
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [isOn]);
}
