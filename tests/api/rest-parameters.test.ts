import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiSettingsChange,
  getApiSettings,
  updateApiSettings,
} from "#lib/operations/data-api/api-settings.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

/** How PostgREST reads parameters that are given twice, left empty, or followed by what nobody meant. */
let project: RestProject;

beforeAll(async () => {
  project = await restProject(`
    create table drafts (id int primary key, title text default 'untitled', pages int default 1, note text);
    insert into drafts values (1, 'One', 10, 'a'), (2, 'Two', 20, null);
    create table ports (id int primary key, town text, keeper_id int);
    create table keepers (id int primary key, name text, port_id int references ports(id));
    alter table ports add foreign key (keeper_id) references keepers(id);
    create table towers (id int primary key, port_id int unique references ports(id), height int);
    insert into ports values (1, 'Brest', null);
    insert into towers values (5, 1, 60);
    create table feeds (id int primary key, cursor text, "distinct" int, apikey text);
    insert into feeds values (1, 'c1', 7, 'k1'), (2, 'c2', 8, 'k2');
    create table odd (id int primary key, "limit" int, "offset" int, "order" int, "or" text, "and" text, "not" int);
    insert into odd values (1, 5, 6, 7, 'a', 'b', 8), (2, 50, 60, 70, 'c', 'd', 80);
    create function drafts_below(id int) returns setof drafts language sql stable
      as $$ select * from drafts where drafts.id < drafts_below.id $$;
    create function joined(variadic words text[]) returns text language sql stable
      as $$ select array_to_string(words, '+') $$;
    create function greeting(name text) returns text language sql stable as $$ select 'Hello ' || name $$;
  `);
});

