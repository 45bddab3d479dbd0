"use client";

import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** A choice that this browser remembers. */
export function usePreference(key: string, usual: boolean): readonly [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key) ?? String(usual),
    () => String(usual),
  );
  const choose = useCallback(
    (chosen: boolean) => {
      localStorage.setItem(key, String(chosen));
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value === "true", choose];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
