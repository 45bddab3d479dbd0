import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listSqlObjects } from "#lib/operations/typed-sql/list-sql-objects.ts";
import { type TypedAuthApp, typedAuthApp } from "#tests/harness/typed-auth-app.ts";

let app: TypedAuthApp;
let run: TypedAuthApp["run"];
let rows: TypedAuthApp["rows"];
let signUp: TypedAuthApp["signUp"];

beforeAll(async () => {
  app = await typedAuthApp();
  ({ run, rows, signUp } = app);
});

afterAll(() => app.close());

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
