import { decodeJwt } from "jose";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";

let app: AuthApp;
beforeAll(async () => {
  app = await authApp();
});
afterAll(() => app.close());

const password = "correct horse battery";
let count = 0;

const codeOf = (secret: string, at = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

async function withFactor() {
  const email = `factor${++count}@example.org`;
  const client = app.client();
  await client.auth.signUp({ email, password });
  const enrolled = await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
  if (enrolled.error) throw enrolled.error;
  const { id: factorId, totp } = enrolled.data;
  return { email, client, factorId, totp };
}

describe("an authenticator app", () => {
  it("is set up by a QR code and its first code, which raises the session", async () => {
    const { client, email, factorId, totp } = await withFactor();
    const other = app.client();
    await other.auth.signInWithPassword({ email, password });
    expect(totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg/);
    expect(totp.uri).toContain(`secret=${totp.secret}`);
    expect((await client.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({
      currentLevel: "aal1",
      nextLevel: "aal1",
    });
    const { data, error } = await client.auth.mfa.challengeAndVerify({ factorId, code: codeOf(totp.secret) });
    expect(error).toBeNull();
    expect(decodeJwt(data?.access_token ?? "")).toMatchObject({
      aal: "aal2",
      amr: [{ method: "password" }, { method: "totp" }],
    });
    expect((await client.auth.mfa.listFactors()).data?.totp).toMatchObject([
      { id: factorId, status: "verified" },
    ]);
    expect((await other.auth.getUser()).error).not.toBeNull();
    await other.auth.signInWithPassword({ email, password });
    expect((await other.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({
      currentLevel: "aal1",
      nextLevel: "aal2",
    });
    const refreshed = await client.auth.refreshSession();
    expect(decodeJwt(refreshed.data.session?.access_token ?? "").aal).toBe("aal2");
  });

  it("takes no code twice, no wrong one, and only some tries at each challenge", async () => {
    const { client, factorId, totp } = await withFactor();
    const code = codeOf(totp.secret);
    await client.auth.mfa.challengeAndVerify({ factorId, code });
    const replay = await client.auth.mfa.challengeAndVerify({ factorId, code });
    expect(replay.error).toMatchObject({ code: "mfa_verification_failed", status: 422 });
    const challenge = await client.auth.mfa.challenge({ factorId });
    const challengeId = challenge.data?.id ?? "";
    for (let index = 0; index < 5; index++) {
      const { error } = await client.auth.mfa.verify({ factorId, challengeId, code: "000000" });
      expect(error?.code).toBe("mfa_verification_failed");
    }
    const next = codeOf(totp.secret, Date.now() + 30_000);
    const locked = await client.auth.mfa.verify({ factorId, challengeId, code: next });
    expect(locked.error).toMatchObject({ code: "mfa_challenge_expired", status: 422 });
    expect((await client.auth.mfa.challengeAndVerify({ factorId, code: next })).error).toBeNull();
  });

  it("guards what a stolen password could change", async () => {
    const { client, email, factorId, totp } = await withFactor();
    await client.auth.mfa.challengeAndVerify({ factorId, code: codeOf(totp.secret) });
    const thief = app.client();
    await thief.auth.signInWithPassword({ email, password });
    expect((await thief.auth.updateUser({ password: "mine from now on" })).error).toMatchObject({
      code: "insufficient_aal",
    });
    expect((await thief.auth.updateUser({ email: "thief@example.org" })).error).toMatchObject({
      code: "insufficient_aal",
    });
    const unenrol = await thief.auth.mfa.unenroll({ factorId });
    expect(unenrol.error).toMatchObject({ code: "insufficient_aal", status: 422 });
    const enrol = await thief.auth.mfa.enroll({ factorType: "totp", friendlyName: "thief's" });
    expect(enrol.error).toMatchObject({ code: "insufficient_aal", status: 403 });
    const twice = await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
    expect(twice.error).toMatchObject({ code: "mfa_factor_name_conflict", status: 422 });
  });

  it("goes again, by its owner or by the app's own server, and with it the level", async () => {
    const { client, factorId, totp } = await withFactor();
    await client.auth.mfa.challengeAndVerify({ factorId, code: codeOf(totp.secret) });
    expect((await client.auth.mfa.unenroll({ factorId })).data).toEqual({ id: factorId });
    const { data } = await client.auth.refreshSession();
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({
      aal: "aal1",
      amr: [{ method: "password" }],
    });
    const again = await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
    const { admin } = app.admin().auth;
    const userId = data.user?.id ?? "";
    expect((await admin.mfa.listFactors({ userId })).data?.factors).toHaveLength(1);
    expect((await admin.mfa.deleteFactor({ userId, id: again.data?.id ?? "" })).error).toBeNull();
  });

  it("keeps its secret encrypted", async () => {
    const { totp } = await withFactor();
    const rows = await queryOnce(
      app.superuser,
      "select json_agg(f.*)::text as dump from rowhouse.project_factors f",
    );
    expect(rows[0]?.dump).not.toContain(totp.secret);
    expect(rows[0]?.dump).not.toContain(Buffer.from(totp.secret).toString("hex"));
  });
});
