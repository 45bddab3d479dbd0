import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signClaims } from "#lib/db/claims.ts";
import type { UserId } from "#lib/db/scope.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, type Loose, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

type Person = Call & { readonly token: string; readonly id: string };

let harness: AccountsHarness;
let server: ApiServer;
let owner: Person;
let admin: Person;
let editor: Person;
let viewer: Person;
let stranger: Person;
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  [owner, admin, editor, viewer, stranger] = [
    await person("owner"),
    await person("admin"),
    await person("editor"),
    await person("viewer"),
    await person("stranger"),
  ];
  base = await organization("House");
  for (const [who, role] of [
    [admin, "admin"],
    [editor, "editor"],
    [viewer, "viewer"],
  ] as const)
    await join(base, who, role);
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

async function person(name: string): Promise<Person> {
  const call = await newUser(server.url, `${name}@example.org`);
  const { body } = await call("GET", "/api/auth/me");
  return Object.assign(call, { id: String(body.user?.id) });
}

async function organization(name: string): Promise<string> {
  const { body } = await owner("POST", "/api/organizations", { name });
  return `/api/organizations/${body.organization?.id}`;
}

async function invite(path: string, by: Call, body: object): Promise<string> {
  const made = await by("POST", `${path}/invitations`, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return new URL(String(made.body.url)).searchParams.get("token") ?? "";
}

async function join(path: string, who: Call, role: string): Promise<void> {
  const token = await invite(path, owner, { role });
  expect((await who("POST", "/api/invitation", { token })).status).toBe(200);
}

const items = (body: Loose) => body.items as unknown as Loose[];
const members = async (path: string, by: Call = owner) =>
  (await by("GET", `${path}/members`)).body.members as unknown as Loose[];

describe("an organization", () => {
  it("is a stranger's in no way", async () => {
    for (const [verb, path, body] of [
      ["GET", base, undefined],
      ["PATCH", base, { name: "x" }],
      ["GET", `${base}/members`, undefined],
      ["PATCH", `${base}/members/${viewer.id}`, { role: "owner" }],
      ["DELETE", `${base}/members/${viewer.id}`, undefined],
      ["DELETE", `${base}/members/${stranger.id}`, undefined],
      ["GET", `${base}/invitations`, undefined],
      ["POST", `${base}/invitations`, { role: "viewer" }],
      ["GET", `${base}/activity`, undefined],
    ] as const)
      expect((await stranger(verb, path, body)).status, `${verb} ${path}`).toBe(404);
  });

  it("is renamed by admins", async () => {
    expect((await editor("PATCH", base, { name: "x" })).status).toBe(403);
    expect((await admin("PATCH", base, { name: " Home " })).body.organization?.name).toBe("Home");
    expect((await viewer("GET", base)).body.organization).toMatchObject({ name: "Home", role: "viewer" });
  });

  it("lists its people to all of them, owners first, and nobody's secrets", async () => {
    const listed = await members(base, viewer);
    expect(listed.map(({ email, role }) => [email, role])).toEqual([
      ["owner@example.org", "owner"],
      ["admin@example.org", "admin"],
      ["editor@example.org", "editor"],
      ["viewer@example.org", "viewer"],
    ]);
    expect(Object.keys(listed[0] ?? {}).sort()).toEqual(["email", "joined_at", "name", "role", "user_id"]);
  });

  it("opens its projects to its members as far as their roles go", async () => {
    const organizationId = base.split("/").at(-1);
    const { body } = await owner("POST", "/api/projects/with-database", { name: "Shared", organizationId });
    const path = `/api/projects/${body.project?.id}`;
    expect((await viewer("GET", path)).body.project).toMatchObject({ name: "Shared", role: "viewer" });
    expect((await viewer("PATCH", path, { name: "x" })).status).toBe(403);
    expect((await editor("POST", "/api/projects", { name: "x", organizationId })).status).toBe(403);
    expect((await admin("POST", "/api/projects", { name: "x", organizationId })).status).toBe(201);
    expect((await stranger("GET", path)).status).toBe(404);
  });
});

describe("roles", () => {
  it("are changed by admins, but not about owners", async () => {
    const set = (by: Call, who: Person, role: string) => by("PATCH", `${base}/members/${who.id}`, { role });
    expect((await set(editor, viewer, "editor")).status).toBe(403);
    expect((await set(admin, viewer, "owner")).status).toBe(403);
    expect((await set(admin, owner, "viewer")).status).toBe(403);
    expect((await set(admin, admin, "owner")).status).toBe(403);
    expect((await set(admin, viewer, "editor")).body.member).toMatchObject({ role: "editor" });
    expect((await set(owner, viewer, "viewer")).status).toBe(200);
  });

  it("never leave an organization without an owner", async () => {
    const path = await organization("Two owners");
    await join(path, admin, "owner");
    const leave = (who: Person) => who("DELETE", `${path}/members/${who.id}`);
    const statuses = await Promise.all([leave(owner), leave(admin)]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 409]);
    const left = statuses[0]?.status === 200 ? admin : owner;
    const [last] = await members(path, left);
    expect(last?.role).toBe("owner");
    const lowered = await left("PATCH", `${path}/members/${left.id}`, { role: "viewer" });
    expect([lowered.status, lowered.body.error?.code]).toEqual([409, "RH108"]);
  });

  it("are not a personal access token's to change", async () => {
    const made = await owner("POST", "/api/tokens", { name: "script" });
    const script = caller(server.url, String(made.body.token?.token));
    expect((await script("PATCH", `${base}/members/${viewer.id}`, { role: "owner" })).status).toBe(403);
    expect((await script("POST", `${base}/invitations`, { role: "owner" })).status).toBe(403);
    expect((await script("DELETE", `${base}/members/${viewer.id}`)).status).toBe(403);
  });

  it("bind in the database too, whatever the operations forgot", async () => {
    const client = new pg.Client(harness.login("rowhouse_request"));
    await client.connect();
    const organizationId = base.split("/").at(-1);
    const as = async (who: Person, text: string, values: unknown[]) => {
      await client.query("begin");
      try {
        const claims = signClaims({ kind: "user", userId: who.id as UserId }, harness.signingKey);
        await client.query(`set local "app.claims" = ${pg.escapeLiteral(claims)}`);
        return (await client.query(text, values)).rowCount;
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await client.query("rollback");
      }
    };
    const raise = "update rowhouse.organization_members set role = 'owner' where organization_id = $1";
    const lower =
      "update rowhouse.organization_members set role = 'viewer' where organization_id = $1 and role = 'owner'";
    const remove = "delete from rowhouse.organization_members where organization_id = $1 and user_id = $2";
    expect(await as(viewer, raise, [organizationId])).toBe(0);
    expect(await as(admin, raise, [organizationId])).toBe("42501");
    expect(await as(admin, lower, [organizationId])).toBe(0);
    expect(await as(editor, remove, [organizationId, viewer.id])).toBe(0);
    expect(await as(admin, remove, [organizationId, owner.id])).toBe(0);
    const add =
      "insert into rowhouse.organization_members (organization_id, user_id, role) values ($1, $2, 'viewer')";
    expect(await as(owner, add, [organizationId, stranger.id])).toBe("42501");
    const people = "select from app.organization_people($1)";
    expect([
      await as(stranger, people, [organizationId]),
      await as(viewer, people, [organizationId]),
    ]).toEqual([0, 4]);
    const forge =
      "insert into rowhouse.organization_activity (organization_id, actor_id, kind) values ($1, $2, 'member_left')";
    expect(await as(viewer, forge, [organizationId, owner.id])).toBe("42501");
    expect(
      await as(owner, "delete from rowhouse.organization_activity where organization_id = $1", [
        organizationId,
      ]),
    ).toBe("42501");
    expect(
      await as(owner, "update rowhouse.organization_activity set kind = 'x' where organization_id = $1", [
        organizationId,
      ]),
    ).toBe("42501");
    await client.end();
  });
});

