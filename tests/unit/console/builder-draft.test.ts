import { describe, expect, it } from "vitest";
import {
  addColumn,
  createTable,
  duplicateTable,
  joinTables,
  newColumn,
  relate,
} from "#components/builder/commands.ts";
import {
  type DraftState,
  discard,
  draftPositions,
  draftTables,
  edit,
  isLayout,
  pinned,
  redo,
  schemaChanges,
  startState,
  undo,
} from "#components/builder/draft-state.ts";
import { schemaPicture } from "#components/canvas/canvas-svg.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Table } from "#lib/catalog/types.ts";

const posts = completeTable({ name: "posts", columns: [{ name: "title", type: "text", default: "none" }] });
const tags = completeTable({ name: "tags", columns: [{ name: "word", type: "text" }] });
const categories = completeTable({
  name: "categories",
  columns: [{ name: "number", type: "bigint", primary_key: true }],
});
const tables: readonly Table[] = [posts, tags, categories];
const base = { version: 4, tables, positions: { posts: { x: 1, y: 2 } } };

function edited(state: DraftState, ...changes: readonly Change[]): DraftState {
  const result = edit(state, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.state;
}

const rename: Change = { kind: "rename_table", table: "posts", to: "articles" };
const move: Change = { kind: "move_table", table: "posts", position: { x: 5, y: 5 } };

describe("a draft", () => {
  it("goes back and forth through its steps, each of them whole", () => {
    const first = edited(startState(base), rename, {
      kind: "describe_table",
      table: "articles",
      description: "Words",
    });
    const second = edited(first, { kind: "drop_table", table: "tags" });
    expect(second.changes).toHaveLength(3);
    expect(undo(second).changes).toEqual(first.changes);
    expect(undo(undo(undo(second))).changes).toEqual([]);
    expect(redo(undo(second)).changes).toEqual(second.changes);
    expect(redo(second)).toBe(second);
  });

  it("refuses what cannot be, and stays as it was", () => {
    const result = edit(startState(base), [{ kind: "rename_table", table: "posts", to: "tags" }]);
    expect(result).toMatchObject({ ok: false, issues: [{ path: "/0/to" }] });
  });

  it("leaves out with a change what needs it, and nothing else", () => {
    const state = edited(
      startState(base),
      { kind: "create_table", table: { name: "notes", columns: [] } },
      { kind: "describe_table", table: "tags", description: "Words" },
      ...(relate({ from: posts, column: null, to: { ...tags, name: "notes" }, onDelete: "cascade" }) ?? []),
    );
    expect(discard(state, 0).changes.map(({ kind }) => kind)).toEqual(["describe_table"]);
  });

  it("knows where tables stand under their new names, and layout from changes of the schema", () => {
    const state = edited(startState(base), move, rename);
    expect(draftPositions(state)).toEqual({ articles: { x: 5, y: 5 } });
    expect(isLayout([move])).toBe(true);
    expect(schemaChanges(state.changes)).toEqual([rename]);
    expect(
      pinned(state, { articles: { x: 0, y: 0 }, tags: { x: 7, y: 7 } }, draftTables(state) ?? []),
    ).toEqual([{ kind: "move_table", table: "tags", position: { x: 7, y: 7 } }]);
  });
});

describe("what the builder makes of a gesture", () => {
  const made = (...changes: readonly Change[]) => draftTables(edited(startState(base), ...changes)) ?? [];
  const named = (all: readonly Table[], name: string) => all.find((table) => table.name === name);

  it("a column of a type, under a free name, where it was dropped", () => {
    const column = newColumn(posts, "enum");
    expect(column).toMatchObject({ name: "status", enum_values: ["new", "done"] });
    const names = (after: string | null) =>
      named(made(...addColumn(posts, column, after)), "posts")?.columns.map(({ name }) => name);
    expect(names("id")).toEqual(["id", "status", "title", "created_at", "updated_at"]);
    expect(names(null)?.[0]).toBe("status");
    expect(newColumn({ ...posts, columns: [...posts.columns, column] }, "enum").name).toBe("status_2");
  });

  it("a relation of the type of the key that it points to, with what a default would stand in the way of", () => {
    const fresh = relate({
      from: posts,
      column: null,
      to: categories,
      onDelete: "set null",
      isOneToOne: true,
    });
    const column = named(made(...(fresh ?? [])), "posts")?.columns.find(({ name }) => name === "category_id");
    expect(column).toEqual({
      name: "category_id",
      type: "bigint",
      unique: true,
      references: { table: "categories", column: "number", on_delete: "set null" },
    });
    const existing = relate({ from: posts, column: "title", to: tags, onDelete: "restrict" });
    expect(named(made(...(existing ?? [])), "posts")?.columns[1]).toEqual({
      name: "title",
      type: "uuid",
      references: { table: "tags", column: "id", on_delete: "restrict" },
    });
  });

  it("a table between two, also between a table and itself", () => {
    for (const [a, b] of [
      [posts, tags],
      [tags, tags],
    ] as const) {
      const change = joinTables(tables, a, b, null);
      const table = named(made(...(change ? [change] : [])), change?.table.name ?? "");
      expect(table?.columns.filter(({ references }) => references?.on_delete === "cascade")).toHaveLength(2);
      expect(table?.constraints?.[0]).toMatchObject({ kind: "unique" });
    }
  });

  it("no relation to a key of several columns", () => {
    const lines = {
      name: "lines",
      columns: [],
      constraints: [{ kind: "primary_key", columns: ["a", "b"] }],
    } as const;
    expect(relate({ from: posts, column: null, to: lines, onDelete: "restrict" })).toBeNull();
    expect(joinTables(tables, posts, lines, null)).toBeNull();
  });

  it("a new table and a copy, that can be created as they are", () => {
    const own = completeTable({
      name: "nodes",
      columns: [{ name: "parent_id", type: "uuid", references: { table: "nodes", column: "id" } }],
      constraints: [{ kind: "index", name: "nodes_order", columns: ["parent_id", "created_at"] }],
    });
    const copy = duplicateTable([...tables, own], own, { x: 1, y: 1 });
    expect(copy.table.columns.find(({ references }) => references)?.references?.table).toBe("nodes_copy");
    expect(copy.table.constraints).toEqual([{ kind: "index", columns: ["parent_id", "created_at"] }]);
    expect(made(createTable(tables, null), copy).map(({ name }) => name)).toEqual([
      "posts",
      "tags",
      "categories",
      "new_table",
      "nodes_copy",
    ]);
  });
});

describe("the picture of a schema", () => {
  const colors = {
    sunken: "#fff",
    raised: "#fff",
    line: "#ddd",
    control: "#888",
    ink: "#000",
    faint: "#666",
    link: "#06c",
    warn: "#750",
  };

  it("draws every table and relation, and no name as markup", () => {
    const hostile: Table = {
      name: '<script>&"',
      origin: "sql",
      columns: [{ name: "a\u0000b", type: "uuid", references: { table: "posts", column: "id" } }],
    };
    const { svg, width, height } = schemaPicture([posts, hostile], {}, colors);
    expect(svg).toContain("&lt;script&gt;&amp;&quot;");
    expect(svg).not.toContain("<script>");
    expect(svg).not.toContain("\u0000");
    expect(svg.match(/<path d="M[^"]* C/g)).toHaveLength(1);
    expect(Math.min(width, height)).toBeGreaterThan(100);
  });
});
