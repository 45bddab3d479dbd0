import type { Role } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** A project as a member of its organization sees it. */
export interface Project {
  readonly id: string;
  /** Short, random, a valid DNS label: the project's address. */
  readonly ref: string;
  readonly name: string;
  readonly description: string | null;
  readonly created_at: string;
  readonly organization_id: string;
  readonly organization_name: string;
  /** Null until its database is made. */
  readonly database_id: string | null;
  /** The asking member's. */
  readonly role: Role;
}

export interface NewProject {
  readonly id: string;
  readonly organizationId: string;
  readonly ref: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdBy: string | null;
}

/** The stored columns; `database_id` and `role` are the caller's to add. */
export function insertProject(project: NewProject): Sql {
  return sql`
    insert into rowhouse.projects (id, organization_id, ref, name, description, created_by)
    values (${project.id},
            ${project.organizationId},
            ${project.ref},
            ${project.name},
            ${project.description},
            ${project.createdBy})
    returning id, ref, name, description, created_at, organization_id`;
}

const memberView = sql`
    select p.id,
           p.ref,
           p.name,
           p.description,
           p.created_at,
           p.organization_id,
           o.name as organization_name,
           d.id as database_id,
           m.role
      from rowhouse.projects p
      join rowhouse.organizations o on o.id = p.organization_id
      join rowhouse.organization_members m on m.organization_id = p.organization_id
      left join rowhouse.project_databases d on d.project_id = p.id`;

/** Newest first. */
export function listProjects(userId: string, page: { limit: number; offset: number }): Sql {
  return sql`${memberView}
     where m.user_id = ${userId}
     order by p.created_at desc, p.id
     limit ${page.limit}
    offset ${page.offset}`;
}

export function countProjects(userId: string): Sql {
  return sql`
    select count(*) as total
      from rowhouse.projects p
      join rowhouse.organization_members m on m.organization_id = p.organization_id
     where m.user_id = ${userId}`;
}

export function findProject(userId: string, id: string): Sql {
  return sql`${memberView}
     where m.user_id = ${userId}
       and p.id = ${id}`;
}

export function updateProject(id: string, set: { name: string; description: string | null }): Sql {
  return sql`
    update rowhouse.projects
       set name        = ${set.name},
           description = ${set.description}
     where id = ${id}`;
}

/** Takes everything of the project along but its rows: databases, tables, keys, credentials. */
export function deleteProject(id: string): Sql {
  return sql`
    delete from rowhouse.projects
     where id = ${id}`;
}
