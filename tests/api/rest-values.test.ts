import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import type { DataApiServer } from "#tests/harness/data-api-server.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

const definitions = `
create table parts (r int primary key, k text not null unique, d text, w int, page int);
create table uses (r int primary key, part int references parts (r), of_k text references parts (k) on update restrict);
create table pairs (a int, b int, note text, primary key (a, b));
create table places (ordinality int primary key, key text unique);
create table loose (n int);
insert into parts values (1, 'one', 'x', 5, 9), (2, 'two', null, 6, 9), (3, 'three', 'z', 7, 8);
insert into uses values (1, 1, null), (2, 1, null), (3, null, 'two');
insert into pairs values (1, 1, 'p'), (1, 2, 'q'), (2, 1, 's');
create view half as select r, k from parts;
create view totals as select page, count(*) as n from parts group by page;
create function rename_all(into_k text) returns void language sql as $$ update parts set k = into_k where r > 0 $$;
create function few(n int) returns setof int language sql stable as $$ select generate_series(1, n) $$;
create function echo(r int) returns int language sql immutable as $$ select r $$;`;

let project: RestProject;
let server: DataApiServer;
let app: AppProject;
let client: SupabaseClient;

beforeAll(async () => {
  project = await restProject(definitions);
  ({ server, app } = project);
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
});

afterAll(() => project.close());

const send = (method: string, path: string, body?: string) =>
  fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, {
    method,
    headers: { apikey: app.keys.service_role, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });

describe("columns called as the statement calls its own parts", () => {
  it("do not stand for the row", async () => {
    expect((await client.from("parts").select().eq("r", 1).single()).data).toEqual({
      r: 1,
      k: "one",
      d: "x",
      w: 5,
      page: 9,
    });
    const embedded = await client.from("parts").select("r, k, uses!part(r, part)").order("r").limit(2);
    expect(embedded.data).toEqual([
      {
        r: 1,
        k: "one",
        uses: [
          { r: 1, part: 1 },
          { r: 2, part: 1 },
        ],
      },
      { r: 2, k: "two", uses: [] },
    ]);
    expect((await client.from("uses").select("r, parts!part(r, d)").eq("r", 2).single()).data).toEqual({
      r: 2,
      parts: { r: 1, d: "x" },
    });
    expect((await client.from("parts").select("r, d").order("r").csv()).data).toBe("r,d\n1,x\n2,\n3,z");
  });

  it("are told of what was written", async () => {
    const written = await client
      .from("parts")
      .upsert({ r: 3, k: "three", w: 1 })
      .select("r, k, uses!part(r)")
      .rollback();
    expect(written.data).toEqual([{ r: 3, k: "three", uses: [] }]);
    const { headers } = await fetch(`${server.url}/p/${app.ref}/rest/v1/parts`, {
      method: "POST",
      headers: {
        apikey: app.keys.service_role,
        "content-type": "application/json",
        prefer: "return=headers-only,tx=rollback",
      },
      body: JSON.stringify({ r: 77, k: "new" }),
    });
    expect(headers.get("location")).toBe("/parts?r=eq.77");
  });
});

describe("a key that is there already", () => {
  const detail = async (table: string, set: object, column: string, values: readonly unknown[]) => {
    const { error, status } = await client.from(table).update(set).in(column, values);
    return [status, error?.code, error?.details];
  };

  it("is told when several rows are to become one", async () => {
    expect(await detail("parts", { k: "same" }, "r", [1, 3])).toEqual([
      409,
      "23505",
      "Key (k)=(same) already exists.",
    ]);
    expect(await detail("parts", { r: 50 }, "r", [2, 3])).toEqual([
      409,
      "23505",
      "Key (r)=(50) already exists.",
    ]);
    expect(await detail("pairs", { a: 7, b: 7 }, "a", [1, 2])).toEqual([
      409,
      "23505",
      "Key (a, b)=(7, 7) already exists.",
    ]);
  });

  it("is told whatever its columns are called", async () => {
    const twice = [
      { ordinality: 1, key: "a" },
      { ordinality: 2, key: "a" },
    ];
    expect((await client.from("places").insert(twice)).error?.details).toBe("Key (key)=(a) already exists.");
    const again = twice.map((place, index) => ({ ...place, key: `${index}`, ordinality: 5 }));
    expect((await client.from("places").insert(again)).error?.details).toBe(
      "Key (ordinality)=(5) already exists.",
    );
  });

  it("is not guessed where the rows keep a part of it", async () => {
    expect(await detail("pairs", { a: 2 }, "a", [1])).toEqual([409, "23505", null]);
  });
});

