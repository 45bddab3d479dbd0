import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { parseChanges } from "#lib/catalog/checks/validate-schema.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";
import { schemaArbitrary, sorted } from "./schema-arbitrary.ts";

function applied(base: Schema, changes: readonly Change[]): Schema {
  const result = applyChanges(base, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.schema;
}

const runs = { numRuns: 300 };

describe("diffSchemas", () => {
  it("draws only valid schemas", () => {
    fc.assert(
      fc.property(schemaArbitrary, (schema) => {
        expect(checkSchema(schema)).toEqual([]);
      }),
      runs,
    );
  });

  it("leads from any schema to any other", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, (base, target) => {
        expect(sorted(applied(base, diffSchemas(base, target)))).toEqual(sorted(target));
      }),
      runs,
    );
  });

  it("leads there with any renames, possible or not, circular or not", () => {
    const name = fc.constantFrom("posts", "authors", "tags", "orders", "rooms", "nothing");
    const columnName = fc.constantFrom("title", "price", "status", "notes", "id", "code", "nothing");
    const renames = fc.record({
      tables: fc.uniqueArray(fc.record({ from: name, to: name }), {
        selector: ({ from }) => from,
        maxLength: 4,
      }),
      columns: fc.uniqueArray(fc.record({ table: name, from: columnName, to: columnName }), {
        selector: ({ table, from }) => `${table}.${from}`,
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, renames, (base, target, given) => {
        expect(sorted(applied(base, diffSchemas(base, target, given)))).toEqual(sorted(target));
      }),
      runs,
    );
  });

  it("finds nothing between a schema and itself", () => {
    fc.assert(
      fc.property(schemaArbitrary, (schema) => {
        expect(diffSchemas(schema, schema)).toEqual([]);
      }),
      runs,
    );
  });

  it("emits changes of the contract's shape that can each be made alone", () => {
    fc.assert(
      fc.property(schemaArbitrary, schemaArbitrary, (base, target) => {
        const changes = diffSchemas(base, target);
        expect(parseChanges(changes)).toMatchObject({ ok: true });
        const known = new Set(base.tables.map(({ name }) => name));
        for (const change of changes) {
          if (change.kind !== "create_table") continue;
          known.add(change.table.name);
          for (const { references } of change.table.columns) {
            if (references !== undefined) expect(known).toContain(references.table);
          }
        }
      }),
      runs,
    );
  });

  it("keeps a renamed table and column instead of dropping them", () => {
    const before: Schema = {
      tables: [completeTable({ name: "posts", columns: [{ name: "title", type: "text" }] })],
    };
    const after: Schema = {
      tables: [completeTable({ name: "articles", columns: [{ name: "headline", type: "text" }] })],
    };
    const renames = {
      tables: [{ from: "posts", to: "articles" }],
      columns: [{ table: "posts", from: "title", to: "headline" }],
    };
    expect(diffSchemas(before, after, renames)).toEqual([
      { kind: "rename_table", table: "posts", to: "articles" },
      { kind: "rename_column", table: "articles", column: "title", to: "headline" },
    ]);
    expect(diffSchemas(before, after).map(({ kind }) => kind)).toEqual(["drop_table", "create_table"]);
  });

  it("swaps two columns by way of a third name", () => {
    const schema: Schema = {
      tables: [
        completeTable({
          name: "points",
          columns: [
            { name: "x", type: "number" },
            { name: "y", type: "integer" },
          ],
        }),
      ],
    };
    const swapped: Schema = {
      tables: [
        completeTable({
          name: "points",
          columns: [
            { name: "y", type: "number" },
            { name: "x", type: "integer" },
          ],
        }),
      ],
    };
    const columns = [
      { table: "points", from: "x", to: "y" },
      { table: "points", from: "y", to: "x" },
    ];
    const changes = diffSchemas(schema, swapped, { columns });
    expect(changes.map(({ kind }) => kind)).toEqual(["rename_column", "rename_column", "rename_column"]);
    expect(sorted(applied(schema, changes))).toEqual(sorted(swapped));
  });

  it("creates tables that reference each other, then sets the reference that closes the circle", () => {
    const target: Schema = {
      tables: [
        completeTable({
          name: "teams",
          columns: [{ name: "captain_id", type: "uuid", references: { table: "players", column: "id" } }],
        }),
        completeTable({
          name: "players",
          columns: [{ name: "team_id", type: "uuid", references: { table: "teams", column: "id" } }],
        }),
      ],
    };
    const changes = diffSchemas({ tables: [] }, target);
    expect(changes.map(({ kind }) => kind)).toEqual(["create_table", "create_table", "alter_column"]);
    expect(sorted(applied({ tables: [] }, changes))).toEqual(sorted(target));
  });
});
