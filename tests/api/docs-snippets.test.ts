import { Validator } from "@seriousme/openapi-schema-validator";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiDocument, callsOf, columnOf, viewsOf } from "#components/connect/api-document.ts";
import { changeSnippet, deleteSnippet, relatedSnippet } from "#lib/catalog/codegen/row-snippets.ts";
import { callSnippet, insertSnippet, querySnippet } from "#lib/catalog/codegen/snippets.ts";
import type { Table } from "#lib/catalog/types.ts";
import { describeApi } from "#lib/operations/data-api/describe-api.ts";
import { listTables } from "#lib/operations/schema/list-tables.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

let project: RestProject;
let client: SupabaseClient;
let tables: readonly Table[];
let document: ApiDocument;

const definitions = `
create type size as enum ('small', 'large');
create table owners (id uuid primary key default gen_random_uuid(), name text not null);
create table "Odd things" (id bigint generated always as identity primary key, "due date" date not null,
  size size not null, owner_id uuid not null references owners, at timestamptz not null, clock time not null,
  span interval not null, place inet not null, initial varchar(1) not null, tags text[] not null, counts int[] not null,
  content bytea not null, data jsonb not null, price numeric(6, 2) not null, is_on boolean not null,
  code char(3) not null, codes varchar(9)[], rate numeric default 42.25, exact numeric default 0.10, made timestamp not null default now(), n smallint not null, "key" uuid not null,
  whole int4range not null, local timestamp not null);
create table "a/b~c" (id int primary key, "limit" int, "or" text, "select" text);
create table "a_b_c" (id int primary key);
create view small_things as select id, "due date", data from "Odd things" where size = 'small';
create view named as select id, name from owners;
create function things_of(kind size, at_least integer, on_day date default current_date)
  returns setof bigint language sql stable as $$ select id from "Odd things" where size = kind and n >= at_least $$;
create function nothing() returns void language sql as $$ select 1 $$;
create function hidden(n integer) returns integer language sql stable as $$ select n $$;
revoke execute on function hidden from anon, public;`;

beforeAll(async () => {
  project = await restProject(definitions);
  const { app, server } = project;
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
  const listed = await listTables(app.actor, app.databaseId, { limit: 100, offset: 0 });
  // As the page gets them.
  tables = JSON.parse(JSON.stringify(listed.items.map(({ schema }) => schema)));
  document = (await describeApi(app.actor, app.databaseId)) as ApiDocument;
});

afterAll(() => project.close());

interface Answer {
  readonly data: unknown;
  readonly error: unknown;
}

/** What somebody gets who pastes it behind the lines that make the client. */
async function pasted(code: string): Promise<Answer> {
  const module = `export async function run(client) { ${code}\nreturn { data, error } }`;
  const { run } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    run: (given: SupabaseClient) => Promise<Answer>;
  };
  return run(client);
}

interface DescribedBody {
  readonly required?: readonly string[];
  readonly properties?: object;
  readonly oneOf?: readonly DescribedBody[];
}
interface Described {
  readonly requestBody: {
    readonly content: { readonly "application/json": { readonly schema: DescribedBody } };
  };
  readonly responses: object;
}
const bodyOf = (described: Described | undefined): DescribedBody =>
  described?.requestBody.content["application/json"].schema ?? {};

