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
