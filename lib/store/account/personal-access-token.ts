import { type Sql, sql } from "#lib/sql/sql.ts";

/** A token as its owner sees it: never the token itself. */
export interface PersonalAccessToken {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

const columns = sql`id, name, created_at, expires_at, last_used_at`;

export interface NewPersonalAccessToken {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly tokenHash: Uint8Array;
  readonly expiresAt: string | null;
}

export function insertPersonalAccessToken(token: NewPersonalAccessToken): Sql {
  return sql`
    insert into rowhouse.personal_access_tokens (id, user_id, name, token_hash, expires_at)
    values (${token.id}, ${token.userId}, ${token.name}, ${token.tokenHash}, ${token.expiresAt})
    returning ${columns}`;
}

/** One row, `id` and `user_id`, while the token stands. Notes its use, at most every five minutes. */
export function touchPersonalAccessToken(tokenHash: Uint8Array): Sql {
  return sql`
    with standing as (
      select id,
             user_id,
             last_used_at
        from rowhouse.personal_access_tokens
       where token_hash = ${tokenHash}
         and revoked_at is null
         and (expires_at is null or expires_at > now())
    ), used as (
      update rowhouse.personal_access_tokens
         set last_used_at = now()
       where id = (select id
                     from standing
                    where last_used_at is null
                       or last_used_at < now() - interval '5 minutes')
    )
    select id,
           user_id
      from standing`;
}

export function listPersonalAccessTokens(userId: string, page: { limit: number; offset: number }): Sql {
  return sql`
    select ${columns}
      from rowhouse.personal_access_tokens
     where user_id = ${userId}
       and revoked_at is null
     order by created_at desc, id
     limit ${page.limit}
    offset ${page.offset}`;
}

export function countPersonalAccessTokens(userId: string): Sql {
  return sql`
    select count(*) as total
      from rowhouse.personal_access_tokens
     where user_id = ${userId}
       and revoked_at is null`;
}

export function revokePersonalAccessToken(id: string, userId: string): Sql {
  return sql`
    update rowhouse.personal_access_tokens
       set revoked_at = now()
     where id = ${id}
       and user_id = ${userId}
       and revoked_at is null`;
}
