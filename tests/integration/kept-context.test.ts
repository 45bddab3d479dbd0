import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signClaims } from "#lib/db/claims.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { openTenantScope, type Scope, systemScope, type TenantScope } from "#lib/db/scope.ts";
import { createLog } from "#lib/log.ts";
import { sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// A context is verified where it is entered, and kept in a setting that no login of the product may set.

let db: TestDatabase;
let mine: EngineProject;
let theirs: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  [mine, theirs] = [await engineProject(db), await engineProject(db)];
  owner = new pg.Client(db.owner);
  await owner.connect();
  // The grants behind the guard taken away: what is tried here must not rest on them.
  await db.allow(
    "execute on function current_setting(text), current_setting(text, boolean), set_config(text, text, boolean)",
  );
});
afterAll(async () => {
  await owner.end();
  await db.close();
});

const token = (scope: Scope, now?: Date) => signClaims(scope, db.signingKey, now);
const viewer = ({ scope: { projectId, databaseId } }: EngineProject): TenantScope =>
  openTenantScope({ projectId, databaseId, userId: null, role: "viewer" });

describe.each(["rowhouse_request", "rowhouse_sql"] as const)("on a connection of %s", (login) => {
  let client: pg.Client;

  beforeEach(async () => {
    client = new pg.Client(db.login(login));
    await client.connect();
    if (login === "rowhouse_sql") await client.query("set default_transaction_read_only = off");
    return () => client.end();
  });

  const enter = (text: string, within = false) =>
    client.query("select app.enter_context($1, $2)", [text, within]);
  const context = async () => {
    const { rows } = await client.query(
      "select app.project_id() as project, app.writable_project_id() as writable",
    );
    return rows[0];
  };
  const all = ({ scope: { projectId } }: EngineProject) => ({ project: projectId, writable: projectId });
  const none = { project: null, writable: null };
  const code = (text: string) =>
    client.query(text).then(
      () => "done",
      (error: { code: string }) => error.code,
    );

  it("a context is that of the last token entered", async () => {
    expect(await context()).toEqual(none);
    await enter(token(mine.scope));
    expect(await context()).toEqual(all(mine));
    await enter(token(theirs.scope));
    expect(await context()).toEqual(all(theirs));
    await enter(token(viewer(mine)));
    expect(await context()).toEqual({ project: mine.scope.projectId, writable: null });
    await enter(token(systemScope));
    expect(await context()).toEqual(none);
  });

  it("a token that was not signed, was changed or has expired enters nothing and leaves what was", async () => {
    await enter(token(mine.scope));
    const real = token(theirs.scope);
    const signedByOthers = signClaims(theirs.scope, new Uint8Array(32));
    const exchanged = real.replaceAll(theirs.scope.projectId, mine.scope.projectId);
    const promoted = token(viewer(theirs)).replace("pv", "po");
    const expired = token(theirs.scope, new Date(Date.now() - 3_600_000));
    for (const text of [signedByOthers, exchanged, promoted, expired, real.slice(0, 112), "x"]) {
      await expect(enter(text)).rejects.toMatchObject({ code: "42501" });
      expect(await context()).toEqual(all(mine));
    }
    await enter("");
    expect(await context()).toEqual(none);
  });

  it("what is kept ends when its token does", async () => {
    // Signed ten minutes ago but for a second and a half.
    await enter(token(mine.scope, new Date(Date.now() - 598_500)));
    expect(await context()).toEqual(all(mine));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await expect(context()).rejects.toMatchObject({ code: "42501", message: "expired context" });
    await expect(client.query("select app.writable_project_id()")).rejects.toMatchObject({ code: "42501" });
  });

  it("a rollback, also to a savepoint, brings back the context before", async () => {
    await enter(token(mine.scope));
    await client.query("begin");
    await enter(token(theirs.scope));
    await client.query("savepoint a");
    await enter(token(viewer(mine)), true);
    expect(await context()).toEqual({ project: mine.scope.projectId, writable: null });
    await client.query("rollback to savepoint a");
    expect(await context()).toEqual(all(theirs));
    await client.query("rollback");
    expect(await context()).toEqual(all(mine));
  });

  it("one that was entered within a transaction ends with it", async () => {
    await client.query("begin");
    await enter(token(mine.scope), true);
    expect(await context()).toEqual(all(mine));
    await client.query("commit");
    expect(await context()).toEqual(none);
  });

  it("holds in parallel workers as well", async () => {
    await enter(token(mine.scope));
    await client.query("set debug_parallel_query = on; set max_parallel_workers_per_gather = 2");
    const asked = "select app.project_id() as project";
    const { rows } = await client.query(`explain (costs off, analyze, timing off) ${asked}`);
    expect(JSON.stringify(rows)).toContain("Workers Launched: 1");
    expect((await client.query(asked)).rows).toEqual([{ project: mine.scope.projectId }]);
  });

  it("forgetting all settings leaves no context", async () => {
    await enter(token(mine.scope));
    await client.query("reset all");
    expect(await context()).toEqual(none);
  });

  it("nobody sets by hand what was verified", async () => {
    await enter(token(mine.scope));
    const forged = `rowhouse_9999999999w${theirs.scope.projectId.replaceAll("-", "")}`;
    const attempts = [
      `set backtrace_functions = '${forged}'`,
      `set local backtrace_functions = '${forged}'`,
      `set session backtrace_functions to '${forged}'`,
      `alter role ${login} set backtrace_functions = '${forged}'`,
      `alter role current_user in database ${db.owner.database} set backtrace_functions = '${forged}'`,
      `alter database ${db.owner.database} set backtrace_functions = '${forged}'`,
      `alter system set backtrace_functions = '${forged}'`,
      `select pg_catalog.set_config('backtrace_functions', '${forged}', false)`,
      `update pg_catalog.pg_settings set setting = '${forged}' where name = 'backtrace_functions'`,
      `do $$ begin set backtrace_functions = '${forged}'; end $$`,
      `do $$ begin perform set_config('backtrace_functions', '${forged}', true); end $$`,
      `grant set on parameter backtrace_functions to ${login}`,
      `create function pg_temp.f() returns int language sql set backtrace_functions = '${forged}' as 'select 1'`,
    ];
    for (const attempt of attempts) expect([attempt, await code(attempt)]).toEqual([attempt, "42501"]);
    expect(await context()).toEqual(all(mine));
  });

  it("nobody connects with it set", async () => {
    const options = `-c backtrace_functions=rowhouse_9999999999w${theirs.scope.projectId.replaceAll("-", "")}`;
    const other = new pg.Client({ ...db.login(login), options });
    const outcome = await other.connect().then(
      () => other.query("select app.project_id() as project"),
      (error: { code: string }) => error.code,
    );
    await other.end();
    expect(typeof outcome === "string" ? outcome : outcome.rows[0]?.project).toBe(
      typeof outcome === "string" ? "42501" : null,
    );
  });

  it("a token that was only set is verified by each statement", async () => {
    await client.query(`set "app.claims" = '${token(mine.scope)}'`);
    expect(await context()).toEqual(all(mine));
    await client.query(`set "app.claims" = '${signClaims(theirs.scope, new Uint8Array(32))}'`);
    await expect(context()).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the pool", () => {
  const projectIs = sql`select app.project_id() as project, current_setting('app.claims') <> '' as claims`;
  const open = (improvements: { readonly [name: string]: boolean }) =>
    openDatabase({
      login: db.login("rowhouse_request"),
      signingKey: db.signingKey,
      log: createLog("silent"),
      migrationVersion: "",
      improvements,
      connectionsMax: 1,
    });

  it.each([{ kept_context: true }, { kept_context: false }])(
    "gives every transaction its own context, whatever became of the one before: %o",
    async (improvements) => {
      const database = open(improvements);
      const failing = (scope: Scope) => database.query(scope, sql`select 1/0`).catch(() => undefined);
      const throwing = (scope: Scope) =>
        database
          .transaction(scope, async (tx) => {
            await tx.query(projectIs);
            throw new Error("boom");
          })
          .catch(() => undefined);
      const acting = (scope: Scope) =>
        database.transaction(scope, async (tx) => {
          await tx.actAs(mine.scope);
          expect((await tx.query(projectIs)).rows[0]).toMatchObject({ project: mine.scope.projectId });
        });
      const refused = (scope: Scope) =>
        database
          .query(scope, projectIs, { schema: { projectId: "x", databaseId: "y", version: 0 } })
          .catch(() => undefined);
      for (const disturb of [failing, throwing, acting, refused])
        for (const before of [mine.scope, theirs.scope, systemScope])
          for (const after of [theirs.scope, systemScope, viewer(mine)]) {
            await disturb(before);
            const expected = { project: after.kind === "project" ? after.projectId : null, claims: true };
            expect((await database.query(after, projectIs)).rows).toEqual([expected]);
            await disturb(before);
            const { rows } = await database.transaction(after, (tx) => tx.query(projectIs));
            expect(rows).toEqual([expected]);
          }
      await database.close();
    },
  );

  it("keeps a context on its connection from one transaction of a caller to the next", async () => {
    const database = open({ kept_context: true });
    const held = sql`select current_setting('backtrace_functions') as held`;
    // Until it is known whether the connection is a direct one, nothing is kept on it.
    await database.query(mine.scope, held);
    const kept = { held: expect.stringMatching(/^rowhouse_\d{10}w[0-9a-f]{32}$/) };
    expect((await database.query(mine.scope, held)).rows).toEqual([kept]);
    expect((await database.query(mine.scope, held)).rows).toEqual([kept]);
    expect((await database.query(systemScope, held)).rows).toEqual([{ held: "" }]);
    await database.close();
  });

  it("keeps the time limit of statements, and what a transaction sets for itself ends with it", async () => {
    const database = open({ kept_context: true });
    const limit = sql`select current_setting('statement_timeout') as limit`;
    for (const [timeoutMs, text] of [
      [undefined, "15s"],
      [undefined, "15s"],
      [2_000, "2s"],
      [undefined, "15s"],
    ] as const) {
      const settings = timeoutMs === undefined ? {} : { timeoutMs };
      expect((await database.query(mine.scope, limit, settings)).rows).toEqual([{ limit: text }]);
      const { rows } = await database.transaction(mine.scope, (tx) => tx.query(limit), settings);
      expect(rows).toEqual([{ limit: text }]);
    }
    await database.close();
  });
});

describe("the owner", () => {
  it("who is no superuser may keep contexts once a superuser has allowed it", async () => {
    await owner.query("create role plain_owner nosuperuser");
    try {
      const allowed =
        "select has_parameter_privilege('plain_owner', 'backtrace_functions', 'set') as allowed";
      expect((await owner.query(allowed)).rows).toEqual([{ allowed: false }]);
      await owner.query("begin");
      await owner.query("alter function app.enter_context(text, boolean) owner to plain_owner");
      await owner.query("alter function app.verified_project() owner to plain_owner");
      await owner.query(
        "grant select on app.signing_key to plain_owner; grant usage on schema app to plain_owner",
      );
      await owner.query("alter table app.signing_key disable row level security");
      // The wall around typed SQL takes these from everybody but the product's logins.
      await owner.query("grant execute on all functions in schema pg_catalog to plain_owner");
      await owner.query("savepoint a");
      const enter = () => owner.query("select app.enter_context($1, true)", [token(mine.scope)]);
      // Rather than leaving the connection in the context before.
      await expect(enter()).rejects.toMatchObject({ code: "42501" });
      await owner.query("rollback to savepoint a");
      await owner.query("grant set on parameter backtrace_functions to plain_owner");
      await enter();
      expect((await owner.query("select app.project_id() as project")).rows).toEqual([
        { project: mine.scope.projectId },
      ]);
    } finally {
      await owner.query("rollback");
      await owner.query("drop role plain_owner");
    }
  });
});
