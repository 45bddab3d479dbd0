import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import type { DataApiServer } from "#tests/harness/data-api-server.ts";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

const definitions = `
create table rooms (id bigint primary key, team text not null);
insert into rooms values (1, 'red'), (2, 'blue');
create policy of_team on rooms for select
  using (team = current_setting('request.headers', true)::json ->> 'x-team');
create policy by_form on rooms for insert to anon
  with check (current_setting('request.method', true) = 'POST' and current_setting('request.header.x-team', true) = team);
create function asked(setting text default '') returns json language sql stable as $$
  select json_build_object(
    'method', current_setting('request.method', true), 'path', current_setting('request.path', true),
    'cookies', current_setting('request.cookies', true), 'headers', current_setting('request.headers', true)::json) $$;
create function added(of_team text) returns rooms language sql as $$
  insert into rooms select 10, current_setting('request.headers', true)::jsonb ->> 'x-team' where of_team <> '' returning * $$;`;

let project: RestProject;
let server: DataApiServer;
let app: AppProject;

const client = (key: string, headers: Record<string, string> = {}) =>
  createClient(`${server.url}/p/${app.ref}`, key, { global: { headers } });

beforeAll(async () => {
  project = await restProject(definitions);
  ({ server, app } = project);
});

afterAll(() => project.close());

describe("current_setting('request.…')", () => {
  it("gives a rule the request's headers, each time anew", async () => {
    const teams = async (headers: Record<string, string>) => {
      const { data, error } = await client(app.keys.anon, headers).from("rooms").select("team");
      return error ?? data;
    };
    expect(await teams({ "X-Team": "red" })).toEqual([{ team: "red" }]);
    expect(await teams({ "x-team": "blue" })).toEqual([{ team: "blue" }]);
    expect(await teams({})).toEqual([]);
    expect(await teams({ "x-team": `'; drop table rooms; -- "\\` })).toEqual([]);
  });

  it("gives a check on what is written the method, and one header's own setting", async () => {
    const visitor = client(app.keys.anon, { "x-team": "green" });
    expect(await visitor.from("rooms").insert({ id: 3, team: "green" })).toMatchObject({ status: 201 });
    const refused = await visitor.from("rooms").insert({ id: 4, team: "red" });
    expect(refused).toMatchObject({ status: 401, error: { code: "42501" } });
  });

  it("tells a function the method, the path and the headers, without keys, tokens and cookies", async () => {
    const sent = { "x-team": "red", cookie: "rowhouse_session=abc", "user-agent": "probe" };
    const { data, error } = await client(app.keys.service_role, sent).rpc("asked", {}, { get: true });
    expect(error).toBeNull();
    expect(data).toMatchObject({ method: "GET", path: "/rpc/asked", cookies: "{}" });
    expect(data.headers).toMatchObject({ "x-team": "red", "user-agent": "probe" });
    expect(Object.keys(data.headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/apikey|authorization|cookie/)]),
    );
  });

  it("gives a function that writes the headers, also within a batch", async () => {
    const service = client(app.keys.service_role, { "x-team": "pink" });
    expect((await service.rpc("added", { of_team: "a" })).data).toEqual({ id: 10, team: "pink" });
    await service.from("rooms").delete().eq("id", 10);
    const { data } = await service.rpc("_batch", {
      ops: [{ method: "POST", path: "/rpc/added", body: { of_team: "a" } }],
    });
    expect(data).toEqual([{ status: 200, body: { id: 10, team: "pink" } }]);
  });

  it("is null where no request is", async () => {
    const { results } = await runSql(app.actor, app.databaseId, {
      query: "select current_setting('request.headers', true) as headers, asked() ->> 'path' as path",
    });
    expect(results.map(({ rows }) => rows)).toEqual([[[null, null]]]);
  });

  it("says of other settings that they are out of reach", async () => {
    await expect(
      runSql(app.actor, app.databaseId, { query: "select current_setting('app.request')" }),
    ).rejects.toMatchObject({ code: "42501" });
  });
});