describe("an invitation", () => {
  it("says what it is about, lets one person in, and is listed until then", async () => {
    const path = await organization("Open house");
    const token = await invite(path, owner, { role: "editor", email: "guest@example.org", days: 3 });
    const listed = await owner("GET", `${path}/invitations`);
    expect(listed.body).toMatchObject({ total: 1, items: [{ role: "editor", email: "guest@example.org" }] });
    expect(JSON.stringify(listed.body)).not.toContain(token);
    const shown = await caller(server.url, null)("GET", `/api/invitation?token=${token}`);
    expect(shown.body.invitation).toMatchObject({
      organization: { name: "Open house" },
      role: "editor",
      inviter: "owner@example.org",
    });
    const accepted = await stranger("POST", "/api/invitation", { token });
    expect(accepted.body).toEqual({ organization_id: path.split("/").at(-1), role: "editor" });
    expect((await admin("POST", "/api/invitation", { token })).status).toBe(410);
    expect((await owner("GET", `${path}/invitations`)).body.total).toBe(0);
    expect((await stranger("DELETE", `${path}/members/${stranger.id}`)).status).toBe(200);
    expect((await stranger("GET", path)).status).toBe(404);
  });

  it("stays good when a member follows it", async () => {
    const token = await invite(base, owner, { role: "editor" });
    const again = await viewer("POST", "/api/invitation", { token });
    expect([again.status, again.body.error?.code]).toEqual([409, "RH201"]);
    expect((await caller(server.url, null)("GET", `/api/invitation?token=${token}`)).status).toBe(200);
  });

  it("is no good once its maker may not invite any more", async () => {
    const path = await organization("Left behind");
    await join(path, admin, "admin");
    const token = await invite(path, admin, { role: "editor" });
    expect((await owner("GET", `${path}/invitations`)).body.total).toBe(1);
    await owner("DELETE", `${path}/members/${admin.id}`);
    expect((await admin("POST", "/api/invitation", { token })).status).toBe(410);
    expect((await owner("GET", `${path}/invitations`)).body.total).toBe(0);
  });

  it("makes no second owner of somebody's own organization", async () => {
    const me = (await owner("GET", "/api/auth/me")).body.organizations as unknown as Loose[];
    const own = `/api/organizations/${me[0]?.id}`;
    expect((await owner("POST", `${own}/invitations`, { role: "owner" })).status).toBe(400);
    await join(own, editor, "admin");
    expect((await owner("PATCH", `${own}/members/${editor.id}`, { role: "owner" })).status).toBe(400);
    const made = await editor("POST", "/api/projects", { name: "Mine" });
    expect(made.body.project?.organization_name).toBe("editor@example.org");
  });

  it("is no good once revoked, and not above the inviter's role", async () => {
    const token = await invite(base, admin, { role: "admin" });
    const { body } = await admin("GET", `${base}/invitations`);
    const [newest] = items(body);
    expect((await editor("DELETE", `${base}/invitations/${newest?.id}`)).status).toBe(403);
    expect((await admin("DELETE", `${base}/invitations/${newest?.id}`)).status).toBe(200);
    expect((await stranger("POST", "/api/invitation", { token })).status).toBe(410);
    expect((await admin("POST", `${base}/invitations`, { role: "owner" })).status).toBe(403);
    expect((await editor("POST", `${base}/invitations`, { role: "viewer" })).status).toBe(403);
  });
});

