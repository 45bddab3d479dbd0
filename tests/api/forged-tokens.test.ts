import { createHmac, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import { type AttackedServer, attackedServer } from "./app-attacks/attacked-server.ts";
import { alice, canaries, neighbour, type ProtectedApp } from "./app-attacks/protected-app.ts";

// Tokens that nobody of the app has issued, made by somebody who has its public key, its anon key, an account, and an app of his own.

let server: AttackedServer;
let app: ProtectedApp;
let other: AppProject;
let own: string;
let foreign: string;
let jwk: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await attackedServer();
  app = server.app;
  other = await neighbour();
  own = await app.token(alice);
  foreign = await other.token(bob);
  const response = await fetch(`${server.url}/p/${app.ref}/auth/v1/.well-known/jwks.json`);
  jwk = ((await response.json()) as { keys: Record<string, string>[] }).keys[0] ?? {};
});

afterAll(() => server.close());

const bob = "00000000-0000-4000-8000-000000000b0b";
const ours = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

type Part = Readonly<Record<string, unknown>>;
const text = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const partsOf = (token: string) =>
  token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString())) as [Part, Part];

type Signer = (input: string) => string;
const unsigned: Signer = () => "";
const hmac =
  (key: string | Buffer, hash = "sha256"): Signer =>
  (input) =>
    createHmac(hash, key).update(input).digest("base64url");
const ecdsa: Signer = (input) =>
  sign("sha256", Buffer.from(input), { key: ours.privateKey, dsaEncoding: "ieee-p1363" }).toString(
    "base64url",
  );

function forged(head: Part, claims: Part, signer: Signer): string {
  const input = `${text(head)}.${text(claims)}`;
  return `${input}.${signer(input)}`;
}

const now = () => Math.floor(Date.now() / 1000);
const service = (): Part => ({
  role: "service_role",
  iss: "rowhouse",
  ref: app.ref,
  iat: now(),
  exp: now() + 3600,
});
const asBob = (): Part => ({ ...partsOf(own)[1], sub: bob });
const userHead = () => partsOf(own)[0];
const anonHead = () => partsOf(app.keys.anon)[0];
const anonClaims = () => partsOf(app.keys.anon)[1];
const pem = () =>
  createPublicKey({ key: { ...jwk }, format: "jwk" }).export({ type: "spki", format: "pem" }) as string;
const signatureOf = (token: string) => token.split(".")[2] ?? "";

