import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { dataApi } from "#lib/data-api/web.ts";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { listProjectKeys } from "#lib/operations/keys/list-project-keys.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "./accounts-harness.ts";

let harness: AccountsHarness;
let app: AppProject;
let typedSql: SqlServer;

const [ann, ben] = [randomUUID(), randomUUID()];
const [annsNote, bensNote] = [randomUUID(), randomUUID()];

/** Typed SQL, as a member of the project. */
const call = async (query: string) => (await runSql(app.actor, app.databaseId, { query })).results;

beforeAll(async () => {
  harness = await accountsRuntime();
  typedSql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typedSql.sqlParser, sqlRunner: typedSql.sqlRunner });
  app = await appProject("rules");
  await app.apply(
    {
      kind: "create_table",
      table: {
        name: "notes",
        columns: [
          { name: "title", type: "text", indexed: true },
          { name: "owner", type: "uuid" },
          { name: "secret", type: "text" },
        ],
        policies: [{ name: "own", using: "owner = auth.uid()" }],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "lines",
        columns: [
          { name: "text", type: "text" },
          { name: "note_id", type: "uuid", references: { table: "notes", column: "id" } },
        ],
        policies: [{ name: "all", command: "select", using: "true" }],
      },
    },
    { kind: "revoke", table: "notes", roles: ["authenticated"], privileges: ["select"], columns: ["secret"] },
  );
  await app.insert("notes", [
    { id: annsNote, title: "ann", owner: ann, secret: "a" },
    { id: bensNote, title: "ben", owner: ben, secret: "b" },
  ]);
  await app.insert("lines", [
    { text: "of ann", note_id: annsNote },
    { text: "of ben", note_id: bensNote },
  ]);
});

afterAll(async () => {
  await typedSql.close();
  await harness.close();
});

