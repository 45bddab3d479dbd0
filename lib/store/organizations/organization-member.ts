import type { Role } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** Somebody of an organization. */
export interface OrganizationMember {
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly joined_at: string;
}

/** One change of members at a time: of two owners who leave at once, the second sees that the first has gone. */
export function lockMembers(organizationId: string): Sql {
  return sql`select pg_advisory_xact_lock(hashtextextended(${organizationId}, 1))`;
}

/** Owners first, then by name. */
export function listMembers(organizationId: string): Sql {
  return sql`
    select user_id, email, name, role, joined_at
      from app.organization_people(${organizationId})
     where role is not null
     order by array_position(array['owner', 'admin', 'editor', 'viewer'], role), lower(coalesce(name, email)), user_id`;
}

/** In the system's context. No row for somebody who is a member already. */
export function insertMember(organizationId: string, userId: string, role: Role): Sql {
  return sql`
    insert into rowhouse.organization_members (organization_id, user_id, role)
    values (${organizationId}, ${userId}, ${role})
        on conflict do nothing
    returning user_id`;
}

export function updateMemberRole(organizationId: string, userId: string, role: Role): Sql {
  return sql`
    update rowhouse.organization_members
       set role = ${role}
     where organization_id = ${organizationId}
       and user_id = ${userId}`;
}

export function deleteMember(organizationId: string, userId: string): Sql {
  return sql`
    delete from rowhouse.organization_members
     where organization_id = ${organizationId}
       and user_id = ${userId}`;
}
