import { describe, expect, it } from "vitest";
import { usersTable } from "#lib/catalog/users-table.ts";
import { applied, columnOf, names, posts, refused, schema, tableOf } from "./changed-schema.ts";

describe("tables", () => {
  it("are created complete, in any order of references", () => {
    const created = applied([
      {
        kind: "create_table",
        table: {
          name: "comments",
          columns: [{ name: "tag_id", type: "uuid", references: { table: "tags", column: "id" } }],
        },
      },
      {
        kind: "create_table",
        table: { name: "tags", columns: [{ name: "name", type: "text" }] },
        position: { x: 0, y: 0 },
      },
    ]);
    expect(names(created, "comments")).toEqual(["id", "tag_id", "created_at", "updated_at"]);
  });

  it("are not created twice", () => {
    expect(refused([{ kind: "create_table", table: posts }])).toEqual([
      "RH201",
      '/0/table/name There is already a table "posts". Choose another name.',
    ]);
  });

  it("take the references to them along when renamed", () => {
    const renamed = applied([
      { kind: "rename_table", table: "users", to: "people" },
      { kind: "rename_table", table: "posts", to: "articles" },
    ]);
    expect(columnOf(renamed, "articles", "author_id")?.references?.table).toBe("people");
    expect(columnOf(renamed, "articles", "parent_id")?.references?.table).toBe("articles");
  });

  it.each<[string, string]>([
    ["users", 'RH201 /0/to There is already a table "users". Choose another name.'],
    ["order", 'RH200 /0/to "order" is a reserved word of SQL; try "orders".'],
  ])("are not renamed to %s", (to, message) => {
    expect(refused([{ kind: "rename_table", table: "posts", to }]).join(" ")).toBe(message);
  });

  it("are not dropped while another table points at them", () => {
    expect(refused([{ kind: "drop_table", table: "users" }])).toEqual([
      "RH203",
      '/0/table "users" cannot be dropped, because "posts.author_id" still points at it. Drop that first, or drop with cascade, which keeps the columns but not their references.',
    ]);
  });

  it("dropped with cascade leave the columns without their reference", () => {
    const left = applied([{ kind: "drop_table", table: "users", cascade: true }]);
    expect(columnOf(left, "posts", "author_id")).toEqual({ name: "author_id", type: "uuid" });
    expect(columnOf(left, "posts", "parent_id")?.references).toBeDefined();
  });

  it("may be dropped though they point at themselves", () => {
    expect(applied([{ kind: "drop_table", table: "posts" }]).tables).toEqual([usersTable]);
  });

  it("are described, and lose their description by an empty one", () => {
    const described = applied([{ kind: "describe_table", table: "posts", description: "News" }]);
    expect(tableOf(described, "posts").description).toBe("News");
    expect(applied([{ kind: "describe_table", table: "posts", description: "" }], described)).toEqual(schema);
  });

  it("are moved without a change of the schema", () => {
    expect(applied([{ kind: "move_table", table: "posts", position: { x: 1, y: 2 } }])).toEqual(schema);
    expect(refused([{ kind: "move_table", table: "post", position: { x: 1, y: 2 } }])).toEqual([
      "RH200",
      '/0/table There is no table "post". Perhaps you meant "posts".',
    ]);
  });
});
