import { describe, expect, it } from "vitest";
import { compareSchema, droppedTables } from "#components/assistant/compare-schema.ts";
import type { Schema } from "#lib/catalog/types.ts";

const current: Schema = {
  tables: [
    { name: "users", columns: [{ name: "email", type: "text", required: true }] },
    {
      name: "posts",
      columns: [
        { name: "title", type: "text" },
        { name: "body", type: "text" },
      ],
    },
  ],
};

describe("a proposed schema beside the one that exists", () => {
  it("shows new and changed tables first, and says what is new in them", () => {
    const proposed: Schema = {
      tables: [
        // The same definition with its keys in another order.
        { name: "users", columns: [{ type: "text", required: true, name: "email" }] },
        {
          name: "posts",
          columns: [
            { name: "title", type: "text", required: true },
            { name: "slug", type: "text" },
          ],
        },
        { name: "tags", columns: [{ name: "name", type: "text" }] },
      ],
    };
    const marked = compareSchema(current, proposed);
    expect(marked.map(({ table, mark }) => [table.name, mark])).toEqual([
      ["posts", "changed"],
      ["tags", "new"],
      ["users", "kept"],
    ]);
    expect(marked[0]?.columns.map((item) => item.mark)).toEqual(["changed", "new"]);
    expect(marked[0]?.dropped).toEqual(["body"]);
  });

  it("names the tables that would go", () => {
    expect(droppedTables(current, { tables: [] })).toEqual(["users", "posts"]);
  });
});
