import { randomUUID } from "node:crypto";
import { authError } from "#lib/auth/auth-error.ts";
import { seal, unseal } from "#lib/auth/sealed.ts";
import { newTotp, type TotpEnrolment, totpStep } from "#lib/auth/totp.ts";
import { type Account, type Factor, hasVerifiedFactor } from "#lib/auth/user-object.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AppError } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  deleteEndUserSessions,
  raiseEndUserSession,
  rotateEndUserSession,
} from "#lib/store/end-users/end-user-session.ts";
import {
  acceptFactorCode,
  attemptChallenge,
  deleteChallenge,
  deleteFactor,
  deleteUnverifiedFactors,
  type FactorChallenge,
  type FactorSecret,
  insertChallenge,
  insertTotpFactor,
  lockFactor,
  lowerSessions,
} from "#lib/store/end-users/factor.ts";
import { audit } from "./audit.ts";
import { siteUrl } from "./auth-project.ts";
import { asCaller, type BearerRequest, type Caller, changeAsCaller } from "./caller.ts";
import { limitByAccount } from "./limits.ts";
import { type EndUserSessionAnswer, requireAccount, sessionAnswer } from "./sessions.ts";

const factorsMax = 10;
const challengeSeconds = 300;
/** Wrong codes that one challenge takes. */
const attemptsMax = 5;

export interface EnrolInput {
  readonly factor_type?: string;
  readonly friendly_name?: string;
  readonly issuer?: string;
}

export interface EnrolledFactor {
  readonly id: string;
  readonly friendlyName: string;
  readonly totp: TotpEnrolment;
}

/** Begins to set up an authenticator app; the first right code ends it. */
export async function enrolFactor(request: BearerRequest, input: EnrolInput): Promise<EnrolledFactor> {
  const { scope, settings } = request.project;
  if (input.factor_type !== "totp") throw authError("validation_failed", "factor_type needs to be totp");
  if (!settings.totpEnabled) throw authError("mfa_totp_enroll_not_enabled");
  const friendlyName = (input.friendly_name ?? "").trim().slice(0, 100);
  return changeAsCaller(request, async (tx, _catalog, { account, session }) => {
    await tx.query(deleteUnverifiedFactors(scope, account.id, 60));
    if (account.factors.some(({ friendly_name }) => (friendly_name ?? "") === friendlyName)) {
      const message = `A factor with the friendly name "${friendlyName}" for this user already exists`;
      throw authError("mfa_factor_name_conflict", message);
    }
    if (account.factors.length >= factorsMax) throw authError("too_many_enrolled_mfa_factors");
    if (hasVerifiedFactor(account) && session.aal !== "aal2") {
      throw authError("insufficient_aal", "AAL2 required to enroll a new factor", { status: 403 });
    }
    const issuer = input.issuer?.slice(0, 100) || new URL(siteUrl(request.project)).host;
    const totp = await newTotp(issuer, account.email ?? account.phone ?? account.id);
    const id = randomUUID();
    const secret = seal(totp.secret, runtime().config.secret, factorLabel(id));
    await tx.query(insertTotpFactor(scope, { id, userId: account.id, friendlyName, secret }));
    await audit(tx, request, "factor_enrolled", { userId: account.id, details: { factor_id: id } });
    return { id, friendlyName, totp };
  });
}

/** What a code has to be shown with. */
export async function challengeFactor(
  request: BearerRequest,
  factorId: string,
): Promise<{ readonly id: string; readonly expiresAt: number }> {
  await asCaller(request, (_tx, _catalog, { account }) =>
    limitByAccount(request, account.id, { ...rateLimitRules.factorByAccount, name: "factor-challenge" }),
  );
  return changeAsCaller(request, async (tx, _catalog, { account }) => {
    requireFactor(account, factorId);
    const id = randomUUID();
    const { address } = request.client;
    await tx.query(
      insertChallenge(request.project.scope, { id, factorId, address, seconds: challengeSeconds }),
    );
    return { id, expiresAt: Math.floor(Date.now() / 1000) + challengeSeconds };
  });
}

export interface VerifyFactorInput {
  readonly challenge_id?: string;
  readonly code?: string;
}

/**
 * Takes an authenticator's code: the session is one of two factors from now on, with new tokens.
 *
 * @throws {AppError} mfa_verification_failed, mfa_challenge_expired, over_request_rate_limit
 */
