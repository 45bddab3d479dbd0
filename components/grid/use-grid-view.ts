"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { SavedView } from "#components/api/types.ts";
import { emptyDefinition, type GridDefinition } from "#lib/catalog/grid-view.ts";
import { hasDraft, isSameView, readView, withoutDraft, writeView } from "./view-state.ts";

/**
 * The view in the address and how to change it: a saved one, what the address says over it, or all rows. Each change is a
 * step that Back undoes, unless it is typed or dragged.
 */
export function useGridView(saved: readonly SavedView[]) {
  const params = useSearchParams();
  const text = params.toString();
  const current = saved.find(({ id }) => id === params.get("view")) ?? null;
  const view = useMemo(() => {
    const read = new URLSearchParams(text);
    return hasDraft(read) ? readView(read) : (current?.definition ?? emptyDefinition);
  }, [text, current]);
  const base = current?.definition ?? emptyDefinition;

  function change(fields: Partial<GridDefinition>, isReplacing = false) {
    const next = { ...view, ...fields };
    const written = writeView(currentParams(), next);
    // Nothing narrowed is a draft too, of a view that narrows.
    if (current !== null && !hasDraft(written) && !isSameView(next, base)) written.set("draft", "1");
    show(isSameView(next, base) ? withoutDraft(written) : written, isReplacing || "widths" in fields);
  }

  /** `new` for an empty panel, a row's key for that row, null to close. */
  function openRow(key: string | null, isReplacing = false) {
    const next = currentParams();
    if (key === null) next.delete("row");
    else next.set("row", key);
    show(next, isReplacing);
  }

  function openView(id: string | null) {
    const next = withoutDraft(currentParams());
    next.delete("row");
    if (id === null) next.delete("view");
    else next.set("view", id);
    show(next, false);
  }

  return {
    view,
    current,
    isDraft: !isSameView(view, base),
    change,
    row: params.get("row"),
    openRow,
    openView,
    reset: () => show(withoutDraft(currentParams()), false),
  };
}

function currentParams(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

// History's own methods: the router would ask the server again for a page that is the same.
function show(params: URLSearchParams, isReplacing: boolean): void {
  const query = params.toString();
  const address = query === "" ? window.location.pathname : `?${query}`;
  if (isReplacing) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
}
