import { expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";

const table = newTable(completeTable({ name: "cars", columns: [{ name: "plate", type: "text" }] }));

it("refuses more parts than anybody writes, those without a condition too", () => {
  const parts = (count: number) => ({ or: Array.from({ length: count }, () => ({})) });
  expect(parseFilter(table, parts(100))).toMatchObject({ kind: "or" });
  expect(() => parseFilter(table, parts(200_000))).toThrow(expect.objectContaining({ code: "RH303" }));
});
