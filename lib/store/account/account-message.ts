import { type Sql, sql } from "#lib/sql/sql.ts";

/** A message to a console account that was kept instead of sent. */
export interface AccountMessageRow {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly sealed: Uint8Array;
  readonly created_at: string;
}

/** Those of the last week stay. */
export function insertAccountMessage(message: Omit<AccountMessageRow, "created_at">): Sql {
  return sql`
    with old as (
      delete from rowhouse.account_messages
       where created_at < now() - interval '7 days'
    )
    insert into rowhouse.account_messages (id, recipient, subject, sealed)
    values (${message.id}, ${message.recipient}, ${message.subject}, ${message.sealed})`;
}

/** The newest first. */
export function listAccountMessages(page: { readonly limit: number; readonly offset: number }): Sql {
  return sql`
    select id, recipient, subject, sealed, created_at,
           count(*) over ()::int8 as total
      from rowhouse.account_messages
     order by created_at desc, id
     limit ${page.limit} offset ${page.offset}`;
}

export function deleteAccountMessages(): Sql {
  return sql`delete from rowhouse.account_messages`;
}