export async function verifyFactor(
  request: BearerRequest,
  factorId: string,
  input: VerifyFactorInput,
): Promise<EndUserSessionAnswer> {
  const { scope } = request.project;
  const challengeId = input.challenge_id ?? "";
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(challengeId)) {
    throw authError("validation_failed", "challenge_id must be an UUID");
  }
  const accountId = await asCaller(request, async (_tx, _catalog, { account }) => account.id);
  await limitByAccount(request, accountId, rateLimitRules.factorByAccount);
  const outcome = await changeAsCaller(request, async (tx, catalog, caller) => {
    const factor = requireFactor(caller.account, factorId);
    const refusal = await takeCode(tx, request, caller, factor, { challengeId, code: input.code ?? "" });
    if (refusal !== null) return refusal;
    const { session, account } = caller;
    const amr = [
      ...session.amr.filter(({ method }) => method !== "totp"),
      { method: "totp", timestamp: Math.floor(Date.now() / 1000) },
    ];
    await tx.query(raiseEndUserSession(scope, session.id, amr));
    await tx.query(rotateEndUserSession(scope, session.id));
    if (factor.status === "unverified") {
      // Whoever is in without the new factor comes in again with it.
      await tx.query(deleteEndUserSessions(scope, account.id, { except: session.id }));
      await tx.query(deleteUnverifiedFactors(scope, account.id, 0));
    }
    await audit(tx, request, "factor_verified", { userId: account.id, details: { factor_id: factor.id } });
    const fresh = await requireAccount(tx, catalog, account.id);
    const raised = {
      ...session,
      aal: "aal2",
      amr,
      refresh_counter: session.refresh_counter + 1,
    } as const;
    return sessionAnswer(request.project, fresh, raised);
  });
  // Not thrown inside: attempts are counted.
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function takeCode(
  tx: Transaction,
  request: BearerRequest,
  { account }: Caller,
  factor: Factor,
  { challengeId, code }: { readonly challengeId: string; readonly code: string },
): Promise<AppError | null> {
  const { scope } = request.project;
  const challenges = await tx.query<FactorChallenge>(attemptChallenge(scope, factor.id, challengeId));
  const [challenge] = challenges.rows;
  if (challenge === undefined)
    return authError("mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
  if (!challenge.is_good || challenge.failures > attemptsMax) {
    await tx.query(deleteChallenge(scope, challenge.id));
    return authError("mfa_challenge_expired");
  }
  const { rows } = await tx.query<FactorSecret>(lockFactor(scope, account.id, factor.id));
  const sealed = rows[0]?.secret ?? null;
  if (sealed === null) return authError("mfa_factor_not_found");
  const secret = unseal(sealed, runtime().config.secret, factorLabel(factor.id));
  const step = totpStep(code.replaceAll(" ", ""), secret, rows[0]?.last_step ?? null);
  if (step === null) {
    await audit(tx, request, "factor_refused", { userId: account.id, details: { factor_id: factor.id } });
    return authError("mfa_verification_failed");
  }
  await tx.query(deleteChallenge(scope, challenge.id));
  await tx.query(acceptFactorCode(scope, factor.id, step));
  return null;
}

/** Takes a factor away. @throws {AppError} insufficient_aal unless the session has shown a second one itself. */
export async function unenrolFactor(request: BearerRequest, factorId: string): Promise<void> {
  const { scope } = request.project;
  await changeAsCaller(request, async (tx, _catalog, { account, session }) => {
    const factor = requireFactor(account, factorId);
    if (factor.status === "verified" && session.aal !== "aal2") {
      throw authError("insufficient_aal", "AAL2 required to unenroll verified factor", { status: 422 });
    }
    await tx.query(deleteFactor(scope, account.id, factor.id));
    await lowerIfLast(tx, request, account, factor.id);
    await audit(tx, request, "factor_removed", { userId: account.id, details: { factor_id: factor.id } });
  });
}

export async function lowerIfLast(
  tx: Transaction,
  { project }: BearerRequest | Pick<BearerRequest, "project">,
  account: Account,
  removedId: string,
): Promise<void> {
  const hasOther = account.factors.some(({ id, status }) => id !== removedId && status === "verified");
  if (!hasOther) await tx.query(lowerSessions(project.scope, account.id));
}

function requireFactor(account: Account, id: string): Factor {
  const factor = account.factors.find((candidate) => candidate.id === id);
  if (factor === undefined) throw authError("mfa_factor_not_found");
  return factor;
}

function factorLabel(factorId: string): string {
  return `factor:${factorId}`;
}
