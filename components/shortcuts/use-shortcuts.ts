"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { type ShortcutId, shortcuts } from "./shortcuts.ts";

/** How long the second key of a sequence may take. */
const sequenceMs = 1_200;

/**
 * Listens to shortcuts of the registry, wherever the focus is. Plain letters do nothing while somebody types, nor while a
 * dialog is open.
 */
export function useShortcuts(handlers: { readonly [id in ShortcutId]?: () => void }): void {
  const handle = useEffectEvent((pressed: string): boolean => {
    const found = Object.entries(handlers).find(([id]) => shortcuts[id as ShortcutId].keys === pressed);
    found?.[1]?.();
    return found !== undefined;
  });

  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null;
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      if (event.metaKey || event.ctrlKey) {
        // There it comments a line out.
        if (key === "/" && isInEditor(event.target)) return;
        if (handle(`Mod+${key}`)) event.preventDefault();
        return;
      }
      if (key.length !== 1 || isBusy(event.target)) return;
      const isSecond = first !== null && Date.now() - first.at < sequenceMs;
      const sequence = isSecond ? `${first?.key} ${key}` : key;
      first = isSecond ? null : { key, at: Date.now() };
      if (handle(sequence)) event.preventDefault();
    }
    // Before an editor that has its own idea of the keys.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

function isInEditor(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(".monaco-editor") !== null;
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=grid], [role=menu], [role=dialog], .monaco-editor") !==
      null ||
    document.querySelector("[role=dialog]") !== null
  );
}

/** Whether keys are written as on a Mac; on the server nobody knows. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
}
