import type { Transaction } from "#lib/db/database.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type AuditSeverity, insertAuditEntry } from "#lib/store/end-users/auth-audit.ts";
import type { AuthRequest } from "./auth-project.ts";

/** Every security event, and how much attention it deserves. */
const severities = {
  user_signed_up: "info",
  user_signed_in: "info",
  user_signed_out: "info",
  user_invited: "info",
  user_updated: "info",
  user_recovery_requested: "info",
  user_confirmed: "info",
  one_time_token_sent: "info",
  reauthentication_requested: "info",
  sign_in_failed: "notice",
  one_time_token_refused: "notice",
  repeated_sign_up: "notice",
  password_changed: "notice",
  password_hash_upgraded: "info",
  email_changed: "notice",
  phone_changed: "notice",
  identity_linked: "notice",
  identity_unlinked: "notice",
  factor_enrolled: "notice",
  factor_verified: "notice",
  factor_removed: "warning",
  factor_refused: "notice",
  sessions_revoked: "notice",
  user_banned: "warning",
  user_unbanned: "notice",
  user_deleted: "warning",
  account_taken_over_by_proof: "warning",
  rate_limited: "warning",
  refresh_token_reused: "critical",
  user_impersonated: "critical",
  settings_changed: "warning",
} as const satisfies Record<string, AuditSeverity>;

export type AuditEvent = keyof typeof severities;

export interface AuditFacts {
  readonly userId?: string | null;
  readonly consoleUserId?: string | null;
  /** Never a secret, a code or a token. */
  readonly details?: { readonly [key: string]: unknown };
}

/** Notes an event in the transaction that it belongs to. */
export async function audit(
  tx: Transaction,
  { project, client }: AuthRequest,
  event: AuditEvent,
  { userId = null, consoleUserId = null, details = {} }: AuditFacts = {},
): Promise<void> {
  await tx.query(
    insertAuditEntry(project.scope, {
      event,
      severity: severities[event],
      userId,
      consoleUserId: consoleUserId ?? project.scope.userId,
      address: client.address,
      userAgent: client.userAgent?.slice(0, 300) ?? null,
      details,
    }),
  );
}

/** Notes an event of a request that is about to be refused, hence outside of its transaction. */
export async function auditRefusal(
  request: AuthRequest,
  event: AuditEvent,
  facts: AuditFacts,
): Promise<void> {
  await runtime().database.transaction(request.project.scope, (tx) => audit(tx, request, event, facts));
}
