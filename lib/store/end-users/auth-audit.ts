import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export type AuditSeverity = "info" | "notice" | "warning" | "critical";

export interface NewAuditEntry {
  readonly event: string;
  readonly severity: AuditSeverity;
  readonly userId: string | null;
  readonly consoleUserId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly details: { readonly [key: string]: unknown };
}

export function insertAuditEntry(scope: TenantScope, entry: NewAuditEntry): Sql {
  return sql`
    insert into rowhouse.project_audit_log
           (project_id, event, severity, user_id, console_user_id, ip, user_agent, details)
    values (${scope.projectId},
            ${entry.event},
            ${entry.severity},
            ${entry.userId},
            ${entry.consoleUserId},
            ${entry.address},
            ${entry.userAgent},
            ${JSON.stringify(entry.details)})`;
}

export interface AuditFilter {
  readonly severities: readonly string[] | null;
  readonly userId: string | null;
  readonly limit: number;
  readonly offset: number;
}

/** The newest first. */
export function listAuditEntries(scope: TenantScope, filter: AuditFilter): Sql {
  return sql`
    select id, event, severity, user_id, console_user_id, ip, user_agent, details, created_at,
           count(*) over ()::int8 as total
      from rowhouse.project_audit_log
     where project_id = ${scope.projectId}
       and (${filter.severities}::text[] is null or severity = any(${filter.severities}::text[]))
       and (${filter.userId}::uuid is null or user_id = ${filter.userId}::uuid)
     order by id desc
     limit ${filter.limit} offset ${filter.offset}`;
}
