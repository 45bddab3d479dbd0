import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataApi } from "#lib/data-api/web.ts";
import { generateTypes } from "#lib/operations/data-api/generate-types.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let typed: SqlServer;
let app: AppProject;
let client: SupabaseClient;

/** Declared in an order that is not that of the letters. */
const definitions = `
create type ticket_state as enum ('new', 'active', 'waiting', 'closed');
create table queues (id int primary key, kind ticket_state);
create table tickets (id int primary key, state ticket_state, queue_id int references queues (id));
create index on tickets (state);
insert into queues values (1, 'waiting'), (2, 'new'), (3, 'closed');
insert into tickets values (1, 'closed', 1), (2, 'active', 2), (3, 'new', 3), (4, null, null), (5, 'waiting', 1), (6, 'active', 3);
create table notes (id int primary key, words text, label text, tags text[], said jsonb);
insert into notes values (1, 'waiting', 'nope', '{new,closed}', '{"now": "new"}'), (2, 'active', 'new', '{}', '{}'), (3, null, null, null, null);
create view open_tickets as select id, state as now from tickets where state <> 'closed';
create view states_of_queues as select kind, state, max(state) over () as last from tickets t join queues q on q.id = queue_id;
create function tickets_after(earliest ticket_state) returns setof int language sql stable
  as $$ select id from tickets where state > earliest order by state, id $$;
create function latest_state() returns ticket_state language sql stable as $$ select max(state) from tickets $$;
create function ticket_states() returns table (no int, is_in ticket_state) language sql stable
  as $$ select id, state from tickets $$;
create function tickets_of(queue int) returns setof tickets language sql stable
  as $$ select * from tickets where queue_id = queue $$;
create function state_of_queue(t tickets) returns ticket_state language sql stable
  as $$ select kind from queues where id = t.queue_id $$;`;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  app = await appProject("Enums");
  await runSql(app.actor, app.databaseId, { query: definitions });
  // With values of its own, as the builder makes it.
  await app.apply({
    kind: "create_table",
    table: {
      name: "tasks",
      columns: [
        { name: "id", type: "bigint", primary_key: true },
        {
          name: "size",
          type: "enum",
          enum_values: ["small", "large", "huge"],
          required: true,
          indexed: true,
        },
      ],
    },
  });
  await app.insert("tasks", [
    { id: 1, size: "large" },
    { id: 2, size: "huge" },
    { id: 3, size: "small" },
  ]);
  client = await app.client(app.keys.service_role);
});

afterAll(async () => {
  await typed.close();
  await harness.close();
});

const ids = (data: unknown) => (data as readonly { id: number }[] | null)?.map(({ id }) => id);

describe("a value that an enum has not", () => {
  const strange = {
    code: "22P02",
    message: 'invalid input value for enum ticket_state: "nope"',
    details: null,
    hint: null,
  };

  it.each([
    ["eq", (asked: SupabaseClient) => asked.from("tickets").select("id").eq("state", "nope")],
    ["neq", (asked: SupabaseClient) => asked.from("tickets").select("id").neq("state", "nope")],
    ["gt", (asked: SupabaseClient) => asked.from("tickets").select("id").gt("state", "nope")],
    ["in", (asked: SupabaseClient) => asked.from("tickets").select("id").in("state", ["new", "nope"])],
    ["or", (asked: SupabaseClient) => asked.from("tickets").select("id").or("state.eq.nope,id.eq.1")],
    ["not", (asked: SupabaseClient) => asked.from("tickets").select("id").not("state", "eq", "nope")],
    [
      "any",
      (asked: SupabaseClient) => asked.from("tickets").select("id").filter("state", "eq(any)", "{nope}"),
    ],
    [
      "an embedding",
      (asked: SupabaseClient) => asked.from("queues").select("id,tickets(id)").eq("tickets.state", "nope"),
    ],
    ["a view", (asked: SupabaseClient) => asked.from("open_tickets").select("id").eq("now", "nope")],
    ["update", (asked: SupabaseClient) => asked.from("tickets").update({ state: "new" }).eq("state", "nope")],
    ["delete", (asked: SupabaseClient) => asked.from("tickets").delete().eq("state", "nope")],
    ["an insert", (asked: SupabaseClient) => asked.from("tickets").insert({ id: 9, state: "nope" })],
    ["an argument", (asked: SupabaseClient) => asked.rpc("tickets_after", { earliest: "nope" })],
    [
      "an argument of an address",
      (asked: SupabaseClient) => asked.rpc("tickets_after", { earliest: "nope" }, { get: true }),
    ],
    ["a changed row", (asked: SupabaseClient) => asked.from("tickets").update({ state: "nope" }).eq("id", 1)],
  ])("is no value in %s: 22P02 with 400, as in PostgREST", async (_, ask) => {
    const { status, error } = await ask(client);
    expect([status, error]).toMatchObject([400, strange]);
  });

  it("is refused after others of the same form were answered", async () => {
    const asked = (state: string) => client.from("tickets").select("id").eq("state", state);
    expect(ids((await asked("new")).data)).toEqual([3]);
    expect((await asked("nope")).error?.code).toBe("22P02");
    expect(ids((await asked("closed")).data)).toEqual([1]);
    expect((await asked("")).error?.message).toBe('invalid input value for enum ticket_state: ""');
  });

  it("is compared as declared in a function", async () => {
    expect((await client.rpc("tickets_after", { earliest: "active" })).data).toEqual([5, 1]);
  });

  it("names the type of a column with values of its own after the column", async () => {
    const { error } = await client.from("tasks").select("id").eq("size", "tiny");
    expect(error?.message).toBe('invalid input value for enum tasks_size: "tiny"');
  });
});

