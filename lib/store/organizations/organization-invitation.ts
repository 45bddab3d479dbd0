import type { Role } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** An invitation as the admins of its organization see it: never its link. */
export interface OrganizationInvitation {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly created_at: string;
  readonly expires_at: string;
}

export interface NewOrganizationInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly tokenHash: Uint8Array;
  readonly role: Role;
  readonly email: string | null;
  readonly createdBy: string;
  readonly lifetimeSeconds: number;
}

const columns = sql`i.id, i.role, i.email, i.created_at, i.expires_at`;

/** Also worth no more than its maker may still give: whoever was removed does not come back by a link of their own. */
const isOpen = sql`i.accepted_at is null
       and i.revoked_at is null
       and i.expires_at > now()
       and exists (select
                     from rowhouse.organization_members m
                    where m.organization_id = i.organization_id
                      and m.user_id = i.created_by
                      and (m.role = 'owner' or (m.role = 'admin' and i.role <> 'owner')))`;

export function insertInvitation(invitation: NewOrganizationInvitation): Sql {
  return sql`
    insert into rowhouse.organization_invitations as i (id, organization_id, token_hash, role, email, created_by, expires_at)
    values (${invitation.id},
            ${invitation.organizationId},
            ${invitation.tokenHash},
            ${invitation.role},
            ${invitation.email},
            ${invitation.createdBy},
            now() + make_interval(secs => ${invitation.lifetimeSeconds}))
    returning ${columns}`;
}

/** Those that can still be accepted, the newest first. */
export function listInvitations(organizationId: string, page: { limit: number; offset: number }): Sql {
  return sql`
    select ${columns},
           count(*) over ()::int8 as total
      from rowhouse.organization_invitations i
     where i.organization_id = ${organizationId}
       and ${isOpen}
     order by i.created_at desc, i.id
     limit ${page.limit} offset ${page.offset}`;
}

export function revokeInvitation(organizationId: string, id: string): Sql {
  return sql`
    update rowhouse.organization_invitations i
       set revoked_at = now()
     where i.organization_id = ${organizationId}
       and i.id = ${id}
       and ${isOpen}
    returning ${columns}`;
}

/** What a link leads to. */
export interface OpenInvitation {
  readonly id: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly role: Role;
  readonly email: string | null;
  readonly expires_at: string;
  /** Who made it; null when that account is gone. */
  readonly inviter: string | null;
}

/** In the system's context: the invitation of a link, while it is open. */
export function findInvitation(tokenHash: Uint8Array): Sql {
  return sql`
    select i.id,
           i.organization_id,
           o.name as organization_name,
           i.role,
           i.email,
           i.expires_at,
           coalesce(u.name, u.email) as inviter
      from rowhouse.organization_invitations i
      join rowhouse.organizations o on o.id = i.organization_id
      left join rowhouse.users u on u.id = i.created_by
     where i.token_hash = ${tokenHash}
       and ${isOpen}`;
}

/** In the system's context: taken by one person, also of two at the same moment. */
export function takeInvitation(tokenHash: Uint8Array): Sql {
  return sql`
    update rowhouse.organization_invitations i
       set accepted_at = now()
     where i.token_hash = ${tokenHash}
       and ${isOpen}
    returning i.organization_id, i.role`;
}
