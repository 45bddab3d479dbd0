import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { heldRows } from "#tests/harness/held-rows.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

// Requests of one caller that wait at the same time are committed together: none may tell.

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let app: AppProject;
let service: SupabaseClient;

const person = "00000000-0000-4000-8000-00000000000a";

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  app = await appProject("at once");
  await runSql(app.actor, app.databaseId, {
    query: `
      create table marks (id int primary key, n int not null default 0 check (n >= 0), owner uuid default auth.uid());
      create policy own on marks for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid() and id <> 13);
      create policy low on marks for all to anon using (id < 1000) with check (id < 1000);
      create sequence numbers;
      create table taken (id int primary key default nextval('numbers'), word text);
      create table jobs (id int primary key, state text, word text not null);
      create policy everybody on jobs for all to authenticated using (word <> 'hidden');
      create view open_jobs as select id, state, word from jobs where state = 'open';
      create function share(n int) returns int language sql stable as $$ select 12 / n $$;`,
  });
  service = client(app.keys.service_role);
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

const client = (key: string) =>
  createClient(`${server.url}/p/${app.ref}`, key, { auth: { persistSession: false } });
const times = <T>(count: number, make: (index: number) => PromiseLike<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

async function storedMarks(from: number, to: number): Promise<readonly { id: number; n: number }[]> {
  const { data } = await service.from("marks").select("id, n").gte("id", from).lt("id", to).order("id");
  return data ?? [];
}

/** The statement of an insert is known to be quick, as after an app's first requests. */
async function warmUp(caller: SupabaseClient, id: number): Promise<void> {
  await caller.from("marks").insert({ id, n: 1 });
  await caller.from("marks").update({ n: 2 }).eq("id", id);
}

describe("writes of one caller at the same time", () => {
  it("each get their own answer, also where others of them break a constraint or a rule", async () => {
    const anon = client(app.keys.anon);
    await warmUp(anon, 1);
    const answers = await times(120, (index) => {
      const id = index % 10 === 4 ? 1 : index % 10 === 7 ? 1000 + index : 100 + index;
      return anon.from("marks").insert({ id, n: index % 10 === 9 ? -1 : index });
    });
    for (const [index, { status, error }] of answers.entries()) {
      const last = index % 10;
      const expected =
        last === 4
          ? [409, "23505", null]
          : last === 7
            ? [401, "42501", null]
            : last === 9
              ? [400, "23514", null]
              : [201, undefined, undefined];
      expect([status, error?.code, error?.details]).toEqual(expected);
    }
    const stored = await storedMarks(100, 1000);
    const kept = Array.from({ length: 120 }, (_, index) => index).filter(
      (index) => ![4, 7, 9].includes(index % 10),
    );
    expect(stored).toEqual(kept.map((index) => ({ id: 100 + index, n: index })));
  });

  it("change rows once each, by whoever may", async () => {
    const one = createClient(`${server.url}/p/${app.ref}`, app.keys.anon, {
      accessToken: async () => app.token(person),
    });
    await warmUp(one, 2000);
    await warmUp(service, 2001);
    const changes = await times(90, (index) =>
      (index % 3 === 0 ? service : one)
        .from("marks")
        .update({ n: 10 + index })
        .eq("id", index % 2 === 0 ? 2000 : 2001)
        .select("n"),
    );
    for (const [index, { data, error }] of changes.entries()) {
      expect(error).toBeNull();
      expect(data).toEqual(index % 3 === 0 || index % 2 === 0 ? [{ n: 10 + index }] : []);
    }
    const kept = await one.from("marks").insert({ id: 13, n: 1 });
    expect(kept.error?.code).toBe("42501");
  });

  it("take each number of a sequence once", async () => {
    await service.from("taken").insert({ word: "first" });
    const answers = await times(60, () =>
      service.from("taken").insert({ word: "more" }).select("id").single(),
    );
    expect(new Set(answers.map(({ data }) => data?.id)).size).toBe(60);
  });
});

describe("writes that waited for another's", () => {
  const plain = "/jobs?id=eq.1&state=eq.open";

  it.each([
    ["a filter", plain],
    ["one that can fail", `${plain}&word=match.^wanted`],
    ["a view", "/open_jobs?id=eq.1"],
    ["a view and a filter", "/open_jobs?word=match.^wanted"],
  ])("leave a row that %s finds no more", async (_, path) => {
    const token = await app.token(person);
    for (const bearer of [app.keys.service_role, token]) {
      const ask = async (method: string, body?: object) => {
        const response = await fetch(`${server.url}/p/${app.ref}/rest/v1${path}`, {
          method,
          headers: {
            apikey: bearer === token ? app.keys.anon : bearer,
            authorization: `Bearer ${bearer}`,
            "content-type": "application/json",
            prefer: "return=representation",
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return response.json();
      };
      const taken = { id: 1, state: "taken", word: "wanted" };
      for (const second of ["PATCH", "DELETE"]) {
        await service.from("jobs").upsert({ ...taken, state: "open" });
        const held = await heldRows(harness.owner, { projectId: app.projectId, table: "jobs" });
        const first = ask("PATCH", { state: "taken" });
        await held.awaited(1);
        const last = ask(second, second === "PATCH" ? { state: "taken" } : undefined);
        await held.awaited(2);
        await held.letGo();
        expect([second, await first, await last]).toEqual([second, [taken], []]);
      }
      expect((await service.from("jobs").select()).data).toEqual([taken]);
    }
  });
});

describe("reads of one caller at the same time", () => {
  it("each get their own answer, also where others of them fail", async () => {
    await service.rpc("share", { n: 1 }, { get: true });
    await service.from("marks").select("id").eq("id", 1);
    const [rows, shares] = await Promise.all([
      times(60, (index) =>
        service
          .from("marks")
          .select("id", { count: "exact" })
          .eq("id", 100 + index),
      ),
      times(60, (index) => service.rpc("share", { n: index % 4 }, { get: true })),
    ]);
    for (const [index, { data, count }] of rows.entries()) {
      const isThere = ![4, 7, 9].includes(index % 10);
      expect([data, count]).toEqual(isThere ? [[{ id: 100 + index }], 1] : [[], 0]);
    }
    expect(shares.map(({ data, error }) => data ?? error?.code)).toEqual(
      shares.map((_, index) => ["22012", 12, 6, 4][index % 4]),
    );
  });
});
