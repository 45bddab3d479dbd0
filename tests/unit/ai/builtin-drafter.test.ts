import { afterAll, describe, expect, it } from "vitest";
import { createBuiltinDrafter } from "#lib/ai/builtin-drafter.ts";

const drafter = createBuiltinDrafter();
afterAll(() => drafter.close());

const read = (description: string) => drafter.draft({ description, messages: [], base: { tables: [] } });

describe("the built-in generator in its thread", () => {
  it("answers as it does without one", async () => {
    const draft = await read("books with title, author and price");
    expect(draft?.schema.tables.map(({ name }) => name)).toEqual(["books"]);
  });

  it.each([
    ["one word", "a".repeat(9_999)],
    ["short words", "abc ".repeat(2_500)],
    ["verbs", `${"a".repeat(5_000)}${" has".repeat(1_000)}`],
    ["lists", "cats and ".repeat(1_100)],
    ["combining marks", "e\u0301".repeat(4_900)],
  ])("answers the longest text of %s, and leaves the event loop to others meanwhile", async (_, text) => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    const draft = await read(text);
    clearInterval(ticking);
    expect(draft).not.toBeNull();
    expect(turns).toBeGreaterThan(0);
  });

  it("answers in the order of asking", async () => {
    const drafts = await Promise.all(["books with title", "cars with plate", "dogs with name"].map(read));
    expect(drafts.map((draft) => draft?.schema.tables[0]?.name)).toEqual(["books", "cars", "dogs"]);
  });
});
