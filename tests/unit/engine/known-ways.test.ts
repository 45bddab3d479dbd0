import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KnownWays } from "#lib/engine/read/known-ways.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the way to the rows of a value", () => {
  it("is what was counted last, for a while and for that value alone", () => {
    const known = new KnownWays();
    expect(known.wayTo("open")).toBe("counted");
    known.counted("open", true);
    known.counted("late", false);
    expect([known.wayTo("open"), known.wayTo("late"), known.wayTo("new")]).toEqual([
      "followed",
      "sorted",
      "counted",
    ]);
    vi.advanceTimersByTime(60_000);
    expect(known.wayTo("open")).toBe("counted");
  });

  it("is counted again once it was found to be wrong", () => {
    const known = new KnownWays();
    known.counted("open", true);
    known.forget("open");
    expect(known.wayTo("open")).toBe("counted");
  });

  it("is not remembered of a value that is long", () => {
    const known = new KnownWays();
    known.counted("x".repeat(60_000), true);
    expect(known.wayTo("x".repeat(60_000))).toBe("counted");
  });

  it("is remembered of a bounded number of values, the newest", () => {
    const known = new KnownWays();
    for (let value = 0; value < 1_000; value += 1) known.counted(String(value), true);
    expect(known.wayTo("0")).toBe("counted");
    expect(known.wayTo("999")).toBe("followed");
  });
});
