import { describe, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Column, Table } from "#lib/catalog/types.ts";
import { allocateStorage } from "#lib/engine/evolve/allocate-storage.ts";
import { draftOf, emptyDraft, evolveStorage } from "#lib/engine/evolve/evolve-storage.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";

const table = (columns: Column[]): Table => completeTable({ name: "posts", columns });
const origin = {
  catalog: { projectId: "p", databaseId: "d", version: 1, tables: [] },
  table: newTable(table([{ name: "title", type: "text" }])),
  now: "2026-01-01T00:00:00Z",
};
const allocate = (columns: Column[]) => allocateStorage(table(columns), emptyDraft(), null, false);

describe("storage of a new table", () => {
  it("puts the uuid key and the timestamps into the stored row's own columns", () => {
    const { columns } = allocate([{ name: "title", type: "text" }]);
    expect(columns).toEqual({
      id: { place: "id", key: "id" },
      title: { place: "data", key: "title" },
      created_at: { place: "created_at", key: "created_at" },
      updated_at: { place: "updated_at", key: "updated_at" },
    });
  });

  it("gives slots by family, and none twice", () => {
    const { columns } = allocate([
      { name: "title", type: "text", indexed: true },
      { name: "status", type: "enum", enum_values: ["a"], indexed: true },
      { name: "views", type: "integer", indexed: true },
      { name: "score", type: "numeric", indexed: true },
      { name: "due", type: "date", indexed: true },
      { name: "slug", type: "text", unique: true, indexed: true },
      { name: "author_id", type: "uuid", indexed: true, references: { table: "users", column: "id" } },
    ]);
    const slots = Object.values(columns)
      .flatMap(({ index, unique, reference }) => [index, unique, reference])
      .filter(Boolean);
    expect(slots).toHaveLength(new Set(slots).size);
    expect(columns.title?.index).toMatch(/^t/);
    expect(columns.views?.index).toMatch(/^n/);
    expect(columns.score?.index).toMatch(/^m/);
    expect(columns.due?.index).toMatch(/^a/);
    // A unique text and a reference are indexed by what they are.
    expect(columns.slug).toMatchObject({ unique: expect.stringMatching(/^u/) });
    expect(columns.slug?.index).toBeUndefined();
    expect(columns.author_id?.index).toBeUndefined();
  });

  it("says so when a family of slots is used up", () => {
    const columns = Array.from(
      { length: 5 },
      (_, index): Column => ({ name: `c${index}`, type: "text", indexed: true }),
    );
    expect(() => allocate(columns)).toThrow(
      expect.objectContaining({ code: "RH204", hint: expect.stringContaining("4") }),
    );
  });
});

describe("storage of a changed table", () => {
  const before = allocate([
    { name: "title", type: "text", indexed: true },
    { name: "slug", type: "text", unique: true },
  ]);

  it("keeps the slots and keys of columns that stay, whatever is put in front of them", () => {
    const draft = draftOf(before);
    const column = { name: "kind", type: "text", indexed: true } as const;
    evolveStorage(draft, { kind: "add_column", table: "posts", column }, origin);
    const after = allocateStorage(
      table([
        { name: "kind", type: "text", indexed: true },
        { name: "title", type: "text", indexed: true },
        { name: "slug", type: "text", unique: true },
      ]),
      draft,
      before,
      false,
    );
    expect(after.columns.title).toEqual(before.columns.title);
    expect(after.columns.slug).toEqual(before.columns.slug);
    expect(after.columns.kind?.index).not.toBe(before.columns.title?.index);
  });

  it("never gives a dropped column's key to another", () => {
    const draft = draftOf(before);
    evolveStorage(draft, { kind: "drop_column", table: "posts", column: "title" }, origin);
    const column = { name: "title", type: "text" } as const;
    evolveStorage(draft, { kind: "add_column", table: "posts", column }, origin);
    const after = allocateStorage(table([{ name: "title", type: "text" }]), draft, before, false);
    expect(after.columns.title?.key).toBe("title_2");
    expect(after.retired).toEqual(["title"]);
  });
});
