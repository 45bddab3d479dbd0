"use client";

import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { replayEarlyInput } from "./replay-early-input.ts";

const noChanges = () => () => undefined;

/**
 * A part of the page that React takes over by itself: the whole, and what stands behind a Suspense boundary.
 * What was done in it before is done again then.
 */
export function Hydrating({ children }: { readonly children: ReactNode }) {
  const isHydrating = useSyncExternalStore(
    noChanges,
    () => false,
    () => true,
  );
  useEffect(() => {
    if (!isHydrating) replayEarlyInput();
  }, [isHydrating]);
  return (
    <div className="contents" data-hydrating={isHydrating ? "" : undefined}>
      {children}
    </div>
  );
}
