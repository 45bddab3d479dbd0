-- Organizations of several people: roles that change, invitations by link, and who did what.

create table rowhouse.organization_invitations (
  id              uuid        primary key,
  organization_id uuid        not null references rowhouse.organizations on delete cascade,
  token_hash      bytea       not null unique,
  role            text        not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  -- Whom it was meant for, where that is known. The link itself is what lets in.
  email           text,
  created_by      uuid        references rowhouse.users on delete set null,
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  accepted_at     timestamptz,
  revoked_at      timestamptz
);
create index organization_invitations_organization_idx on rowhouse.organization_invitations (organization_id, created_at);

-- Only ever added to. Changes of tables are in schema_changes already, and not said twice.
create table rowhouse.organization_activity (
  id              uuid        primary key default app.uuid_v7(),
  organization_id uuid        not null references rowhouse.organizations on delete cascade,
  -- Without a reference: that a project was deleted is told after it is gone.
  about_project   uuid,
  actor_id        uuid,
  kind            text        not null,
  details         jsonb       not null default '{}',
  created_at      timestamptz not null default now()
);
create index organization_activity_organization_idx on rowhouse.organization_activity (organization_id, created_at desc);
create index organization_activity_project_idx on rowhouse.organization_activity (about_project, created_at desc)
  where about_project is not null;
create index schema_changes_time_idx on rowhouse.schema_changes (project_id, created_at desc);

alter table rowhouse.organization_invitations enable row level security;
alter table rowhouse.organization_activity    enable row level security;

-- Whoever follows a link is no member yet.
create policy system on rowhouse.organization_invitations to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.organization_activity for insert to rowhouse_request with check (app.is_system());

create policy admin_select on rowhouse.organization_invitations for select
  to rowhouse_request using (app.member_role(organization_id) in ('admin', 'owner'));
create policy admin_insert on rowhouse.organization_invitations for insert to rowhouse_request
  with check (app.member_role(organization_id) = 'owner' or (app.member_role(organization_id) = 'admin' and role <> 'owner'));
create policy admin_update on rowhouse.organization_invitations for update
  to rowhouse_request using (app.member_role(organization_id) in ('admin', 'owner'));

-- In a context of kind "user" or "project", everybody writes under their own name.
create policy member_select on rowhouse.organization_activity for select
  to rowhouse_request using (app.member_role(organization_id) is not null);
create policy member_insert on rowhouse.organization_activity for insert to rowhouse_request
  with check (actor_id = app.user_id() and app.member_role(organization_id) is not null and not app.is_app_caller());
-- Outside of any project, members see what was changed in those of their organizations.
create policy member_select on rowhouse.schema_changes for select
  to rowhouse_request using (app.project_id() is null and app.project_role(project_id) is not null);

create policy admin_update on rowhouse.organizations for update
  to rowhouse_request using (app.member_role(id) in ('admin', 'owner'));

-- Admins have no say about owners, and make none.
create policy admin_update on rowhouse.organization_members for update to rowhouse_request
  using (app.member_role(organization_id) = 'owner' or (app.member_role(organization_id) = 'admin' and role <> 'owner'))
  with check (app.member_role(organization_id) = 'owner' or (app.member_role(organization_id) = 'admin' and role <> 'owner'));
create policy admin_delete on rowhouse.organization_members for delete to rowhouse_request
  using (
    user_id = app.user_id()
    or app.member_role(organization_id) = 'owner'
    or (app.member_role(organization_id) = 'admin' and role <> 'owner')
  );

grant select, insert                   on rowhouse.organization_invitations to rowhouse_request;
grant update (revoked_at, accepted_at) on rowhouse.organization_invitations to rowhouse_request;
grant select, insert                   on rowhouse.organization_activity    to rowhouse_request;
grant update (name)                    on rowhouse.organizations            to rowhouse_request;
grant update (role), delete            on rowhouse.organization_members     to rowhouse_request;

-- The people of an organization, for its members alone: those who are in it, and those who once did something in it, who
-- have no role any more. A function, since no policy shows one account to another.
create function app.organization_people(organization uuid)
returns table (user_id uuid, email text, name text, role text, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog
as $$
  select u.id, u.email, u.name, m.role, m.created_at
    from rowhouse.users u
    left join rowhouse.organization_members m on m.organization_id = organization and m.user_id = u.id
   where app.member_role(organization) is not null
     and u.id in (select member.user_id from rowhouse.organization_members member where member.organization_id = organization
                  union all
                  select activity.actor_id from rowhouse.organization_activity activity where activity.organization_id = organization)
$$;
grant execute on function app.organization_people(uuid) to rowhouse_request;
