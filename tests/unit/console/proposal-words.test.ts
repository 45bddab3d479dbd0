import { describe, expect, it } from "vitest";
import { proposalWords } from "#components/assistant/proposal-words.ts";

describe("the words of what a proposal does", () => {
  it.each([
    ["Create 1 table", { tags: { table: "added" } }],
    [
      "Create 2 tables, change 1",
      { tags: { table: "added" }, a: { table: "changed" }, b: { table: "added" } },
    ],
    ["Change 1 table, drop 1", { a: { table: "changed" }, b: { table: "removed" } }],
    ["Apply changes", {}],
  ] as const)("say %s", (words, marks) => {
    expect(proposalWords(marks)).toBe(words);
  });
});
