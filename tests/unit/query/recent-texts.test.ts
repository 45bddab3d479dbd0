import { describe, expect, it } from "vitest";
import { recentTexts } from "#lib/query/recent-texts.ts";
import type { ParseOutcome } from "#lib/query/sql-parser.ts";

const outcome: ParseOutcome = { ok: true, statements: [] };

describe("recent texts", () => {
  it("gives what a text was parsed to, and forgets what was not asked for longest", () => {
    const recent = recentTexts();
    recent.add("first", outcome);
    recent.add("second", outcome);
    expect(recent.get("first")).toBe(outcome);
    for (let i = 0; i < 255; i++) recent.add(`text ${i}`, outcome);
    expect(recent.get("second")).toBeUndefined();
    expect(recent.get("first")).toBe(outcome);
  });

  it("keeps neither long texts nor refused ones", () => {
    const recent = recentTexts();
    recent.add("x".repeat(20_000), outcome);
    recent.add("wrong", { ok: false, code: "42601", message: "syntax error", position: 1 });
    expect(recent.get("x".repeat(20_000))).toBeUndefined();
    expect(recent.get("wrong")).toBeUndefined();
  });
});
