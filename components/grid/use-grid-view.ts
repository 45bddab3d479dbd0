"use client";

import { useSearchParams } from "next/navigation";
import { type GridView, readView, writeView } from "./view-state.ts";

/** The view in the address and how to change it; each change is a step that Back undoes, unless `isTyping`. */
export function useGridView() {
  const params = useSearchParams();
  const view = readView(new URLSearchParams(params));

  function change(fields: Partial<GridView>, isTyping = false) {
    // A new question starts at its first page.
    const next = writeView(currentParams(), { ...view, page: 1, ...fields });
    show(next, isTyping);
  }

  /** `new` for an empty panel, a row's key for that row, null to close. */
  function openRow(key: string | null) {
    const next = currentParams();
    if (key === null) next.delete("row");
    else next.set("row", key);
    show(next, false);
  }

  return { view, change, row: params.get("row"), openRow };
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
