import { randomBytes } from "node:crypto";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call & { readonly token: string };
let base: string;

const hostile = `it's "quoted", \\back\\slash\t\n\r\n=1+1 ü 名 'E''`;

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "exporter@example.org");
  base = `/api/database/${(await newDatabase(owner, "My Shop")).databaseId}`;
  const built = [
    {
      kind: "create_table",
      table: {
        name: "products",
        description: "What's sold",
        columns: [
          { name: "name", type: "text", required: true, indexed: true, description: "It's shown" },
          { name: "sku", type: "text", unique: true },
          { name: "price", type: "numeric", default: 1.5 },
          { name: "status", type: "enum", enum_values: ["draft", "it's live"], default: "draft" },
          { name: "tags", type: "text[]", default: ["a b", 'c"d'] },
          { name: "meta", type: "jsonb", default: { a: ["'"] } },
          { name: "weight", type: "number" },
          { name: "sold_at", type: "timestamptz" },
          { name: "day", type: "date" },
          { name: "opens", type: "time" },
          { name: "is_new", type: "boolean", default: true },
          {
            name: "owner_id",
            type: "uuid",
            default: "auth.uid()",
            references: { table: "users", column: "id", on_delete: "set null" },
          },
          {
            name: "parent_id",
            type: "uuid",
            references: { table: "products", column: "id", on_delete: "cascade" },
          },
        ],
        policies: [{ name: "own rows", roles: ["authenticated"], using: "owner_id = auth.uid()" }],
      },
    },
  ];
  expect((await owner("POST", `${base}/schema/apply`, { changes: built })).status).toBe(200);
  await run(`
    create type mood as enum ('sad', 'ok');
    create table "Odd Names" (
      "Select" int generated always as identity primary key,
      "it's" varchar(20) not null default 'x' check (length("it's") < 20),
      twice bigint generated always as (length("it's") * 2) stored,
      feeling mood, at timestamp(3), bits bytea, n smallint[], unique ("it's", feeling));
    create index on "Odd Names" (feeling, at desc);
    create unique index odd_key on "Odd Names" (lower("it's")) where feeling = 'ok';
    create table loop_a (id int primary key, b_id int);
    create table loop_b (id int primary key, a_id int references loop_a on delete restrict);
    alter table loop_a add foreign key (b_id) references loop_b;
    insert into loop_a values (1, null); insert into loop_b values (1, 1); update loop_a set b_id = 1;
    insert into "Odd Names" ("it's", feeling, at, bits, n) values
      ('one', 'ok', '2026-03-31 14:30:00.123', '\\x00ff', '{1,null}'), ('two', null, null, null, null);
    create view cheap as select name, price from products where price < 10;
    create view cheaper as select name from cheap;
    create function total(min_price numeric default 0) returns numeric language sql stable as $$ select sum(price) from products where price >= min_price $$`);
  await owner("POST", `${base}/records/create`, {
    tableName: "users",
    data: { email: "ada@example.org", password_hash: "correct horse battery" },
  });
  const [user] = (await owner("POST", `${base}/records/query`, { tableName: "users" })).body
    .records as unknown as { id: string }[];
  const records = [
    {
      name: hostile,
      sku: "",
      price: 12.5,
      tags: [hostile, ""],
      meta: { deep: [hostile, null, 1.5] },
      sold_at: "2026-03-31T14:30:00.5Z",
      day: "0001-01-01",
      opens: "23:59:59.999999",
      owner_id: user?.id,
    },
    { name: "plain", sku: null, weight: 0.1, is_new: false, tags: [], meta: null },
    ...Array.from({ length: 1200 }, (_, index) => ({ name: `p${index}`, sku: `s${index}`, price: index })),
  ];
  expect((await owner("POST", `${base}/records/create`, { tableName: "products", records })).status).toBe(
    201,
  );
  await owner("POST", `${base}/schema/apply`, {
    changes: [{ kind: "rename_column", table: "products", column: "is_new", to: "is_fresh" }],
  });
});

