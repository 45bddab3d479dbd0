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

const credentials = sql`
    select id,
           email,
           name,
           password_hash,
           totp_confirmed_at is not null as has_totp
      from rowhouse.users`;

export function findUser(id: string): Sql {
  return sql`
    select id,
           email,
           name
      from rowhouse.users
     where id = ${id}`;
}

/** What signing in asks for besides. */
export interface UserCredentials extends User {
  /** Null: it signs in through a provider. */
  readonly password_hash: string | null;
  readonly has_totp: boolean;
}

/** The `UserCredentials` of an address. */
export function findUserByEmail(email: string): Sql {
  return sql`${credentials}
     where lower(email) = lower(${email})`;
}

/** The `UserCredentials` of an account. */
export function findUserCredentials(id: string): Sql {
  return sql`${credentials}
     where id = ${id}`;
}

export function updateUserName(id: string, name: string | null): Sql {
  return sql`
    update rowhouse.users
       set name = ${name}
     where id = ${id}
    returning id, email, name`;
}

/** No row when another account has the address, whatever its case. */
export function updateUserEmail(id: string, email: string): Sql {
  return sql`
    update rowhouse.users u
       set email = ${email}
     where u.id = ${id}
       and not exists (select
                         from rowhouse.users other
                        where lower(other.email) = lower(${email})
                          and other.id <> u.id)
    returning id, email, name`;
}

export function updateUserPassword(id: string, passwordHash: string): Sql {
  return sql`
    update rowhouse.users
       set password_hash = ${passwordHash}
     where id = ${id}
    returning id, email, name`;
}

/** Whether there is any account yet. */
export function anyUser(): Sql {
  return sql`select exists (select from rowhouse.users) as exists`;
}
