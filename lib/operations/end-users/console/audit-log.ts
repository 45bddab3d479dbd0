import { runtime } from "#lib/runtime/runtime.ts";
import { type AuditSeverity, listAuditEntries } from "#lib/store/end-users/auth-audit.ts";
import { authorize } from "../../authorize.ts";
import type { Page, PageRequest } from "../../page.ts";
import type { AppAsMember } from "./open.ts";

export interface AuditEntry {
  readonly id: string;
  readonly event: string;
  readonly severity: AuditSeverity;
  readonly user_id: string | null;
  readonly console_user_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly details: { readonly [key: string]: unknown };
  readonly created_at: string;
}

/** What happened to an app's accounts, the newest first. Needs the role admin: it tells where people are. */
export async function listAuthAudit(
  { actor, databaseId }: AppAsMember,
  filter: PageRequest & { readonly severity: AuditSeverity | null; readonly userId: string | null },
): Promise<Page<AuditEntry>> {
  const scope = await authorize(actor, databaseId, "admin");
  const { limit, offset, severity, userId } = filter;
  const severities = severity === null ? null : order.slice(order.indexOf(severity));
  const { rows } = await runtime().database.query<AuditEntry & { readonly total: number }>(
    scope,
    listAuditEntries(scope, { severities, userId, limit, offset }),
  );
  const items = rows.map(({ total: _, ...entry }) => entry);
  return { items, total: rows[0]?.total ?? 0, limit, offset };
}

const order: readonly AuditSeverity[] = ["info", "notice", "warning", "critical"];
