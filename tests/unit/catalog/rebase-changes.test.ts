import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { rebaseChanges } from "#lib/catalog/changes/rebase-changes.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";
import { schemaArbitrary, sorted } from "./schema-arbitrary.ts";

const base: Schema = {
  tables: [
    completeTable({ name: "authors", columns: [{ name: "name", type: "text" }] }),
    completeTable({
      name: "posts",
      columns: [
        { name: "title", type: "text" },
        { name: "body", type: "richtext" },
      ],
    }),
  ],
};

function applied(schema: Schema, changes: readonly Change[]): Schema {
  const result = applyChanges(schema, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.schema;
}

function rebased(theirs: readonly Change[], mine: readonly Change[], winning?: readonly number[]) {
  const current = applied(base, theirs);
  const result = rebaseChanges({
    base,
    theirs,
    current,
    mine,
    ...(winning ? { winning: new Set(winning) } : {}),
  });
  // What is kept can be made on what is there.
  applied(current, result.changes);
  return {
    ...result,
    conflicts: result.conflicts.map(({ index, kind, message, canWin }) => ({ index, kind, message, canWin })),
  };
}

const alter = (
  column: string,
  set: Extract<Change, { kind: "alter_column" }>["set"],
  table = "posts",
): Change => ({
  kind: "alter_column",
  table,
  column,
  set,
});
const rename = (column: string, to: string): Change => ({
  kind: "rename_column",
  table: "posts",
  column,
  to,
});
const add = (name: string, table = "posts"): Change => ({
  kind: "add_column",
  table,
  column: { name, type: "text" },
});
const drop = (column: string): Change => ({ kind: "drop_column", table: "posts", column });

describe("changes brought onto what others made of the schema", () => {
  it("apply as they are where others changed something else", () => {
    const mine = [add("slug"), alter("title", { required: true })];
    expect(rebased([add("mood"), alter("title", { unique: true })], mine)).toEqual({
      changes: mine,
      conflicts: [],
      done: [],
    });
  });

  it("follow tables and columns to their new names, also as the target of a relation", () => {
    const theirs: readonly Change[] = [
      { kind: "rename_table", table: "authors", to: "people" },
      rename("title", "headline"),
      { kind: "rename_table", table: "posts", to: "articles" },
    ];
    const reference = { table: "authors", column: "id" };
    const mine: readonly Change[] = [
      {
        kind: "add_column",
        table: "posts",
        column: { name: "author_id", type: "uuid", references: reference },
        after: "title",
      },
      alter("title", { required: true }),
    ];
    expect(rebased(theirs, mine).changes).toEqual([
      {
        kind: "add_column",
        table: "articles",
        column: { name: "author_id", type: "uuid", references: { table: "people", column: "id" } },
        after: "headline",
      },
      alter("headline", { required: true }, "articles"),
    ]);
  });

  it("conflict where both decided the same, setting by setting; mine may win, when I say so", () => {
    const theirs = [alter("title", { type: "email", unique: true })];
    const mine = [alter("title", { type: "integer", unique: true, required: true })];
    const result = rebased(theirs, mine);
    expect(result.changes).toEqual([alter("title", { required: true })]);
    expect(result.conflicts).toEqual([
      {
        index: 0,
        kind: "both",
        message: "Somebody else changed the type of posts.title too.",
        canWin: true,
      },
    ]);
    expect(rebased(theirs, mine, [0])).toMatchObject({ changes: mine, conflicts: [] });
  });

  it("know two people who did the same", () => {
    const both = [add("slug"), rename("title", "headline"), drop("body")];
    expect(rebased(both, both)).toEqual({ changes: [], conflicts: [], done: [0, 1, 2] });
  });

  it("go on with a column under the name that others gave it", () => {
    const result = rebased(
      [rename("title", "headline")],
      [rename("title", "subject"), alter("subject", { required: true })],
    );
    expect(result.changes).toEqual([alter("headline", { required: true })]);
    expect(result.conflicts.map(({ index, kind }) => [index, kind])).toEqual([[0, "both"]]);
  });

  it("say what is gone, and what needs something that is left out itself", () => {
    const gone = rebased([drop("body")], [alter("body", { required: true })]);
    expect(gone.conflicts).toEqual([
      { index: 0, kind: "gone", message: "posts.body was dropped.", canWin: false },
    ]);
    const created = (columns: readonly { name: string; type: "text" }[]): Change => ({
      kind: "create_table",
      table: { name: "tags", columns },
    });
    const taken = rebased([created([{ name: "word", type: "text" }])], [created([]), add("color", "tags")]);
    expect(taken.conflicts.map(({ kind, message }) => [kind, message])).toEqual([
      ["refused", 'There is already a table "tags". Choose another name.'],
      ["follows", "It needs tags, which is left out itself."],
    ]);
  });

  it("do not drop what others have just changed, or have come to need", () => {
    expect(rebased([alter("body", { required: true })], [drop("body")]).conflicts).toMatchObject([
      {
        kind: "both",
        message: "You drop posts.body, of which somebody else changed whether it is required.",
        canWin: true,
      },
    ]);
    const dropTable: Change = { kind: "drop_table", table: "authors", cascade: true };
    const pointing: Change = {
      kind: "add_column",
      table: "posts",
      column: { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
    };
    expect(rebased([pointing], [dropTable])).toMatchObject({
      changes: [],
      conflicts: [{ kind: "both", canWin: true }],
    });
    expect(rebased([dropTable], [pointing])).toMatchObject({ changes: [], conflicts: [{ kind: "gone" }] });
  });

  it("leave out what the schema as a whole does not bear any more, and keep the rest", () => {
    const full: readonly Change[] = Array.from({ length: 4 }, (_, at) => ({
      kind: "add_column",
      table: "posts",
      column: { name: `u${at}`, type: "text", unique: true },
    }));
    const mine: readonly Change[] = [
      { kind: "add_column", table: "posts", column: { name: "u9", type: "text", unique: true } },
      add("slug"),
    ];
    const result = rebased(full, mine);
    expect(result.changes).toEqual([add("slug")]);
    expect(result.conflicts.map(({ index, kind }) => [index, kind])).toEqual([[0, "refused"]]);
  });
});

describe("rebasing between random schemas", () => {
  const run = { numRuns: 120 };

  it("always gives changes that can be made, and accounts for every one of mine", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, schemaArbitrary, (start, left, right) => {
        const theirs = diffSchemas(start, left);
        const mine = diffSchemas(start, right);
        const { changes, conflicts, done } = rebaseChanges({ base: start, theirs, current: left, mine });
        expect(applyChanges(left, changes).ok).toBe(true);
        const left_out = new Set([...conflicts.map(({ index }) => index), ...done]);
        expect(changes.length + left_out.size).toBeGreaterThanOrEqual(mine.length);
      }),
      run,
    );
  });

  it("is mine when nobody else did anything", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, (start, right) => {
        const mine = diffSchemas(start, right);
        const { changes, conflicts } = rebaseChanges({ base: start, theirs: [], current: start, mine });
        expect(conflicts).toEqual([]);
        expect(sorted(applied(start, changes))).toEqual(sorted(right));
      }),
      run,
    );
  });
});
