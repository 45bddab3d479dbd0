import { type Sql, sql } from "#lib/sql/sql.ts";

/** A console user as the API shows it. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

export interface NewUser extends User {
  /** Null: it signs in through a provider. */
  readonly passwordHash: string | null;
}

/** No row when the e-mail is taken, whatever its case. */
export function insertUser(user: NewUser): Sql {
  return sql`
    insert into rowhouse.users (id, email, name, password_hash)
    values (${user.id}, ${user.email}, ${user.name}, ${user.passwordHash})
    on conflict (lower(email)) do nothing
    returning id, email, name`;
}

export function findUser(id: string): Sql {
  return sql`
    select id,
           email,
           name
      from rowhouse.users
     where id = ${id}`;
}

/** With `password_hash` and `has_totp`, for signing in. */
export function findUserByEmail(email: string): Sql {
  return sql`
    select id,
           email,
           name,
           password_hash,
           totp_confirmed_at is not null as has_totp
      from rowhouse.users
     where lower(email) = lower(${email})`;
}
