import { readFileSync } from "node:fs";
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";

const migration = new URL("../integration/sql-statements/migrations/lovable.sql", import.meta.url);

let app: AuthApp;
let typed: SqlServer;
const people = new Map<string, { readonly id: string; readonly client: SupabaseClient }>();

const sql = (query: string, unsupported: "refuse" | "skip" = "refuse") =>
  runSql(app.owner, app.databaseId, { query, unsupported });

const person = (name: string) => {
  const found = people.get(name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
};

/** What somebody sees in a column. */
async function seen(client: SupabaseClient, table: string, column: string): Promise<readonly string[]> {
  const { data, error } = await client.from(table).select(column).order(column);
  if (error !== null) throw new Error(error.message);
  return (data as unknown as Record<string, string>[]).map((row) => row[column] ?? "");
}

beforeAll(async () => {
  app = await authApp();
  typed = sqlServer({ ...app, owner: app.superuser });
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  const { results } = await sql(readFileSync(migration, "utf8"), "skip");
  const left = results.flatMap(({ skipped }) => (skipped === undefined ? [] : [skipped.message]));
  // The triggers that make a profile of a new user, and note the time of a change, are kept.
  expect(left).toEqual([]);
  // Who has which role is said below.
  await sql("drop trigger on_auth_user_created on auth.users");
  for (const name of ["ann", "ben", "mod", "cat"]) {
    const client = app.client();
    const { data, error } = await client.auth.signUp({ email: `${name}@x.io`, password: "correct horse 9" });
    if (error !== null || data.user === null) throw new Error(error?.message ?? "no user");
    people.set(name, { id: data.user.id, client });
    await sql(`insert into profiles (id, email) values ('${data.user.id}', '${name}')`);
    await sql(`insert into projects (owner_id, title) values ('${data.user.id}', 'of ${name}')`);
  }
  await sql(`insert into user_roles (user_id, role) values
    ('${person("ann").id}', 'admin'), ('${person("ben").id}', 'user'), ('${person("mod").id}', 'moderator')`);
  await sql(`insert into project_members
    select p.id, u.id from projects p, (values ('${person("ben").id}'::uuid), ('${person("cat").id}')) as u (id) where p.title = 'of ann'`);
});

afterAll(async () => {
  await typed.close();
  await app.close();
});

describe("a policy that asks has_role()", () => {
  it("opens every row to an admin, and to others their own", async () => {
    expect(await seen(person("ann").client, "profiles", "email")).toEqual(["ann", "ben", "cat", "mod"]);
    expect(await seen(person("ben").client, "profiles", "email")).toEqual(["ben"]);
    expect(await seen(app.client(), "profiles", "email")).toEqual([]);
  });

  it("reads the table of roles past that table's own policies, which ask it too", async () => {
    expect(await seen(person("ann").client, "user_roles", "role")).toEqual(["admin", "moderator", "user"]);
    expect(await seen(person("ben").client, "user_roles", "role")).toEqual(["user"]);
    expect(await seen(person("cat").client, "user_roles", "role")).toEqual([]);
  });

  it("calls functions that call functions, one of many values, and one with a column of the row", async () => {
    expect(await seen(person("mod").client, "projects", "title")).toHaveLength(4);
    expect(await seen(person("ben").client, "projects", "title")).toEqual(["of ann", "of ben"]);
    expect(await seen(person("ben").client, "project_members", "user_id")).toHaveLength(2);
    expect(await seen(person("mod").client, "project_members", "user_id")).toEqual([]);
  });

  it("binds writes", async () => {
    const role = { user_id: person("cat").id, role: "user" };
    const refused = await person("ben").client.from("user_roles").insert(role);
    expect(refused.error?.code).toBe("42501");
    const done = await person("ann").client.from("user_roles").insert(role).select("role").single();
    expect(done.data).toEqual({ role: "user" });
    const none = await person("ben")
      .client.from("projects")
      .update({ title: "x" })
      .eq("title", "of mod")
      .select();
    expect(none.data).toEqual([]);
    const own = await person("ann")
      .client.from("projects")
      .update({ budget: 5 })
      .eq("title", "of mod")
      .select("title");
    expect(own.data).toEqual([{ title: "of mod" }]);
    await person("ann").client.from("user_roles").delete().eq("user_id", person("cat").id);
  });

  it("is counted, embedded and asked by rpc() as everywhere else", async () => {
    const { count } = await person("ben").client.from("projects").select("*", { count: "exact", head: true });
    expect(count).toBe(2);
    const nested = await person("ben")
      .client.from("projects")
      .select("title, project_members(user_id)")
      .eq("title", "of ann");
    expect(nested.data).toEqual([
      { title: "of ann", project_members: expect.objectContaining({ length: 2 }) },
    ]);
    const asked = await person("ben").client.rpc("has_role", { _user_id: person("ann").id, _role: "admin" });
    expect(asked).toMatchObject({ data: true, error: null });
    const no = await person("ben").client.rpc("has_role", { _user_id: person("ben").id, _role: "admin" });
    expect(no.data).toBe(false);
  });
});

describe("the right to call a function", () => {
  it("is taken away by REVOKE and given back by GRANT", async () => {
    expect((await app.client().rpc("is_admin")).error?.code).toBe("42501");
    expect((await person("ann").client.rpc("is_admin")).data).toBe(true);
    await sql("grant execute on function is_admin() to public");
    expect((await app.client().rpc("is_admin")).data).toBe(false);
    await sql("revoke all on function is_admin() from public, anon");
    expect((await person("ann").client.rpc("is_admin")).error?.code).toBe("42501");
    await sql("grant execute on all functions in schema public to anon, authenticated");
    expect((await person("ann").client.rpc("is_admin")).data).toBe(true);
  });
});

describe("a function that rules call", () => {
  it("cannot be dropped without them", async () => {
    await expect(sql("drop function is_member(uuid)")).rejects.toMatchObject({ code: "2BP01" });
    await sql("begin; drop function is_member(uuid) cascade; rollback");
    expect(await seen(person("ben").client, "projects", "title")).toHaveLength(2);
  });

  it("keeps the table that it reads from being dropped", async () => {
    await expect(sql("drop table user_roles cascade")).rejects.toMatchObject({ code: "2BP01" });
    expect(await seen(person("ann").client, "profiles", "email")).toHaveLength(4);
  });

  it("may be replaced, and the rules ask the new one", async () => {
    await sql(`create or replace function is_member(_project_id uuid) returns boolean language sql stable security definer
      as $$ select true $$`);
    expect(await seen(person("cat").client, "projects", "title")).toHaveLength(4);
  });

  it("reads as the caller without SECURITY DEFINER, and a circle is refused", async () => {
    await sql(`create function sees_roles() returns boolean language sql stable
      as $$ select exists (select 1 from user_roles where role = 'moderator') $$`);
    expect((await person("ben").client.rpc("sees_roles")).data).toBe(false);
    expect((await person("ann").client.rpc("sees_roles")).data).toBe(true);
    await expect(
      sql("create policy round on user_roles for select using (sees_roles())"),
    ).rejects.toMatchObject({ code: "42P17" });
  });

  it("must not write", async () => {
    await sql(`create function noted() returns boolean language sql
      as $$ insert into projects (owner_id, title) select id, 'x' from profiles returning true $$`);
    await expect(sql("create policy w on profiles for select using (noted())")).rejects.toMatchObject({
      code: "0A000",
    });
  });
});
