import { timingSafeEqual } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import { hashCode, hashLinkToken, newAuthCode } from "#lib/auth/one-time-token.ts";
import { type Account, isBanned } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { updateAccount } from "#lib/store/end-users/end-user.ts";
import { issueFlowCode } from "#lib/store/end-users/flow-state.ts";
import {
  countOneTimeTokenFailure,
  deleteOneTimeTokens,
  lockOneTimeTokens,
  type OneTimeToken,
  type OneTimeTokenKind,
  takeOneTimeToken,
} from "#lib/store/end-users/one-time-token.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { limitByAccount, limitByAddress } from "./limits.ts";
import { completeEmailChange, proveEmail, provePhone } from "./proofs.ts";
import { type EndUserSessionAnswer, startSession } from "./sessions.ts";

export interface VerifyInput {
  readonly type?: string;
  /** The code that was typed. */
  readonly token?: string;
  /** The token of a link. */
  readonly token_hash?: string;
  readonly email?: string;
  readonly phone?: string;
}

export type VerifyAnswer =
  | { readonly kind: "session"; readonly session: EndUserSessionAnswer }
  /** Of a PKCE flow: for the browser that began. */
  | { readonly kind: "code"; readonly code: string }
  /** One of two addresses has confirmed a change. */
  | { readonly kind: "half" };

/** Which tokens a type of verification is about. */
const kindsOf: { readonly [type: string]: readonly OneTimeTokenKind[] } = {
  signup: ["confirmation"],
  invite: ["confirmation"],
  magiclink: ["recovery", "confirmation"],
  recovery: ["recovery"],
  email: ["recovery", "confirmation"],
  email_change: ["email_change_current", "email_change_new"],
  sms: ["phone_confirmation"],
  phone_change: ["phone_change"],
};

/** Wrong codes after which a token is worth nothing, however long it would have been good. */
const failuresMax = 5;

/**
 * Takes a link's token or a typed code.
 *
 * @throws {AppError} otp_expired: the same for a wrong one, an old one, and an unknown address.
 */
export async function verifyToken(request: AuthRequest, input: VerifyInput): Promise<VerifyAnswer> {
  const { type = "" } = input;
  if (!input.token && !input.token_hash)
    throw authError("validation_failed", "Verify requires a token or a token hash");
  if (type === "") throw authError("validation_failed", "Verify requires a verification type");
  const kinds = Object.hasOwn(kindsOf, type) ? kindsOf[type] : undefined;
  if (kinds === undefined) throw authError("validation_failed", "Invalid verification type");
  await limitByAddress(request, rateLimitRules.verifyByAddress);
  const address = input.email?.trim().toLowerCase() ?? input.phone?.trim().replace(/^\+/, "");
  if (!input.token_hash && !address) {
    throw authError(
      "validation_failed",
      "Only an email address or phone number should be provided on verify",
    );
  }
  if (!input.token_hash && address) await limitByAccount(request, address, rateLimitRules.verifyByAccount);
  const outcome = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const token = input.token_hash
      ? await takeLink(tx, request, input.token_hash, kinds)
      : await takeCode(tx, catalog, request, {
          type,
          code: input.token ?? "",
          address: address ?? "",
          kinds,
        });
    if (token === null) {
      await audit(tx, request, "one_time_token_refused", { details: { type } });
      return authError("otp_expired", input.token_hash ? "Email link is invalid or has expired" : undefined);
    }
    return accept(tx, catalog, request, token, type);
  });
  // Not thrown inside: failures are counted in the same transaction.
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function takeLink(
  tx: Transaction,
  { project }: AuthRequest,
  token: string,
  kinds: readonly OneTimeTokenKind[],
): Promise<OneTimeToken | null> {
  const { rows } = await tx.query<OneTimeToken & { is_good: boolean }>(
    takeOneTimeToken(project.scope, hashLinkToken(token), kinds),
  );
  const [row] = rows;
  return row?.is_good ? row : null;
}

interface TypedCode {
  readonly type: string;
  readonly code: string;
  readonly address: string;
  readonly kinds: readonly OneTimeTokenKind[];
}

