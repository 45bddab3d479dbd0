import { type AuthErrorCode, authError } from "#lib/auth/auth-error.ts";
import type { RateLimitRule } from "#lib/limits/rate-limiter.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { addressKey } from "../within-limit.ts";
import { auditRefusal } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";

/** How often somebody may try. Projects count apart: one app's traffic closes no other's door. */
export async function limitByAddress(request: AuthRequest, rule: RateLimitRule): Promise<void> {
  await consume(request, addressKey(request.client.address), rule, "over_request_rate_limit");
}

/** @param account its e-mail, phone or id: counted whether there is such an account or not. */
export async function limitByAccount(
  request: AuthRequest,
  account: string,
  rule: RateLimitRule,
  code: AuthErrorCode = "over_request_rate_limit",
): Promise<void> {
  await consume(request, account, rule, code);
}

/** Mail and SMS cost money and patience: one in a while for each address, known or not. */
export async function limitSending(
  request: AuthRequest,
  recipient: string,
  channel: "email" | "sms",
): Promise<void> {
  const { mailIntervalSeconds } = request.project.settings;
  const code = channel === "email" ? "over_email_send_rate_limit" : "over_sms_send_rate_limit";
  if (mailIntervalSeconds > 0) {
    const rule = { name: `auth-send-${mailIntervalSeconds}`, points: 1, windowSeconds: mailIntervalSeconds };
    await consume(request, recipient, rule, code, true);
  }
  await consume(request, addressKey(request.client.address), rateLimitRules.sendByAddress, code);
}

async function consume(
  request: AuthRequest,
  key: string,
  rule: RateLimitRule,
  code: AuthErrorCode,
  saysWhen = false,
): Promise<void> {
  const { projectId } = request.project.scope;
  const result = await runtime().limiter.consume(`${projectId} ${key}`, rule);
  if (result.allowed) return;
  // Once per window and key, or the log would grow with the attack.
  const noted = await runtime().limiter.consume(`${projectId} ${key}`, {
    ...rule,
    name: `${rule.name}-noted`,
    points: 1,
  });
  if (noted.allowed) await auditRefusal(request, "rate_limited", { details: { limit: rule.name } });
  const seconds = result.resetSeconds;
  throw authError(
    code,
    saysWhen ? `For security purposes, you can only request this after ${seconds} seconds.` : undefined,
    { details: { limit: result.limit, remaining: 0, retry_after: seconds } },
  );
}
