import type { Role } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** An organization as one of its members sees it. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly is_personal: boolean;
  readonly role: Role;
}

export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly ownerId: string;
}

/** An organization with its first member, who owns it. In the system's context: nobody is a member of it yet. */
export function insertOrganization(organization: NewOrganization): Sql {
  return sql`
    with organization as (
      insert into rowhouse.organizations (id, name, is_personal)
      values (${organization.id}, ${organization.name}, ${organization.isPersonal})
      returning id
    )
    insert into rowhouse.organization_members (organization_id, user_id, role)
    select id,
           ${organization.ownerId},
           'owner'
      from organization`;
}

export function listOrganizations(userId: string): Sql {
  return sql`
    select o.id,
           o.name,
           o.is_personal,
           m.role
      from rowhouse.organizations o
      join rowhouse.organization_members m on m.organization_id = o.id
     where m.user_id = ${userId}
     order by o.is_personal desc, o.name, o.id`;
}

export function renameOrganization(id: string, name: string): Sql {
  return sql`
    update rowhouse.organizations
       set name = ${name}
     where id = ${id}`;
}
