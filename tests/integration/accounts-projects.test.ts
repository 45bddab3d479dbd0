import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "#lib/db/scope.ts";
import { currentUser } from "#lib/operations/account/current-user.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authorize } from "#lib/operations/authorize.ts";
import { endUserSignUp } from "#lib/operations/end-users/end-user-sign-up.ts";
import { listProjectKeys } from "#lib/operations/keys/list-project-keys.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { databaseOverview } from "#lib/operations/projects/database-overview.ts";
import { deleteProject } from "#lib/operations/projects/delete-project.ts";
import { getProject } from "#lib/operations/projects/get-project.ts";
import { listProjects } from "#lib/operations/projects/list-projects.ts";
import { updateProject } from "#lib/operations/projects/update-project.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { type AccountsHarness, accountsRuntime, client, newActor, password } from "./accounts-harness.ts";

const page = { limit: 20, offset: 0 };
let harness: AccountsHarness;
let owner: Actor;
let stranger: Actor;

beforeAll(async () => {
  harness = await accountsRuntime();
  owner = await newActor("owner@example.org");
  stranger = await newActor("stranger@example.org");
});
afterAll(() => harness.close());

/** An account with a role in the owner's organization. */
async function member(role: Role): Promise<Actor> {
  const actor = await newActor(`${role}-${Math.random()}@example.org`);
  const [organization] = (await currentUser(owner)).organizations;
  await queryOnce(
    harness.owner,
    `insert into rowhouse.organization_members (organization_id, user_id, role)
     values ('${organization?.id}', '${actor.userId}', '${role}')`,
  );
  return actor;
}

describe("one click", () => {
  it("makes project, database, users table and keys", async () => {
    const made = await createProjectWithDatabase(owner, { name: "Shop" });
    const { project, database, tables, keys, url } = made;
    expect(project).toMatchObject({
      name: "Shop",
      description: null,
      role: "owner",
      database_id: database.id,
    });
    expect(database).toEqual({ id: database.id, project_id: project.id, name: "main" });
    expect(tables.map(({ table_name }) => table_name)).toEqual(["users"]);
    expect(tables[0]?.schema.columns.map(({ name }) => name)).toEqual([
      "id",
      "email",
      "password_hash",
      "full_name",
      "avatar_url",
      "created_at",
      "updated_at",
    ]);
    expect(decodeJwt(keys.anon)).toMatchObject({ role: "anon", ref: project.ref });
    expect(decodeJwt(keys.service_role)).toMatchObject({ role: "service_role", ref: project.ref });
    expect(url).toBe(`http://localhost:3000/p/${project.ref}`);
  });

  it("leaves nothing behind when a step of it fails", async () => {
    await queryOnce(harness.owner, "alter table rowhouse.project_keys rename to project_keys_gone");
    const before = (await listProjects(owner, page)).total;
    await expect(createProjectWithDatabase(owner, { name: "Half" })).rejects.toThrow();
    await queryOnce(harness.owner, "alter table rowhouse.project_keys_gone rename to project_keys");
    expect((await listProjects(owner, page)).total).toBe(before);
  });
});