describe("a key that others refer to", () => {
  it("is told when it is to change", async () => {
    expect((await client.from("parts").update({ r: 40 }).eq("r", 1)).error).toMatchObject({
      code: "23503",
      message:
        'update or delete on table "parts" violates foreign key constraint "uses_part_fkey" on table "uses"',
      details: 'Key (r)=(1) is still referenced from table "uses".',
    });
    expect((await client.from("parts").update({ k: "zwei" }).eq("r", 2)).error).toMatchObject({
      code: "23001",
      details: 'Key (k)=(two) is referenced from table "uses".',
    });
  });
});

describe("a body that is neither an object nor a list", () => {
  it.each(['"text"', "5", "true", "null"])("counts as no rows: %s", async (body) => {
    expect((await send("POST", "/parts", body)).status).toBe(201);
    const called = await send("POST", "/rpc/echo", body);
    expect([called.status, await called.json()]).toMatchObject([
      404,
      {
        code: "PGRST202",
        message: "Could not find the function public.echo without parameters in the schema cache",
      },
    ]);
  });
});

describe("max-affected of a function", () => {
  const limited = async (name: string, args: object) => {
    const headers = { Prefer: "handling=strict,max-affected=2" };
    const limiting = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role, {
      global: { headers },
    });
    const { error, status } = await limiting.rpc(name, args);
    return [status, error?.code, error?.details ?? null];
  };

  it("limits the rows that it gives, also when it only reads", async () => {
    expect(await limited("few", { n: 2 })).toEqual([200, undefined, null]);
    expect(await limited("few", { n: 3 })).toEqual([400, "PGRST124", "The query affects 3 rows"]);
  });

  it("is refused where it gives one value or none", async () => {
    expect(await limited("echo", { r: 1 })).toEqual([400, "PGRST128", null]);
    expect(await limited("rename_all", { into_k: "a" })).toEqual([400, "PGRST128", null]);
  });
});

describe("distinct", () => {
  it("is true or false", async () => {
    const status = async (value: string) =>
      (await send("GET", `/parts?select=page&distinct=${value}`)).status;
    expect(await Promise.all(["true", "false", "maybe", "eq.1"].map(status))).toEqual([200, 200, 400, 400]);
  });
});

describe("OPTIONS", () => {
  it.each([
    ["/parts", 200, "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"],
    ["/loose", 200, "OPTIONS,GET,HEAD,POST,PATCH,DELETE"],
    ["/half", 200, "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"],
    ["/totals", 200, "OPTIONS,GET,HEAD"],
    ["/rpc/echo", 200, "OPTIONS,GET,HEAD,POST"],
    ["/rpc/rename_all", 200, "OPTIONS,POST"],
    ["/", 200, "OPTIONS,GET,HEAD"],
    ["/nothing", 404, null],
    ["/rpc/nothing", 404, null],
    ["/parts/1", 404, null],
  ] as const)("tells what %s allows", async (path, status, allow) => {
    const response = await send("OPTIONS", path);
    expect([response.status, response.headers.get("allow")]).toEqual([status, allow]);
  });

  it("tells strangers nothing of what there is", async () => {
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/nothing`, { method: "OPTIONS" });
    expect(response.status).toBe(200);
  });
});
