import { type Sql, sql } from "#lib/sql/sql.ts";

/** What happened to an organization or to one of its projects, beside the changes of tables. */
export type ActivityKind =
  | "organization_created"
  | "organization_renamed"
  | "invitation_created"
  | "invitation_revoked"
  | "member_joined"
  | "member_role_changed"
  | "member_removed"
  | "member_left"
  | "project_created"
  | "project_renamed"
  | "project_described"
  | "project_deleted"
  | "key_created"
  | "key_rotated"
  | "key_revoked";

export interface ActivityEvent {
  readonly kind: ActivityKind;
  /** What it was about, as it was called then. */
  readonly details: object;
}

/** To be written in the transaction of what it tells. */
export function insertActivity(
  organizationId: string,
  actorId: string,
  { kind, details }: ActivityEvent,
): Sql {
  return sql`
    insert into rowhouse.organization_activity (organization_id, actor_id, kind, details)
    values (${organizationId}, ${actorId}, ${kind}, ${JSON.stringify(details)})`;
}

/** The same about a project, whose organization is looked up. */
export function insertProjectActivity(
  project: { readonly projectId: string; readonly userId: string | null },
  { kind, details }: ActivityEvent,
): Sql {
  return sql`
    insert into rowhouse.organization_activity (organization_id, about_project, actor_id, kind, details)
    select organization_id, id, ${project.userId}, ${kind}, ${JSON.stringify(details)}
      from rowhouse.projects
     where id = ${project.projectId}`;
}

export interface ActivityFilter {
  readonly organizationId: string;
  readonly projectId: string | null;
  readonly area: "all" | "schema" | "members" | "projects" | "keys";
  readonly actorId: string | null;
  readonly limit: number;
  readonly offset: number;
}

export interface ActivityRow {
  readonly id: string;
  readonly kind: ActivityKind | "schema_changed";
  /** Of a change of tables: `version` and `changes`. */
  readonly details: { readonly [name: string]: unknown };
  readonly project_id: string | null;
  readonly project_name: string | null;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly created_at: string;
  readonly total: number;
}

/** In a member's own context, outside of any project: the newest first. */
export function listActivity(filter: ActivityFilter): Sql {
  const { organizationId, projectId, area, actorId, limit, offset } = filter;
  return sql`
    with events as (
      select a.id::text as id, a.kind, a.details, a.about_project as project_id, a.actor_id, a.created_at
        from rowhouse.organization_activity a
       where a.organization_id = ${organizationId}
         and (${projectId}::uuid is null or a.about_project = ${projectId}::uuid)
         and (${area}::text = 'all'
              or ${area}::text = case when a.kind like 'project\\_%' then 'projects'
                                      when a.kind like 'key\\_%' then 'keys'
                                      else 'members' end)
      union all
      select s.database_id || ':' || s.version, 'schema_changed',
             jsonb_build_object('version', s.version, 'changes', s.changes), s.project_id, s.actor_id, s.created_at
        from rowhouse.schema_changes s
       where s.project_id in (select p.id
                                from rowhouse.projects p
                               where p.organization_id = ${organizationId}
                                 and (${projectId}::uuid is null or p.id = ${projectId}::uuid))
         and ${area}::text in ('all', 'schema')
    )
    select e.id,
           e.kind,
           e.details,
           e.project_id,
           p.name as project_name,
           e.actor_id,
           coalesce(who.name, who.email) as actor_name,
           e.created_at,
           count(*) over ()::int8 as total
      from events e
      left join rowhouse.projects p on p.id = e.project_id
      left join app.organization_people(${organizationId}) who on who.user_id = e.actor_id
     where ${actorId}::uuid is null or e.actor_id = ${actorId}::uuid
     order by e.created_at desc, e.id desc
     limit ${limit} offset ${offset}`;
}