/** Each takes the right of somebody else, if it is believed. */
const tokens: Readonly<Record<string, () => string>> = {
  "no algorithm": () => forged({ alg: "none", typ: "JWT" }, service(), unsigned),
  "no algorithm, of a user": () => forged({ ...userHead(), alg: "none" }, asBob(), unsigned),
  "no algorithm, in other letters": () => forged({ ...userHead(), alg: "NoNe" }, asBob(), unsigned),
  "an empty algorithm": () => forged({ ...userHead(), alg: "" }, asBob(), unsigned),
  "no algorithm but the old signature": () =>
    forged({ ...userHead(), alg: "none" }, asBob(), () => signatureOf(own)),
  "other claims under a real signature": () => forged(userHead(), asBob(), () => signatureOf(own)),
  "the anon key as a service": () =>
    forged(anonHead(), { ...anonClaims(), role: "service_role" }, () => signatureOf(app.keys.anon)),
  "the public key as a secret (JWK)": () =>
    forged({ ...userHead(), alg: "HS256" }, asBob(), hmac(JSON.stringify(jwk))),
  "the public key as a secret (PEM)": () => forged({ ...userHead(), alg: "HS256" }, asBob(), hmac(pem())),
  "the public key as a secret (DER)": () =>
    forged(
      { ...userHead(), alg: "HS256" },
      asBob(),
      hmac(createPublicKey(pem()).export({ type: "spki", format: "der" }) as Buffer),
    ),
  "the public key as a secret (point)": () =>
    forged({ ...userHead(), alg: "HS256" }, asBob(), hmac(Buffer.from(`${jwk.x}${jwk.y}`, "base64url"))),
  "an empty secret": () => forged(anonHead(), { ...service(), kid: anonClaims().kid }, hmac("")),
  "a null secret": () => forged(anonHead(), { ...service(), kid: anonClaims().kid }, hmac(Buffer.alloc(32))),
  "a usual secret": () =>
    forged(
      anonHead(),
      { ...service(), kid: anonClaims().kid },
      hmac("super-secret-jwt-token-with-at-least-32-characters-long"),
    ),
  "the project's address as a secret": () =>
    forged(anonHead(), { ...service(), kid: anonClaims().kid }, hmac(app.ref)),
  "the key's id as a secret": () =>
    forged(anonHead(), { ...service(), kid: anonClaims().kid }, hmac(String(anonClaims().kid))),
  "a stronger hash": () =>
    forged({ ...anonHead(), alg: "HS512" }, { ...service(), kid: anonClaims().kid }, hmac("x", "sha512")),
  "a key of one's own": () => forged({ ...userHead(), alg: "ES256" }, asBob(), ecdsa),
  "a key of one's own in the head": () =>
    forged({ ...userHead(), jwk: ours.publicKey.export({ format: "jwk" }) }, asBob(), ecdsa),
  "a key of one's own at an address": () =>
    forged({ ...userHead(), jku: "https://evil.example/jwks.json" }, asBob(), ecdsa),
  "a key of one's own in a certificate": () =>
    forged({ ...userHead(), x5u: "https://evil.example/c", x5c: ["MIIB"] }, asBob(), ecdsa),
  "another kind of key": () =>
    forged({ ...userHead(), alg: "RS256" }, asBob(), (input) =>
      sign("sha256", Buffer.from(input), rsa.privateKey).toString("base64url"),
    ),
  "a signature of zeros": () => forged(userHead(), asBob(), () => Buffer.alloc(64).toString("base64url")),
  "a signature in another form": () =>
    forged(userHead(), asBob(), (input) =>
      sign("sha256", Buffer.from(input), ours.privateKey).toString("base64url"),
    ),
  "half a signature": () => `${own.slice(0, -40)}`,
  "a kid that is a path": () => forged({ alg: "HS256", kid: "../../../../dev/null" }, asBob(), hmac("")),
  "a kid that is SQL": () => forged({ alg: "HS256", kid: "' union select 'x' --" }, asBob(), hmac("x")),
  "a kid that is a property": () =>
    forged({ alg: "HS256", kid: "__proto__" }, { ...service(), kid: "__proto__" }, hmac("undefined")),
  "a kid that is no text": () => forged({ alg: "ES256", kid: [jwk.kid] }, asBob(), ecdsa),
  "two kids": () =>
    ((input: string) => `${input}.${ecdsa(input)}`)(
      `${Buffer.from(`{"alg":"ES256","kid":"x","kid":"${jwk.kid}"}`).toString("base64url")}.${text(asBob())}`,
    ),
  "a critical extension": () => forged({ ...userHead(), crit: ["b64"], b64: false }, asBob(), ecdsa),
  "compressed claims": () => forged({ ...userHead(), zip: "DEF" }, asBob(), ecdsa),
  "an encrypted form": () => `${text({ alg: "dir", enc: "A256GCM" })}....`,
  "five parts": () => `${own}.x.y`,
  "a body in plain base64": () =>
    own
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("base64"))
      .join("."),
  "a service key of another app": () => other.keys.service_role,
  "a user's token of another app": () => foreign,
  "a user's token of another app under our key's id": () =>
    forged(userHead(), partsOf(foreign)[1], () => signatureOf(foreign)),
  "another app's service key with our address": () => {
    const [head, claims] = partsOf(other.keys.service_role);
    return forged(head, { ...claims, ref: app.ref }, () => signatureOf(other.keys.service_role));
  },
  "our key's id under another app's signature": () => {
    const [head] = partsOf(other.keys.service_role);
    return forged(head, { ...service(), kid: anonClaims().kid }, () => signatureOf(other.keys.service_role));
  },
  "a secret key that nobody made": () => `rh_secret_${"A".repeat(43)}`,
  "a personal token": () => `rh_pat_${"A".repeat(43)}`,
  "a secret key with a wild card": () => "rh_secret_%",
  "a very long token": () => forged(userHead(), { ...asBob(), pad: "x".repeat(40_000) }, ecdsa),
  "a deep token": () =>
    forged(userHead(), JSON.parse(`${'{"a":'.repeat(900)}1${"}".repeat(900)}`) as Part, ecdsa),
  "numbers for claims": () => forged(userHead(), { ...asBob(), exp: 1e308, sub: 1 }, ecdsa),
  "a list of roles": () => forged(userHead(), { ...asBob(), role: ["service_role"] }, ecdsa),
  "nothing but dots": () => "..",
  "letters that are no text": () => "\u00ff.\u00ff.\u00ff",
};

const places: Readonly<Record<string, (token: string) => [path: string, headers: Record<string, string>]>> = {
  "as the key": (token) => ["", { apikey: token }],
  "as the token": (token) => ["", { apikey: app.keys.anon, Authorization: `Bearer ${token}` }],
  "as the token alone": (token) => ["", { Authorization: `Bearer ${token}` }],
  "in the address": (token) => [`&apikey=${encodeURIComponent(token)}`, {}],
};

describe.each(Object.keys(places))("a token that was forged, %s", (place) => {
  it.each(Object.keys(tokens))("is worth nothing: %s", async (kind) => {
    const token = tokens[kind]?.() ?? "";
    const [path, headers] = places[place]?.(token) ?? ["", {}];
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/notes?select=*${path}`, { headers });
    const body = await response.text();
    expect([kind, response.status, canaries.filter((word) => body.includes(word))]).toEqual([kind, 401, []]);
    const accounts = await fetch(`${server.url}/p/${app.ref}/auth/v1/admin/users?page=1${path}`, { headers });
    expect([kind, accounts.status]).toEqual([
      kind,
      expect.toSatisfy((status) => status === 401 || status === 403),
    ]);
  });
});