const tableOf = (name: string): Table => {
  const found = [...tables, ...viewsOf(document, tables)].find((table) => table.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe("what the docs of the API show", () => {
  it("adds a row of whatever types, names and references", async () => {
    const owner = await client.from("owners").insert({ name: "Ada" }).select().single();
    const code = insertSnippet(tableOf("Odd things"));
    expect(code).toContain("// the id of a row of owners");
    const { data, error } = await pasted(code.replace("00000000-0000-4000-8000-000000000000", owner.data.id));
    expect(error).toBeNull();
    expect(data).toMatchObject({ size: "small", n: 1, "due date": "2026-01-31", owner_id: owner.data.id });
  });

  it("adds a row through a view with what the table below asks for", async () => {
    const code = insertSnippet(tableOf("named"));
    expect(code).toContain('.insert({ name: "…" })');
    expect((await pasted(code)).error).toBeNull();
  });

  it.each(["Odd things", "owners", "small_things"])("reads rows of %s", async (name) => {
    const { data, error } = await pasted(querySnippet(tableOf(name)));
    expect([error, Array.isArray(data)]).toEqual([null, true]);
  });

  it("reads rows with those that they belong to and those that belong to them", async () => {
    await client.from("owners").insert({ name: "Grace" });
    for (const [name, related] of [
      ["Odd things", "owners"],
      ["owners", "Odd things"],
    ] as const) {
      const { data, error } = await pasted(relatedSnippet(tableOf(name), tables) ?? "");
      expect([error, (data as readonly object[])[0]]).toEqual([
        null,
        expect.objectContaining({ [related]: expect.anything() }),
      ]);
    }
    expect(relatedSnippet(tableOf("a/b~c"), tables)).toBeNull();
  });

  it.each(["Odd things", "owners"])("changes and deletes one row of %s", async (name) => {
    const { data, error } = await pasted(changeSnippet(tableOf(name)) ?? "");
    expect([error, Array.isArray(data)]).toEqual([null, true]);
    expect((await pasted(deleteSnippet(tableOf(name)) ?? "")).error).toBeNull();
  });

  it("calls stored functions with what they need", async () => {
    const calls = callsOf(document);
    expect(calls.map(({ name }) => name)).toEqual(["hidden", "nothing", "things_of"]);
    for (const { name, arguments: args } of calls) {
      const given = Object.entries(args.properties).filter(([key]) => args.required.includes(key));
      const code = callSnippet(
        name,
        given.map(([key, value]) => columnOf(key, value)),
      );
      expect((await pasted(code)).error, code).toBeNull();
    }
  });
});

describe("what describes the API to tools", () => {
  it("is a valid document of OpenAPI 3.1, and of Swagger 2.0 at the root", async () => {
    const { server, app } = project;
    const swagger = await fetch(`${server.url}/p/${app.ref}/rest/v1/`, {
      headers: { apikey: app.keys.service_role },
    });
    for (const described of [document, await swagger.json()]) {
      const { valid, errors } = await new Validator().validate(
        structuredClone(described) as Record<string, unknown>,
      );
      expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    }
  });

  it("tells lengths and defaults beside the types, at the root without them in the type's name, as PostgREST does", async () => {
    const { server, app } = project;
    const headers = { apikey: app.keys.service_role };
    const { definitions } = await (await fetch(`${server.url}/p/${app.ref}/rest/v1/`, { headers })).json();
    expect(definitions["Odd things"].properties).toMatchObject({
      initial: { type: "string", format: "character varying", maxLength: 1 },
      code: { format: "character", maxLength: 3 },
      codes: { type: "array", format: "character varying[]", items: { maxLength: 9 } },
      price: { type: "number", format: "numeric" },
      rate: { default: 42.25 },
      exact: { default: "0.10" },
      at: { format: "timestamp with time zone" },
    });
    const { Odd_things: told } = (document as unknown as { components: { schemas: Record<string, object> } })
      .components.schemas;
    expect(told).toMatchObject({
      properties: { code: { maxLength: 3, "x-postgres-type": "character(3)" }, rate: { default: 42.25 } },
    });
  });

  it("names a column that is called as a part of a query in the quotes that tell them apart", () => {
    const { get } = document.paths["/a/b~c"] as unknown as { get: { parameters: { name: string }[] } };
    const names = get.parameters.map(({ name }) => name);
    expect(names).toEqual(["select", "order", "limit", "offset", "id", '"limit"', '"or"', '"select"']);
  });

  it("asks of a new row what the server does not fill in, and of a change nothing", () => {
    const { post, patch } = document.paths["/Odd things"] as unknown as Record<string, Described>;
    const [added] = bodyOf(post).oneOf ?? [];
    expect(added?.required).toEqual(
      expect.arrayContaining(["due date", "size", "owner_id", "tags", "is_on", "local"]),
    );
    // `id` counts up, `made` has a default.
    expect(added?.required).not.toContain("made");
    expect(added?.properties).not.toHaveProperty("id");
    expect(bodyOf(post).oneOf?.[1]).toMatchObject({ type: "array", items: added });
    expect(bodyOf(patch)).toMatchObject({ type: "object", properties: { size: {} } });
    expect(bodyOf(patch)).not.toHaveProperty("required");
    expect(patch?.responses).toHaveProperty("204");
    expect(JSON.stringify(patch?.responses)).toContain('"#/components/schemas/Odd_things"');
  });

  it("tells stored functions with their arguments and what they give", () => {
    const { post, get } = document.paths["/rpc/things_of"] ?? {};
    expect(post).toMatchObject({
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: {
              properties: {
                kind: { type: "string", enum: ["small", "large"], "x-postgres-type": "size" },
                at_least: { type: "integer", "x-postgres-type": "integer" },
              },
              required: ["kind", "at_least"],
            },
          },
        },
      },
      responses: { 200: { content: { "application/json": { schema: { items: { type: "integer" } } } } } },
    });
    expect(get).toMatchObject({ parameters: [{ name: "kind", in: "query", required: true }, {}, {}] });
    expect(document.paths["/rpc/nothing"]).toMatchObject({ post: { responses: { 204: {} } } });
    expect(document.paths["/rpc/nothing"]).not.toHaveProperty("get");
  });

  it("tells them at its root in PostgREST's form, to those who may call them", async () => {
    const { app, server } = project;
    const paths = async (key: string) => {
      const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/`, { headers: { apikey: key } });
      return ((await response.json()) as { paths: Record<string, object> }).paths;
    };
    const visitors = Object.keys(await paths(app.keys.anon)).filter((path) => path.startsWith("/rpc/"));
    expect(visitors).toEqual(["/rpc/nothing", "/rpc/things_of"]);
    const service = await paths(app.keys.service_role);
    expect(service).toHaveProperty("/rpc/hidden");
    expect(service["/rpc/things_of"]).toMatchObject({
      get: { tags: ["(rpc) things_of"] },
      post: {
        parameters: [
          { name: "args", in: "body", required: true, schema: { required: ["kind", "at_least"] } },
        ],
      },
    });
  });
});
