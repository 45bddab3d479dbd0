import { describe, expect, it } from "vitest";
import { proposalWords } from "#components/assistant/proposal-words.ts";
import type { Schema, Table } from "#lib/catalog/types.ts";

const table = (name: string, ...columns: readonly string[]): Table => ({
  name,
  columns: columns.map((column) => ({ name: column, type: "text" })),
});
const current: Schema = { tables: [table("users", "email"), table("posts", "title")] };

describe("the button under a proposal", () => {
  it("says what pressing it does", () => {
    const words = (...tables: readonly Table[]) => proposalWords(current, { tables });
    const [users, posts] = current.tables as [Table, Table];
    expect(words(users, posts, table("tags", "name"))).toBe("Create 1 table");
    expect(words(users, table("posts", "title", "body"))).toBe("Change 1 table");
    expect(words(users, table("a", "x"), table("b", "y"))).toBe("Create 2 tables, drop 1");
  });
});
