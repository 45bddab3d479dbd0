import { decodeJwt, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { hashToken, isPersonalAccessToken, newPersonalAccessToken } from "#lib/auth/opaque-token.ts";
import { signProjectKey } from "#lib/auth/project-key-token.ts";
import { newProjectRef } from "#lib/auth/project-ref.ts";
import { signSessionToken, verifySessionToken } from "#lib/auth/session-token.ts";
import { deriveKey } from "#lib/derive-key.ts";

const secret = "a secret of thirty-two characters or more";
const claims = {
  userId: "0d7c5a3e-0000-4000-8000-000000000001",
  sessionId: "0d7c5a3e-0000-4000-8000-000000000002",
};

describe("session token", () => {
  it("comes back as it was signed, and ends after seven days", async () => {
    const token = await signSessionToken(claims, secret);
    expect(await verifySessionToken(token, secret)).toEqual(claims);
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(7 * 24 * 60 * 60);
  });

  it("is worth nothing under another secret, damaged, expired, unsigned or of another kind", async () => {
    const token = await signSessionToken(claims, secret);
    const [header = "", payload = "", signature = ""] = token.split(".");
    const key = deriveKey(secret, "session-token", 32);
    const own = () => new SignJWT({ sid: claims.sessionId }).setSubject(claims.userId).setIssuer("rowhouse");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    const worthless = [
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      await own()
        .setProtectedHeader({ alg: "HS256" })
        .setAudience("console")
        .setExpirationTime("-1s")
        .sign(key),
      await own()
        .setProtectedHeader({ alg: "HS256" })
        .setAudience("elsewhere")
        .setExpirationTime("1h")
        .sign(key),
      await own()
        .setProtectedHeader({ alg: "HS512" })
        .setAudience("console")
        .setExpirationTime("1h")
        .sign(key),
      unsigned,
      "",
      "rh_pat_x",
    ];
    for (const text of worthless) expect(await verifySessionToken(text, secret)).toBeNull();
    expect(await verifySessionToken(token, "another secret of thirty-two characters")).toBeNull();
  });
});

describe("project key", () => {
  const key = { projectId: "p1", keyId: "k1", kind: "anon", ref: "abcdefgh" } as const;
  const createdAt = new Date("2026-11-21T10:00:00Z");

  it("says role, ref, issuer and ten years, and is the same whenever it is shown", async () => {
    const token = await signProjectKey(key, createdAt, secret);
    expect(await signProjectKey(key, createdAt, secret)).toBe(token);
    const { exp = 0, iat = 0, ...rest } = decodeJwt(token);
    expect(rest).toEqual({ role: "anon", ref: "abcdefgh", kid: "k1", iss: "rowhouse" });
    expect(iat).toBe(createdAt.getTime() / 1000);
    expect(exp - iat).toBe(315_360_000);
  });

  it("is signed by a key of its own project and row", async () => {
    const token = await signProjectKey(key, createdAt, secret);
    const verify = (label: string) => jwtVerify(token, deriveKey(secret, label, 32));
    await expect(verify("project-key:p1:k1")).resolves.toBeDefined();
    await expect(verify("project-key:p2:k1")).rejects.toThrow();
    await expect(verify("project-key:p1:k2")).rejects.toThrow();
  });
});

describe("opaque tokens", () => {
  it("never repeat, and are told apart by their prefix", () => {
    expect(newPersonalAccessToken()).toMatch(/^rh_pat_[\w-]{43}$/);
    expect(newPersonalAccessToken()).not.toBe(newPersonalAccessToken());
    expect(isPersonalAccessToken(newPersonalAccessToken())).toBe(true);
    expect(isPersonalAccessToken("rh_ref_x")).toBe(false);
  });

  it("are stored as a hash that does not contain them", () => {
    expect(hashToken("rh_pat_x")).toHaveLength(32);
    expect(hashToken("rh_pat_x")).not.toEqual(hashToken("rh_pat_y"));
  });
});

describe("project ref", () => {
  it("is a DNS label that the database accepts", () => {
    const refs = Array.from({ length: 200 }, newProjectRef);
    for (const ref of refs) expect(ref).toMatch(/^[a-z][a-z0-9]{15}$/);
    expect(new Set(refs).size).toBe(refs.length);
  });
});
