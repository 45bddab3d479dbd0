import type { Role } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** Somebody's role in the organization that a project belongs to. */
export interface Membership {
  readonly project_id: string;
  readonly ref: string;
  readonly database_id: string | null;
  readonly role: Role;
}

/** Runs in the user's own context, which shows only the projects of their organizations. */
export function membershipByProject(userId: string, projectId: string): Sql {
  return sql`
    select p.id as project_id,
           p.ref,
           d.id as database_id,
           m.role
      from rowhouse.projects p
      join rowhouse.organization_members m on m.organization_id = p.organization_id
      left join rowhouse.project_databases d on d.project_id = p.id
     where p.id = ${projectId}
       and m.user_id = ${userId}`;
}

/** As `membershipByProject`, from the database's id. */
export function membershipByDatabase(userId: string, databaseId: string): Sql {
  return sql`
    select p.id as project_id,
           p.ref,
           d.id as database_id,
           m.role
      from rowhouse.project_databases d
      join rowhouse.projects p on p.id = d.project_id
      join rowhouse.organization_members m on m.organization_id = p.organization_id
     where d.id = ${databaseId}
       and m.user_id = ${userId}`;
}