describe("database of a project", () => {
  it("is made once: a second call gets the first one in the details", async () => {
    const project = await createProject(owner, { name: "Two steps" });
    expect(project.database_id).toBeNull();
    const { database } = await createDatabase(owner, project.id);
    await expect(createDatabase(owner, project.id)).rejects.toMatchObject({
      code: "RH201",
      status: 409,
      details: { database },
    });
  });

  it("is made once even by simultaneous calls", async () => {
    const { id } = await createProject(owner, { name: "Race" });
    const results = await Promise.allSettled([1, 2, 3].map(() => createDatabase(owner, id)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is shown with its tables and counts", async () => {
    const { database, url } = await createProjectWithDatabase(owner, { name: "Counted" });
    const empty = await databaseOverview(owner, database.id);
    expect(empty).toMatchObject({ database, url, counts: { tables: 1, records: 0, users: 0, bytes: 0 } });
    for (const n of [1, 2, 3])
      await endUserSignUp(database.id, { email: `u${n}@example.org`, password }, client);
    const { counts, tables } = await databaseOverview(owner, database.id);
    expect(counts).toMatchObject({ tables: 1, records: 3, users: 3 });
    expect(counts.bytes).toBeGreaterThan(0);
    expect(tables).toMatchObject([{ table_name: "users", records: 3 }]);
  });
});

describe("projects", () => {
  it("are listed newest first, a page at a time", async () => {
    const actor = await newActor("pages@example.org");
    for (const name of ["one", "two", "three"]) await createProject(actor, { name });
    const { items, total } = await listProjects(actor, { limit: 2, offset: 1 });
    expect([total, items.map(({ name }) => name)]).toEqual([3, ["two", "one"]]);
    expect(await listProjects(actor, { limit: 2, offset: 9 })).toMatchObject({ items: [], total: 3 });
  });

  it("change in what is given and keep the rest", async () => {
    const { id } = await createProject(owner, { name: "Old", description: "about" });
    expect(await updateProject(owner, id, { name: " New " })).toMatchObject({
      name: "New",
      description: "about",
    });
    expect(await updateProject(owner, id, { description: null })).toMatchObject({
      name: "New",
      description: null,
    });
    expect(await getProject(owner, id)).toMatchObject({ name: "New", description: null });
  });

  it("go with everything in them, and only when the name is right", async () => {
    const { project, database } = await createProjectWithDatabase(owner, { name: "Gone" });
    await endUserSignUp(database.id, { email: "u@example.org", password }, client);
    await expect(deleteProject(owner, project.id, "gone")).rejects.toMatchObject({
      details: [{ path: "/name" }],
    });
    await deleteProject(owner, project.id, "Gone");
    const tables = await queryOnce(
      harness.owner,
      `select table_name from information_schema.columns
        where table_schema = 'rowhouse' and column_name = 'project_id'`,
    );
    expect(tables.length).toBeGreaterThan(7);
    for (const { table_name } of tables) {
      const left = `select 1 from rowhouse.${table_name} where project_id = '${project.id}'`;
      expect(await queryOnce(harness.owner, left), String(table_name)).toEqual([]);
    }
    await expect(databaseOverview(owner, database.id)).rejects.toMatchObject({ code: "RH004" });
  });
});

describe("roles", () => {
  it("let each do what it may, tell a member what is missing, and a stranger nothing", async () => {
    const { project, database } = await createProjectWithDatabase(owner, { name: "Roles" });
    const actors = {
      stranger,
      viewer: await member("viewer"),
      editor: await member("editor"),
      admin: await member("admin"),
      owner,
    };
    const organizationId = project.organization_id;
    const outcome = async (attempt: (actor: Actor) => Promise<unknown>) => {
      const statuses: Record<string, number> = {};
      for (const [name, actor] of Object.entries(actors)) {
        statuses[name] = await attempt(actor).then(
          () => 200,
          (error: { status: number }) => error.status,
        );
      }
      return statuses;
    };
    const [all, editors, admins, owners] = [
      { stranger: 404, viewer: 200, editor: 200, admin: 200, owner: 200 },
      { stranger: 404, viewer: 403, editor: 200, admin: 200, owner: 200 },
      { stranger: 404, viewer: 403, editor: 403, admin: 200, owner: 200 },
      { stranger: 404, viewer: 403, editor: 403, admin: 403, owner: 200 },
    ];
    expect(await outcome((actor) => getProject(actor, project.id))).toEqual(all);
    expect(await outcome((actor) => databaseOverview(actor, database.id))).toEqual(all);
    expect(await outcome((actor) => authorize(actor, database.id, "editor"))).toEqual(editors);
    expect(await outcome((actor) => createProject(actor, { name: "x", organizationId }))).toEqual(admins);
    expect(await outcome((actor) => listProjectKeys(actor, project.id, page))).toEqual(admins);
    expect(await outcome((actor) => updateProject(actor, project.id, { name: "Roles" }))).toEqual(admins);
    expect(await outcome((actor) => deleteProject(actor, project.id, "other"))).toEqual({
      ...owners,
      owner: 400,
    });
  });

  it("show nobody a project of an organization that they do not belong to", async () => {
    const { items } = await listProjects(stranger, page);
    expect(items).toEqual([]);
  });

  it("bind below the operations: the database itself lets no viewer write", async () => {
    const { project } = await createProjectWithDatabase(owner, { name: "Below" });
    const viewer = await member("viewer");
    const scope = { kind: "user", userId: viewer.userId } as const;
    const { sql } = await import("#lib/sql/sql.ts");
    const update = sql`update rowhouse.projects set name = 'x' where id = ${project.id}`;
    const remove = sql`delete from rowhouse.projects where id = ${project.id}`;
    expect((await harness.database.query(scope, update)).rowCount).toBe(0);
    expect((await harness.database.query(scope, remove)).rowCount).toBe(0);
  });
});

describe("keys", () => {
  it("are shown with the tokens that the click gave", async () => {
    const { project, keys } = await createProjectWithDatabase(owner, { name: "Keys" });
    const { items, total } = await listProjectKeys(owner, project.id, page);
    expect(total).toBe(2);
    expect(Object.fromEntries(items.map(({ kind, token }) => [kind, token]))).toEqual(keys);
  });

  it("do not exist before the database does", async () => {
    const { id } = await createProject(owner, { name: "Bare" });
    expect(await listProjectKeys(owner, id, page)).toMatchObject({ items: [], total: 0 });
  });
});
