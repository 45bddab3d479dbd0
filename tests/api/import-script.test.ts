import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workOnDueImport } from "#lib/operations/imports/work-on-imports.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, type Loose, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call & { readonly token: string };

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "scripts@example.org");
});

afterAll(async () => {
  await server.close();
  await sql.close();
  await harness.close();
});

async function database(): Promise<string> {
  return `/api/database/${(await newDatabase(owner, "Scripts")).databaseId}`;
}

async function run(base: string, query: string): Promise<readonly unknown[][]> {
  const { body } = await owner("POST", `${base}/sql`, { query, limit: 10_000 });
  expect(body.error ?? null).toBeNull();
  return (body.results as unknown as { rows: unknown[][] }[]).at(-1)?.rows ?? [];
}

const importScript = (base: string, script: string, input: object = {}) =>
  importFile(base, "dump.sql", script, input);

async function importFile(
  base: string,
  name: string,
  content: string,
  input: object,
): Promise<Loose & { path: string }> {
  const bytes = Buffer.from(content);
  const created = await owner("POST", `${base}/imports`, { file_name: name, bytes: bytes.length });
  const path = `${base}/imports/${created.body.import?.id}`;
  for (let at = 0; at < bytes.length; at += 1_000_000)
    await fetch(`${server.url}${path}/content?offset=${at}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/octet-stream" },
      body: bytes.subarray(at, at + 1_000_000),
    });
  expect((await owner("POST", `${path}/start`, input)).body.error ?? null).toBeNull();
  await workOnDueImport();
  return { ...((await owner("GET", path)).body.import as Loose), path } as Loose & { path: string };
}

const export_ = async (base: string, query: string) =>
  (
    await fetch(`${server.url}${base}/export?${query}`, {
      headers: { Authorization: `Bearer ${owner.token}` },
    })
  ).text();

const dump = `--
-- PostgreSQL database dump
--

\\restrict kLMnop

-- Dumped from database version 18.1

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET default_table_access_method = heap;

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

CREATE TYPE public.mood AS ENUM (
    'sad',
    'ok'
);

ALTER TYPE public.mood OWNER TO postgres;

CREATE TABLE public.authors (
    id integer NOT NULL,
    name character varying(40) NOT NULL,
    feeling public.mood DEFAULT 'ok'::public.mood
);

ALTER TABLE public.authors OWNER TO postgres;

CREATE SEQUENCE public.authors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.authors_id_seq OWNED BY public.authors.id;

CREATE TABLE public.posts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    author_id integer,
    body text,
    meta jsonb,
    at timestamp without time zone,
    length integer GENERATED ALWAYS AS (length(body)) STORED
);

ALTER TABLE ONLY public.authors ALTER COLUMN id SET DEFAULT nextval('public.authors_id_seq'::regclass);

COPY public.authors (id, name, feeling) FROM stdin;
1\tAda	ok
2\tBob "the; quote"	\\N
\\.

COPY public.posts (id, author_id, body, meta, at) FROM stdin;
11111111-1111-4111-8111-111111111111\t1\tline\\none\\ttab \\\\ back\t{"a": [1.50, ";"]}\t2026-03-31 14:30:00.5
\\.

INSERT INTO public.posts (id, author_id, body, meta, at) VALUES ('22222222-2222-4222-8222-222222222222', 2, 'it''s; here', NULL, '2026-01-01 00:00:00');
INSERT INTO public.posts (id, author_id, body) SELECT '33333333-3333-4333-8333-333333333333', max(id), 'counted' FROM public.authors;

SELECT pg_catalog.setval('public.authors_id_seq', 2, true);

ALTER TABLE ONLY public.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_pkey PRIMARY KEY (id);

CREATE INDEX posts_at_idx ON public.posts USING btree (at);

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.authors(id) ON DELETE CASCADE;

CREATE TRIGGER nothing BEFORE INSERT ON public.posts FOR EACH ROW EXECUTE FUNCTION public.f();

\\unrestrict kLMnop
`;

it("a dump of another Postgres comes in with its rows, keys and references, and says what was left out", async () => {
  const base = await database();
  const done = await importScript(base, dump);
  expect(done).toMatchObject({ status: "done", error: null, rows: { inserted: 5, skipped: 0 } });
  const report = done.report as unknown as { tables: string[]; skipped: { line: number; message: string }[] };
  expect(report.tables).toEqual(["authors", "posts"]);
  expect(report.skipped.map(({ message }) => message).join("\n")).toMatch(
    /Extensions[\s\S]*function f\(\) does not exist/,
  );
  expect(await run(base, "select id, name, feeling from authors order by id")).toEqual([
    [1, "Ada", "ok"],
    [2, 'Bob "the; quote"', null],
  ]);
  expect(
    await run(base, "select author_id, body, meta::text, at::text, length from posts order by id"),
  ).toEqual([
    [1, "line\none\ttab \\ back", '{"a": [1.50, ";"]}', "2026-03-31 14:30:00.5", 19],
    [2, "it's; here", null, "2026-01-01 00:00:00", 10],
    [2, "counted", null, null, 7],
  ]);
  await run(base, "delete from authors where id = 1");
  expect(await run(base, "select count(*) from posts")).toEqual([[2]]);
});

it("stores nothing of a script that fails, and says in which line", async () => {
  const base = await database();
  const failed = await importScript(
    base,
    "create table t (id int primary key);\ninsert into t (id) values (1);\n\ncreate table t (id int);\n",
  );
  expect(failed).toMatchObject({ status: "failed", error: { code: "42P07" } });
  expect(failed.error?.message).toMatch(/^Line 4: /);
  const twice = await importScript(
    base,
    "create table t (id int primary key);\nCOPY t (id) FROM stdin;\n1\n1\n\\.\n",
  );
  expect(twice).toMatchObject({ status: "failed", rows: { inserted: 0 } });
  expect((await owner("GET", `${base}/tables`)).body.items).toHaveLength(1);
});

it("leaves out what fails when it is to skip, and reports rows and statements", async () => {
  const base = await database();
  const script =
    "create table t (id int primary key, n int);\nCOPY t (id, n) FROM stdin;\n1\t1\n1\t2\n2\tx\n3\t3\n\\.\ncreate table t (id int);\ncreate table u (id int);\n";
  const done = await importScript(base, script, { on_error: "skip" });
  expect(done).toMatchObject({
    status: "done",
    rows: { inserted: 2, skipped: 2 },
    report: { skipped: [{ line: 8 }] },
  });
  expect(await run(base, "select id from t order by id")).toEqual([[1], [3]]);
  const file = await (
    await fetch(`${server.url}${done.path}/problems`, { headers: { Authorization: `Bearer ${owner.token}` } })
  ).text();
  expect(
    file
      .split("\r\n")
      .slice(1, 3)
      .map((line) => line.split(",")[0]),
  ).toEqual(["4", "5"]);
});

describe("a trigger that leaves rows out", () => {
  const reason = "A trigger of the table leaves this row out.";
  const columns = ["sku", "price"].map((name) => ({ source: name, column: name }));
  let base: string;

  beforeAll(async () => {
    base = await database();
    await run(
      base,
      `create table goods (sku text primary key, price int check (price > 0));
       create function refuse_dear() returns trigger language plpgsql as $$
         begin if new.price > 100 then return null; end if; return new; end $$;
       create trigger dear before insert on goods for each row execute function refuse_dear();`,
    );
  });

  const importGoods = (lines: readonly string[], input: object = {}) =>
    importFile(base, "goods.csv", ["sku,price", ...lines, ""].join("\n"), {
      table: "goods",
      columns,
      ...input,
    });

  async function problems({ path }: { path: string }): Promise<readonly string[]> {
    const headers = { Authorization: `Bearer ${owner.token}` };
    const file = await (await fetch(`${server.url}${path}/problems`, { headers })).text();
    return file.split("\r\n").slice(1, -1);
  }

  it("is told of with each row of a file, whatever is done about keys that are there", async () => {
    const all = await importGoods(["a,1", "b,500", "c,3"]);
    expect(all).toMatchObject({ status: "done", rows: { inserted: 2, updated: 0, skipped: 1 } });
    expect(await problems(all)).toEqual([`3,,${reason},b,500`]);
    const good = await importGoods(["d,500", "a,1", "e,-1", "f,6"], { on_error: "skip" });
    expect(good).toMatchObject({ status: "done", rows: { inserted: 1, skipped: 3 } });
    expect((await problems(good)).filter((line) => line.includes(reason))).toEqual([`2,,${reason},d,500`]);
    const fresh = await importGoods(["a,9", "g,500", "h,8"], { on_duplicate: "skip" });
    expect(fresh).toMatchObject({ status: "done", rows: { inserted: 1, skipped: 2 } });
    expect(await problems(fresh)).toEqual(["2,,Another row has the same key.,a,9", `3,,${reason},g,500`]);
    const changed = await importGoods(["a,10", "i,500", "j,9"], { on_duplicate: "update", key: ["sku"] });
    expect(changed).toMatchObject({ status: "done", rows: { inserted: 1, updated: 1, skipped: 1 } });
    expect(await problems(changed)).toEqual([`3,,${reason},i,500`]);
  });

  it("does not take the blame for a row that cannot be stored", async () => {
    const failed = await importGoods(["k,500", "a,1", "l,-1"], { on_duplicate: "skip" });
    expect(failed).toMatchObject({ status: "failed", rows: { inserted: 0 } });
    expect(failed.error?.message).toMatch(/^Row 4: /);
  });

  it("is told of with each row of a script, and of a stream", async () => {
    const script =
      "COPY goods (sku, price) FROM stdin;\nm\t500\nn\t2\n\\.\ninsert into goods (sku, price) values ('o', 500);\n";
    const copied = await importScript(base, script);
    expect(copied).toMatchObject({ status: "done", rows: { inserted: 1, skipped: 2 } });
    expect((await problems(copied)).map((line) => line.split(",")[2])).toEqual([reason, reason]);
    for (const [key, onError] of ["stop", "skip"].entries()) {
      const lines = [`{"sku":"p${key}","price":1}`, `{"sku":"q${key}","price":500}`, ""].join("\n");
      const path = `${base}/records/import?tableName=goods&on_error=${onError}`;
      const { body } = await owner("POST", path, lines, { "Content-Type": "application/x-ndjson" });
      expect(body).toEqual({
        inserted: 1,
        skipped: 1,
        problems: [{ line: 2, column: null, message: reason }],
      });
    }
  });
});

it("brings back a whole database that was exported, by INSERT and by COPY", async () => {
  const from = await database();
  const products = {
    name: "products",
    columns: [
      { name: "name", type: "text", required: true, indexed: true, description: "It's shown" },
      { name: "sku", type: "text", unique: true },
      { name: "price", type: "numeric" },
      { name: "status", type: "enum", enum_values: ["draft", "live"], default: "draft" },
      { name: "tags", type: "text[]" },
      { name: "meta", type: "jsonb" },
      {
        name: "parent_id",
        type: "uuid",
        references: { table: "products", column: "id", on_delete: "cascade" },
      },
      { name: "owner_id", type: "uuid", references: { table: "users", column: "id" } },
    ],
  };
  expect((await owner("POST", `${from}/tables/create`, { schemaJson: products })).status).toBe(201);
  await owner("POST", `${from}/records/create`, {
    tableName: "users",
    data: { email: "a@b.org", password_hash: "correct horse battery" },
  });
  await run(
    from,
    `create table "Odd" ("Select" int generated always as identity primary key, v varchar(9) default '', twice int generated always as (length(v) * 2) stored, b bytea, n smallint[]);
     insert into "Odd" (v, b, n) values ('', '\\x00', '{1,null}'), (null, null, null);
     insert into products (name, sku, price, tags, meta, owner_id) select 'it''s \\ ' || chr(10) || n, 's' || n, n + 0.10, array['a"b', ''], '{"x": 1.50}', (select id from users) from generate_series(1, 1500) n;
     update products set parent_id = (select id from products where sku = 's1') where sku = 's2';
     create view cheap as select name from products where price < 10;`,
  );
  const tables = ["products", '"Odd"', "users", "cheap"];
  const rowsOf = async (base: string) =>
    Promise.all(tables.map((table) => run(base, `select to_jsonb(t)::text from ${table} t order by 1`)));
  const before = await rowsOf(from);
  for (const rows of ["insert", "copy"]) {
    const to = await database();
    const done = await importScript(to, await export_(from, `format=sql&rows=${rows}&policies=true`));
    expect(done, rows).toMatchObject({ status: "done", error: null, rows: { inserted: 1503, skipped: 0 } });
    expect(await rowsOf(to), rows).toEqual(before);
    expect(await run(to, `insert into "Odd" (v) values ('x') returning "Select"`)).toEqual([[3]]);
    await run(to, "delete from products where sku = 's1'");
    expect(await run(to, "select count(*) from products")).toEqual([[1498]]);
  }
});
