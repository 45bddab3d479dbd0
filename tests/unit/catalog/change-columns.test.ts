import { describe, expect, it } from "vitest";
import type { Change, Column } from "#lib/catalog/types.ts";
import { applied, columnOf, names, refused, tableOf } from "./changed-schema.ts";

describe("columns", () => {
  it("are added before the timestamps, or where they are told", () => {
    const column: Column = { name: "notes", type: "text" };
    const last = applied([{ kind: "add_column", table: "posts", column }]);
    expect(names(last, "posts").slice(-4)).toEqual(["status", "notes", "created_at", "updated_at"]);
    const second = applied([{ kind: "add_column", table: "posts", column, after: "id" }]);
    expect(names(second, "posts").slice(0, 3)).toEqual(["id", "notes", "title"]);
  });

  it.each<[Change, string]>([
    [
      { kind: "add_column", table: "posts", column: { name: "title", type: "text" } },
      'RH201 /0/column/name "posts" already has a column "title". Choose another name.',
    ],
    [
      { kind: "add_column", table: "posts", column: { name: "x", type: "text" }, after: "titel" },
      'RH200 /0/after "posts" has no column "titel". Perhaps you meant "title".',
    ],
    [
      { kind: "add_column", table: "posts", column: { name: "x", type: "text", primary_key: true } },
      'RH206 /0/column/primary_key "posts" already has a primary key (id).',
    ],
    [
      { kind: "add_column", table: "posts", column: { name: "x", type: "integer", default: "no" } },
      'RH200 /0/column/default The default of "x" must be a whole number, like 12.',
    ],
  ])("are not added when they do not fit", (change, message) => {
    expect(refused([change]).join(" ")).toBe(message);
  });

  it("take references, keys and checks along when renamed", () => {
    const renamed = applied([
      { kind: "rename_column", table: "users", column: "id", to: "key" },
      { kind: "rename_column", table: "posts", column: "id", to: "post_key" },
      { kind: "rename_column", table: "posts", column: "title", to: "headline" },
    ]);
    expect(columnOf(renamed, "posts", "author_id")?.references).toMatchObject({
      table: "users",
      column: "key",
    });
    expect(columnOf(renamed, "posts", "parent_id")?.references).toMatchObject({
      table: "posts",
      column: "post_key",
    });
    expect(tableOf(renamed, "posts").constraints).toEqual([
      { name: "posts_author_id_title_key", kind: "unique", columns: ["author_id", "headline"] },
      { name: "posts_titled", kind: "check", expression: "headline <> ''" },
    ]);
  });

  it.each<[string, string]>([
    ["title", "RH201"],
    ["Status", "RH200"],
    ["from", "RH200"],
  ])("are not renamed to %s", (to, code) => {
    expect(refused([{ kind: "rename_column", table: "posts", column: "slug", to }])).toEqual([
      code,
      expect.stringContaining("/0/to "),
    ]);
  });

  it("change in all their settings, and lose them by null, false or an empty text", () => {
    const set = {
      type: "integer",
      required: true,
      unique: true,
      indexed: true,
      default: 1,
      description: "x",
    } as const;
    const altered = applied([{ kind: "alter_column", table: "posts", column: "slug", set }]);
    expect(columnOf(altered, "posts", "slug")).toEqual({ name: "slug", ...set });
    const bare = { required: false, unique: false, indexed: false, default: null, description: "" };
    const again = applied([{ kind: "alter_column", table: "posts", column: "slug", set: bare }], altered);
    expect(columnOf(again, "posts", "slug")).toEqual({ name: "slug", type: "integer" });
    const unlinked = applied([
      { kind: "alter_column", table: "posts", column: "author_id", set: { references: null } },
    ]);
    expect(columnOf(unlinked, "posts", "author_id")).toEqual({ name: "author_id", type: "uuid" });
  });

  it("lose the values of an enum with the type", () => {
    const altered = applied([
      { kind: "alter_column", table: "posts", column: "status", set: { type: "text" } },
    ]);
    expect(columnOf(altered, "posts", "status")).toEqual({ name: "status", type: "text", default: "draft" });
  });

  it("keep the default in step with the values of an enum", () => {
    expect(
      refused([{ kind: "alter_column", table: "posts", column: "status", set: { enum_values: ["sent"] } }]),
    ).toEqual(["RH200", '/0/set The default of "status" must be one of: sent.']);
  });

  it("that point at a column bind its type and its key", () => {
    const typed = refused([
      { kind: "alter_column", table: "users", column: "id", set: { type: "text", default: null } },
    ]);
    expect(typed).toEqual([
      "RH200",
      expect.stringMatching(/^\/0\/set "posts.author_id" is of type uuid, but "users.id"/),
    ]);
    const base = applied([
      {
        kind: "add_column",
        table: "posts",
        column: { name: "mail", type: "text", references: { table: "users", column: "email" } },
      },
    ]);
    expect(
      refused([{ kind: "alter_column", table: "users", column: "email", set: { unique: false } }], base),
    ).toEqual([
      "RH200",
      expect.stringMatching(/^\/0\/set "posts.mail" points at "users.email", which is neither/),
    ]);
  });

  it("of the primary key stay required", () => {
    expect(
      refused([{ kind: "alter_column", table: "posts", column: "id", set: { required: false } }])[0],
    ).toBe("RH206");
  });

  it("move", () => {
    const moved = applied([
      { kind: "move_column", table: "posts", column: "status", after: null },
      { kind: "move_column", table: "posts", column: "title", after: "slug" },
    ]);
    expect(names(moved, "posts").slice(0, 4)).toEqual(["status", "id", "slug", "title"]);
    expect(refused([{ kind: "move_column", table: "posts", column: "status", after: "titl" }])).toEqual([
      "RH200",
      '/0/after "posts" has no column "titl". Perhaps you meant "title".',
    ]);
  });

  it("take keys and checks that involve them along when dropped", () => {
    expect(
      tableOf(applied([{ kind: "drop_column", table: "posts", column: "title" }]), "posts").constraints,
    ).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ["posts", "titel", 'RH200 /0/column "posts" has no column "titel". Perhaps you meant "title".'],
    [
      "posts",
      "id",
      'RH206 /0/column "id" belongs to the primary key of "posts" and cannot be dropped. Drop the table, or give it another primary key first.',
    ],
  ])("are not dropped: %s.%s", (table, column, message) => {
    expect(refused([{ kind: "drop_column", table, column }]).join(" ")).toBe(message);
  });

  it("are not dropped while a column points at them", () => {
    const base = applied([
      {
        kind: "add_column",
        table: "posts",
        column: { name: "mail", type: "text", references: { table: "users", column: "email" } },
      },
    ]);
    expect(refused([{ kind: "drop_column", table: "users", column: "email" }], base)).toEqual([
      "RH203",
      '/0/column "users.email" cannot be dropped, because "posts.mail" still points at it. Drop that reference first.',
    ]);
  });
});
