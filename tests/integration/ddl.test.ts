import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ddlScript } from "#lib/catalog/codegen/ddl.ts";
import type { Schema, Table } from "#lib/catalog/types.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";
import { schemaArbitrary } from "#tests/unit/catalog/schema-arbitrary.ts";

let db: TestDatabase;
let native: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  native = new pg.Client(db.owner);
  await native.connect();
});
afterAll(async () => {
  await native.end();
  await db.close();
});

interface Loaded {
  readonly table: string;
  readonly column: string;
  readonly required: boolean;
}

/** What a plain Postgres has after the script, which is then undone. */
async function loaded(script: string): Promise<readonly Loaded[]> {
  await native.query("begin; create schema plain; set local search_path to plain, public");
  try {
    await native.query(script);
    const { rows } = await native.query<Loaded>(`
      select c.relname as "table", a.attname as "column", a.attnotnull as required
        from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'plain'::regnamespace and c.relkind = 'r' and a.attnum > 0
       order by c.relname collate "C", a.attnum`);
    return rows;
  } finally {
    await native.query("rollback");
  }
}

/** The random expressions name columns that need not be there. */
function withoutExpressions({ tables }: Schema): readonly Table[] {
  return tables.map(({ constraints = [], ...table }) => ({
    ...table,
    columns: table.columns.map(({ generated: _, ...column }) => column),
    constraints: constraints.filter(({ kind }) => kind !== "check"),
  }));
}

describe("a schema as SQL", () => {
  it("makes the same tables and columns in a plain Postgres, whatever the schema is", async () => {
    await fc.assert(
      fc.asyncProperty(schemaArbitrary.map(withoutExpressions), async (tables) => {
        const expected = [...tables]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .flatMap((table) =>
            table.columns.map(({ name, required }) => ({
              table: table.name,
              column: name,
              required: required === true,
            })),
          );
        expect(await loaded(ddlScript(tables))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
