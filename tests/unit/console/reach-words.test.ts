import { expect, it } from "vitest";
import { reachWords } from "#components/rules/reach-words.ts";

const cells = (identity: string, reached: readonly ("owner" | "other")[]) =>
  (["owner", "other"] as const).map((row) => ({
    identity,
    row,
    reachedBy: reached.includes(row) ? ["select"] : [],
  }));

it("calls a row somebody's own only where it belongs to them", () => {
  expect(reachWords(cells("owner", ["owner"]))).toBe("own");
  expect(reachWords(cells("other", ["other"]))).toBe("own");
  expect(reachWords(cells("other", ["owner"]))).toBe("some");
  expect(reachWords(cells("visitor", ["owner"]))).toBe("some");
  expect(reachWords(cells("visitor", ["owner", "other"]))).toBe("all");
  expect(reachWords(cells("visitor", []))).toBe("none");
});