afterAll(() => project.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const { server, app } = project;
  const response = await fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, {
    ...init,
    headers: { apikey: app.keys.service_role, "Content-Type": "application/json", ...init.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? null : JSON.parse(text),
  };
}

async function rows(path: string): Promise<unknown> {
  const { status, body } = await ask(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe("a parameter given twice", () => {
  it("filters twice", async () => {
    expect(await rows("/drafts?select=id&id=gt.0&id=lt.2")).toEqual([{ id: 1 }]);
  });

  it("selects and orders by the first, and limits by the last", async () => {
    const path = "/drafts?select=id&select=title&order=id.desc&order=id.asc&limit=1&limit=2";
    expect(await rows(path)).toEqual([{ id: 2 }, { id: 1 }]);
  });

  it("is told back in the order of names, with every sign that means something escaped", async () => {
    const { headers } = await ask("/drafts?select=id&id=in.(2,1)&id=gt.0");
    expect(headers.get("content-location")).toBe("/drafts?id=in.%282%2C1%29&id=gt.0&select=id");
  });
});

it("may list as many values as a list has rows", async () => {
  const others = Array.from({ length: 999 }, () => crypto.randomUUID());
  expect(await rows(`/drafts?select=id&title=in.(${[...others, "Two"].join("%2C")})`)).toEqual([{ id: 2 }]);
});

it("may be called as one of those that PostgREST has not", async () => {
  expect(await rows("/feeds?select=id&cursor=eq.c2")).toEqual([{ id: 2 }]);
  expect(await rows("/feeds?select=id&distinct=lt.8&apikey=like.k*")).toEqual([{ id: 1 }]);
  expect(await rows("/feeds?select=id&order=id&limit=1&cursor=")).toEqual([{ id: 1 }]);
});

it("is a column's filter in quotes, whatever the column is called", async () => {
  for (const filter of ["limit=eq.5", "offset=lt.60", "order=neq.70", "or=eq.a", "and=like.b*", "not=eq.8"]) {
    const [name, value] = filter.split("=");
    expect([filter, await rows(`/odd?select=id&"${name}"=${value}`)]).toEqual([filter, [{ id: 1 }]]);
  }
  const changed = await ask('/odd?select=id&id=gt.0&"limit"=eq.50', {
    method: "DELETE",
    headers: { Prefer: "return=representation" },
  });
  expect(changed.body).toEqual([{ id: 2 }]);
});

describe("a parameter without meaning", () => {
  it("says nothing when it has no value at all", async () => {
    expect(await rows("/drafts?title&select&limit&id=eq.1")).toMatchObject([{ id: 1, title: "One" }]);
  });

  it("is cut where its last bracket closes", async () => {
    expect(await rows("/ports?select=town,towers(height)'")).toEqual([
      { town: "Brest", towers: { height: 60 } },
    ]);
    expect(await rows("/drafts?select=id)&id=in.(1,2)x)&order=id")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rows("/drafts?select=id&or=(id.eq.1,id.eq.7))")).toEqual([{ id: 1 }]);
    expect((await ask("/drafts?select=id'")).body).toMatchObject({ code: "PGRST100" });
  });

  it("names no columns when it is empty", async () => {
    const insert = { method: "POST", body: '{"id":9}' };
    const { status, body } = await ask("/drafts?columns=", insert);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "PGRST100",
      message: '"failed to parse columns parameter ()" (line 1, column 1)',
      details: "unexpected end of input expecting field name (* or [a..z0..9_$])",
    });
    expect((await ask("/drafts?on_conflict=", insert)).body).toMatchObject({ code: "PGRST100" });
  });
});

describe("named columns", () => {
  const change = (prefer: string, body: string) =>
    ask("/drafts?id=eq.1&columns=title,pages,note", {
      method: "PATCH",
      headers: { Prefer: `return=representation, tx=rollback${prefer}` },
      body,
    });

  it("that an update leaves out become null, or their defaults on request", async () => {
    const bare = await change("", '{"title":"New","other":1}');
    expect(bare.body).toEqual([{ id: 1, title: "New", pages: null, note: null }]);
    const full = await change(", missing=default", '{"note":"b"}');
    expect(full.body).toEqual([{ id: 1, title: "untitled", pages: 1, note: "b" }]);
    expect(full.headers.get("preference-applied")).toContain("missing=default, return=representation");
    const none = await change("", "[]");
    expect([none.status, none.body]).toEqual([200, []]);
  });

  it("are read by Postgres, in whose words a body that is none is told", async () => {
    const broken = await change("", '{"title":');
    expect(broken).toMatchObject({
      status: 400,
      body: { code: "22P02", message: "invalid input syntax for type json" },
    });
    const mixed = await change("", '[{"title":"x"}, 3]');
    expect(mixed).toMatchObject({ status: 400, body: { code: "22023" } });
  });
});

describe("an upsert", () => {
  const upsert = (body: string) =>
    ask("/drafts", { method: "POST", headers: { Prefer: "resolution=merge-duplicates" }, body });

  it("of nothing has made nothing", async () => {
    expect((await upsert("[]")).status).toBe(200);
  });

  it("that names a row twice is an error of the server's kind, as with PostgREST", async () => {
    expect(await upsert('[{"id":1},{"id":1}]')).toMatchObject({ status: 500, body: { code: "21000" } });
  });
});

describe("relationships", () => {
  it("between one and one are named by the column of either side", async () => {
    expect(await rows("/ports?select=town,id(height)")).toEqual([{ town: "Brest", id: { height: 60 } }]);
    expect(await rows("/towers?select=height,port_id(town)")).toEqual([
      { height: 60, port_id: { town: "Brest" } },
    ]);
  });

  it("that leave a choice are listed with the many first", async () => {
    const { status, body } = await ask("/ports?select=keepers(*)");
    expect(status).toBe(300);
    const { details } = body as { details: readonly { cardinality: string }[] };
    expect(details.map(({ cardinality }) => cardinality)).toEqual(["one-to-many", "many-to-one"]);
  });
});

describe("a function", () => {
  it("takes an argument and a filter of one name apart by the operator", async () => {
    expect(await rows("/rpc/drafts_below?id=9&id=gt.1&select=id")).toEqual([{ id: 2 }]);
    // A text that only looks like a filter is the argument that the function waits for.
    expect(await rows("/rpc/greeting?name=in.person")).toBe("Hello in.person");
  });

  it("takes from its body what columns name", async () => {
    const body = '{"name":"Ada","more":1}';
    const named = await ask("/rpc/greeting?columns=name", { method: "POST", body });
    expect(named).toMatchObject({ status: 200, body: "Hello Ada" });
    expect(await ask("/rpc/greeting", { method: "POST", body })).toMatchObject({
      status: 404,
      body: { code: "PGRST202" },
    });
  });

  it("takes from a form what stands in it several times", async () => {
    const form = { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } };
    expect((await ask("/rpc/joined", { ...form, body: "words=a&words=b" })).body).toBe("a+b");
    expect((await ask("/rpc/greeting", { ...form, body: "name=A&name=B" })).body).toBe("Hello B");
  });

  it("and HEAD know no Range", async () => {
    const headers = { Range: "0-0", Prefer: "count=exact" };
    const called = await ask("/rpc/drafts_below", { method: "POST", headers, body: '{"id":9}' });
    expect(called.headers.get("content-range")).toBe("0-1/2");
    const { server, app } = project;
    const head = await fetch(`${server.url}/p/${app.ref}/rest/v1/drafts`, {
      method: "HEAD",
      headers: { apikey: app.keys.service_role, ...headers },
    });
    expect([head.status, head.headers.get("content-range")]).toEqual([200, "0-1/2"]);
    const got = await ask("/drafts?order=id", { headers });
    expect([got.status, got.headers.get("content-range")]).toEqual([206, "0-0/2"]);
  });
});