describe("rules at the data API", () => {
  it("show each user what is theirs, a visitor nothing, and the service everything", async () => {
    const titles = async (key: string, user?: string) => {
      const { data } = await (await app.client(key, user)).from("notes").select("title").order("title");
      return (data ?? []).map(({ title }) => title);
    };
    expect(await titles(app.keys.anon)).toEqual([]);
    expect(await titles(app.keys.anon, ann)).toEqual(["ann"]);
    expect(await titles(app.keys.anon, ben)).toEqual(["ben"]);
    expect(await titles(app.keys.service_role)).toEqual(["ann", "ben"]);
  });

  it("hold for what is embedded, counted, aggregated and filtered by", async () => {
    const client = await app.client(app.keys.anon, ann);
    const embedded = await client.from("lines").select("text, notes(title)").order("text");
    expect(embedded.data).toEqual([
      { text: "of ann", notes: { title: "ann" } },
      { text: "of ben", notes: null },
    ]);
    const inner = await client.from("lines").select("text, notes!inner(title)");
    expect(inner.data).toHaveLength(1);
    const counted = await client.from("notes").select("*", { count: "exact", head: true });
    expect(counted.count).toBe(1);
    const aggregated = await client.from("notes").select("title.max(), count()");
    expect(aggregated.data).toEqual([{ max: "ann", count: 1 }]);
    const byParent = await client.from("lines").select("text, notes!inner()").eq("notes.title", "ben");
    expect(byParent.data).toEqual([]);
  });

  it("are not betrayed by a filter that fails on a hidden row", async () => {
    const client = await app.client(app.keys.anon, ann);
    for (const pattern of ["be\\", "ben\\", "x\\"]) {
      const { data, error } = await client.from("notes").select("title").like("title", pattern);
      expect([data, error]).toEqual([[], null]);
    }
  });

  it.each([
    "(select count(*) from levels l where 1 / (l.level - guesses.n) > 5) = 0",
    "(select count(*) from levels l where l.word like guesses.word) = 0",
    "shorter_than(n) = 0",
  ])("are not betrayed by a rule that fails on a hidden row of another table: %s", async (rule) => {
    await call(`
      create table passes (level int primary key, person uuid);
      create policy own on passes using (person = auth.uid());
      create table levels (level int primary key, word text);
      create policy passed on levels using (exists (select from passes p where p.level = levels.level));
      create function shorter_than(a int) returns bigint language sql stable
        as $$ select count(*) from levels l where 1 / (l.level - a) > 5 $$;
      create table guesses (n int primary key, word text);
      create policy ask on guesses for select using (${rule});
      insert into levels select n, 'w' || n from generate_series(1, 50) n;
      insert into passes values (7, '${ann}');
      insert into guesses values (3, 'w3\\'), (70, 'x\\')`);
    const client = await app.client(app.keys.anon, ann);
    const { data, error } = await client.from("guesses").select("n").order("n");
    expect([data, error]).toEqual([[{ n: 3 }, { n: 70 }], null]);
    await call("drop table guesses; drop function shorter_than(int); drop table levels; drop table passes");
  });

  it("are not betrayed by a filter that fails on a row which a hidden one leads to", async () => {
    await call(`
      create table people (id bigint primary key, name text);
      create policy all_see on people using (true);
      create table crew (team bigint, person uuid, primary key (team, person));
      create policy own on crew using (person = auth.uid());
      create table jobs (id bigint primary key, person_id bigint references people, team bigint, word text);
      create policy crew on jobs using (exists (select from crew c where c.team = jobs.team and c.person = auth.uid()));
      create table loud (id bigint primary key, person_id bigint references people, team bigint, word text);
      create policy crew on loud using (team = 0 or exists (select from crew c where c.team = loud.team and c.person = auth.uid()));
      create function near(j jobs) returns setof people language sql stable
        as $$ select * from people where id = 1 / (j.id - 2) $$;
      insert into people select n, n || ' name' from generate_series(1, 9) n;
      insert into crew values (1, '${ann}');
      insert into jobs values (1, 1, 1, 'seen'), (2, 3, 2, 'hidden');
      insert into loud values (1, 1, 1, 'seen'), (2, 3, 2, 'hidden')`);
    const headers = { apikey: app.keys.anon, Authorization: `Bearer ${await app.token(ann)}` };
    const told = async (method: string, path: string) => {
      const body = method === "PATCH" ? { body: '{"word": "x"}' } : {};
      const url = `http://localhost:3000/p/${app.ref}/rest/v1/${path}`;
      const response = await dataApi(new Request(url, { method, headers, ...body }));
      return [response.status, await response.text()];
    };
    // A pattern that ends in an escape fails on the texts that it matches so far.
    for (const failing of ["3 nam", "1 nam"].map((start) => encodeURIComponent(`${start}\\`))) {
      const paths = [
        `id&or=(id.eq.-1,person_id.name.like.${failing})`,
        `id&or=(id.eq.-1,and(id.gt.0,person_id.name.like.${failing}))`,
        `id,people!inner(id)&people.name=like.${failing}`,
        `id,people()&people(count)=gt.0&people.name=like.${failing}`,
        `count(),...people(id)&people.name=like.${failing}`,
      ];
      const asked = ["jobs", "loud"].flatMap((table) => paths.map((path) => `${table}?select=${path}`));
      for (const path of [
        ...asked,
        "jobs?select=id,near!inner(id)",
        "jobs?select=id&or=(id.eq.-1,near.id.eq.1)",
      ])
        for (const method of ["GET", "PATCH", "DELETE"])
          expect([path, method, await told(method, `${path}&word=eq.hidden`)]).toEqual([
            path,
            method,
            await told(method, `${path}&word=eq.neither`),
          ]);
    }
    await call(
      "drop function near(jobs); drop table jobs; drop table loud; drop table crew; drop table people",
    );
  });

  it("compare values of an enum in the order of their declaration, whichever door they come through", async () => {
    await call(`
      create type stage as enum ('draft', 'checked', 'published', 'archived');
      create table papers (id int primary key, stage stage);
      create table doors (id int primary key, least stage);
      create policy shown on papers for select using (stage >= 'checked' and stage < 'archived'::stage);
      create policy added on papers for insert with check (stage <= coalesce(auth.jwt() ->> 'stage', 'checked')::stage);
      create policy through on doors for select using (exists (select from papers p where p.stage > doors.least));
      insert into papers values (1, 'draft'), (2, 'checked'), (3, 'published'), (4, 'archived');
      insert into doors values (1, 'draft'), (2, 'checked'), (3, 'published'), (4, 'archived')`);
    const client = await app.client(app.keys.anon, ann);
    const ids = async (table: string) =>
      (await client.from(table).select("id").order("id")).data?.map(({ id }) => id);
    expect(await ids("papers")).toEqual([2, 3]);
    expect(await ids("doors")).toEqual([1, 2]);
    const insert = async (id: number, stage: string) =>
      (await client.from("papers").insert({ id, stage })).error?.code ?? null;
    expect([await insert(5, "checked"), await insert(6, "published")]).toEqual([null, "42501"]);
    await call(`
      alter type stage add value 'zero' before 'draft'; alter type stage add value 'almost' after 'checked';
      alter type stage rename value 'archived' to 'gone'; alter type stage rename to phase;
      insert into papers values (7, 'zero'), (8, 'almost')`);
    expect(await ids("papers")).toEqual([2, 3, 5, 8]);
    expect([await insert(9, "zero"), await insert(10, "almost")]).toEqual([null, "42501"]);
    await call("drop table doors; drop table papers; drop type phase");
  });

  it("leave a column out that was taken away, in lists, filters and orders", async () => {
    const client = await app.client(app.keys.anon, ann);
    const all = await client.from("notes").select("*");
    expect(Object.keys(all.data?.[0] ?? {})).toEqual(["id", "title", "owner", "created_at", "updated_at"]);
    for (const { error } of [
      await client.from("notes").select("secret"),
      await client.from("notes").select("title").eq("secret", "a"),
      await client.from("notes").select("title").order("secret"),
      await client.from("lines").select("notes(secret)"),
    ])
      expect(error?.code).toMatch(/^(42703|42501)$/);
  });

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

  it("answer 401 to a visitor and 403 to a user who may not read a table at all", async () => {
    const closed: Change = {
      kind: "revoke",
      table: "users",
      roles: ["public"],
      privileges: ["select"],
    };
    await app.apply(closed);
    const visitor = await (await app.client(app.keys.anon)).from("users").select("id");
    expect([visitor.status, visitor.error?.code]).toEqual([401, "42501"]);
    const user = await (await app.client(app.keys.anon, ann)).from("users").select("id");
    expect([user.status, user.error?.message]).toEqual([403, "permission denied for table users"]);
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

  it("bind views and functions, which know who asks", async () => {
    const typed = await call(
      `create view mine as select title from notes where owner = auth.uid();
       create function whoami() returns uuid language sql stable as 'select auth.uid()';
       create function claimed() returns text language sql stable as $$ select current_setting('request.jwt.claims', true)::json ->> 'sub' $$;
       create function my_notes() returns bigint language sql stable as 'select count(*) from notes where auth.uid() = owner';
       select auth.uid(), auth.role(), auth.jwt() ->> 'x' as x from notes limit 1`,
    );
    expect(typed.at(-1)?.columns.map(({ name }) => name)).toEqual(["uid", "role", "x"]);
    const client = await app.client(app.keys.anon, ann);
    expect((await client.from("mine").select()).data).toEqual([{ title: "ann" }]);
    expect((await client.rpc("whoami")).data).toBe(ann);
    expect((await client.rpc("claimed")).data).toBe(ann);
    expect((await client.rpc("my_notes")).data).toBe(1);
    const service = await app.client(app.keys.service_role);
    expect((await service.from("mine").select()).data).toEqual([]);
  });

  it("refuse a column that was taken away behind views and functions too, and leave the others", async () => {
    await call(
      `create view whole as select * from notes;
       create function of_title(t text) returns setof notes language sql stable as 'select * from notes where title = t';
       create function hint_of(n notes) returns text language sql stable as 'select n.secret';
       create function loud(n notes) returns text language sql stable as 'select upper(n.title)';
       create function secrets() returns setof text language sql stable as 'select secret from notes';
       create view by_secret as select title from notes where secret = 'a'`,
    );
    const client = await app.client(app.keys.anon, ann);
    expect((await client.from("whole").select("title")).data).toEqual([{ title: "ann" }]);
    expect((await client.rpc("of_title", { t: "ann" }).select("title")).data).toEqual([{ title: "ann" }]);
    expect((await client.from("notes").select("loud").eq("loud", "ANN")).data).toEqual([{ loud: "ANN" }]);
    const refused = [
      await client.from("notes").select("hint_of"),
      await client.from("notes").select("title").eq("hint_of", "a"),
      await client.from("whole").select(),
      await client.from("whole").select("title").eq("secret", "a"),
      await client.from("whole").select("title").order("secret"),
      await client.from("by_secret").select(),
      await client.rpc("of_title", { t: "ann" }),
      await client.rpc("secrets"),
    ];
    for (const { error, status } of refused) {
      expect([status, error?.code]).toEqual([403, "42501"]);
      expect(error?.message).toBe("permission denied for table notes");
    }
    const service = await app.client(app.keys.service_role);
    expect((await service.from("by_secret").select()).data).toEqual([{ title: "ann" }]);
    await call(
      "drop view whole; drop view by_secret; drop function of_title(text); drop function secrets(); drop function hint_of(notes); drop function loud(notes)",
    );
  });

  it("give way to no key that may touch some tables only, whatever its role could do", async () => {
    const scopes = { tables: { notes: ["select"], lines: ["select", "insert"] } } as const;
    const input = { kind: "secret", name: "reader", scopes } as const;
    const { token } = await createProjectKey(app.actor, app.projectId, input);
    const client = await app.client(token ?? "");
    expect((await client.from("notes").select("title")).data).toHaveLength(2);
    expect((await client.from("lines").select("text, notes(title)")).data).toHaveLength(2);
    const refused = [
      await client.from("notes").insert({ title: "x" }),
      await client.from("notes").update({ title: "x" }).eq("title", "ann"),
      await client.from("lines").delete().eq("text", "of ann"),
      await client.from("users").select("id"),
      await client.from("codes").select("code"),
    ];
    for (const { error } of refused) expect(error?.code).toBe("42501");
    // Every object has something of this name.
    await call('create table "constructor" (id int primary key)');
    expect((await client.from("constructor").select("id")).error?.code).toBe("42501");
    await call('drop table "constructor"');
    expect((await client.from("lines").insert({ text: "new" })).error).toBeNull();
    // A key is for a table, whatever its name is: not for another that is called so later.
    await call("alter table lines rename to rows; create table lines (id int primary key, text text)");
    expect((await client.from("lines").select("text")).error?.code).toBe("42501");
    expect((await client.from("lines").insert({ id: 1 })).error?.code).toBe("42501");
    expect((await client.from("rows").select("text, notes(title)")).data).toHaveLength(3);
    const listed = await listProjectKeys(app.actor, app.projectId, { limit: 100, offset: 0 });
    expect(listed.items.find(({ name }) => name === "reader")?.scopes).toEqual({
      tables: { notes: ["select"], rows: ["select", "insert"] },
    });
    await call("drop table lines; alter table rows rename to lines");
    const ahead = { ...input, scopes: { tables: { later: ["select"] } } } as const;
    await expect(createProjectKey(app.actor, app.projectId, ahead)).rejects.toMatchObject({ code: "RH002" });
  });

  it("are explained to developers who ask why a list is empty, and to nobody else", async () => {
    const ask = async (apikey: string, user: string | null, search: string, relation = "notes") => {
      const headers: Record<string, string> = { apikey, "X-Explain-Empty": "1" };
      if (user !== null) headers.Authorization = `Bearer ${await app.token(user)}`;
      const url = `http://localhost:3000/p/${app.ref}/rest/v1/${relation}?${search}`;
      const response = await dataApi(new Request(url, { headers }));
      const text = response.headers.get("X-Explain-Empty");
      return text === null ? null : (JSON.parse(text) as object);
    };
    const { service_role: service, anon } = app.keys;
    expect(await ask(service, ann, "select=title&title=eq.ben")).toEqual({
      table: "notes",
      reason: "rules",
      matching: 1,
      role: "authenticated",
      rules: [
        {
          name: "own",
          says: "Anyone may read, add, change and delete their own rows (owner).",
          passes: 1,
        },
      ],
      rows: 2,
    });
    expect(await ask(service, ann, "title=eq.nobody")).toMatchObject({ reason: "filters", matching: 0 });
    const behind = { reason: "page", matching: 1 };
    expect(await ask(service, ann, "title=eq.ann&offset=5")).toMatchObject({
      ...behind,
      role: "authenticated",
    });
    expect(await ask(service, null, "title=eq.ben&limit=0")).toMatchObject({
      ...behind,
      role: "service_role",
    });
    expect(await ask(anon, ann, "title=eq.ben")).toBeNull();
    expect(await ask(anon, null, "title=eq.ben")).toBeNull();
    expect(await ask(service, ann, "title=eq.ann")).toBeNull();
    await call("create view titles as select title from notes; create view shown as select * from titles");
    expect(await ask(service, ann, "title=eq.ben", "shown")).toEqual({
      table: "shown",
      reason: "rules",
      matching: 1,
      role: "authenticated",
      rules: [{ table: "notes", name: "own", says: expect.any(String), passes: 1 }],
      rows: 2,
    });
    expect(await ask(service, ann, "title=eq.nobody", "shown")).toMatchObject({ reason: "filters", rows: 2 });
    await call("drop view shown; drop view titles");
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

  it("decide what the API describes at its root", async () => {
    const document = async (key: string) => {
      const request = new Request(`http://localhost:3000/p/${app.ref}/rest/v1/`, {
        headers: { apikey: key },
      });
      const response = await dataApi(request);
      expect(response.headers.get("Content-Type")).toBe("application/openapi+json; charset=utf-8");
      return (await response.json()) as {
        swagger: string;
        definitions: Record<string, { properties: Record<string, { description?: string; format: string }> }>;
        paths: Record<string, object>;
      };
    };
    const visitor = await document(app.keys.anon);
    expect(visitor.swagger).toBe("2.0");
    expect(Object.keys(visitor.definitions)).toEqual(["codes", "lines", "mine", "notes", "staff"]);
    expect(Object.keys(visitor.paths["/lines"] ?? {})).toEqual(["get"]);
    const service = await document(app.keys.service_role);
    expect(Object.keys(service.definitions)).toContain("users");
    expect(service.definitions.users?.properties).not.toHaveProperty("password_hash");
    expect(service.definitions.lines?.properties.id).toMatchObject({
      format: "uuid",
      description: "Note:\nThis is a Primary Key.<pk/>",
    });
    expect(service.definitions.lines?.properties.note_id?.description).toContain(
      "<fk table='notes' column='id'/>",
    );
  });
});