async function takeCode(
  tx: Transaction,
  catalog: Catalog,
  { project }: AuthRequest,
  { type, code, address, kinds }: TypedCode,
): Promise<OneTimeToken | null> {
  const { scope } = project;
  const account = await findByAddress(tx, catalog, type, address);
  if (account === null) return null;
  const { rows } = await tx.query<OneTimeToken>(lockOneTimeTokens(scope, account.id, kinds));
  const given = hashCode(code.replaceAll(/[\s-]/g, ""), scope.projectId, account.id, runtime().config.secret);
  const found = rows.find(
    ({ code_hash, failures, sent_to }) =>
      failures < failuresMax && sent_to === address && timingSafeEqual(code_hash, given),
  );
  if (found === undefined) {
    await tx.query(countOneTimeTokenFailure(scope, account.id, kinds));
    return null;
  }
  await tx.query(deleteOneTimeTokens(scope, account.id, [found.kind]));
  return found;
}

async function findByAddress(
  tx: Transaction,
  catalog: Catalog,
  type: string,
  address: string,
): Promise<Account | null> {
  if (type === "sms") return findAccount(tx, catalog, { phone: address });
  if (type === "phone_change") return findAccount(tx, catalog, { newPhone: address });
  const byEmail = await findAccount(tx, catalog, { email: address });
  return byEmail === null && type === "email_change"
    ? findAccount(tx, catalog, { newEmail: address })
    : byEmail;
}

async function accept(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  token: OneTimeToken,
  type: string,
): Promise<VerifyAnswer | AppError> {
  const account = await findAccount(tx, catalog, { id: token.user_id });
  // The address may have changed since, by another door than the auth: the proof is of the old one.
  if (account === null || !isStillTheirs(account, token)) return authError("otp_expired");
  if (isBanned(account)) return authError("user_banned", undefined, { status: 403 });
  const isHalf = await applyProof(tx, catalog, request, account, token);
  if (isHalf) return { kind: "half" };
  if (token.flow_id !== null) return codeFor(tx, request, token.flow_id, account.id);
  const method = type === "recovery" ? "recovery" : "otp";
  await audit(tx, request, "user_signed_in", { userId: account.id, details: { method, type } });
  return { kind: "session", session: await startSession(tx, catalog, request, account.id, { method }) };
}

function isStillTheirs(account: Account, { kind, sent_to }: OneTimeToken): boolean {
  switch (kind) {
    case "phone_confirmation":
      return account.phone === sent_to;
    case "phone_change":
      return account.new_phone === sent_to;
    case "email_change_new":
      return account.new_email === sent_to;
    default:
      return account.email?.toLowerCase() === sent_to;
  }
}

/** @returns whether the other address has yet to confirm. */
async function applyProof(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  account: Account,
  token: OneTimeToken,
): Promise<boolean> {
  switch (token.kind) {
    case "phone_confirmation":
    case "phone_change":
      await provePhone(tx, request, account, token.sent_to);
      return false;
    case "email_change_current":
    case "email_change_new":
      return confirmChange(tx, catalog, request, account, token.kind);
    default:
      await proveEmail(tx, request, account);
      return false;
  }
}

async function confirmChange(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  account: Account,
  side: "email_change_current" | "email_change_new",
): Promise<boolean> {
  const { scope, settings } = request.project;
  const confirmed = new Set([...account.email_change_confirmed, side]);
  const isDouble = settings.doubleConfirmEmailChange && account.email !== null;
  if (account.new_email === null) throw authError("otp_expired");
  if (isDouble && confirmed.size < 2) {
    await tx.query(updateAccount(scope, account.id, { email_change_confirmed: [...confirmed] }));
    return true;
  }
  const isProven = confirmed.has("email_change_new");
  await completeEmailChange(tx, catalog, request, account, { email: account.new_email, isProven });
  await tx.query(deleteOneTimeTokens(scope, account.id, ["email_change_current", "email_change_new"]));
  return false;
}

/** Seconds that a browser has for exchanging its code. */
export const authCodeSeconds = 300;

async function codeFor(
  tx: Transaction,
  { project }: AuthRequest,
  flowId: string,
  userId: string,
): Promise<VerifyAnswer | AppError> {
  const code = newAuthCode();
  const { rows } = await tx.query(
    issueFlowCode(project.scope, {
      id: flowId,
      userId,
      codeHash: hashLinkToken(code),
      sealed: null,
      lifetimeSeconds: authCodeSeconds,
    }),
  );
  return rows.length === 0 ? authError("flow_state_not_found") : { kind: "code", code };
}
