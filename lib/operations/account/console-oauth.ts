import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { seal, unseal } from "#lib/auth/sealed.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import type { ProviderCheck, ProviderClient } from "#lib/oauth/identity-providers.ts";
import type { ProviderProfile } from "#lib/oauth/profiles.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertUser, type User } from "#lib/store/account/user.ts";
import { findUserByIdentity, insertUserIdentity } from "#lib/store/account/user-identity.ts";
import { insertOrganization } from "#lib/store/organizations/organization.ts";
import { type Client, type SignedIn, startSession } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";
import { personalOrganization } from "./sign-up.ts";
import { requireSignUp } from "./sign-up-rules.ts";

/** Providers that the sign-in page offers. */
export function listConsoleProviders(): readonly { readonly name: string; readonly label: string }[] {
  return (runtime().config.providers ?? []).map(({ name, label }) => ({ name, label }));
}

/** What the browser keeps between the way to a provider and the way back, encrypted. */
interface Kept extends ProviderCheck {
  readonly provider: string;
  readonly state: string;
  readonly next: string | null;
  /** Epoch milliseconds. */
  readonly until: number;
}

export const consoleOAuthSeconds = 600;
const label = "console-oauth";

/** The way to a provider, and what to keep as a cookie: no other browser can come back on it. */
export async function beginConsoleOAuth(
  name: string,
  next: string | null,
  from: Client,
): Promise<{ readonly url: string; readonly cookie: string }> {
  await withinLimit(addressKey(from.address), rateLimitRules.signInByAddress);
  const client = clientOf(name);
  const { identityProviders, config } = runtime();
  const state = randomBytes(32).toString("base64url");
  const { url, check } = await identityProviders.begin(client, state, { scopes: null, parameters: {} });
  const kept: Kept = {
    ...check,
    provider: name,
    state,
    next,
    until: Date.now() + consoleOAuthSeconds * 1000,
  };
  return { url, cookie: seal(JSON.stringify(kept), config.secret, label).toString("base64url") };
}

/**
 * Takes a provider's answer: opens a session of the account that is known by it, or of a new one.
 *
 * @throws {AppError} RH103 if this browser is not on its way back; RH101 if the provider's answer is no good; RH104 if
 * an account with a password has the address: whoever it belongs to signs in by that; RH106 to somebody new while sign-up is
 * closed.
 */
export async function finishConsoleOAuth(
  name: string,
  answer: { readonly query: URLSearchParams; readonly cookie: string | null },
  from: Client,
): Promise<{ readonly signedIn: SignedIn; readonly next: string | null }> {
  await withinLimit(addressKey(from.address), rateLimitRules.signInByAddress);
  const kept = readKept(answer.cookie);
  const state = answer.query.get("state") ?? "";
  if (kept === null || kept.provider !== name || kept.until < Date.now() || !isSame(kept.state, state)) {
    throw new AppError("RH103", "This sign-in was not begun here, or has taken too long.", {
      hint: "Begin again.",
    });
  }
  const client = clientOf(name);
  const url = new URL(client.redirectUri);
  for (const [key, value] of answer.query) url.searchParams.append(key, value);
  const { profile } = await runtime()
    .identityProviders.finish(client, url, state, kept)
    .catch((cause: unknown) => {
      throw new AppError("RH101", "The provider did not confirm who you are.", { cause, hint: "Try again." });
    });
  return {
    signedIn: await enter(name, profile, { from, invitation: invitationOf(kept.next) }),
    next: kept.next,
  };
}

/** Of somebody who was on their way to accept one. */
function invitationOf(next: string | null): string | null {
  const url = next === null ? null : URL.parse(next, "http://site.invalid");
  return url?.pathname === "/invite" ? url.searchParams.get("token") : null;
}

async function enter(
  provider: string,
  profile: ProviderProfile,
  { from, invitation }: { readonly from: Client; readonly invitation: string | null },
): Promise<SignedIn> {
  const { database } = runtime();
  const { rows } = await database.query<User>(systemScope, findUserByIdentity(provider, profile.providerId));
  const [known] = rows;
  if (known !== undefined) return database.transaction(systemScope, (tx) => startSession(tx, known, from));
  const { email } = profile;
  if (email === null || !profile.isEmailVerified) {
    throw new AppError("RH101", "The provider tells no verified e-mail address of you.");
  }
  await requireSignUp(email, invitation);
  const { full_name: name = null } = profile.data as { readonly full_name?: string | null };
  return database.transaction(systemScope, async (tx) => {
    const created = await tx.query<User>(insertUser({ id: randomUUID(), email, name, passwordHash: null }));
    const [user] = created.rows;
    if (user === undefined) {
      // Not joined: that account's address was never shown to be theirs who made it.
      throw new AppError("RH104", "There is an account with this e-mail already.", {
        hint: "Sign in with its password.",
      });
    }
    await tx.query(insertUserIdentity(user.id, provider, profile.providerId));
    await tx.query(insertOrganization(personalOrganization(user)));
    return startSession(tx, user, from);
  });
}

function clientOf(name: string): ProviderClient {
  const { providers = [], appUrl } = runtime().config;
  const provider = providers.find((candidate) => candidate.name === name);
  if (provider === undefined) throw new AppError("RH004", "There is no such provider here.");
  const { clientId, clientSecret, issuer } = provider;
  const redirectUri = `${appUrl}/api/auth/oauth/${name}/callback`;
  return { name, clientId, clientSecret, issuer, scopes: null, audiences: [], redirectUri };
}

function readKept(cookie: string | null): Kept | null {
  if (cookie === null) return null;
  try {
    return JSON.parse(unseal(Buffer.from(cookie, "base64url"), runtime().config.secret, label)) as Kept;
  } catch {
    // Forged or of another secret: as good as none.
    return null;
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
