import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export interface NewAuthMessage {
  readonly channel: "email" | "sms";
  readonly template: string;
  readonly recipient: string;
  readonly subject: string | null;
  /** Encrypted; null when it is left to a mail server. */
  readonly sealed: Uint8Array | null;
}

export function insertAuthMessage(scope: TenantScope, message: NewAuthMessage): Sql {
  return sql`
    insert into rowhouse.project_messages (project_id, channel, template, recipient, subject, sealed)
    values (${scope.projectId},
            ${message.channel},
            ${message.template},
            ${message.recipient},
            ${message.subject},
            ${message.sealed})
    returning id`;
}

export function finishAuthMessage(scope: TenantScope, id: string, failure: string | null): Sql {
  return sql`
    update rowhouse.project_messages
       set sent_at = case when ${failure}::text is null then now() end,
           failure = ${failure}
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** The newest first. */
export function listAuthMessages(
  scope: TenantScope,
  page: { readonly limit: number; readonly offset: number },
): Sql {
  return sql`
    select id, channel, template, recipient, subject, sealed, created_at, sent_at, failure,
           count(*) over ()::int8 as total
      from rowhouse.project_messages
     where project_id = ${scope.projectId}
     order by id desc
     limit ${page.limit} offset ${page.offset}`;
}

export function deleteAuthMessages(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.project_messages
     where project_id = ${scope.projectId}`;
}
