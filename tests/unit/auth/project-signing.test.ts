import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { publicJwk, signUserToken, userTokenSecondsMax, verifyUserToken } from "#lib/auth/project-signing.ts";

const secret = "a secret of thirty-two characters or more";
const key = { projectId: "0d7c5a3e-0000-4000-8000-000000000001", id: "0d7c5a3e-0000-4000-8000-000000000002" };
const now = Math.floor(Date.now() / 1000);
const claims = { sub: "somebody", role: "authenticated", iat: now, exp: now + 3600 };

describe("the signature of a user's token", () => {
  it("is verified by the public key alone, as a client does with the project's JWKS", async () => {
    const token = await signUserToken(claims, key, secret);
    const jwks = createLocalJWKSet({ keys: [{ ...publicJwk(key, secret), key_ops: ["verify"] }] });
    expect((await jwtVerify(token, jwks)).payload).toEqual(claims);
    expect(JSON.stringify(publicJwk(key, secret))).not.toContain('"d"');
  });

  it("holds with any key of the project that still verifies, and with no other", async () => {
    const token = await signUserToken(claims, key, secret);
    const newer = { ...key, id: "0d7c5a3e-0000-4000-8000-000000000003" };
    expect(await verifyUserToken(token, [newer, key], secret)).toEqual({ ok: true, claims });
    const worthless = [
      await verifyUserToken(token, [newer], secret),
      await verifyUserToken(token, [{ ...key, projectId: newer.id }], secret),
      await verifyUserToken(token, [key], "another secret of thirty-two characters"),
      await verifyUserToken(`${token.slice(0, -6)}AAAAAA`, [key], secret),
      await verifyUserToken("rubbish", [key], secret),
    ];
    for (const verdict of worthless) expect(verdict).toEqual({ ok: false, reason: "invalid" });
  });

  it("tells a token that has expired from one that is forged", async () => {
    const token = await signUserToken({ ...claims, iat: now - 7200, exp: now - 3600 }, key, secret);
    expect(await verifyUserToken(token, [key], secret)).toEqual({ ok: false, reason: "expired" });
  });

  it("is never made for longer than a rotated key verifies", async () => {
    const long = { ...claims, exp: now + userTokenSecondsMax + 1 };
    await expect(signUserToken(long, key, secret)).rejects.toThrow(RangeError);
  });
});
