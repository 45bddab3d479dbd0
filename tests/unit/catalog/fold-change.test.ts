import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { foldChange } from "#lib/catalog/changes/fold-change.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";
import { schemaArbitrary, sorted } from "./schema-arbitrary.ts";

const base: Schema = {
  tables: [
    {
      name: "posts",
      columns: [
        { name: "id", type: "uuid", primary_key: true, required: true, default: "gen_random_uuid()" },
        { name: "title", type: "text" },
        { name: "body", type: "richtext" },
      ],
    },
  ],
};

function folded(...changes: readonly Change[]): readonly Change[] {
  return changes.reduce<readonly Change[]>((list, change) => foldChange(base, list, change), []);
}

const alter = (column: string, set: Extract<Change, { kind: "alter_column" }>["set"]): Change => ({
  kind: "alter_column",
  table: "posts",
  column,
  set,
});
const rename = (column: string, to: string): Change => ({
  kind: "rename_column",
  table: "posts",
  column,
  to,
});
const add: Change = { kind: "add_column", table: "posts", column: { name: "mood", type: "text" } };

describe("a list of changes that grows", () => {
  it("holds one change of what is edited twice, and none of what is put back", () => {
    expect(folded(alter("title", { required: true }), alter("title", { unique: true }))).toEqual([
      alter("title", { required: true, unique: true }),
    ]);
    expect(
      folded(alter("title", { required: true, unique: true }), alter("title", { required: false })),
    ).toEqual([alter("title", { unique: true })]);
    expect(folded(alter("title", { type: "jsonb" }), alter("title", { type: "text" }))).toEqual([]);
    expect(folded(rename("title", "name"), rename("name", "label"))).toEqual([rename("title", "label")]);
    expect(folded(rename("title", "name"), rename("name", "title"))).toEqual([]);
  });

  it("creates what is new as it is in the end", () => {
    const created: Change = {
      kind: "create_table",
      table: { name: "tags", columns: [{ name: "word", type: "text" }] },
    };
    const [only, ...others] = folded(
      created,
      { kind: "rename_table", table: "tags", to: "labels" },
      { kind: "add_column", table: "labels", column: { name: "color", type: "text" } },
      { kind: "move_table", table: "labels", position: { x: 3, y: 4 } },
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ kind: "create_table", table: { name: "labels" }, position: { x: 3, y: 4 } });
    expect(
      folded(
        created,
        { kind: "move_table", table: "tags", position: { x: 1, y: 1 } },
        { kind: "drop_table", table: "tags" },
      ),
    ).toEqual([]);
    const column = (own: object) => [{ ...add, column: { name: "mood", type: "text", ...own } }];
    expect(folded(add, alter("mood", { required: true }))).toEqual(column({ required: true }));
    expect(folded(add, rename("mood", "feeling"))).toEqual(column({ name: "feeling" }));
    expect(folded(add, { kind: "drop_column", table: "posts", column: "mood" })).toEqual([]);
  });

  it("follows a new name through what was said of the old one", () => {
    const first: Change = { kind: "move_column", table: "posts", column: "mood", after: null };
    expect(folded(add, first, rename("mood", "feeling"))).toEqual([
      { kind: "add_column", table: "posts", column: { name: "feeling", type: "text" } },
      { ...first, column: "feeling" },
    ]);
    const pointing = (table: string): Change => ({
      kind: "add_column",
      table: "posts",
      column: { name: "tag_id", type: "uuid", references: { table, column: "id" } },
    });
    const created: Change = { kind: "create_table", table: { name: "tags", columns: [] } };
    const [, second] = folded(created, pointing("tags"), {
      kind: "rename_table",
      table: "tags",
      to: "labels",
    });
    expect(second).toEqual(pointing("labels"));
  });

  it("never makes a new column of one that was dropped with its values", () => {
    const drop: Change = { kind: "drop_column", table: "posts", column: "body" };
    const again: Change = { kind: "add_column", table: "posts", column: { name: "body", type: "richtext" } };
    expect(folded(drop, again)).toEqual([drop, again]);
    expect(folded(drop, { kind: "restore_column", table: "posts", column: "body" })).toEqual([]);
  });

  it("keeps the last place of a table", () => {
    const move = (x: number): Change => ({ kind: "move_table", table: "posts", position: { x, y: 0 } });
    expect(folded(move(1), rename("title", "name"), move(2))).toEqual([move(2), rename("title", "name")]);
  });

  it("leads where all changes together lead, through any schemas", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, schemaArbitrary, (start, middle, end) => {
        const changes = [...diffSchemas(start, middle), ...diffSchemas(middle, end)];
        const list = changes.reduce<readonly Change[]>(
          (grown, change) => foldChange(start, grown, change),
          [],
        );
        const result = applyChanges(start, list);
        expect(result.ok && sorted(result.schema)).toEqual(sorted(end));
        expect(list.length).toBeLessThanOrEqual(changes.length);
      }),
      { numRuns: 25 },
    );
  });
});
