import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let app: AppProject;
let service: SupabaseClient;
let visitor: SupabaseClient;

const definitions = `
create table rooms (id int primary key, seats int not null check (seats >= 0), is_open boolean not null default true);
create table bookings (id int generated always as identity primary key, room int not null references rooms, guest text not null unique);
create policy seen on rooms for select using (is_open);
create policy taken on rooms for update using (is_open);
create policy booked on bookings for insert with check (guest <> 'nobody');
create policy shown on bookings for select using (true);
insert into rooms values (1, 2, true), (2, 0, true), (3, 9, false);
create function book(p_room int, p_guest text) returns bookings language plpgsql as $$
declare
  v_room rooms%rowtype;
  made bookings;
begin
  select * into v_room from rooms where id = p_room;
  if not found then
    raise exception 'there is no room %', p_room using errcode = 'P0002', hint = 'choose another', detail = 'asked by ' || p_guest;
  elsif v_room.seats = 0 then
    raise exception 'room % is full', p_room;
  end if;
  update rooms set seats = seats - 1 where id = p_room;
  insert into bookings (room, guest) values (p_room, p_guest) returning * into made;
  return made;
end $$;
create function book_for_all(p_room int, p_guest text) returns int language plpgsql security definer as $$
declare left_over int;
begin
  update rooms set seats = seats - 1 where id = p_room returning seats into left_over;
  if left_over is null then raise exception 'none'; end if;
  return left_over;
end $$;
create function open_rooms(at_least int) returns setof rooms language plpgsql stable as $$
begin
  if at_least < 0 then raise exception 'below nothing'; end if;
  for i in 1..3 loop return query select * from rooms where id = i and seats >= at_least; end loop;
end $$;
create function again(p_room int, p_guest text) returns text language plpgsql as $$
begin
  begin insert into bookings (room, guest) values (p_room, p_guest);
  exception when unique_violation then return sqlerrm; end;
  return 'made for ' || coalesce(current_setting('request.headers', true)::json ->> 'x-desk', 'nobody');
end $$;
create function big(i int) returns text language plpgsql as $$ declare v text; begin v := repeat('x', 500000); if i < 0 then raise exception 'none'; end if; return v; end $$;
create function grow() returns int language plpgsql as $$ declare v text := 'x'; begin loop v := v || v; end loop; end $$;
create function pile() returns setof text language plpgsql as $$ begin for i in 1..30 loop if i > 0 then return next repeat('x', 1000000); end if; end loop; end $$;
create function caller() returns int language plpgsql as $$
declare kept int := 0; one text;
begin
  for i in 1..40 loop one := big(i); kept := kept + length(one); one := null; end loop;
  return kept;
end $$;
create function refuse(words text) returns int language plpgsql as $$
begin
  raise sqlstate 'PGRST' using message = json_build_object('code', 'desk', 'message', words, 'hint', 'ask again')::text,
    detail = '{"status": 418, "headers": {"X-Desk": "closed"}}';
end $$;
create function says_stable(p_room int) returns int language plpgsql stable as $$
declare seats_left int;
begin seats_left := book_for_all(p_room, 'x'); if seats_left < 0 then raise exception 'none'; end if; return seats_left; end $$;
create function forever() returns void language plpgsql as $$ begin loop perform 1; end loop; end $$;`;

const sql = (query: string) => runSql(app.actor, app.databaseId, { query });
const all = async (query: string) => (await sql(query)).results.at(-1)?.rows;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
});

beforeEach(async () => {
  app = await blogProject();
  await sql(definitions);
  const url = `${server.url}/p/${app.ref}`;
  service = createClient(url, app.keys.service_role);
  visitor = createClient(url, app.keys.anon, { global: { headers: { "x-desk": "north" } } });
});

afterAll(async () => {
  await typed.close();
  await server.close();
  await harness.close();
});

