import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isFromBrowser, resolveCaller } from "#lib/operations/data-api/resolve-caller.ts";
import { issueUserToken } from "#lib/operations/keys/project-signing.ts";
import { newDatabase, newUser } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let keysPath: string;
let ref: string;

beforeAll(async () => {
  api = await ownedApi("owner@example.org");
  owner = api.owner;
  const { projectId } = await newDatabase(owner, "Keys");
  keysPath = `/api/projects/${projectId}/keys`;
  ref = String((await owner("GET", `/api/projects/${projectId}`)).body.project?.ref);
});
afterAll(async () => {
  await api.close();
});

async function role(token: string, fromBrowser = false): Promise<string> {
  const outcome = await resolveCaller(ref, { apikey: token, bearer: null, isFromBrowser: fromBrowser });
  return outcome.ok ? String(outcome.caller.scope.apiRole) : outcome.reason;
}

async function create(kind: string, more: object = {}) {
  const { status, body } = await owner("POST", keysPath, { kind, name: "Web", ...more });
  expect(status).toBe(201);
  return { id: String(body.key?.id), token: String(body.key?.token) };
}

describe("keys of a project", () => {
  it("are shown once, and listed without their token ever after", async () => {
    const made = await create("secret");
    expect(made.token).toMatch(/^rh_secret_[\w-]{43}$/);
    const { body } = await owner("GET", keysPath);
    const listed = (body.items as unknown as { id: string; token: unknown; token_start: string }[]).find(
      ({ id }) => id === made.id,
    );
    expect(listed?.token).toBeNull();
    expect(made.token.startsWith(listed?.token_start ?? "-")).toBe(true);
    expect(JSON.stringify(body)).not.toContain(made.token);
  });

  it("act as a visitor or as the service by their kind; a secret one not in a browser", async () => {
    const [publishable, secret] = [await create("publishable"), await create("secret")];
    expect(await role(publishable.token, true)).toBe("anon");
    expect(await role(secret.token)).toBe("service_role");
    expect(await role(secret.token, true)).toBe("browser");
    expect(await role(`${secret.token.slice(0, -2)}zz`)).toBe("invalid");
    const headers = (init: Record<string, string>) => isFromBrowser(new Headers(init));
    expect(headers({ "User-Agent": "Mozilla/5.0 (X11)" })).toBe(true);
    expect(headers({ Origin: "https://app.example" })).toBe(true);
    expect(headers({ "Sec-Fetch-Mode": "cors", "User-Agent": "node" })).toBe(false);
  });

  it("end when they are revoked, and a rotated one goes on as long as was asked", async () => {
    const revoked = await create("publishable");
    expect(await role(revoked.token)).toBe("anon");
    expect((await owner("DELETE", `${keysPath}/${revoked.id}`)).status).toBe(200);
    expect(await role(revoked.token)).toBe("invalid");
    expect((await owner("DELETE", `${keysPath}/${revoked.id}`)).status).toBe(404);

    const old = await create("secret", { scopes: { tables: { users: ["select"] } } });
    const rotated = await owner("POST", `${keysPath}/${old.id}/rotate`, {});
    expect(rotated.body.key).toMatchObject({ replaces: old.id, scopes: { tables: { users: ["select"] } } });
    expect([await role(old.token), await role(String(rotated.body.key?.token))]).toEqual([
      "service_role",
      "service_role",
    ]);
    const again = await owner("POST", `${keysPath}/${String(rotated.body.key?.id)}/rotate`, {
      overlap_seconds: 0,
    });
    expect(await role(String(rotated.body.key?.token))).toBe("invalid");
    expect(await role(String(again.body.key?.token))).toBe("service_role");

    const brief = await create("publishable", { expires_at: new Date(Date.now() + 60_000).toISOString() });
    expect(await role(brief.token)).toBe("anon");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    // Not as a user's token that has expired, which the client would renew.
    expect(await role(brief.token)).toBe("invalid");
    vi.useRealTimers();
  });

  it("are made by people alone, and only for a moment that lies ahead", async () => {
    const { body } = await owner("POST", "/api/tokens", { name: "ci" });
    const { status } = await owner(
      "POST",
      keysPath,
      { kind: "secret", name: "x" },
      { Authorization: `Bearer ${String(body.token?.token)}` },
    );
    expect(status).toBe(403);
    const past = { kind: "secret", name: "x", expires_at: "2020-01-01T00:00:00Z" };
    expect((await owner("POST", keysPath, past)).status).toBe(400);
    const stranger = await newUser(api.url, "stranger@example.org");
    expect((await stranger("GET", keysPath)).status).toBe(404);
  });
});

describe("the key that signs users' tokens", () => {
  it("can be rotated without signing anybody out, and at once when it has leaked", async () => {
    const path = keysPath.replace(/keys$/, "signing-keys");
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: "0d7c5a3e-0000-4000-8000-000000000001", role: "authenticated", iat, exp: iat + 60 };
    const issue = async () => (await issueUserToken(ref, claims)) ?? "";
    const first = await issue();
    const rotated = await owner("POST", `${path}/rotate`, {});
    expect(rotated.body.items).toHaveLength(2);
    const second = await issue();
    expect([await role(first), await role(second)]).toEqual(["authenticated", "authenticated"]);
    await owner("POST", `${path}/rotate`, { leaked: true });
    expect([await role(first), await role(second), await role(await issue())]).toEqual([
      "authenticated",
      "invalid",
      "authenticated",
    ]);
    const { body } = await owner("GET", path);
    expect(JSON.stringify(body)).not.toContain('"d"');
  });
});
