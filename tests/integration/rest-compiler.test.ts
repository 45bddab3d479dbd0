import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "#lib/catalog/types.ts";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { restContext } from "#lib/operations/data-api/rest-context.ts";
import { prepare } from "#lib/rest/prepare.ts";
import { splitQuery } from "#lib/rest/request/query-params.ts";
import { compile } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;
let catalog: Catalog;
let scope: TenantScope;

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  await project.apply([
    {
      kind: "create_table",
      table: {
        name: "authors",
        columns: [
          { name: "id", type: "uuid", primary_key: true },
          { name: "name", type: "text" },
        ],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "posts",
        columns: [
          { name: "id", type: "uuid", primary_key: true },
          { name: "title", type: "text", indexed: true },
          { name: "views", type: "integer" },
          { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
        ],
      },
    },
  ]);
  await project.insert("authors", [{ id: author, name: "Ada" }]);
  await project.insert("posts", [
    { id: first, title: "Engines", views: 30, author_id: author },
    { id: second, title: "Notes", views: 10, author_id: author },
  ]);
  catalog = await project.catalog();
  const { projectId, databaseId } = project.scope;
  const role = { userId: null, role: "editor", apiRole: "service_role" } as const;
  scope = openTenantScope({ projectId, databaseId, ...role, endUserId: null, jwt: null, keyScopes: null });
});
afterAll(() => db.close());

const author = "00000000-0000-4000-8000-00000000000a";
const first = "00000000-0000-4000-8000-000000000001";
const second = "00000000-0000-4000-8000-000000000002";

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function prepared(address: string, { method = "GET", headers = {}, body = "" }: Asked = {}) {
  const [path = "", search = ""] = address.split("?");
  return prepare(restContext(catalog, scope), {
    method,
    path: [path],
    params: splitQuery(search),
    header: (name) => headers[name] ?? null,
    body,
  });
}

/** The one statement that a request becomes, ids by their names, and the row that it gives. */
async function compiled(address: string, asked: Asked = {}) {
  const { statement } = prepared(address, asked);
  const { text, values } = compile(statement);
  const names: readonly [string, string][] = [
    [project.scope.projectId, "<project>"],
    ...catalog.tables.map(({ id, definition }): [string, string] => [id, `<${definition.name}>`]),
  ];
  const sql = names.reduce((left, [id, name]) => left.replaceAll(id, name), text);
  const { rows } = await db.database.query<{ body: string | null; page_total: number }>(scope, statement);
  return { sql, values, row: rows[0] };
}

describe("a statement", () => {
  it("may share a transaction unless Postgres does not break it off while it computes", () => {
    const patch = { method: "PATCH", body: '{"views": 1}' };
    for (const filter of [`id=eq.${first}`, "views=gte.3", "title=in.(a,b)"])
      for (const asked of [{}, patch])
        expect([filter, prepared(`posts?${filter}`, asked).mayShare]).toEqual([filter, true]);
    for (const filter of ["title=like.*x*", "title=not.ilike.x", "title=like(any).{x}", "title=fts.x"])
      for (const asked of [{}, patch])
        expect([filter, prepared(`posts?${filter}`, asked).mayShare]).toEqual([filter, false]);
  });
});

