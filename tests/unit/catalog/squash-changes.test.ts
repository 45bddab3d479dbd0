import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { chooseChanges } from "#lib/catalog/changes/choose-changes.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { squashChanges } from "#lib/catalog/changes/squash-changes.ts";
import { undoChanges } from "#lib/catalog/changes/undo-changes.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Schema } from "#lib/catalog/types.ts";
import { schemaArbitrary, sorted } from "./schema-arbitrary.ts";

const text = (name: string): Column => ({ name, type: "text" });
const table = (name: string, ...columns: readonly Column[]) => completeTable({ name, columns });
const base: Schema = { tables: [table("posts", text("title"), text("body"))] };

function squashed(schema: Schema, changes: readonly Change[]): readonly Change[] {
  const result = squashChanges(schema, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.changes;
}

function applied(schema: Schema, changes: readonly Change[]): Schema {
  const draft = applyChanges(schema, changes);
  if (!draft.ok) throw new Error(JSON.stringify(draft.issues));
  return draft.schema;
}

const runs = { numRuns: 200 };

describe("squashChanges", () => {
  it("says once what was added, renamed and retyped", () => {
    const changes: readonly Change[] = [
      { kind: "add_column", table: "posts", column: text("sub") },
      { kind: "rename_column", table: "posts", column: "sub", to: "subtitle" },
      { kind: "alter_column", table: "posts", column: "subtitle", set: { required: true } },
    ];
    expect(squashed(base, changes)).toEqual([
      { kind: "add_column", table: "posts", column: { ...text("subtitle"), required: true }, after: "body" },
    ]);
  });

  it("forgets what was made and dropped again", () => {
    const changes: readonly Change[] = [
      { kind: "create_table", table: { name: "tags", columns: [text("name")] } },
      { kind: "add_column", table: "posts", column: text("sub") },
      { kind: "drop_table", table: "tags" },
      { kind: "drop_column", table: "posts", column: "sub" },
    ];
    expect(squashed(base, changes)).toEqual([]);
  });

  it("renames once what was renamed twice, and keeps its rows", () => {
    const changes: readonly Change[] = [
      { kind: "rename_table", table: "posts", to: "articles" },
      { kind: "rename_column", table: "articles", column: "title", to: "headline" },
      { kind: "rename_table", table: "articles", to: "stories" },
      { kind: "rename_column", table: "stories", column: "headline", to: "caption" },
    ];
    expect(squashed(base, changes)).toEqual([
      { kind: "rename_table", table: "posts", to: "stories" },
      { kind: "rename_column", table: "stories", column: "title", to: "caption" },
    ]);
  });

  it("does not take a new column for an old one that had its name", () => {
    const changes: readonly Change[] = [
      { kind: "rename_column", table: "posts", column: "title", to: "headline" },
      { kind: "add_column", table: "posts", column: { name: "title", type: "integer" } },
    ];
    expect(squashed(base, changes).map(({ kind }) => kind)).toEqual(["rename_column", "add_column"]);
  });

  it("leads where the longer list leads, over any schemas", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, schemaArbitrary, (first, second, third) => {
        const changes = [...diffSchemas(first, second), ...diffSchemas(second, third)];
        expect(sorted(applied(first, squashed(first, changes)))).toEqual(sorted(third));
      }),
      runs,
    );
  });
});

describe("chooseChanges", () => {
  const changes: readonly Change[] = [
    { kind: "create_table", table: { name: "tags", columns: [text("name")] } },
    { kind: "add_column", table: "posts", column: text("sub") },
    {
      kind: "add_column",
      table: "posts",
      column: { name: "tag_id", type: "uuid", references: { table: "tags", column: "id" } },
    },
  ];

  it("leaves out what stands on a change that is left out, and says why", () => {
    const chosen = chooseChanges(base, changes, ({ kind }) => kind !== "create_table");
    expect(chosen.choices.map(({ kind }) => kind)).toEqual(["left_out", "made", "impossible"]);
    expect(chosen.choices[2]).toMatchObject({ reason: expect.stringContaining("tags") });
    expect(chosen.schema.tables.map(({ name }) => name)).toEqual(["posts"]);
  });

  it("makes them all when all are wanted, over any schemas", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, (before, after) => {
        const chosen = chooseChanges(before, diffSchemas(before, after), () => true);
        expect(chosen.choices.filter(({ kind }) => kind !== "made")).toEqual([]);
        expect(sorted(chosen.schema)).toEqual(sorted(after));
      }),
      runs,
    );
  });
});

describe("undoChanges", () => {
  it("restores what was dropped instead of making it anew", () => {
    const changes: readonly Change[] = [
      { kind: "rename_table", table: "posts", to: "articles" },
      { kind: "drop_column", table: "articles", column: "body" },
      { kind: "create_table", table: { name: "tags", columns: [text("name")] } },
    ];
    expect(undoChanges(base, changes)).toEqual([
      { kind: "restore_column", table: "articles", column: "body" },
      { kind: "rename_table", table: "articles", to: "posts" },
      { kind: "drop_table", table: "tags" },
    ]);
    expect(undoChanges(base, [{ kind: "drop_table", table: "posts" }])).toEqual([
      { kind: "restore_table", table: "posts" },
    ]);
  });

  it("has no way back from what could not be made", () => {
    expect(undoChanges(base, [{ kind: "drop_table", table: "nothing" }])).toBeNull();
  });

  it("leads back from any change to where it began, unless a restored column would be a second key", () => {
    const keys = ({ tables }: Schema) => new Map(tables.map((each) => [each.name, primaryKey(each).join()]));
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, (before, after) => {
        const changes = diffSchemas(before, after);
        const back = undoChanges(before, changes);
        const newKeys = keys(after);
        if (back === null) {
          const isRekeyed = [...keys(before)].some(([name, key]) => (newKeys.get(name) ?? key) !== key);
          expect(isRekeyed).toBe(true);
          return;
        }
        const result = applyChanges(before, [...changes, ...back]);
        expect(result.ok ? sorted(result.schema) : result.issues).toEqual(sorted(before));
      }),
      runs,
    );
  });
});
