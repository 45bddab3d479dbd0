import type { RunningResult } from "./running-results.ts";

/** A result on its tab. */
export interface ResultTab {
  readonly id: number;
  readonly result: RunningResult;
  /** Stays when the next text is run. */
  readonly isPinned: boolean;
}

/** The tabs there are, and the one that is in front. */
export interface ShownTabs {
  readonly tabs: readonly ResultTab[];
  readonly shown: number | null;
  /** Somebody has pressed it since the run began: nothing that comes takes it from the front. */
  readonly isChosen: boolean;
  /** Tabs that were closed while their run went on. */
  readonly closed: readonly number[];
}

/** The results of a run so far, on their tabs: what was pinned, closed or chosen meanwhile stays so. */
export function withResults(before: ShownTabs, ofRun: readonly Omit<ResultTab, "isPinned">[]): ShownTabs {
  const ids = new Set(ofRun.map(({ id }) => id));
  const isPinned = (wanted: number) => before.tabs.some((tab) => tab.id === wanted && tab.isPinned);
  const kept = before.tabs.filter((tab) => tab.isPinned && !ids.has(tab.id));
  const own = ofRun
    .filter(({ id }) => !before.closed.includes(id))
    .map((tab) => ({ ...tab, isPinned: isPinned(tab.id) }));
  const tabs = [...kept, ...own];
  const stays = before.isChosen ? isAmong(tabs, before.shown) : isAmong(own, before.shown);
  return { ...before, tabs, shown: stays ? before.shown : (own.at(-1)?.id ?? before.shown) };
}

/** The run is over: its report comes to the front, or its last result, unless somebody looks at another by choice. */
export function withEnd(before: ShownTabs): ShownTabs {
  if (before.isChosen && isAmong(before.tabs, before.shown)) return before;
  const own = before.tabs.filter(({ isPinned }) => !isPinned);
  const report = own.find(({ result }) => result.skipped !== undefined);
  return { ...before, shown: report?.id ?? own.at(-1)?.id ?? before.shown };
}

/** The tab beside it comes to the front when it was there. */
export function withoutTab(before: ShownTabs, id: number): ShownTabs {
  const tabs = before.tabs.filter((tab) => tab.id !== id);
  const shown = before.shown === id ? (tabs.at(-1)?.id ?? null) : before.shown;
  return { ...before, tabs, shown, closed: [...before.closed, id] };
}

function isAmong(tabs: readonly ResultTab[], id: number | null): boolean {
  return tabs.some((tab) => tab.id === id);
}
