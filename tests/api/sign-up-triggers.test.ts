import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listSqlObjects } from "#lib/operations/typed-sql/list-sql-objects.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";

let app: AuthApp;
let typed: SqlServer;
let people = 0;

beforeAll(async () => {
  app = await authApp();
  typed = sqlServer({ ...app, owner: app.superuser });
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
});

afterAll(async () => {
  await typed.close();
  await app.close();
});

const run = (query: string, skip = true) =>
  runSql(app.owner, app.databaseId, { query, ...(skip ? { unsupported: "skip" } : {}) });

async function signUp(data: object = {}, email = `person${people++}@example.org`) {
  const answer = await app.client().auth.signUp({ email, password: "correct horse 42", options: { data } });
  return { ...answer, id: answer.data.user?.id, email };
}

async function rows(query: string): Promise<readonly (readonly unknown[])[]> {
  return (await run(query)).results.at(-1)?.rows ?? [];
}

const trigger = (name: string, called: string) =>
  `create trigger ${name} after insert on auth.users for each row execute function public.${called}();`;

describe("a trigger on auth.users", () => {
  it("gives each new account its rows, in one transaction with it", async () => {
    const { results } = await run(`
      create table public.members (
        id uuid primary key references auth.users on delete cascade, nick text not null, mail text, kind text default 'guest');
      create table public.wallets (member uuid primary key references public.members on delete cascade, coins int not null);
      create policy own on members for select using (auth.uid() = id);
      create or replace function public.welcome() returns trigger language plpgsql security definer set search_path = '' as $$
      declare
        wanted text := new.raw_user_meta_data ->> 'nick';
      begin
        -- Nobody is called nothing.
        if wanted is null then
          wanted := split_part(NEW.email, '@', 1);
        elsif wanted = 'admin' then
          raise exception 'that name is taken';
        end if;
        insert into public.members (id, nick, mail) values (new.id, wanted, new.email);
        insert into public.wallets values (new.id, coalesce((new.raw_user_meta_data->>'coins')::int, 10));
        return new;
      end;
      $$;
      drop trigger if exists on_new_person on auth.users;
      ${trigger("on_new_person", "welcome")}`);
    expect(results.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
    expect(results.at(-1)?.notice).toMatch(/"welcome" is carried out for each new account/);
    const ann = await signUp({ nick: "Ann", coins: 3 });
    const bob = await signUp({}, "bob@example.org");
    expect(
      await rows("select id, nick, mail, kind, coins from members join wallets on member = id order by nick"),
    ).toEqual([
      [ann.id, "Ann", ann.email, "guest", 3],
      [bob.id, "bob", "bob@example.org", "guest", 10],
    ]);
    const own = app.client();
    await own.auth.signInWithPassword({ email: "bob@example.org", password: "correct horse 42" });
    expect((await own.from("members").select("nick")).data).toEqual([{ nick: "bob" }]);
    const refused = await signUp({ nick: "admin" }, "eve@example.org");
    expect(refused.error).toMatchObject({ status: 500, message: "Database error saving new user" });
    expect(await rows("select count(*) from members")).toEqual([[2]]);
    expect((await signUp({ nick: "Eve" }, "eve@example.org")).error).toBeNull();
  });

  it("runs for accounts that the app's server makes, and for anonymous ones", async () => {
    await app.set({ anonymousEnabled: true });
    const made = await app
      .admin()
      .auth.admin.createUser({ email: "made@example.org", user_metadata: { nick: "Made" } });
    expect(await rows(`select nick from members where id = '${made.data.user?.id}'`)).toEqual([["Made"]]);
    const { data } = await app.client().auth.signInAnonymously({ options: { data: { nick: "Nobody" } } });
    expect(await rows(`select nick, mail from members where id = '${data.user?.id}'`)).toEqual([
      ["Nobody", null],
    ]);
  });

  it("keeps what a write returns, calls functions, lets errors be where it says so", async () => {
    const { results } = await run(`
      create table teams (id bigint generated always as identity primary key, name text unique);
      create table seats (team bigint references teams, who uuid references auth.users on delete cascade);
      create function note_seat(t bigint, u uuid) returns void language sql as 'insert into seats values (t, u)';
      create function make_team() returns trigger as $$
      declare made bigint;
      begin
        begin
          insert into teams (name) values (new.raw_user_meta_data->>'team') returning id into made;
        exception when unique_violation then null;
        end;
        if made is not null then perform note_seat(made, new.id); end if;
        return new;
      end $$ language plpgsql security definer;
      ${trigger("team_of_person", "make_team")}`);
    expect(results.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
    const first = await signUp({ nick: "t1", team: "Red" });
    const second = await signUp({ nick: "t2", team: "Red" });
    expect([first.error, second.error]).toEqual([null, null]);
    expect(await rows("select who, name from seats join teams on teams.id = team")).toEqual([
      [first.id, "Red"],
    ]);
  });

  it("can be replaced and dropped, and its function is nobody's to call", async () => {
    const call = await app.client().rpc("make_team");
    expect(call.error?.code).toBe("PGRST202");
    await expect(run("drop function make_team()", false)).rejects.toMatchObject({ code: "2BP01" });
    await run(
      "create or replace function make_team() returns trigger language plpgsql as $$ begin insert into seats (who) values (new.id); return new; end $$",
      false,
    );
    const { id } = await signUp({ nick: "t3" });
    expect(await rows(`select team from seats where who = '${id}'`)).toEqual([[null]]);
    await run("drop trigger team_of_person on auth.users; drop function make_team()", false);
    expect((await signUp({ nick: "t4" })).error).toBeNull();
    expect(await rows("select count(*) from seats")).toEqual([[2]]);
  });

  it("is told among what typed SQL knows, beside those that note the time", async () => {
    await run(`
      create table desks (id int primary key, moved timestamptz);
      create function note_move() returns trigger language plpgsql as $$ begin new.moved = now(); return new; end $$;
      create trigger desks_moved before update on desks for each row execute function note_move();
      create function greet_all() returns trigger language plpgsql as $$
      begin insert into desks (id) values (length(new.email) * 1000) on conflict do nothing; return new; end $$;
      ${trigger("on_greeting", "greet_all")}`);
    const { triggers, functions } = await listSqlObjects(app.owner, app.databaseId);
    expect(triggers).toEqual(
      expect.arrayContaining([
        { name: "desks_moved", table: "desks", function: "note_move" },
        { name: "on_greeting", table: "users", function: "greet_all" },
      ]),
    );
    expect(functions.map(({ name }) => name)).not.toContain("greet_all");
    await run("drop trigger on_greeting on auth.users");
  });

  it("tells nobody who has an account: what stops a newcomer stops who is known, in the same words", async () => {
    await run(`
      create table guests (id uuid primary key references auth.users on delete cascade, mail text unique, nick text unique);
      create table invited (mail text primary key);
      insert into invited values ('known@example.org'), ('new@example.org'), ('other@example.org');
      create function admit() returns trigger language plpgsql security definer as $$
      begin
        if new.raw_user_meta_data ->> 'nick' = 'root' then raise exception 'no'; end if;
        if new.email like '%example.org' and not exists (select from invited where mail = new.email) then raise exception 'not invited'; end if;
        insert into guests values (new.id, new.email, new.raw_user_meta_data ->> 'nick');
        return new;
      end $$;
      ${trigger("on_admission", "admit")}`);
    await app.set({ confirmEmail: true });
    const confirm = async (email: string) => {
      const made = await app.admin().auth.admin.createUser({
        email,
        email_confirm: true,
        user_metadata: { nick: email },
      });
      expect(made.error).toBeNull();
    };
    await confirm("known@example.org");
    await confirm("known@example.com");
    const before = await rows("select * from guests order by mail");
    const asked = async (email: string, nick: string) => {
      const { data, error } = await signUp({ nick }, email);
      return error === null
        ? { session: data.session, role: data.user?.role }
        : [error.status, error.message];
    };
    const [fine, failed] = [
      { session: null, role: expect.any(String) },
      [500, "Database error saving new user"],
    ];
    // Each of somebody who is known, and of somebody who is not.
    for (const [known, stranger, nick, told] of [
      ["known@example.org", "new@example.org", "root", failed],
      ["known@example.org", "other@example.org", "ann", fine],
      ["known@example.com", "some@example.com", "bea", fine],
      // The name is taken; the address of who is known is so as well, which a stranger's would not be.
      ["known@example.com", "none@example.com", "known@example.org", failed],
    ] as const) {
      const answers = [await asked(known, nick), await asked(stranger, nick)];
      expect([nick, answers]).toEqual([nick, [told, told]]);
    }
    expect(await rows("select * from guests where mail like 'known%' order by mail")).toEqual(before);
    expect(await rows("select count(*) from users where email like '%invalid'")).toEqual([[0]]);
    await run("drop trigger on_admission on auth.users");
    await app.set({ confirmEmail: false });
  });

  it("is left out with the reason where its function does what is not possible", async () => {
    const { results } = await run(`
      create function spin() returns trigger language plpgsql as $$
      begin execute 'insert into seats (who) values ($1)' using new.id; return new; end $$;
      create function ask() returns trigger language plpgsql as $$
      begin insert into nowhere (who) values (new.id); return new; end $$;
      ${trigger("a", "spin")}
      ${trigger("b", "ask")}`);
    expect(
      results.map(({ skipped }) => [
        skipped?.code,
        skipped?.hint?.match(/looked at when it is made|has a loop|which line \d/)?.[0],
      ]),
    ).toEqual([
      ["0A000", undefined],
      ["42P01", "looked at when it is made"],
      ["42883", "which line 2"],
      ["42883", "which line 4"],
    ]);
  });
});

describe("a trigger before rows are written", () => {
  const code = (result: { error: { code: string } | null }) => result.error?.code ?? null;

  beforeAll(async () => {
    await run(`
      create table tasks (id int primary key, title text not null, slug text, user_id uuid references auth.users,
        done boolean not null default false, done_at timestamptz, points int, changes int not null default 0);
      create policy own on tasks for all to authenticated using (auth.uid() = user_id) with check (auth.uid() = user_id);
      create table limits (user_id uuid, points int);
      create policy mine on limits for select to authenticated using (auth.uid() = user_id);
      create function prepare_task() returns trigger language plpgsql as $$
      declare most int;
      begin
        if TG_OP = 'INSERT' then
          new.user_id := coalesce(new.user_id, auth.uid());
          new.slug := lower(regexp_replace(new.title, '[^a-zA-Z0-9]+', '-', 'g'));
        elsif new.user_id is distinct from old.user_id then
          raise exception 'A task stays with its owner' using errcode = '42501', hint = 'Make another';
        else
          new.changes := old.changes + 1;
        end if;
        if new.done and new.done_at is null then new.done_at := now(); end if;
        select min(points) into most from limits;
        if new.points > most then
          raise exception '% is more than %', new.points, most;
        end if;
        return new;
      end $$;
      create trigger prepare before insert or update on tasks for each row execute function prepare_task();`);
  });

  const shown = "id,title,slug,done,points,changes";

  it("sets, counts and refuses, whichever way a client writes", async () => {
    const { id } = await signUp({}, "tasks@example.org");
    const client = app.client();
    await client.auth.signInWithPassword({ email: "tasks@example.org", password: "correct horse 42" });
    await run(`insert into limits values ('${id}', 10), (gen_random_uuid(), 1)`);
    const one = await client.from("tasks").insert({ id: 1, title: "Buy Milk!" }).select().single();
    expect(one.data).toMatchObject({ slug: "buy-milk-", user_id: id, changes: 0, done_at: null });
    const more = await client
      .from("tasks")
      .insert(
        [
          { id: 2, title: "A", done: true },
          { id: 3, title: "B" },
        ],
        { defaultToNull: false },
      )
      .select("id,slug,user_id,done_at");
    expect(more.data?.map((row) => [row.slug, row.user_id, row.done_at !== null])).toEqual([
      ["a", id, true],
      ["b", id, false],
    ]);
    const changed = await client
      .from("tasks")
      .update({ points: 5 })
      .in("id", [1, 2])
      .select(shown)
      .order("id");
    expect(changed.data?.map((row) => [row.id, row.points, row.changes])).toEqual([
      [1, 5, 1],
      [2, 5, 1],
    ]);
    const upserted = await client
      .from("tasks")
      .upsert([
        { id: 1, title: "Other Title", points: 6 },
        { id: 4, title: "New One", points: 7 },
      ])
      .select(shown)
      .order("id");
    // As in Postgres, what the trigger set of the row to insert is not among the columns that the upsert gives.
    expect(upserted.data?.map((row) => [row.id, row.title, row.slug, row.changes])).toEqual([
      [1, "Other Title", "buy-milk-", 2],
      [4, "New One", "new-one", 0],
    ]);
    // Each sees what the one before it made of the row.
    await Promise.all(
      Array.from({ length: 6 }, () => client.from("tasks").update({ points: 5 }).eq("id", 4)),
    );
    expect((await client.from("tasks").select("changes").eq("id", 4)).data).toEqual([{ changes: 6 }]);
    const refused = await client.from("tasks").update({ user_id: null }).eq("id", 1);
    expect(refused.error).toMatchObject({
      code: "42501",
      message: "A task stays with its owner",
      hint: "Make another",
    });
    // The limit that counts is the one that the writer may read.
    expect((await client.from("tasks").update({ points: 9 }).eq("id", 1)).error).toBeNull();
    const tooMany = await client.from("tasks").update({ points: 11 }).eq("id", 1);
    expect([tooMany.status, tooMany.error?.code, tooMany.error?.message]).toEqual([
      400,
      "P0001",
      "11 is more than 10",
    ]);
    expect((await app.admin().from("tasks").update({ points: 2 }).eq("id", 1)).error?.message).toBe(
      "2 is more than 1",
    );
  });

  it("comes before the rules look at the row, and shows nobody a row that is not theirs", async () => {
    const stranger = app.client();
    await signUp({}, "stranger@example.org");
    await stranger.auth.signInWithPassword({ email: "stranger@example.org", password: "correct horse 42" });
    const owner = (await rows("select user_id from tasks where id = 1"))[0]?.[0];
    expect(code(await stranger.from("tasks").insert({ id: 9, title: "x", user_id: owner }))).toBe("42501");
    expect((await stranger.from("tasks").update({ points: 1 }).eq("id", 1).select()).data).toEqual([]);
    // Postgres's own words for a row that an upsert meets and may not change, not what the trigger says of it.
    const met = await stranger.from("tasks").upsert({ id: 1, title: "mine" });
    expect(met.error?.message).toMatch(/violates row-level security policy/);
    expect(code(await app.client().from("tasks").insert({ id: 10, title: "nobody's" }))).toBe("42501");
    expect((await stranger.rpc("prepare_task")).error?.code).toBe("PGRST202");
  });

  it("comes before rows of the console's API and of its scripts, and is listed, turned off and dropped", async () => {
    const { results } =
      await run(`insert into tasks (id, title) values (20, 'By Hand'); update tasks set title = 'Again' where id = 20;
      select slug, changes from tasks where id = 20`);
    expect(results.at(-1)?.rows).toEqual([["by-hand", 1]]);
    const { triggers } = await listSqlObjects(app.owner, app.databaseId);
    expect(triggers).toContainEqual({ name: "prepare", table: "tasks", function: "prepare_task" });
    await run("alter table tasks disable trigger prepare; insert into tasks (id, title) values (21, 'Off')");
    expect(await rows("select slug from tasks where id = 21")).toEqual([[null]]);
    await run("alter table tasks enable trigger all; update tasks set title = 'On' where id = 21");
    expect(await rows("select changes from tasks where id = 21")).toEqual([[1]]);
    await run("alter table tasks drop column points");
    expect((await app.admin().from("tasks").update({ title: "x" }).eq("id", 21)).error).toMatchObject({
      code: "42703",
      message: 'record "new" has no field "points"',
    });
    await run("drop function prepare_task cascade");
    expect((await app.admin().from("tasks").update({ title: "x" }).eq("id", 21)).error).toBeNull();
  });

  it("is left out with the reason where it writes other rows, comes afterwards or has to do with deletes", async () => {
    const made = (name: string, body: string) =>
      `create function ${name}() returns trigger language plpgsql as $$ begin ${body} end $$;`;
    const { results } = await run(`
      create table notes (id int primary key, body text);
      ${made("log_note", "insert into notes values (1, 'x'); return new;")}
      ${made("keep_note", "raise exception 'kept'; return old;")}
      ${made("skip_note", "return null;")}
      create trigger a before insert on notes for each row execute function log_note();
      create trigger b before delete on notes for each row execute function keep_note();
      create trigger c after insert on notes for each row execute function keep_note();
      create trigger d before update on notes for each row execute function skip_note();
      create trigger e before insert on notes for each statement execute function skip_note();`);
    expect(results.map(({ skipped }) => skipped && [skipped.code, skipped.line])).toEqual([
      undefined,
      ["0A000", 3],
      undefined,
      undefined,
      ["42883", 6],
      ...[7, 8, 9, 10].map((line) => ["0A000", line]),
    ]);
    expect(results.flatMap(({ skipped }) => skipped?.hint ?? []).every((hint) => hint.length > 20)).toBe(
      true,
    );
  });

  it("that asks for its table's name refuses rows of one that was renamed, until its function is made anew", async () => {
    const made = `create or replace function of_places() returns trigger language plpgsql as $$
      begin if TG_TABLE_NAME = 'places' then new.kind := 'place'; else new.kind := TG_TABLE_NAME; end if; return new; end $$`;
    await run(`create table places (id int primary key, kind text); ${made};
      create trigger t before insert on places for each row execute function of_places();
      insert into places (id) values (1); alter trigger t on places rename to u; insert into places (id) values (2);
      alter table places rename to spots`);
    const refused = await app.admin().from("spots").insert({ id: 3 });
    expect(refused.error).toMatchObject({ code: "0A000", hint: expect.stringMatching(/CREATE OR REPLACE/) });
    await run(`${made}; insert into spots (id) values (4)`, false);
    expect(await rows("select id, kind from spots order by id")).toEqual([
      [1, "place"],
      [2, "place"],
      [4, "spots"],
    ]);
  });

  it("is refused where it would see or set a time that another has noted before it", async () => {
    await run(`
      create table memos (id int primary key, n int, at timestamptz default '2020-01-01', seen timestamptz);
      create function keep_time() returns trigger language plpgsql as $$
      begin if new.n is not distinct from old.n then new.at := old.at; end if; return new; end $$;
      create function count_change() returns trigger language plpgsql as $$
      begin if new is distinct from old then new.n := old.n + 1; end if; return new; end $$;
      create function note_time() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
      create trigger m_touch before update on memos for each row execute function note_time();`);
    const make = (name: string, called: string) =>
      run(`create trigger ${name} before update on memos for each row execute function ${called}`, false);
    const behind = { code: "0A000", hint: expect.stringMatching(/order of their names/) };
    await expect(make("z", "keep_time()")).rejects.toMatchObject(behind);
    await expect(make("z", "count_change()")).rejects.toMatchObject(behind);
    await make("a", "keep_time()");
    await expect(run("alter trigger a on memos rename to z", false)).rejects.toMatchObject(behind);
    await expect(run('alter trigger m_touch on memos rename to "A"', false)).rejects.toMatchObject(behind);
    await run("drop trigger m_touch on memos", false);
    await run("alter trigger a on memos rename to z", false);
    await expect(make("m_touch", "note_time()")).rejects.toMatchObject(behind);
    await expect(make("m_touch", "moddatetime(at)")).rejects.toMatchObject(behind);
    await make("m_touch", "moddatetime(seen)");
    await expect(
      run(
        `create or replace function keep_time() returns trigger language plpgsql as $$
        begin new.seen := old.seen; return new; end $$`,
        false,
      ),
    ).rejects.toMatchObject(behind);
    await run("insert into memos values (1, 1); update memos set n = 1", false);
    expect(await rows("select at = '2020-01-01', seen is not null from memos")).toEqual([[true, true]]);
  });
});
