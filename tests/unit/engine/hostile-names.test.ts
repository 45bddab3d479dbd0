import { expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import { draftOf, evolveStorage } from "#lib/engine/evolve/evolve-storage.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { updateStatement } from "#lib/engine/write/records.ts";
import { compile } from "#lib/sql/sql.ts";

const table = newTable(
  completeTable({
    name: "cars",
    columns: [
      { name: "plate", type: "text" },
      { name: "constructor", type: "text" },
    ],
  }),
);
const catalog: Catalog = { projectId: table.id, databaseId: table.id, version: 1, tables: [table] };

it("gives a column named as a property of every object a place of its own", () => {
  expect(table.storage.columns.constructor).toEqual({ place: "data", key: "constructor" });
});

it("does not find a column that was never there in what every object inherits", () => {
  const draft = draftOf({ columns: {}, keys: {}, retired: [] });
  const rename = { kind: "rename_column", table: "cars", column: "constructor", to: "maker" } as const;
  evolveStorage(draft, rename, { catalog, table, now: "2026-01-01T00:00:00Z" });
  expect(Object.keys(draft.columns)).toEqual([]);
});

it("leaves a column alone that the update does not name, whatever it is called", () => {
  const update = updateStatement(catalog, table, { recordId: table.id, patch: { plate: "B 1" } });
  const [, assignments] = / set (.*)\n {2}from /.exec(compile(update).text) ?? [];
  expect(assignments).toContain("'plate'");
  expect(assignments).not.toContain("constructor");
});