describe("settings of a project's data API, typed as those of PostgREST", () => {
  const set = (query: string) => runSql(project.app.actor, project.app.databaseId, { query });

  it("bound every list, but none of what was written, and are known at once", async () => {
    await set("alter role authenticator set pgrst.db_max_rows = '1'; notify pgrst, 'reload config';");
    const { body, headers } = await ask("/ports?select=id,keepers!keepers_port_id_fkey(id)", {
      headers: { Prefer: "count=exact" },
    });
    expect([body, headers.get("content-range")]).toEqual([[{ id: 1, keepers: [] }], "0-0/1"]);
    expect(await rows("/drafts?select=id&limit=5&order=id.desc")).toEqual([{ id: 2 }]);
    expect(await rows("/rpc/drafts_below?id=9&select=id&order=id")).toEqual([{ id: 1 }]);
    const updated = await ask("/drafts?id=gt.0&select=id&order=id", {
      method: "PATCH",
      headers: { Prefer: "return=representation" },
      body: '{"pages": 3}',
    });
    expect(updated.body).toEqual([{ id: 1 }, { id: 2 }]);
    await set("alter role authenticator reset pgrst.db_max_rows");
    expect(await rows("/drafts?select=id&order=id")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it("refuse aggregates, but not the number of what is embedded", async () => {
    await set("alter role authenticator in database postgres set pgrst.db_aggregates_enabled to off");
    const refused = { code: "PGRST123", message: "Use of aggregate functions is not allowed" };
    for (const path of [
      "/drafts?select=pages.sum()",
      "/drafts?select=count()",
      "/ports?select=id,...keepers!keepers_port_id_fkey(id.count())",
    ])
      expect(await ask(path)).toMatchObject({ status: 400, body: refused });
    expect(await rows("/ports?select=id,keepers!keepers_port_id_fkey(count)")).toEqual([
      { id: 1, keepers: [{ count: 0 }] },
    ]);
    await set("alter role authenticator set pgrst.db_max_rows to 500; alter role authenticator reset all");
    expect(await rows("/drafts?select=count()")).toEqual([{ count: 2 }]);
  });

  it("are the same that the settings page changes, of which those not named stay", async () => {
    const { app } = project;
    const change = (named: ApiSettingsChange) => updateApiSettings(app.actor, app.databaseId, named);
    expect(await change({ max_rows: 1 })).toMatchObject({ max_rows: 1, aggregates: true });
    expect(await rows("/drafts?select=id&order=id")).toEqual([{ id: 1 }]);
    await set("alter role authenticator set pgrst.db_aggregates_enabled to off");
    expect(await getApiSettings(app.actor, app.databaseId)).toEqual({
      max_rows: 1,
      aggregates: false,
      defaults: { max_rows: 1000, aggregates: true },
    });
    expect(await change({ max_rows: null })).toMatchObject({ max_rows: 1000, aggregates: false });
    expect(await change({ aggregates: null })).toMatchObject({ max_rows: 1000, aggregates: true });
    expect(await rows("/drafts?select=count()")).toEqual([{ count: 2 }]);
  });

  it("are refused where they say nothing, or nothing that there is", async () => {
    const own = "alter role authenticator set pgrst";
    for (const value of ["0", "10001", "'many'", "1.5", "'1','2'"])
      await expect(set(`${own}.db_max_rows = ${value}`)).rejects.toMatchObject({ code: "22023" });
    await expect(set(`${own}.db_aggregates_enabled = 'perhaps'`)).rejects.toMatchObject({ code: "22023" });
    await expect(set(`${own}.db_schemas = 'api'`)).rejects.toMatchObject({
      code: "0A000",
      hint: "There are pgrst.db_max_rows and pgrst.db_aggregates_enabled.",
    });
    await expect(set("alter role anon set pgrst.db_max_rows = 5")).rejects.toMatchObject({ code: "0A000" });
    await expect(set("notify jobs, 'now'")).rejects.toMatchObject({ code: "42501" });
  });
});
