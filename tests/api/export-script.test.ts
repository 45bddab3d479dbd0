import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExportedShop, exportedShop } from "./exported-shop.ts";

let shop: ExportedShop;
let owner: ExportedShop["owner"];
let base: ExportedShop["base"];
let text: ExportedShop["text"];

beforeAll(async () => {
  shop = await exportedShop();
  ({ owner, base, text } = shop);
});
afterAll(() => shop.close());

/** Runs work in a plain Postgres database that a script has made. */
async function inPlain<T>(script: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `plain_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(shop.harness.owner);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const client = new pg.Client({ ...shop.harness.owner, database: name });
  try {
    await client.connect();
    await client.query("set timezone = 'UTC'");
    await client.query(script);
    return await work(client);
  } finally {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

/** A table's rows as Postgres prints them, in an order of their own. */
async function rowsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ r: string }>(
    `select to_jsonb(t)::text as r from ${table} t order by 1`,
  );
  return rows.map(({ r }) => r);
}

async function virtualRows(table: string): Promise<readonly string[]> {
  const answer = await owner("POST", `${base}/sql`, {
    query: `select to_jsonb(t)::text as r from ${table} t order by 1`,
    limit: 10_000,
  });
  return ((answer.body.results?.[0]?.rows ?? []) as unknown as [string][]).map(([r]) => r);
}

describe("a database as SQL", () => {
  it("makes the same rows in a plain Postgres", async () => {
    await inPlain(await text({ format: "sql" }), async (client) => {
      for (const table of ["products", '"Odd Names"', "loop_a", "loop_b", "cheap", "cheaper"])
        expect(await rowsOf(client, table), table).toEqual(await virtualRows(table));
      expect(await rowsOf(client, "users")).toHaveLength(1);
      const { rows } = await client.query("select total(5) as total");
      expect(rows).toEqual([{ total: String(12.5 + (1199 * 1200) / 2 - 10) }]);
    });
  });

  it("makes the same definitions there, and counters go on", async () => {
    await inPlain(await text({ format: "sql", policies: "true" }), async (client) => {
      const { rows: columns } = await client.query<{ line: string }>(
        `select concat_ws(' ', table_name, column_name, case when data_type = 'USER-DEFINED' then udt_name else data_type end,
                case is_nullable when 'NO' then 'required' end, is_identity, column_default, generation_expression) as line
           from information_schema.columns where table_schema = 'public' and table_name in ('products', 'Odd Names') order by table_name, ordinal_position`,
      );
      const lines = columns.map(({ line }) => line);
      expect(lines).toContain("products id uuid required NO gen_random_uuid()");
      expect(lines).toContain("products status products_status NO 'draft'::products_status");
      expect(lines).toContain("products owner_id uuid NO auth.uid()");
      expect(lines).toContain("products is_fresh boolean NO true");
      expect(lines).toContain("Odd Names Select integer required YES");
      expect(lines).toContain("Odd Names feeling mood NO");
      expect(lines.find((line) => line.startsWith("Odd Names twice"))).toMatch(/length/);
      const { rows: constraints } = await client.query<{ line: string }>(
        `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
          where connamespace = 'public'::regnamespace and contype <> 'n' order by 1`,
      );
      expect(constraints.map(({ line }) => line)).toEqual(
        expect.arrayContaining([
          "products products_pkey PRIMARY KEY (id)",
          "products products_sku_key UNIQUE (sku)",
          "products products_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE SET NULL",
          "products products_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES products(id) ON DELETE CASCADE",
          "loop_b loop_b_a_id_fkey FOREIGN KEY (a_id) REFERENCES loop_a(id) ON DELETE RESTRICT",
          "loop_a loop_a_b_id_fkey FOREIGN KEY (b_id) REFERENCES loop_b(id)",
        ]),
      );
      const { rows: indexes } = await client.query<{ indexdef: string }>(
        "select indexdef from pg_indexes where schemaname = 'public'",
      );
      expect(indexes.some(({ indexdef }) => /UNIQUE[\s\S]*lower/.test(indexdef))).toBe(true);
      expect(indexes.some(({ indexdef }) => /\(name\)/.test(indexdef))).toBe(true);
      expect(indexes.some(({ indexdef }) => /\(feeling, at DESC\)/.test(indexdef))).toBe(true);
      const { rows: policies } = await client.query("select policyname, roles::text, qual from pg_policies");
      expect(policies).toEqual([
        { policyname: "own rows", roles: "{authenticated}", qual: "(owner_id = auth.uid())" },
      ]);
      const { rows: described } = await client.query(
        "select obj_description('products'::regclass) as t, col_description('products'::regclass, 2) as c",
      );
      expect(described).toEqual([{ t: "What's sold", c: "It's shown" }]);
      const { rows: next } = await client.query(
        `insert into "Odd Names" ("it's") values ('three') returning "Select"`,
      );
      expect(next).toEqual([{ Select: 3 }]);
    });
  });

  it("never holds a password", async () => {
    const script = await text({ format: "sql" });
    expect(script).toContain("ada@example.org");
    expect(script).not.toMatch(/password/);
  });

  it("of one table brings its types and its rows, without what it refers to", async () => {
    await inPlain(
      `create schema auth; ${(await text({ table: "products", format: "sql", filters: '{"sku":"s7"}' })).replace(/auth\.uid\(\)/g, "gen_random_uuid()")}`,
      async (client) => {
        expect(await rowsOf(client, "products")).toHaveLength(1);
      },
    );
  });
});
