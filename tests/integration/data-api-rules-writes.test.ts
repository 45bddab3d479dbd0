import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataApi } from "#lib/data-api/web.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { ann, ben, type NotesApp, notesApp } from "#tests/harness/notes-app.ts";

let notes: NotesApp;
let app: AppProject;
let call: NotesApp["call"];

beforeAll(async () => {
  notes = await notesApp();
  ({ app, call } = notes);
});

afterAll(() => notes.close());

describe("rules at the data API, of what is written", () => {
  it("leave it out of what writes find and answer too, also as a way to other rows", async () => {
    await call(`
      create table bosses (id int primary key, name text, code text unique);
      create table tasks (id int primary key, body text, boss int references bosses, code text references bosses (code));
      create view task_list as select id, body, boss from tasks;
      insert into bosses values (1, 'Ada', 'a'), (2, 'Bob', 'b');
      insert into tasks values (1, 'one', 1, 'a'), (2, 'two', 2, 'b');
      create policy all_bosses on bosses for all using (true);
      create policy all_tasks on tasks for all using (true);
      revoke select (boss) on tasks from authenticated;
      revoke select (code) on bosses from authenticated`);
    const client = await app.client(app.keys.anon, ann);
    const [hidden, shown] = ["id, bosses!tasks_boss_fkey(name)", "id, bosses!tasks_code_fkey(name)"];
    const tasks = () => client.from("tasks");
    const found = [
      await tasks().update({ body: "x" }).or("bosses.name.eq.Ada").select("id, bosses!tasks_boss_fkey()"),
      await tasks().delete().or("bosses.name.eq.Ada").select("id, bosses!tasks_boss_fkey()"),
      await tasks().delete().gt("bosses(count)", 0).select("id, bosses!tasks_boss_fkey()"),
      await tasks().delete().not("bosses", "is", null).select("id, bosses!tasks_boss_fkey()"),
      await client
        .from("bosses")
        .update({ name: "x" })
        .or("tasks.id.gt.0")
        .select("id, tasks!tasks_boss_fkey()"),
    ];
    expect(found.map(({ data, error }) => [data, error])).toEqual(found.map(() => [[], null]));
    const nobody = (id: number) => ({ status: expect.any(Number), data: [{ id, bosses: null }] });
    expect(await tasks().update({ body: "x" }).eq("id", 2).select(hidden)).toMatchObject(nobody(2));
    expect(await tasks().insert({ id: 3, boss: 1 }).select(hidden)).toMatchObject(nobody(3));
    expect(await tasks().upsert({ id: 3, body: "y" }).select(hidden)).toMatchObject(nobody(3));
    expect(await tasks().delete().eq("id", 3).select(hidden)).toMatchObject(nobody(3));
    expect(
      (await client.from("task_list").update({ body: "x" }).eq("boss", 1).select("id")).error?.code,
    ).toBe("42501");
    // A reference that may be read leads to its row by a key that may not, as it does for a list.
    const ada = { error: null, data: [{ id: 4, bosses: { name: "Ada" } }] };
    expect(await tasks().insert({ id: 4, code: "a" }).select(shown)).toMatchObject(ada);
    expect(await tasks().upsert({ id: 4, body: "y" }).select(shown)).toMatchObject(ada);
    expect(await tasks().update({ body: "x" }).eq("id", 4).select(shown)).toMatchObject(ada);
    expect(await tasks().select(shown).eq("id", 4)).toMatchObject(ada);
    expect(await tasks().delete().eq("id", 4).select(shown)).toMatchObject(ada);
    const { data } = await client
      .from("bosses")
      .update({ name: "Eve" })
      .eq("id", 1)
      .select("tasks!tasks_code_fkey(id)");
    expect(data).toEqual([{ tasks: [{ id: 1 }] }]);
    await call("drop view task_list; drop table tasks, bosses");
  });

  it("tell of a duplicate that there is one, and not which", async () => {
    await app.apply({
      kind: "create_table",
      table: {
        name: "codes",
        columns: [
          { name: "code", type: "text", unique: true, required: true },
          { name: "owner", type: "uuid" },
        ],
        policies: [{ name: "own", using: "owner = auth.uid()" }],
      },
    });
    await app.insert("codes", [{ code: "taken", owner: ben }]);
    const client = await app.client(app.keys.anon, ann);
    const { error } = await client.from("codes").insert({ code: "taken", owner: ann });
    expect(error).toMatchObject({ code: "23505", details: null });
    const service = await (await app.client(app.keys.service_role)).from("codes").insert({ code: "taken" });
    expect(service.error?.details).toBe("Key (code)=(taken) already exists.");
    const foreign = await client.from("codes").insert({ code: "free", owner: ben });
    expect([foreign.status, foreign.error?.message]).toEqual([
      403,
      'new row violates row-level security policy for table "codes"',
    ]);
    const changed = await client.from("codes").update({ code: "mine" }).eq("code", "taken").select();
    expect(changed.data).toEqual([]);
    const deleted = await client.from("codes").delete({ count: "exact" }).eq("code", "taken");
    expect(deleted.count).toBe(0);
  });

  it("hold for the key that Location and a cursor tell", async () => {
    const hidden = randomUUID();
    await call(`
      create table letters (id bigint generated always as identity primary key, line text);
      create policy add on letters for insert with check (true);
      create table masked (id uuid primary key default gen_random_uuid(), title text);
      create policy see on masked for select using (true);
      create policy add on masked for insert with check (true);
      revoke select (id) on masked from anon, authenticated;
      insert into masked values ('${hidden}', 'a'), ('${randomUUID()}', 'b')`);
    const told = async (method: string, path: string, role: keyof typeof app.keys) => {
      const headers = {
        apikey: app.keys[role],
        Prefer: "return=headers-only",
        "Content-Type": "application/json",
      };
      const body = method === "POST" ? { body: "{}" } : {};
      const url = `http://localhost:3000/p/${app.ref}/rest/v1/${path}`;
      const response = await dataApi(new Request(url, { method, headers, ...body }));
      const { code } = ((await response.json().catch(() => null)) ?? {}) as { code?: string };
      return [
        response.status,
        code,
        response.headers.get("location") ?? response.headers.get("x-next-cursor"),
      ];
    };
    for (const table of ["letters", "masked"]) {
      expect(await told("POST", table, "anon")).toEqual([401, "42501", null]);
      expect(await told("POST", table, "service_role")).toEqual([
        201,
        undefined,
        expect.stringContaining("id=eq."),
      ]);
    }
    const page = "masked?select=title&limit=1&order=title&cursor=";
    const forged = Buffer.from(JSON.stringify(["a", hidden])).toString("base64url");
    for (const path of [page, `${page}${forged}`])
      expect(await told("GET", path, "anon")).toEqual([400, "PGRST127", null]);
    expect((await told("GET", page, "service_role"))[2]).not.toBeNull();
    await call("drop table letters; drop table masked");
  });

  it("let nobody write over a row that is hidden from them, nor see it so, whichever way it is tried", async () => {
    await call(`
      create table papers (id int primary key, owner uuid default auth.uid(), word text, n int, slug text unique default 'only');
      create policy see on papers for select using (owner = auth.uid());
      create policy add on papers for insert with check (owner = auth.uid());
      create policy change on papers for update using (true) with check (owner = auth.uid());
      create view shown as select id, owner, word from papers;
      create function take(a int) returns setof papers language sql as $$
        insert into papers (id, slug) values (a, 's' || a) on conflict (id) do update set owner = auth.uid() returning * $$;
      create function take_quietly(a int) returns void language plpgsql as $$ begin
        if a > 0 then insert into papers (id, slug) values (a, 's' || a) on conflict on constraint papers_pkey do update set owner = excluded.owner; end if; end $$;
      create function guess(a int, b int) returns void language sql as $$
        insert into papers (id, slug) values (a, 's' || a)
          on conflict (id) do update set owner = auth.uid(), n = 1 / (papers.n - b) + random() $$;
      create function leave(a int) returns void language sql as $$
        insert into papers (id, slug) values (a, 's' || a) on conflict (id) do nothing $$;
      insert into papers values (1, '${ben}', 'hidden', 7, 'only'), (2, '${ann}', 'seen', 8, 'two')`);
    const client = await app.client(app.keys.anon, ann);
    const stored = async () =>
      (await call("select id, owner, word, n, slug from papers order by id")).at(-1)?.rows;
    const before = await stored();
    const row = { id: 1, owner: ann };
    const batch = (method: string, path: string, body: object) =>
      client.rpc("_batch", {
        ops: [{ method, path, body, prefer: "resolution=merge-duplicates" }],
      });
    const tried = [
      await client.from("papers").upsert(row).select(),
      await client.from("papers").upsert(row),
      await client
        .from("papers")
        .upsert([{ id: 2, owner: ann }, row])
        .select("id"),
      await client.from("papers").upsert({ id: 3, slug: "only" }, { onConflict: "slug" }).select(),
      await client.from("shown").upsert(row).select(),
      await client.rpc("take", { a: 1 }),
      await client.rpc("take_quietly", { a: 1 }),
      // The first would divide by zero, if it were computed.
      await client.rpc("guess", { a: 1, b: 7 }),
      await client.rpc("guess", { a: 1, b: 6 }),
    ];
    for (const { data, error, status } of tried)
      expect({ data, status, ...error }).toMatchObject({
        ...{ data: null, status: 403, code: "42501", details: null, hint: null },
        message: 'new row violates row-level security policy (USING expression) for table "papers"',
      });
    expect((await batch("POST", "/papers", row)).error?.code).toBe("42501");
    expect((await batch("PUT", "/papers?id=eq.1", { ...row, word: "x", n: 1, slug: "x" })).error?.code).toBe(
      "42501",
    );
    expect(await stored()).toEqual(before);
    // What is left as it is, is not asked for.
    expect((await client.rpc("leave", { a: 1 })).error).toBeNull();
    const ignored = await client.from("papers").upsert(row, { ignoreDuplicates: true }).select();
    expect([ignored.data, ignored.error]).toEqual([[], null]);
    expect(await stored()).toEqual(before);
    const own = await client.from("papers").upsert({ id: 2, word: "own" }).select("id, word, n");
    expect(own.data).toEqual([{ id: 2, word: "own", n: 8 }]);
    expect((await client.rpc("guess", { a: 2, b: 7 })).error).toBeNull();
    await call(
      "drop function take(int), take_quietly(int), guess(int, int), leave(int); drop view shown; drop table papers",
    );
  });

  it("let through whom one of them lets through, whatever another would read, and refuse an upsert of what cannot be read", async () => {
    await call(`
      create table vaults (id int primary key, code text);
      create policy see on vaults for select using (true);
      revoke select (code) on vaults from anon, authenticated;
      create table visits (id int primary key, vault int, note text);
      create policy listed on visits for all using (exists (select from vaults v where v.id = vault and v.code = 'x'));
      create policy free on visits for all using ((true));
      create policy tall on visits as restrictive for all using (true);
      revoke select (note) on visits from authenticated`);
    const client = await app.client(app.keys.anon, ann);
    const added = await client.from("visits").insert({ id: 1, vault: 1, note: "a" }).select("id");
    expect([added.data, added.error]).toEqual([[{ id: 1 }], null]);
    expect((await client.from("visits").upsert({ id: 1, note: "b" })).error?.code).toBe("42501");
    expect((await client.from("visits").upsert({ id: 1, vault: 2 }).select("id, vault")).data).toEqual([
      { id: 1, vault: 2 },
    ]);
    await call("drop policy free on visits");
    expect((await client.from("visits").select("id")).error?.code).toBe("42703");
    await call("create policy none on visits as restrictive for all using (false)");
    expect((await client.from("visits").select("id")).data).toEqual([]);
    await call("drop table visits; drop table vaults");
  });

  it("hold where an upsert gives no column and a default finds the row", async () => {
    await call(`
      create table chosen (id boolean primary key default true, owner uuid default auth.uid(), word text);
      create policy see on chosen for select using (owner = auth.uid());
      create policy add on chosen for insert with check (owner = auth.uid());
      create policy change on chosen for update using (true) with check (owner = auth.uid());
      insert into chosen values (true, '${ben}', 'hidden')`);
    const upsert = async (user: string) =>
      (await app.client(app.keys.anon, user)).from("chosen").upsert({}, { onConflict: "id" }).select("word");
    const { data, error } = await upsert(ann);
    expect([data, error?.code]).toEqual([null, "42501"]);
    expect(await upsert(ben)).toMatchObject({ error: null });
    await call("drop table chosen");
  });

  it("are not gone around by the words of an error about a row", async () => {
    await app.apply({
      kind: "create_table",
      table: {
        name: "staff",
        columns: [
          { name: "name", type: "text", required: true },
          { name: "wage", type: "integer" },
          { name: "mood", type: "enum", enum_values: ["good", "bad"] },
        ],
        policies: [{ name: "all", using: "true" }],
        grants: {
          authenticated: { select: ["id", "name", "mood"], insert: true, update: true, delete: true },
        },
      },
    });
    await app.insert("staff", [{ name: "Ben", wage: 987_654 }]);
    const client = await app.client(app.keys.anon, ann);
    const table = client.from("staff");
    const answers = [
      await table.update({ name: null }).eq("name", "Ben"),
      await table.update({ mood: "great" }).eq("name", "Ben"),
      await table.update({ mood: "great" }).eq("name", "Ben").select("wage"),
      await table.select("wage"),
      await table.update({ mood: "good" }).eq("wage", 987_654).select("name"),
    ];
    for (const { data, error } of answers) {
      expect(data).toBeNull();
      expect(JSON.stringify(error)).not.toContain("987654");
    }
    expect(answers[0]?.error).toMatchObject({ code: "23502", details: null });
    const service = await (await app.client(app.keys.service_role))
      .from("staff")
      .update({ name: null })
      .eq("name", "Ben");
    expect(service.error?.details).toContain("987654");
  });
});
