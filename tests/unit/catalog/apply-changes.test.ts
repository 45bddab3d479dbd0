import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Schema, Table } from "#lib/catalog/types.ts";
import { applied, columnOf, posts, refused, schema, tableOf } from "./changed-schema.ts";
import { schemaArbitrary } from "./schema-arbitrary.ts";

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
