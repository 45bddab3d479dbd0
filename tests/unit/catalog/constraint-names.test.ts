import { describe, expect, it } from "vitest";
import { constraintName } from "#lib/catalog/constraint-names.ts";

/** The expected names are those that Postgres 18.4 gave to the same definitions. */
describe("constraintName", () => {
  it.each([
    ["posts", "primary_key", ["id"], "posts_pkey"],
    ["posts", "foreign_key", ["author_id"], "posts_author_id_fkey"],
    ["users", "unique", ["email"], "users_email_key"],
    ["posts", "index", ["title"], "posts_title_idx"],
    ["posts", "unique", ["author_id", "slug"], "posts_author_id_slug_key"],
    ["posts", "check", ["price"], "posts_price_check"],
    ["posts", "check", [], "posts_check"],
  ] as const)("names a constraint of %s as Postgres does (%s)", (table, kind, columns, name) => {
    expect(constraintName(table, kind, columns)).toBe(name);
  });

  it("cuts the longer part until 63 bytes hold all", () => {
    const table = "t".repeat(50);
    const column = "c".repeat(40);
    expect(constraintName(table, "foreign_key", [column])).toBe(`${"t".repeat(29)}_${"c".repeat(28)}_fkey`);
    expect(constraintName("t".repeat(63), "primary_key", [])).toBe(`${"t".repeat(58)}_pkey`);
    expect(constraintName("short", "unique", ["c".repeat(63)])).toBe(`short_${"c".repeat(53)}_key`);
  });

  it("never cuts a character in two", () => {
    const name = constraintName("é".repeat(31), "foreign_key", ["ü".repeat(31)]);
    expect(name).toBe(`${"é".repeat(14)}_${"ü".repeat(14)}_fkey`);
  });

  it("numbers a name that is taken", () => {
    const taken = new Set(["posts_title_idx", "posts_title_idx1"]);
    expect(constraintName("posts", "index", ["title"], (name) => taken.has(name))).toBe("posts_title_idx2");
  });
});