describe("the log", () => {
  it("tells members who changed what, in projects too, and survives what it tells of", async () => {
    const path = await organization("Logged");
    await join(path, editor, "editor");
    const organizationId = path.split("/").at(-1);
    const made = await owner("POST", "/api/projects/with-database", { name: "Shop", organizationId });
    const [projectId, databaseId] = [String(made.body.project?.id), String(made.body.database?.id)];
    const table = { name: "goods", columns: [{ name: "title", type: "text" }] };
    const changes = [{ kind: "create_table", table }];
    await editor("POST", `/api/database/${databaseId}/schema/apply`, { changes });
    await owner("PATCH", `/api/projects/${projectId}`, { name: "Store" });
    await owner("POST", `/api/projects/${projectId}/keys`, { kind: "secret", name: "server" });
    await owner("PATCH", `${path}/members/${editor.id}`, { role: "viewer" });
    const ofProject = await editor("GET", `/api/projects/${projectId}/activity`);
    const told = items(ofProject.body).map(({ kind, actor }) => [kind, actor?.name]);
    expect(told).toEqual([
      ["key_created", "owner@example.org"],
      ["project_renamed", "owner@example.org"],
      ["schema_changed", "editor@example.org"],
      ["schema_changed", "owner@example.org"],
      ["project_created", "owner@example.org"],
    ]);
    expect(items(ofProject.body)[2]?.details).toEqual({
      version: 2,
      changes: [{ kind: "create_table", table: "goods" }],
      changes_total: 1,
    });
    const schema = await owner("GET", `${path}/activity?area=schema&actor=${editor.id}&limit=1`);
    expect(schema.body).toMatchObject({ total: 1, items: [{ project: { id: projectId, name: "Store" } }] });
    await owner("DELETE", `/api/projects/${projectId}`);
    await owner("DELETE", `${path}/members/${editor.id}`);
    const after = items((await owner("GET", `${path}/activity?limit=3`)).body);
    expect(after.map(({ kind, details }) => [kind, details])).toEqual([
      ["member_removed", { member: "editor@example.org", role: "viewer" }],
      ["project_deleted", { name: "Store" }],
      ["member_role_changed", { member: "editor@example.org", from: "editor", to: "viewer" }],
    ]);
    const joined = items((await owner("GET", `${path}/activity?area=members`)).body);
    expect(joined.find(({ kind }) => (kind as unknown) === "member_joined")?.actor?.name).toBe(
      "editor@example.org",
    );
    expect((await editor("GET", `${path}/activity`)).status).toBe(404);
  });

  it("holds nothing of what failed", async () => {
    const { projectId, databaseId } = await newDatabase(owner, "Failing");
    const before = (await owner("GET", `/api/projects/${projectId}/activity`)).body.total;
    const changes = [{ kind: "drop_table", table: "nothing" }];
    await owner("POST", `/api/database/${databaseId}/schema/apply`, { changes });
    expect((await owner("GET", `/api/projects/${projectId}/activity`)).body.total).toBe(before);
  });
});
