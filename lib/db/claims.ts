import { createHmac } from "node:crypto";
import type { Scope } from "./scope.ts";

/** Seconds a signed context is valid; longer than any transaction may take. */
const lifetimeSeconds = 600;

/**
 * The value of `app.claims` for a scope, verified in the database: `<hex HMAC-SHA256 of the rest><kind><role><exp, 10
 * digits><project_id, or 36 spaces><JSON of all claims>`. What policies ask of every row stands at fixed places, so that
 * no JSON has to be read for it.
 *
 * @param key 32 bytes, the same that `installSigningKey` put into `app.signing_key`.
 * @see supabase/migrations/20261121100000_typed_slots.sql
 */
export function signClaims(scope: Scope, key: Uint8Array, now: Date = new Date()): string {
  const exp = Math.floor(now.getTime() / 1000) + lifetimeSeconds;
  const claims = JSON.stringify({ ...claimsOf(scope), exp });
  const project = scope.kind === "project" ? scope.projectId : "".padEnd(36);
  const role = scope.kind === "project" ? scope.role.charAt(0) : "-";
  if (project.length !== 36) throw new RangeError("a project id has 36 characters");
  const payload = `${scope.kind.charAt(0)}${role}${String(exp).padStart(10, "0")}${project}${claims}`;
  return `${createHmac("sha256", key).update(payload).digest("hex")}${payload}`;
}

/** Seconds for which a signed context is given out again: those of one caller differ in nothing but their time. */
const reusedSeconds = 60;
const rememberedMax = 2_000;
/** Characters of the claims of one: an app's users choose what their tokens say. */
const rememberedLength = 4_096;

interface Signed {
  readonly text: string;
  readonly signedAt: number;
}

/** Signs contexts as `signClaims` does, remembering the newest of each caller for a minute. */
export function claimsSigner(key: Uint8Array, now: () => number = Date.now): (scope: Scope) => string {
  const signed = new Map<string, Signed>();
  /** Of one scope that comes again there is nothing to compare. */
  const latest = new WeakMap<Scope, Signed>();
  return (scope) => {
    const isFresh = (one: Signed | undefined) =>
      one !== undefined && now() - one.signedAt < reusedSeconds * 1000;
    const own = latest.get(scope);
    if (own !== undefined && isFresh(own)) return own.text;
    const claims = JSON.stringify(claimsOf(scope));
    const known = signed.get(claims);
    const context =
      known !== undefined && isFresh(known)
        ? known
        : { text: signClaims(scope, key, new Date(now())), signedAt: now() };
    if (claims.length <= rememberedLength) {
      if (signed.size >= rememberedMax) signed.clear();
      signed.set(claims, context);
    }
    latest.set(scope, context);
    return context.text;
  };
}

function claimsOf(scope: Scope): Record<string, unknown> {
  switch (scope.kind) {
    case "system":
      return { kind: "system" };
    case "user":
      return { kind: "user", user_id: scope.userId };
    case "project":
      return {
        kind: "project",
        project_id: scope.projectId,
        user_id: scope.userId,
        role: scope.role,
        ...(scope.apiRole === null ? {} : { api_role: scope.apiRole }),
        ...(scope.endUserId === null ? {} : { end_user_id: scope.endUserId }),
        ...(scope.jwt === null ? {} : { jwt: scope.jwt }),
      };
  }
}

/** The two padded halves of an HMAC-SHA256 key (RFC 2104), so that SQL can verify with `sha256()` alone. */
export function hmacPads(key: Uint8Array): { inner: Buffer; outer: Buffer } {
  if (key.length > 64) throw new RangeError("the signing key must fit one SHA-256 block");
  const inner = Buffer.alloc(64, 0x36);
  const outer = Buffer.alloc(64, 0x5c);
  key.forEach((byte, index) => {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  });
  return { inner, outer };
}