describe("a function that goes step by step, called by rpc()", () => {
  it("writes under its caller's rules, and gives back the row that it has kept", async () => {
    const { data, error } = await visitor.rpc("book", { p_room: 1, p_guest: "ann" });
    expect([data, error]).toEqual([{ id: 1, room: 1, guest: "ann" }, null]);
    expect(await all("select seats from rooms order by id")).toEqual([[1], [0], [9]]);
    // A room that the rules hide is not there.
    expect((await visitor.rpc("book", { p_room: 3, p_guest: "bob" })).error).toEqual({
      code: "P0002",
      message: "there is no room 3",
      hint: "choose another",
      details: "asked by bob",
    });
    const service_ = await service.rpc("book", { p_room: 3, p_guest: "bob" }).select("guest").single();
    expect(service_.data).toEqual({ guest: "bob" });
  });

  it("may compose the answer itself", async () => {
    const { status, error } = await visitor.rpc("refuse", { words: "no more" });
    expect(status).toBe(418);
    expect(error).toMatchObject({ code: "desk", message: "no more", details: null, hint: "ask again" });
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/refuse`, {
      method: "POST",
      headers: { apikey: app.keys.anon, "content-type": "application/json" },
      body: '{"words": "no"}',
    });
    expect([response.status, response.headers.get("x-desk")]).toEqual([418, "closed"]);
  });

  it("leaves nothing behind when it raises, or when a rule or a constraint stops it", async () => {
    const full = await visitor.rpc("book", { p_room: 2, p_guest: "ann" });
    expect([full.status, full.error?.code, full.error?.message]).toEqual([400, "P0001", "room 2 is full"]);
    const forbidden = await visitor.rpc("book", { p_room: 1, p_guest: "nobody" });
    expect([forbidden.status, forbidden.error?.code]).toEqual([401, "42501"]);
    await visitor.rpc("book", { p_room: 1, p_guest: "ann" });
    const twice = await visitor.rpc("book", { p_room: 1, p_guest: "ann" });
    expect([twice.status, twice.error?.code, twice.error?.message]).toEqual([
      409,
      "23505",
      'duplicate key value violates unique constraint "bookings_guest_key"',
    ]);
    expect(await all("select seats from rooms where id = 1")).toEqual([[1]]);
  });

  it("is bound by nothing where it says SECURITY DEFINER", async () => {
    expect((await visitor.rpc("book_for_all", { p_room: 3, p_guest: "x" })).data).toBe(8);
    await sql("revoke execute on function book_for_all from anon");
    expect((await visitor.rpc("book_for_all", { p_room: 3, p_guest: "x" })).error?.code).toBe("42501");
  });

  it("gives sets, in order, as any other; a stable one to a GET as well", async () => {
    const listed = await visitor.rpc("open_rooms", { at_least: 0 });
    expect(listed.data).toEqual([
      { id: 1, seats: 2, is_open: true },
      { id: 2, seats: 0, is_open: true },
    ]);
    const got = await visitor.rpc("open_rooms", { at_least: 1 }, { get: true }).select("id");
    expect(got.data).toEqual([{ id: 1 }]);
    expect((await visitor.rpc("book", { p_room: 1, p_guest: "x" }, { get: true })).error?.code).toBe("25006");
    // What calls itself stable changes nothing by what it calls.
    expect((await visitor.rpc("says_stable", { p_room: 1 }, { get: true })).error?.code).toBe("25006");
    expect(await all("select seats from rooms where id = 1")).toEqual([[2]]);
  });

  it("speaks of errors in the tables' own names, and knows the request", async () => {
    expect((await visitor.rpc("again", { p_room: 1, p_guest: "ann" })).data).toBe("made for north");
    expect((await visitor.rpc("again", { p_room: 1, p_guest: "ann" })).data).toBe(
      'duplicate key value violates unique constraint "bookings_guest_key"',
    );
  });

  it("takes part in a batch", async () => {
    const ops = [
      { method: "POST", path: "/rpc/book", body: { p_room: 1, p_guest: "ann" } },
      { method: "POST", path: "/rpc/book", body: { p_room: 2, p_guest: "bob" } },
    ];
    const { error } = await service.rpc("_batch", { ops });
    expect(error?.code).toBe("P0001");
    expect(await all("select count(*) from bookings")).toEqual([[0]]);
    const { data } = await service.rpc("_batch", { ops: ops.slice(0, 1) });
    expect(data).toMatchObject([{ status: 200, body: { guest: "ann" } }]);
  });

  it("is stopped when its variables, or the rows that it gives, are more than a server should hold", async () => {
    for (const name of ["grow", "pile"]) expect((await service.rpc(name)).error?.code).toBe("54000");
    // What is let go makes room again.
    expect(await service.rpc("caller")).toMatchObject({ error: null, data: 20_000_000 });
  });

  it("is stopped when it does not end", async () => {
    const { error } = await service.rpc("forever");
    expect(error?.code).toMatch(/^(?:54000|57014)$/);
  });
});

const answering = `
create function teapot() returns json language plpgsql as $$
begin
  perform set_config('response.status', '418', true);
  return json_build_object('message', 'short and stout');
end $$;
create function pay(amount numeric) returns text language plpgsql as $$
declare told text;
begin
  perform set_config('response.status', '402', true) where amount > 10;
  if amount < 0 then
    told := pg_catalog.set_config('response.headers', json_build_array(json_build_object('X-Owed', (-amount)::text))::text, true);
  end if;
  begin
    perform set_config('response.status', '500', true), set_config('response.headers', '[{"X-Lost": "1"}]', false);
    raise exception 'undone';
  exception when others then null;
  end;
  return coalesce(told, 'paid');
end $$;
create function outer_pay(amount numeric) returns void language plpgsql as $$ begin perform pay(amount); if amount > 99 then raise exception 'no'; end if; end $$;
create function listed() returns setof rooms language sql as $$
  select set_config('response.headers', '[{"Cache-Control": "public"}, {"Cache-Control": "max-age=60"}, {"content-type": "application/vnd.desk+json"}]', true);
  select * from rooms order by id;
$$;
create function first_room() returns int language sql stable as $$ select set_config('response.status', '203', true); select id from rooms order by id desc $$;
create function gone() returns void language sql as $$ select set_config('response.status', '410', true); delete from bookings $$;
create function says(status text, headers text) returns text language plpgsql as $$
begin
  insert into bookings (room, guest) values (1, 'said');
  perform set_config('response.status', status, true), set_config('response.headers', headers, true);
  return 'said';
end $$;
create function two_looks() returns bigint language sql as $$ select 1; select count(*) from rooms $$;`;

describe("a function that sets the answer's status and headers", () => {
  const call = async (name: string, body: unknown = {}) => {
    const init = {
      method: "POST",
      headers: { apikey: app.keys.service_role, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/${name}`, init);
    return {
      status: response.status,
      text: await response.text(),
      header: (key: string) => response.headers.get(key),
    };
  };

  beforeEach(() => sql(answering));

  it("is answered with them, by POST and by GET, in plpgsql and in SQL", async () => {
    for (const get of [false, true]) {
      const { status, data, error } = await visitor.rpc("teapot", undefined, { get });
      expect([status, data, error?.message]).toEqual([418, null, "short and stout"]);
    }
    expect(await visitor.rpc("first_room", undefined, { get: true })).toMatchObject({ status: 203, data: 2 });
    const listed = await call("listed?limit=1");
    expect([listed.status, JSON.parse(listed.text)]).toEqual([200, [{ id: 1, seats: 2, is_open: true }]]);
    expect(["cache-control", "content-type", "content-range"].map(listed.header)).toEqual([
      "public, max-age=60",
      "application/vnd.desk+json",
      "0-0/*",
    ]);
    // Only a statement that writes asks for POST.
    expect(await visitor.rpc("two_looks", undefined, { get: true })).toMatchObject({ status: 200, data: 2 });
  });

  it("says what was set last, without what was undone, and for the function that called it", async () => {
    expect(await call("pay", { amount: 1 })).toMatchObject({ status: 200, text: '"paid"' });
    expect(await call("pay", { amount: 11 })).toMatchObject({ status: 402, text: '"paid"' });
    const owed = await call("pay", { amount: -3 });
    expect([owed.status, owed.header("x-owed"), owed.header("x-lost")]).toEqual([200, "3", null]);
    expect(await call("outer_pay", { amount: 12 })).toMatchObject({ status: 402, text: "" });
    expect(await call("outer_pay", { amount: 2 })).toMatchObject({ status: 204, text: "" });
    expect(await call("outer_pay", { amount: 100 })).toMatchObject({ status: 400 });
    expect(await call("gone")).toMatchObject({ status: 410, text: "" });
    const { data } = await service.rpc("_batch", { ops: [{ path: "/rpc/pay", body: { amount: 50 } }] });
    expect(data).toEqual([{ status: 402, body: "paid" }]);
  });

  it("does nothing when they cannot be sent, and reaches neither the console nor what stands in front", async () => {
    const told = [
      [{ status: "99", headers: "" }, "PGRST112"],
      [{ status: "1000", headers: null }, "PGRST112"],
      [{ status: "soon", headers: "[]" }, "PGRST112"],
      [{ status: null, headers: '{"X-A": "1"}' }, "PGRST111"],
      [{ status: null, headers: '[{"X-A": "1", "X-B": "2"}]' }, "PGRST111"],
      [{ status: null, headers: '[{"X-A": 1}]' }, "PGRST111"],
      [{ status: null, headers: '[{"X-A": "1\\r\\nSet-Cookie: a=b"}]' }, "PGRST111"],
      [{ status: null, headers: "nothing" }, "PGRST111"],
      ...["Set-Cookie", "Location", "Content-Security-Policy", "Transfer-Encoding", "X-Accel-Redirect"].map(
        (name) => [{ status: null, headers: JSON.stringify([{ [name]: "x" }]) }, "PGRST111"] as const,
      ),
      [{ status: null, headers: '[{"Content-Type": "text/html"}]' }, "PGRST111"],
      [{ status: null, headers: '[{"Content-Type": "image/svg+xml"}]' }, "PGRST111"],
    ] as const;
    for (const [given, code] of told) {
      const { status, text } = await call("says", given);
      expect([given, status, JSON.parse(text).code]).toEqual([given, 500, code]);
    }
    expect(await all("select count(*) from bookings")).toEqual([[0]]);
    expect(await call("says", { status: "", headers: "" })).toMatchObject({ status: 200, text: '"said"' });
    await sql("delete from bookings where true");
    const empty = await call("says", { status: "204", headers: '[{"X-A": ""}]' });
    expect([empty.status, empty.text, empty.header("content-type"), empty.header("x-a")]).toEqual([
      204,
      "",
      null,
      "",
    ]);
  });

  it("is refused where it would set anything else, or in the middle of a statement", async () => {
    for (const body of [
      "select set_config('app.claims', 'x', true); select 1",
      "select set_config('response.status', '200', true), set_config('role', 'postgres', true); select 1",
      "select set_config('response.status' || '', '200', true); select 1",
      "select count(set_config('response.status', '200', true)) from rooms; select 1",
    ]) {
      const made = await sql(`create function refused_() returns int language sql as $$ ${body} $$`).catch(
        (error: { code: string }) => error.code,
      );
      expect([body, made]).toEqual([body, expect.stringMatching(/^42/)]);
    }
  });
});