describe("a cast to an enum", () => {
  const read = async (table: string, select: string, order = "id") => {
    const { data, error } = await client.from(table).select(select).order(order);
    return error === null ? data : [error.code, error.message];
  };

  it("takes texts that are its values, and its own values", async () => {
    expect(await read("notes", "id,words::ticket_state")).toEqual([
      { id: 1, words: "waiting" },
      { id: 2, words: "active" },
      { id: 3, words: null },
    ]);
    expect(await read("notes", "id,said->>now::TICKET_STATE,tags::ticket_state[]")).toEqual([
      { id: 1, now: "new", tags: ["new", "closed"] },
      { id: 2, now: null, tags: [] },
      { id: 3, now: null, tags: null },
    ]);
    expect(await read("tickets", "id,s:state::ticket_state")).toContainEqual({ id: 2, s: "active" });
    expect(await read("tickets", "id,queues(kind::ticket_state)")).toContainEqual({
      id: 2,
      queues: { kind: "new" },
    });
  });

  it("sorts and compares in the order of the declaration", async () => {
    expect(await client.from("notes").select("words::ticket_state.min()")).toMatchObject({
      data: [{ min: "active" }],
    });
    expect(await client.from("notes").select("words.max()::ticket_state")).toMatchObject({
      data: [{ max: "waiting" }],
    });
    expect(await read("notes", "w:words::ticket_state,count()", "w")).toEqual([
      { w: "active", count: 1 },
      { w: "waiting", count: 1 },
      { w: null, count: 1 },
    ]);
  });

  it("is refused as in Postgres: 22P02 of another value, 42846 of another type, 42704 of none", async () => {
    expect(await read("queues", "kind::tasks_size")).toEqual([
      "42846",
      "cannot cast type ticket_state to tasks_size",
    ]);
    expect(await read("notes", "label::ticket_state")).toEqual([
      "22P02",
      'invalid input value for enum ticket_state: "nope"',
    ]);
    expect(await read("notes", "tags::tasks_size[]")).toEqual([
      "22P02",
      'invalid input value for enum tasks_size: "new"',
    ]);
    const refused = [
      ["notes", "id::ticket_state", "cannot cast type integer to ticket_state"],
      ["notes", "said->now::ticket_state", "cannot cast type jsonb to ticket_state"],
      ["notes", "tags::ticket_state", "cannot cast type text[] to ticket_state"],
      ["tickets", "state::int", "cannot cast type ticket_state to integer"],
      ["tickets", "state.max()::int4", "cannot cast type ticket_state to integer"],
      ["tickets", "id.sum()::ticket_state", "cannot cast type numeric to ticket_state"],
    ] as const;
    for (const [table, select, message] of refused)
      expect([select, (await client.from(table).select(select)).error]).toMatchObject([
        select,
        { code: "42846", message },
      ]);
    expect((await client.from("notes").select("words::no_state")).error).toMatchObject({
      code: "42704",
      message: 'type "no_state" does not exist',
    });
  });
});

