import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxAround, cardHeight, cardWidth } from "#components/canvas/card-size.ts";
import { compareTables } from "#components/canvas/compare-tables.ts";
import { completePositions, layoutTables } from "#components/canvas/layout.ts";
import { relationLine } from "#components/canvas/relation-path.ts";
import { relationsOf, relationWords } from "#components/canvas/relations.ts";
import type { Column, Position, Table } from "#lib/catalog/types.ts";
import { cpuMs } from "#tests/harness/cpu-ms.ts";

const id: Column = { name: "id", type: "uuid", primary_key: true, required: true };

function table(name: string, ...columns: readonly Column[]): Table {
  return { name, columns: [id, ...columns] };
}

function pointsAt(target: string, settings: Partial<Column> = {}): Column {
  return {
    name: `${target}_id`,
    type: "uuid",
    references: { table: target, column: "id", on_delete: "cascade" },
    ...settings,
  };
}

describe("the relations of a schema", () => {
  it("tell many rows from one, and what need not point from what must", () => {
    const tables = [
      table("users"),
      table("profiles", pointsAt("users", { unique: true, required: true })),
      table("posts", pointsAt("users")),
    ];
    expect(relationsOf(tables).map(({ id, isOneToOne, isOptional }) => [id, isOneToOne, isOptional])).toEqual(
      [
        ["profiles(users_id)", true, false],
        ["posts(users_id)", false, true],
      ],
    );
    expect(relationsOf(tables).map(relationWords)[0]).toBe(
      "At most one row of profiles points by users_id at one row of users, deleted with it",
    );
  });

  it("hold keys over several columns, and leave out what is not drawn", () => {
    const lines: Table = {
      ...table("lines", pointsAt("gone")),
      constraints: [
        { kind: "foreign_key", columns: ["a", "b"], references: { table: "orders", columns: ["x", "y"] } },
      ],
    };
    expect(relationsOf([lines, table("orders")]).map(({ id }) => id)).toEqual(["lines(a,b)"]);
  });
});

const schemas = fc
  .array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
  .map((targets) =>
    targets.map((own, index) =>
      table(
        `t${index}`,
        ...[...new Set(own)]
          .filter((target) => target < targets.length)
          .map((target) => pointsAt(`t${target}`)),
      ),
    ),
  );

function overlaps(
  tables: readonly Table[],
  positions: { readonly [name: string]: Position },
): readonly string[] {
  const boxes = tables.map((each) => ({
    name: each.name,
    ...(positions[each.name] ?? { x: Number.NaN, y: Number.NaN }),
    height: cardHeight(each),
  }));
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          !(
            a.x + cardWidth <= b.x ||
            b.x + cardWidth <= a.x ||
            a.y + a.height <= b.y ||
            b.y + b.height <= a.y
          ),
      )
      .map((b) => `${a.name} ${b.name}`),
  );
}

describe("a layout", () => {
  it("gives every table a place on which no other stands", () => {
    fc.assert(
      fc.property(schemas, (tables) => {
        const positions = layoutTables(tables);
        expect(Object.keys(positions).sort()).toEqual(tables.map(({ name }) => name).sort());
        expect(overlaps(tables, positions)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves tables where they were put, and puts new ones beside them", () => {
    const tables = [table("a"), table("b"), table("c", pointsAt("b"))];
    const known = { a: { x: 900, y: -40 } };
    const positions = completePositions(tables, known);
    expect(positions.a).toEqual(known.a);
    expect(overlaps(tables, positions)).toEqual([]);
  });

  it("is not taller than it has to be when nothing is related", () => {
    const tables = Array.from({ length: 40 }, (_, index) => table(`t${index}`));
    const positions = layoutTables(tables);
    const box = boxAround(
      tables.map((each) => ({
        ...(positions[each.name] ?? { x: 0, y: 0 }),
        width: cardWidth,
        height: cardHeight(each),
      })),
    );
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeGreaterThan(1);
  });

  it("lays two hundred tables out in less than two seconds", () => {
    const tables = Array.from({ length: 200 }, (_, index) =>
      table(`t${index}`, ...(index === 0 ? [] : [pointsAt(`t${Math.floor(index / 3)}`)])),
    );
    expect(cpuMs(() => layoutTables(tables))).toBeLessThan(2_000);
  });
});

describe("a relation's line", () => {
  const card = (x: number) => ({ x, y: 0, width: cardWidth, height: 200 });
  const sides = (from: number, to: number) => {
    const { start, end } = relationLine({ from: card(from), to: card(to), fromRow: 50, toRow: 20 });
    return [start.side, end.side, start.x, end.x];
  };

  it("leaves by the sides that face each other, and goes around when the cards stand one above the other", () => {
    expect(sides(0, 600)).toEqual([1, -1, cardWidth, 600]);
    expect(sides(600, 0)).toEqual([-1, 1, 600, cardWidth]);
    expect(sides(0, 10)).toEqual([1, 1, cardWidth, 10 + cardWidth]);
  });
});

describe("two schemas as one picture", () => {
  it("marks what was added, changed and removed, and keeps what was removed in its place", () => {
    const text = (name: string, settings: Partial<Column> = {}): Column => ({
      name,
      type: "text",
      ...settings,
    });
    const before = [table("posts", text("title"), text("body"), text("mood")), table("old")];
    const after = [
      table("posts", text("title"), text("mood", { required: true }), text("slug")),
      table("tags"),
    ];
    const { tables, marks } = compareTables(before, after);
    expect(tables.map(({ name }) => name)).toEqual(["posts", "tags", "old"]);
    expect(tables[0]?.columns.map(({ name }) => name)).toEqual(["id", "title", "body", "mood", "slug"]);
    expect(marks).toEqual({
      posts: { table: "changed", columns: { body: "removed", mood: "changed", slug: "added" } },
      tags: { table: "added" },
      old: { table: "removed" },
    });
  });

  it("follows names when it is told of them", () => {
    const { marks } = compareTables([table("posts")], [table("articles")], {
      table: (name) => (name === "articles" ? "posts" : name),
      column: (_, column) => column,
    });
    expect(marks).toEqual({ articles: { table: "changed", columns: {} } });
  });
});
