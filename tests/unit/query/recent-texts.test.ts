import { describe, expect, it } from "vitest";
import { recentTexts } from "#lib/query/parser/recent-texts.ts";

const parsed = { ok: true, statements: [] } as const;

describe("texts that come again", () => {
  it("are held from the second time on", () => {
    const texts = recentTexts();
    texts.add("select 1", parsed);
    expect(texts.get("select 1")).toBeUndefined();
    texts.add("select 1", parsed);
    expect(texts.get("select 1")).toBe(parsed);
  });

  it("are given up for newer ones, those not asked for longest first, and take little memory together", () => {
    const texts = recentTexts();
    const text = (index: number) => `${index} `.padEnd(10_000);
    for (let index = 0; index < 100; index++) {
      for (const _time of [1, 2]) texts.add(text(index), parsed);
      expect(texts.get(text(0))).toBe(parsed);
    }
    const held = Array.from({ length: 100 }, (_, index) => texts.get(text(index)) === parsed);
    expect(held.filter(Boolean)).toHaveLength(26);
    expect(held.slice(-25).every(Boolean)).toBe(true);
  });

  it("may be empty", () => {
    const texts = recentTexts();
    for (const _time of [1, 2]) texts.add("", parsed);
    expect(texts.get("")).toBe(parsed);
  });

  it("are none that are long or that failed", () => {
    const texts = recentTexts();
    const long = "x".repeat(20_000);
    for (const _time of [1, 2]) {
      texts.add(long, parsed);
      texts.add("nope", { ok: false, code: "42601", message: "", position: 1 });
    }
    expect([texts.get(long), texts.get("nope")]).toEqual([undefined, undefined]);
  });
});