describe("the values of an enum", () => {
  it("are ordered as declared", async () => {
    const up = await client.from("tickets").select("id").order("state").order("id");
    expect(ids(up.data)).toEqual([3, 2, 6, 5, 1, 4]);
    const down = await client.from("tickets").select("id").order("state", { ascending: false }).order("id");
    expect(ids(down.data)).toEqual([4, 1, 5, 2, 6, 3]);
    expect(ids((await client.from("tasks").select("id").order("size")).data)).toEqual([3, 1, 2]);
  });

  it("are ordered as declared in what is embedded, through views and by a related row", async () => {
    const { data } = await client
      .from("queues")
      .select("id,tickets(id)")
      .order("state", { referencedTable: "tickets" })
      .order("id");
    expect(data?.map(({ tickets }) => ids(tickets))).toEqual([[5, 1], [2], [3, 6]]);
    const shown = await client
      .from("open_tickets")
      .select("id")
      .order("now", { ascending: false })
      .order("id");
    expect(ids(shown.data)).toEqual([5, 2, 6, 3]);
    const related = await client
      .from("tickets")
      .select("id,queue:queues(kind)")
      .not("queue_id", "is", null)
      .order("queue(kind)")
      .order("id");
    expect(ids(related.data)).toEqual([2, 1, 5, 3, 6]);
  });

  it("are compared as declared", async () => {
    expect(ids((await client.from("tickets").select("id").gt("state", "active").order("id")).data)).toEqual([
      1, 5,
    ]);
    expect(ids((await client.from("tickets").select("id").lte("state", "active").order("id")).data)).toEqual([
      2, 3, 6,
    ]);
    const any = client
      .from("tickets")
      .select("id")
      .filter("state", "gte(any)", "{waiting,closed}")
      .order("id");
    expect(ids((await any).data)).toEqual([1, 5]);
    expect(
      ids((await client.from("tickets").select("id").in("state", ["new", "closed"]).order("id")).data),
    ).toEqual([1, 3]);
  });

  it("have a least and a greatest one", async () => {
    const { data } = await client.from("tickets").select("state.min(),last:state.max(),state.count()");
    expect(data).toEqual([{ min: "new", last: "closed", count: 5 }]);
  });

  it("are paged through by cursors in their order", async () => {
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const url = new URL(
        `http://localhost:3000/p/${app.ref}/rest/v1/tickets?select=id&order=state,id&limit=2`,
      );
      url.searchParams.set("cursor", cursor);
      const response: Response = await serve(url);
      seen.push(...((await response.json()) as { id: number }[]).map(({ id }) => id));
      cursor = response.headers.get("x-next-cursor");
    }
    expect(seen).toEqual([3, 2, 6, 5, 1, 4]);
  });

  it("are no texts", async () => {
    const like = await client.from("tickets").select("id").like("state", "%e%");
    expect([like.status, like.error]).toMatchObject([
      404,
      { code: "42883", message: "operator does not exist: ticket_state ~~ unknown" },
    ]);
    const sum = await client.from("tickets").select("state.sum()");
    expect(sum.error).toMatchObject({ code: "42883", message: "function sum(ticket_state) does not exist" });
    expect(ids((await client.from("tickets").select("id,text:state::text").eq("id", 1)).data)).toEqual([1]);
  });
});

function serve(url: URL): Promise<Response> {
  return dataApi(new Request(url, { headers: { apikey: app.keys.service_role } }));
}

describe("what functions give of an enum", () => {
  it("sorts and compares as declared", async () => {
    const listed = await client.rpc("ticket_states").select("is_in").not("is_in", "is", null).order("is_in");
    expect(listed.data).toEqual(["new", "active", "active", "waiting", "closed"].map((is_in) => ({ is_in })));
    const later = await client.rpc("ticket_states").select("no").gt("is_in", "active").order("no");
    expect(later.data).toEqual([{ no: 1 }, { no: 5 }]);
    const rows = await client.rpc("tickets_of", { queue: 3 }).select("state").order("state");
    expect(rows.data).toEqual([{ state: "new" }, { state: "active" }]);
    const computed = await client.from("tickets").select("id").lt("state_of_queue", "closed").order("id");
    expect(computed.data).toEqual([{ id: 1 }, { id: 2 }, { id: 5 }]);
  });

  it("is told by its name in the generated types", async () => {
    const types = await generateTypes(app.actor, app.databaseId, "supabase");
    const name = 'Database["public"]["Enums"]["ticket_state"]';
    expect(types).toContain(`latest_state: { Args: never; Returns: ${name} }`);
    expect(types).toContain(`Returns: { no: number; is_in: ${name} }[]`);
    expect(types).toContain(`tickets_after: { Args: { earliest: ${name} }`);
    expect(types).toContain(`state_of_queue: ${name} | null`);
    expect(types).toContain(
      `kind: ${name} | null\n          last: ${name} | null\n          state: ${name} | null\n`,
    );
    const document = await (await serve(new URL(`http://localhost/p/${app.ref}/rest/v1/`))).json();
    const { kind, last } = document.definitions.states_of_queues.properties;
    const values = ["new", "active", "waiting", "closed"];
    expect([kind.enum, last.enum]).toEqual([values, values]);
  });
});
