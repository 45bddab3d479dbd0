import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Schema, Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { schemaArbitrary } from "./schema-arbitrary.ts";

const posts = completeTable({
  name: "posts",
  columns: [
    { name: "title", type: "text", required: true },
    { name: "slug", type: "text", unique: true },
    { name: "author_id", type: "uuid", references: { table: "users", column: "id", on_delete: "cascade" } },
    { name: "parent_id", type: "uuid", references: { table: "posts", column: "id" } },
    { name: "status", type: "enum", enum_values: ["draft", "sent"], default: "draft" },
  ],
  constraints: [
    { kind: "unique", columns: ["author_id", "title"] },
    { kind: "check", name: "posts_titled", expression: "title <> ''" },
  ],
});
const schema: Schema = { tables: [usersTable, posts] };

function applied(changes: readonly Change[], base: Schema = schema): Schema {
  const result = applyChanges(base, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.schema;
}

function refused(changes: readonly Change[], base: Schema = schema): readonly string[] {
  const result = applyChanges(base, changes);
  return result.ok ? [] : [result.code, ...result.issues.map(({ path, message }) => `${path} ${message}`)];
}

function tableOf({ tables }: Schema, name: string): Table {
  const table = tables.find((other) => other.name === name);
  if (table === undefined) throw new Error(`no ${name}`);
  return table;
}

function columnOf(from: Schema, table: string, name: string): Column | undefined {
  return tableOf(from, table).columns.find((column) => column.name === name);
}

const names = (from: Schema, table: string) => tableOf(from, table).columns.map((column) => column.name);

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

describe("restoring", () => {
  it("brings back what was told to be restorable", () => {
    const tags = completeTable({ name: "tags", columns: [] });
    const column: Column = { name: "notes", type: "text" };
    const changes: Change[] = [
      { kind: "restore_table", table: "tags" },
      { kind: "restore_column", table: "posts", column: "notes" },
    ];
    const result = applyChanges(schema, changes, { tables: [tags], columns: [{ table: "posts", column }] });
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    expect(tableOf(result.schema, "tags")).toEqual(tags);
    expect(columnOf(result.schema, "posts", "notes")).toEqual(column);
    expect(refused(changes)).toEqual([
      "RH200",
      '/0/table There is nothing to restore: no table "tags" was dropped.',
      '/1/column There is nothing to restore: no column "notes" of "posts" was dropped.',
    ]);
  });

  it("brings back what the same changes dropped, under the table's new name", () => {
    const restored = applied([
      { kind: "drop_column", table: "posts", column: "slug" },
      { kind: "rename_table", table: "posts", to: "articles" },
      { kind: "restore_column", table: "articles", column: "slug" },
    ]);
    expect(columnOf(restored, "articles", "slug")).toEqual({ name: "slug", type: "text", unique: true });
    expect(
      applied([
        { kind: "drop_table", table: "posts" },
        { kind: "restore_table", table: "posts" },
      ]),
    ).toEqual(schema);
  });

  it("refuses when the name is taken again, or when what it points at is gone", () => {
    const dropped = {
      tables: [posts],
      columns: [{ table: "posts", column: { name: "title", type: "text" } as const }],
    };
    const taken = applyChanges(
      schema,
      [
        { kind: "restore_table", table: "posts" },
        { kind: "restore_column", table: "posts", column: "title" },
      ],
      dropped,
    );
    expect(taken).toMatchObject({
      ok: false,
      code: "RH201",
      issues: [{ path: "/0/table" }, { path: "/1/column" }],
    });
    const gone = applyChanges({ tables: [] }, [{ kind: "restore_table", table: "posts" }], dropped);
    expect(gone).toMatchObject({ ok: false, issues: [{ path: "/0/table" }] });
  });
});

describe("applyChanges", () => {
  it("reports all problems at the changes that brought them, also through renames", () => {
    const changes: Change[] = [
      {
        kind: "create_table",
        table: {
          name: "tags",
          columns: [
            { name: "a", type: "text" },
            { name: "end", type: "enum" },
          ],
        },
      },
      {
        kind: "add_column",
        table: "posts",
        column: { name: "tag", type: "integer", references: { table: "tags", column: "id" } },
      },
      { kind: "rename_column", table: "posts", column: "tag", to: "tag_id" },
      { kind: "rename_table", table: "tags", to: "topics" },
      { kind: "drop_constraint", table: "users", name: "users_pkey" },
    ];
    expect(refused(changes).map((line) => line.split(" ")[0])).toEqual([
      "RH200",
      "/4",
      "/4",
      "/1/column/type",
      "/0/table/columns/1/name",
      "/0/table/columns/1/enum_values",
    ]);
  });

  it("does not hold against the changes what was wrong before", () => {
    const typed: Table = { name: "Typed As SQL", columns: [{ name: "A", type: "text" }] };
    const base: Schema = { tables: [typed, ...schema.tables] };
    expect(refused([{ kind: "drop_table", table: "posts" }], base)).toEqual([]);
    expect(
      refused([{ kind: "add_column", table: "Typed As SQL", column: { name: "B", type: "text" } }], base),
    ).toHaveLength(2);
  });

  it("leaves the given schema untouched and gives only valid ones", () => {
    const table = fc.constantFrom("posts", "authors", "tags", "orders", "rooms", "news");
    const column = fc.constantFrom("id", "title", "price", "status", "notes", "posts_key", "code", "fresh");
    const change: fc.Arbitrary<Change> = fc.oneof(
      fc.record({ kind: fc.constant("rename_table" as const), table, to: table }),
      fc.record({ kind: fc.constant("drop_table" as const), table, cascade: fc.boolean() }),
      fc.record({ kind: fc.constant("rename_column" as const), table, column, to: column }),
      fc.record({ kind: fc.constant("drop_column" as const), table, column }),
      fc.record({ kind: fc.constant("restore_column" as const), table, column }),
      fc.record({ kind: fc.constant("restore_table" as const), table }),
      fc.record({ kind: fc.constant("move_column" as const), table, column, after: fc.option(column) }),
      fc.record({
        kind: fc.constant("add_column" as const),
        table,
        column: fc.record({ name: column, type: fc.constantFrom("text" as const, "integer" as const) }),
      }),
      fc.record({
        kind: fc.constant("add_constraint" as const),
        table,
        constraint: fc.record({
          kind: fc.constantFrom("unique" as const, "index" as const, "primary_key" as const),
          columns: fc.uniqueArray(column, { minLength: 1, maxLength: 2 }),
        }),
      }),
    );
    fc.assert(
      fc.property(schemaArbitrary, fc.array(change, { maxLength: 5 }), (base, changes) => {
        const before = structuredClone(base);
        const result = applyChanges(base, changes);
        expect(base).toEqual(before);
        if (result.ok) expect(checkSchema(result.schema)).toEqual([]);
        else for (const issue of result.issues) expect(issue.path).toMatch(/^\/\d+/);
      }),
      { numRuns: 500 },
    );
  });
});
