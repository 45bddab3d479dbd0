import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "#lib/catalog/types.ts";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { accessOf } from "#lib/engine/access/access.ts";
import type { Barrier } from "#lib/engine/access/restrict.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { ident, type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db.close();
});

const [ann, ben, team] = [randomUUID(), randomUUID(), randomUUID()];

const tables: readonly Change[] = [
  {
    kind: "create_table",
    table: {
      name: "members",
      columns: [
        { name: "team_id", type: "uuid", indexed: true },
        { name: "user_id", type: "uuid" },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "posts",
      columns: [
        { name: "title", type: "text", indexed: true },
        { name: "salary", type: "integer" },
        { name: "team_id", type: "uuid" },
        { name: "author_id", type: "uuid" },
      ],
    },
  },
];

async function project(...changes: readonly Change[]): Promise<EngineProject> {
  const made = await engineProject(db);
  await made.apply(tables);
  await made.insert("members", [{ team_id: team, user_id: ann }]);
  await made.insert("posts", [
    { title: "ann", salary: 1, team_id: null, author_id: ann },
    { title: "ben", salary: 2, team_id: null, author_id: ben },
    { title: "team", salary: 3, team_id: team, author_id: ben },
    { title: "nobody", salary: 5000, team_id: null, author_id: null },
  ]);
  if (changes.length > 0) await made.apply(changes);
  return made;
}

const rule = (table: string, name: string, fields: object): Change => ({
  kind: "create_policy",
  table,
  policy: { name, ...fields },
});

function asCaller({ scope }: EngineProject, user: string | null): TenantScope {
  return openTenantScope({
    projectId: scope.projectId,
    databaseId: scope.databaseId,
    userId: null,
    role: "editor",
    apiRole: user === null ? "anon" : "authenticated",
    endUserId: user,
    jwt: { role: user === null ? "anon" : "authenticated", plan: "gold" },
  });
}

async function relation(made: EngineProject, name: string, caller: TenantScope, barrier: Barrier = "hard") {
  const catalog = await made.catalog();
  const table = await made.table(name);
  const access = accessOf(catalog, table, caller);
  return sql`(${relationSelect(catalog, table, access, barrier)}) as ${ident(name)}`;
}

async function titles(made: EngineProject, user: string | null, where: Sql = sql`true`): Promise<string[]> {
  const caller = asCaller(made, user);
  const from = await relation(made, "posts", caller);
  const { rows } = await db.database.query<{ title: string }>(
    caller,
    sql`select title from ${from} where ${where} order by title`,
  );
  return rows.map(({ title }) => title);
}

describe("a table's rules", () => {
  it("leave no row to an app's visitors and users while there are none", async () => {
    const made = await project();
    expect(await titles(made, null)).toEqual([]);
    expect(await titles(made, ann)).toEqual([]);
  });

  it("are joined by OR where they permit, and by AND where they restrict", async () => {
    const made = await project(
      rule("posts", "own", { command: "select", roles: ["authenticated"], using: "author_id = auth.uid()" }),
      rule("posts", "poor", { roles: ["public"], using: "salary < 3" }),
      rule("posts", "not b", { kind: "restrictive", roles: ["anon"], using: "title <> 'ben'" }),
    );
    expect(await titles(made, null)).toEqual(["ann"]);
    expect(await titles(made, ann)).toEqual(["ann", "ben"]);
    expect(await titles(made, ben)).toEqual(["ann", "ben", "team"]);
  });

  it("read other tables as the caller, under those tables' own rules", async () => {
    const made = await project(
      rule("posts", "team", {
        using:
          "exists (select from public.members m where m.team_id = posts.team_id and m.user_id = (select auth.uid()))",
      }),
    );
    expect(await titles(made, ann)).toEqual([]);
    await made.apply([rule("members", "self", { using: "user_id = auth.uid() -- mine" })]);
    expect(await titles(made, ann)).toEqual(["team"]);
    expect(await titles(made, ben)).toEqual([]);
  });

  it("know the caller's role and the claims of the token", async () => {
    const made = await project(
      rule("posts", "gold", { using: "auth.role() = 'authenticated' and auth.jwt() ->> 'plan' = 'gold'" }),
    );
    expect(await titles(made, ann)).toHaveLength(4);
    expect(await titles(made, null)).toEqual([]);
  });

  it.each([
    "current_setting('request.jwt.claims', true)::json ->> 'role' = 'authenticated'",
    "(select current_setting('request.jwt.claim.role', true)) = 'authenticated'",
    'current_setting(\'request.jwt.claims\')::jsonb @> \'{"role": "authenticated", "plan": "gold"}\'',
  ])("know the claims as PostgREST lays them down: %s", async (using) => {
    const made = await project(rule("posts", "claims", { using }));
    expect(await titles(made, ann)).toHaveLength(4);
    expect(await titles(made, null)).toEqual([]);
  });

  it("do not bind the project's members and its service", async () => {
    const made = await project();
    const catalog = await made.catalog();
    const table = await made.table("posts");
    for (const apiRole of [null, "service_role"] as const)
      expect(accessOf(catalog, table, { apiRole, keyScopes: null })).toBeUndefined();
  });

  it("hide the columns that were taken away", async () => {
    const made = await project(rule("posts", "all", { using: "salary > 0" }), {
      kind: "revoke",
      table: "posts",
      roles: ["anon"],
      privileges: ["select"],
      columns: ["salary"],
    });
    const caller = asCaller(made, null);
    const from = await relation(made, "posts", caller);
    const { rows } = await db.database.query<Record<string, unknown>>(caller, sql`select * from ${from}`);
    expect(rows).toHaveLength(4);
    expect(Object.keys(rows[0] ?? {})).not.toContain("salary");
    await expect(db.database.query(caller, sql`select salary from ${from}`)).rejects.toThrow(/salary/);
  });

  it("are refused by name of the role where nothing may be read", async () => {
    const made = await project({ kind: "revoke", table: "posts", roles: ["anon"], privileges: ["select"] });
    await expect(relation(made, "posts", asCaller(made, null))).rejects.toMatchObject({
      code: "42501",
      message: "permission denied for table posts",
    });
  });

  it("are not betrayed by a condition that fails on hidden rows", async () => {
    const made = await project(rule("posts", "own", { using: "author_id = auth.uid()" }));
    expect(await titles(made, ann, sql`1 / (salary - 5000) < 1`)).toEqual(["ann"]);
    await expect(titles(made, ann, sql`1 / (salary - 1) < 1`)).rejects.toMatchObject({ code: "22012" });
  });

  it("are served by indexes, and let a harmless condition be served by one", async () => {
    const reference = { table: "users", column: "id" };
    const made = await project({
      kind: "create_table",
      table: {
        name: "notes",
        columns: [
          { name: "title", type: "text", indexed: true },
          { name: "owner", type: "uuid", references: reference },
        ],
        policies: [{ name: "own", using: "owner = auth.uid()" }],
      },
    });
    const caller = asCaller(made, ann);
    const explain = async (barrier: Barrier, where: Sql) => {
      const from = await relation(made, "notes", caller, barrier);
      const { rows } = await db.database.transaction(caller, async (tx) => {
        await tx.query(sql`set local enable_seqscan = off`);
        return tx.query<{ "QUERY PLAN": string }>(
          sql`explain (costs off) select * from ${from} where ${where}`,
        );
      });
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    const { columns } = (await made.table("notes")).storage;
    const byRule = new RegExp(`Index Cond: .*\\b${columns.owner?.reference} = `);
    const byTitle = new RegExp(`Index Cond: .*\\b${columns.title?.index} = `);
    expect(await explain("hard", sql`true`)).toMatch(byRule);
    expect(
      await explain("soft", sql`title = 'a' and owner <> 'a0000000-0000-4000-8000-000000000000'`),
    ).toMatch(/Index Cond/);
    const posts = await explain("soft", sql`title = 'a'`);
    expect(byRule.test(posts) || byTitle.test(posts)).toBe(true);
    expect(await explain("hard", sql`title = 'a'`)).not.toMatch(byTitle);
  });
});

describe("a rule that is defined", () => {
  const refused = async (...changes: readonly Change[]) => {
    const made = await project();
    return made.apply(changes).then(
      () => null,
      (error: { code: string; message: string; details: unknown }) => error,
    );
  };

  it.each([
    ["author_id = auth.uid() and nope", "42703", /column "nope" does not exist/],
    ["author_id", "42804", /must be type boolean/],
    ["title = 1", "42883", /operator does not exist/],
    ["true) or (true", "42601", /syntax error/],
    ["true as yes", "42601", /one condition/],
    ["true from posts", "42601", /one condition/],
    ["true; select true", "42601", /one condition/],
    ["true, true", "42601", /one condition/],
    ["count(*) > 1", "42803", /aggregate/],
    ["$1 = title", "42P02", /parameters/],
    ["pg_sleep(10) is null", "42501", /permission denied for function pg_sleep/],
    ["exists (select from rowhouse.project_data)", "42P01", /does not exist/],
    ["auth.uid(1) is null", "42883", /does not exist/],
    ["exists (select from nowhere)", "42P01", /nowhere/],
  ])("is refused: %s", async (using, code, message) => {
    const error = await refused(rule("posts", "p", { using }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error?.details).toMatchObject([{ path: "/changes/0/policy/using" }]);
  });

  it("is refused where rules would read each other in a circle, and not where a check reads its own table", async () => {
    const circle = await refused(
      rule("posts", "p", { using: "exists (select from members)" }),
      rule("members", "p", { using: "exists (select from posts)" }),
    );
    expect(circle).toMatchObject({
      code: "42P17",
      message: expect.stringMatching(/infinite recursion detected in policy for relation/),
    });
    const own = await refused(rule("posts", "p", { using: "salary < (select max(salary) from posts)" }));
    expect(own).toMatchObject({ code: "42P17" });
    const check = "(select count(*) from posts p where p.author_id = posts.author_id) < 5";
    expect(await refused(rule("posts", "few", { command: "insert", check }))).toBeNull();
  });

  it("lives through new names, and stops what would break it", async () => {
    const made = await project(
      rule("members", "self", { using: "user_id = auth.uid()" }),
      rule("posts", "team", {
        using: "exists (select from members m where m.team_id = posts.team_id)",
      }),
    );
    await made.apply([
      { kind: "rename_column", table: "members", column: "team_id", to: "group_id" },
      { kind: "rename_table", table: "members", to: "people" },
    ]);
    expect(await titles(made, ann)).toEqual(["team"]);
    const breaking = made.apply([{ kind: "drop_column", table: "people", column: "group_id" }]);
    await expect(breaking).rejects.toMatchObject({
      code: "RH203",
      message: expect.stringMatching(/The rule "team" of "posts" would no longer work/),
    });
    expect(await titles(made, ann)).toEqual(["team"]);
  });
});