afterAll(async () => {
  await server.close();
  await sql.close();
  await harness.close();
});

async function run(query: string): Promise<void> {
  const answer = await owner("POST", `${base}/sql`, { query });
  expect(answer.body.error ?? null).toBeNull();
}

function get(query: Record<string, string>): Promise<Response> {
  return fetch(`${server.url}${base}/export?${new URLSearchParams(query)}`, {
    headers: { Authorization: `Bearer ${owner.token}` },
  });
}

const text = async (query: Record<string, string>) => (await get(query)).text();

/** Runs work in a plain Postgres database that a script has made. */
async function inPlain<T>(script: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `plain_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(harness.owner);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const client = new pg.Client({ ...harness.owner, database: name });
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

describe("a table as a file", () => {
  it("of CSV tells null from an empty text and quotes what needs it", async () => {
    const response = await get({
      table: "products",
      format: "csv",
      select: '["name","sku","is_fresh","price"]',
      filters: '{"column":"price","op":"gt","value":1190}',
      sort: '[{"column":"price","dir":"desc"}]',
    });
    expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; filename="products\.csv"/);
    expect((await response.text()).split("\r\n").slice(0, 3)).toEqual([
      "name,sku,is_fresh,price",
      "p1199,s1199,true,1199",
      "p1198,s1198,true,1198",
    ]);
    const odd = await text({ table: "products", format: "csv", select: '["name","sku"]', search: "quoted" });
    expect(odd).toBe(`name,sku\r\n"${hostile.replaceAll('"', '""')}",""\r\n`);
    expect(await text({ table: "products", format: "csv", select: '["sku"]', search: "plain" })).toBe(
      "sku\r\n\r\n",
    );
  });

  it("disarms formulas only when that is asked for", async () => {
    await owner("POST", `${base}/records/create`, {
      tableName: "products",
      data: { name: "=cmd()", sku: "formula" },
    });
    const asked = { table: "products", format: "csv", select: '["name"]', filters: '{"sku":"formula"}' };
    expect(await text(asked)).toBe("name\r\n=cmd()\r\n");
    expect(await text({ ...asked, safe: "true" })).toBe("name\r\n'=cmd()\r\n");
  });

  it("of JSON is a list, of NDJSON a row a line, with every digit", async () => {
    const asked = {
      table: "products",
      filters: '{"column":"sku","op":"in","value":["s1","s2"]}',
      sort: '[{"column":"sku"}]',
      select: '["sku","price","meta"]',
    };
    const lines = (await text({ ...asked, format: "ndjson" })).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).sku)).toEqual(["s1", "s2"]);
    expect(JSON.parse(await text({ ...asked, format: "json" }))).toEqual(
      lines.map((line) => JSON.parse(line)),
    );
    expect(
      JSON.parse(await text({ table: "products", format: "json", filters: '{"sku":"nobody"}' })),
    ).toEqual([]);
  });

  it("is refused with an answer of its own when it cannot be understood", async () => {
    expect((await get({ table: "nowhere", format: "csv" })).status).toBe(404);
    expect((await get({ table: "products", format: "csv", filters: '{"zzz":1}' })).status).toBe(400);
    expect((await get({ table: "products", format: "csv", filters: "{" })).status).toBe(400);
    expect((await get({ format: "tsv" })).status).toBe(400);
  });
});

it("a database as an archive has a file for each table, and the definitions", async () => {
  const response = await get({ format: "csv" });
  expect(response.headers.get("Content-Type")).toBe("application/zip");
  const zip = new ZipReader(new BlobReader(await response.blob()));
  const entries = await zip.getEntries();
  expect(entries.map(({ filename }) => filename).sort()).toEqual([
    "Odd Names.csv",
    "loop_a.csv",
    "loop_b.csv",
    "products.csv",
    "schema.sql",
    "users.csv",
  ]);
  const entry = entries.find(({ filename }) => filename === "Odd Names.csv");
  if (entry === undefined || entry.directory) throw new Error("no file");
  expect(await entry.getData(new TextWriter())).toBe(
    'Select,it\'s,twice,feeling,at,bits,n\r\n1,one,6,ok,2026-03-31 14:30:00.123,\\x00ff,"{1,NULL}"\r\n2,two,6,,,,\r\n',
  );
});

