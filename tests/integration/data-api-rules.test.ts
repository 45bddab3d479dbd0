import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { dataApi } from "#lib/data-api/web.ts";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { listProjectKeys } from "#lib/operations/keys/list-project-keys.ts";
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
    await call("create table codes (code text)");
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
    expect(Object.keys(visitor.definitions)).toEqual(["lines", "mine", "notes"]);
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
