import { type Sql, sql } from "#lib/sql/sql.ts";

/** In the system's context: the account behind a provider's name of somebody. */
export function findUserByIdentity(provider: string, providerId: string): Sql {
  return sql`
    select u.id,
           u.email,
           u.name
      from rowhouse.user_identities i
      join rowhouse.users u on u.id = i.user_id
     where i.provider = ${provider}
       and i.provider_id = ${providerId}`;
}

export function insertUserIdentity(userId: string, provider: string, providerId: string): Sql {
  return sql`
    insert into rowhouse.user_identities (user_id, provider, provider_id)
    values (${userId}, ${provider}, ${providerId})`;
}