it("the result of a query is a file of all its rows, and only a query's", async () => {
  const ask = (body: object) => owner("POST", `${base}/export`, body);
  const response = await fetch(`${server.url}${base}/export`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      query: "select n, n as n, 'x' || n as t from generate_series(1, 12000) n where n > $1",
      params: [1],
      format: "csv",
    }),
  });
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([12_000, "n,n,t", "12000,12000,x12000"]);
  expect((await ask({ query: "select nonsense", format: "csv" })).body.error?.code).toBe("42703");
  expect((await ask({ query: "delete from products", format: "csv" })).body.error?.code).toBe("0A000");
  expect((await ask({ query: "select 1 as a, 2 as a", format: "json" })).body).toEqual([{ a: 1, a_2: 2 }]);
});

describe("the result of one statement of a text", () => {
  const ask = (body: object) => owner("POST", `${base}/export`, body);
  const file = async (body: object) => {
    const headers = { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" };
    const response = await fetch(`${server.url}${base}/export`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return response.text();
  };

  it("is exported with the parameters and their types, and nothing else of the text runs", async () => {
    const query = "insert into products (name) values ('never'); select $1 as a, $2 as b; select 3 as c";
    const asked = { query, params: ["2026-03-31", "7"], param_types: ["date", "integer"], format: "ndjson" };
    expect(await file({ ...asked, statement: 1 })).toBe('{"a":"2026-03-31","b":7}\n');
    expect(await file({ ...asked, statement: 2 })).toBe('{"c":3}\n');
    expect((await ask({ ...asked, statement: 0 })).body.error?.code).toBe("0A000");
    expect((await ask({ ...asked, statement: 3 })).body.error?.code).toBe("RH002");
    expect((await ask(asked)).body.error?.code).toBe("0A000");
  });

  it("may call stored functions that read", async () => {
    await owner("POST", `${base}/sql`, {
      query: "create function doubled(n int) returns int language sql stable as 'select n * 2'",
    });
    expect(await file({ query: "select doubled(g) as d from generate_series(1, 3) g", format: "csv" })).toBe(
      "d\r\n2\r\n4\r\n6\r\n",
    );
  });

  it("is a table of Markdown in which no value ends a cell", async () => {
    const query = String.raw`select g as n, e'a|b\n<i>c</i>' as "x|y", null as z, array[1,2] as l from generate_series(1, 2) g`;
    expect(await file({ query, format: "markdown" })).toBe(
      [
        String.raw`| n | x\|y | z | l |`,
        "| --- | --- | --- | --- |",
        String.raw`| 1 | a\|b<br>&lt;i>c&lt;/i> |  | {1,2} |`,
        String.raw`| 2 | a\|b<br>&lt;i>c&lt;/i> |  | {1,2} |`,
        "",
      ].join("\n"),
    );
  });

  it("ends in Postgres within a second when the request is closed, before anything has been sent, too", async () => {
    const client = new pg.Client(harness.owner);
    await client.connect();
    const running = async () => {
      const { rows } = await client.query(
        "select 1 from pg_stat_activity where usename = 'rowhouse_sql' and datname = current_database() and state = 'active'",
      );
      return rows.length;
    };
    const until = (count: number) => expect.poll(running, { timeout: 20_000, interval: 10 }).toBe(count);
    const controller = new AbortController();
    const answer = fetch(`${server.url}${base}/export`, {
      method: "POST",
      headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        query: "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b",
        format: "csv",
      }),
      signal: controller.signal,
    }).catch((error: Error) => error.name);
    await until(1);
    const closedAt = performance.now();
    controller.abort();
    await until(0);
    expect(performance.now() - closedAt).toBeLessThan(5_000);
    expect(await answer).toBe("AbortError");
    await client.end();
  });
});