describe("a read is one statement", () => {
  it("of a row by its key", async () => {
    const { sql, values, row } = await compiled(`posts?id=eq.${first}&select=id,title`);
    expect(sql).toMatchInlineSnapshot(
      `"select coalesce(json_agg(r.*), '[]')::text as body, count(*) as page_total, null::int8 as total, null::json as last_key from (select "d1"."id" as "id", "d1"."title" as "title" from (select d.id as "$id", d.xmin as "$xmin", d."r1" as "$r1", "d"."id" as "id", "d"."t1" as "title", ("d".data ->> 'views')::int4 as "views", "d"."r1" as "author_id", "d"."created_at" as "created_at", "d"."updated_at" as "updated_at" from rowhouse.project_data as d where "d".project_id = '<project>'::uuid and "d".table_id = '<posts>'::uuid) as "d1" where ("d1"."id" = $1) limit 1000) as r"`,
    );
    expect(values).toEqual([first]);
    expect(row?.body).toBe(`[{"id":"${first}","title":"Engines"}]`);
  });

  it("with lists of what points at each row, and those cut", async () => {
    const { sql, row } = await compiled("authors?select=name,posts(title)&posts.order=views&posts.limit=1");
    expect(sql).toMatchInlineSnapshot(`
      "with page as materialized (
        select d."id", d."data", d."created_at", d."updated_at", d."xmin"
        from rowhouse.project_data as d
        where "d".project_id = '<project>'::uuid and "d".table_id = '<authors>'::uuid and true
        order by d.id asc limit 1000) select coalesce(json_agg(r.*), '[]')::text as body, count(*) as page_total, null::int8 as total, null::json as last_key from (select ("d1".data ->> 'name') as "name", (select coalesce(json_agg(r.*), '[]') from (select "d2"."title" as "title" from (select d.id as "$id", d.xmin as "$xmin", d."r1" as "$r1", "d"."id" as "id", "d"."t1" as "title", ("d".data ->> 'views')::int4 as "views", "d"."r1" as "author_id", "d"."created_at" as "created_at", "d"."updated_at" as "updated_at" from rowhouse.project_data as d where "d".project_id = '<project>'::uuid and "d".table_id = '<posts>'::uuid) as "d2" where "d2"."$r1" = "d1".id order by "d2"."views", age("d2"."$xmin") desc, "d2"."$id" limit 1) as r) as "posts" from page as "d1" order by age("d1".xmin) desc, "d1".id limit 1000) as r"
    `);
    expect(row?.body).toBe('[{"name":"Ada","posts":[{"title":"Notes"}]}]');
  });

  it("that groups by what is no aggregate", async () => {
    const { sql, row } = await compiled("posts?select=author_id,views.sum()");
    expect(sql).toMatchInlineSnapshot(
      `"select coalesce(json_agg(r.*), '[]')::text as body, count(*) as page_total, null::int8 as total, null::json as last_key from (select "d1"."author_id" as "author_id", sum("d1"."views") as "sum" from (select d.id as "$id", d.xmin as "$xmin", d."r1" as "$r1", "d"."id" as "id", "d"."t1" as "title", ("d".data ->> 'views')::int4 as "views", "d"."r1" as "author_id", "d"."created_at" as "created_at", "d"."updated_at" as "updated_at" from rowhouse.project_data as d where "d".project_id = '<project>'::uuid and "d".table_id = '<posts>'::uuid) as "d1" where true group by 1 limit 1000) as r"`,
    );
    expect(row?.body).toBe(`[{"author_id":"${author}","sum":40}]`);
  });

  it("that reads the words of a text search once, not for each row", async () => {
    const { sql } = await compiled("posts?title=wfts(english).engine&select=id");
    expect(sql).toMatch(/@@ \(select websearch_to_tsquery\('english'::regconfig, \$1\)\)/);
  });

  it("of conditions, nested and of embedded rows", async () => {
    const { sql, values, row } = await compiled(
      "authors?select=name&or=(name.eq.Bob,and(name.like.A*,posts.views.gt.20))",
    );
    expect(sql).toMatchInlineSnapshot(`
      "with page as materialized (
        select d."id", d."data", d."created_at", d."updated_at", d."xmin"
        from rowhouse.project_data as d
        where "d".project_id = '<project>'::uuid and "d".table_id = '<authors>'::uuid and ((("d".data ->> 'name') = $1) or ((("d".data ->> 'name') like $2) and (exists (select from (select d.id as "$id", d.xmin as "$xmin", d."r1" as "$r1", "d"."id" as "id", "d"."t1" as "title", ("d".data ->> 'views')::int4 as "views", "d"."r1" as "author_id", "d"."created_at" as "created_at", "d"."updated_at" as "updated_at" from rowhouse.project_data as d where "d".project_id = '<project>'::uuid and "d".table_id = '<posts>'::uuid) as "d2" where "d2"."$r1" = "d".id and ("d2"."views" > $3)))))
        order by d.id asc limit 1000) select coalesce(json_agg(r.*), '[]')::text as body, count(*) as page_total, null::int8 as total, null::json as last_key from (select ("d1".data ->> 'name') as "name" from page as "d1" order by age("d1".xmin) desc, "d1".id limit 1000) as r"
    `);
    expect(values).toEqual(["Bob", "A%", "20"]);
    expect(row?.body).toBe('[{"name":"Ada"}]');
  });
});

describe("a write is one statement", () => {
  it("of changes to the rows that its filters find", async () => {
    const asked = { method: "PATCH", body: '{"views":31}' };
    const { sql, row } = await compiled("posts?title=eq.Engines", asked);
    expect(sql).toMatchInlineSnapshot(`
      "with "$source" as materialized (select (input.v ->> 'views')::int4 as "views" from (select ($1::jsonb -> 0) as v) as input), "$changed" as (
        update rowhouse.project_data as d set "data" = ((d.data - array['views']::text[]) || jsonb_strip_nulls(jsonb_build_object('views', source."views"))), "updated_at" = clock_timestamp()
        from "$source" as source
        where "d".project_id = '<project>'::uuid and "d".table_id = '<posts>'::uuid and (("d"."t1" = $2))
        returning d."table_id", d."id", d."t1", d."data", d."r1", d."created_at", d."updated_at"), "$written" as (select row_number() over () as "$ordinal", d.id as "$id", false as "$inserted", "d"."id" as "id", "d"."t1" as "title", ("d".data ->> 'views')::int4 as "views", "d"."r1" as "author_id", "d"."created_at" as "created_at", "d"."updated_at" as "updated_at" from "$changed" as d) select null::text as body, count(*) as page_total, count(*) filter (where "$inserted") as inserted, null::json as key from "$written""
    `);
    expect(row?.page_total).toBe(1);
  });

  it("that is undone where its answer is too long to arrive", async () => {
    const context = { ...restContext(catalog, scope), writtenBytesMax: 1_000 };
    const title = "x".repeat(500);
    await project.insert("authors", [{ id: second, name: title }]);
    const write = (method: string, search: string, body = "") => {
      const header = (name: string) => (name === "prefer" ? "return=representation" : null);
      const asked = { method, path: ["authors"], params: splitQuery(search), header, body };
      return db.database.query<{ body: string }>(scope, prepare(context, asked).statement);
    };
    const rows = [1, 2].map((index) => ({ id: first.replace(/1$/, String(index + 4)), name: title }));
    const tooLong = { code: "54000", hint: expect.stringMatching(/fewer rows/) };
    const change = JSON.stringify({ name: "y".repeat(900) });
    await expect(write("POST", "", JSON.stringify(rows))).rejects.toMatchObject(tooLong);
    await expect(write("PATCH", `id=eq.${second}`, change)).rejects.toMatchObject(tooLong);
    await expect(write("DELETE", `id=eq.${second}&select=name,again:name`)).rejects.toMatchObject(tooLong);
    const { row } = await compiled("authors?select=name&order=name");
    expect(JSON.parse(row?.body ?? "")).toEqual([{ name: "Ada" }, { name: title }]);
    const { rows: one } = await write("DELETE", `id=eq.${second}&select=name`);
    expect(one[0]?.body).toBe(JSON.stringify([{ name: title }]));
  });
});
