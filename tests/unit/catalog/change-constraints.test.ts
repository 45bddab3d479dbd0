import { describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { applied, columnOf, refused, schema, tableOf } from "./changed-schema.ts";

describe("constraints", () => {
  it("over one column are that column's flags, and go by Postgres's default names", () => {
    const base = applied([
      { kind: "add_column", table: "posts", column: { name: "editor_id", type: "uuid" } },
      { kind: "add_constraint", table: "posts", constraint: { kind: "unique", columns: ["status"] } },
      { kind: "add_constraint", table: "posts", constraint: { kind: "index", columns: ["title"] } },
      {
        kind: "add_constraint",
        table: "posts",
        constraint: { kind: "foreign_key", columns: ["editor_id"], references: { table: "users" } },
      },
    ]);
    expect(columnOf(base, "posts", "status")?.unique).toBe(true);
    expect(columnOf(base, "posts", "title")?.indexed).toBe(true);
    expect(columnOf(base, "posts", "editor_id")?.references).toEqual({ table: "users", column: "id" });
    const names = ["posts_status_key", "posts_title_idx", "posts_editor_id_fkey"];
    const dropped = applied(
      names.map((name) => ({ kind: "drop_constraint", table: "posts", name })),
      base,
    );
    expect(columnOf(dropped, "posts", "status")).not.toHaveProperty("unique");
    expect(columnOf(dropped, "posts", "title")).not.toHaveProperty("indexed");
    expect(columnOf(dropped, "posts", "editor_id")).not.toHaveProperty("references");
  });

  it("over several columns are kept with the table", () => {
    const constraint = { kind: "unique", columns: ["slug", "status"] } as const;
    const base = applied([{ kind: "add_constraint", table: "posts", constraint }]);
    expect(tableOf(base, "posts").constraints).toContainEqual({
      name: "posts_slug_status_key",
      ...constraint,
    });
    expect(
      applied([{ kind: "drop_constraint", table: "posts", name: "posts_slug_status_key" }], base),
    ).toEqual(schema);
  });

  it("exchange the primary key", () => {
    const base = applied([
      { kind: "alter_column", table: "posts", column: "parent_id", set: { references: null } },
    ]);
    const changed = applied(
      [
        { kind: "drop_constraint", table: "posts", name: "posts_pkey" },
        { kind: "add_constraint", table: "posts", constraint: { kind: "primary_key", columns: ["slug"] } },
        { kind: "drop_column", table: "posts", column: "id" },
      ],
      base,
    );
    expect(columnOf(changed, "posts", "slug")).toEqual({
      name: "slug",
      type: "text",
      primary_key: true,
      required: true,
    });
  });

  it.each<[Change, string]>([
    [
      { kind: "add_constraint", table: "posts", constraint: { kind: "unique", columns: ["slgu"] } },
      'RH200 /0/constraint/columns/0 "posts" has no column "slgu". Perhaps you meant "slug".',
    ],
    [
      { kind: "add_constraint", table: "posts", constraint: { kind: "primary_key", columns: ["slug"] } },
      'RH201 /0/constraint/kind "posts" already has a primary key (id). Drop that constraint first.',
    ],
    [
      {
        kind: "add_constraint",
        table: "posts",
        constraint: { name: "posts_titled", kind: "check", expression: "true" },
      },
      'RH201 /0/constraint/name "posts" already has a constraint "posts_titled".',
    ],
    [
      {
        kind: "add_constraint",
        table: "posts",
        constraint: { kind: "foreign_key", columns: ["author_id"], references: { table: "posts" } },
      },
      'RH201 /0/constraint/columns/0 "posts.author_id" already points at "users". Drop that constraint first.',
    ],
    [
      { kind: "add_constraint", table: "posts", constraint: { kind: "check", columns: ["title"] } },
      "RH200 /0/constraint/expression A check needs an expression, like price >= 0.",
    ],
    [
      { kind: "drop_constraint", table: "posts", name: "posts_slug_kye" },
      'RH200 /0/name "posts" has no constraint "posts_slug_kye". Perhaps you meant "posts_slug_key".',
    ],
    [
      { kind: "drop_constraint", table: "users", name: "x" },
      'RH200 /0/name "users" has no constraint "x". It has: users_pkey, users_email_key.',
    ],
  ])("are refused where they do not fit", (change, message) => {
    expect(refused([change]).join(" ")).toBe(message);
  });
});
