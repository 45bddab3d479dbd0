import { describe, expect, it } from "vitest";
import {
  type ResultTab,
  type ShownTabs,
  withEnd,
  withoutTab,
  withResults,
} from "#components/sql-panel/result-tabs.ts";

const result = (command: string, isSkipped = false): ResultTab["result"] => ({
  ...{ command, columns: [], rows: [], row_count: 0, truncated: false, ms: 1, isComplete: true },
  ...(isSkipped ? { skipped: { line: 1, position: 1, code: "0A000", message: "not here", hint: null } } : {}),
});
const tab = (id: number, isSkipped = false) => ({ id, result: result("SELECT", isSkipped) });
const pinned = (id: number): ResultTab => ({ ...tab(id), isPinned: true });
const begun: ShownTabs = { tabs: [], shown: null, isChosen: false, closed: [] };
const idsOf = ({ tabs }: ShownTabs) => tabs.map(({ id }) => id);

describe("the tabs of a run", () => {
  it("take the place of those of the run before, but not of what was kept", () => {
    const before = { ...begun, tabs: [pinned(1), { ...tab(2), isPinned: false }], shown: 2 };
    const after = withResults(before, [tab(3)]);
    expect([idsOf(after), after.shown]).toEqual([[1, 3], 3]);
  });

  it("end with the report of what was left out in front", () => {
    const after = withEnd(withResults(begun, [tab(1), tab(2, true), tab(3)]));
    expect(after.shown).toBe(2);
  });

  it("leave what somebody has chosen meanwhile in front, also something kept", () => {
    const chosen = { ...withResults(begun, [tab(1), tab(2, true)]), shown: 1, isChosen: true };
    expect(withEnd(withResults(chosen, [tab(1), tab(2, true), tab(3)])).shown).toBe(1);
    const kept = { ...begun, tabs: [pinned(1)], shown: 1, isChosen: true };
    expect(withEnd(withResults(kept, [tab(2)])).shown).toBe(1);
  });

  it("keep what is pinned and leave out what is closed while results still come", () => {
    const first = withResults(begun, [tab(1), tab(2)]);
    const touched = withoutTab({ ...first, tabs: [pinned(1), ...first.tabs.slice(1)] }, 2);
    const after = withEnd(withResults(touched, [tab(1), tab(2), tab(3)]));
    expect(after.tabs.map(({ id, isPinned }) => [id, isPinned])).toEqual([
      [1, true],
      [3, false],
    ]);
    expect(after.shown).toBe(3);
  });

  it("show the newest of what is left when the one in front is closed, or nothing", () => {
    const before = withResults(begun, [tab(1), tab(2)]);
    expect(withoutTab(before, 2).shown).toBe(1);
    expect(withoutTab(withoutTab(before, 2), 1).shown).toBeNull();
  });
});
