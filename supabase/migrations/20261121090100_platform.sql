-- The console's own accounts: users, sessions, tokens, organizations, projects.

create table rowhouse.users (
  id            uuid        primary key,
  email         text        collate "C" not null,
  name          text,
  password_hash text        not null,
  created_at    timestamptz not null default now()
);
create unique index users_email_key on rowhouse.users (lower(email));

create table rowhouse.sessions (
  id           uuid        primary key,
  user_id      uuid        not null references rowhouse.users on delete cascade,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,
  last_seen_at timestamptz not null default now(),
  ip           text,
  user_agent   text,
  revoked_at   timestamptz
);
create index sessions_user_id_idx on rowhouse.sessions (user_id);

create table rowhouse.personal_access_tokens (
  id           uuid        primary key,
  user_id      uuid        not null references rowhouse.users on delete cascade,
  name         text        not null,
  token_hash   bytea       not null unique,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index personal_access_tokens_user_id_idx on rowhouse.personal_access_tokens (user_id);

create table rowhouse.organizations (
  id          uuid        primary key,
  name        text        not null,
  is_personal boolean     not null default false,
  created_at  timestamptz not null default now()
);

create table rowhouse.organization_members (
  organization_id uuid        not null references rowhouse.organizations on delete cascade,
  user_id         uuid        not null references rowhouse.users on delete cascade,
  role            text        not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  created_at      timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create index organization_members_user_id_idx on rowhouse.organization_members (user_id);

create table rowhouse.projects (
  id              uuid        primary key,
  organization_id uuid        not null references rowhouse.organizations on delete cascade,
  ref             text        collate "C" not null unique check (ref ~ '^[a-z][a-z0-9]{5,62}$'),
  name            text        not null,
  description     text,
  created_by      uuid        references rowhouse.users on delete set null,
  created_at      timestamptz not null default now()
);
create index projects_organization_id_idx on rowhouse.projects (organization_id);

-- The signed-in user's role in an organization, null for a stranger. Definer, because a member's rows of
-- organization_members must not need a policy that reads itself.
create function app.member_role(organization uuid) returns text
language sql stable parallel safe security definer set search_path = pg_catalog
as $$
  select role from rowhouse.organization_members where organization_id = organization and user_id = app.user_id()
$$;
grant execute on function app.member_role(uuid) to rowhouse_request;

alter table rowhouse.users                  enable row level security;
alter table rowhouse.sessions               enable row level security;
alter table rowhouse.personal_access_tokens enable row level security;
alter table rowhouse.organizations          enable row level security;
alter table rowhouse.organization_members   enable row level security;
alter table rowhouse.projects               enable row level security;

-- Before anybody is known, the server looks up accounts in a context of kind "system".
create policy system on rowhouse.users                  to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.sessions               to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.personal_access_tokens to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.organizations          to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.organization_members   to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.projects for select    to rowhouse_request using (app.is_system());

create policy own on rowhouse.users for select          to rowhouse_request using (id = app.user_id());
create policy own_update on rowhouse.users for update   to rowhouse_request using (id = app.user_id());
create policy own on rowhouse.sessions                  to rowhouse_request using (user_id = app.user_id());
create policy own on rowhouse.personal_access_tokens    to rowhouse_request using (user_id = app.user_id());
create policy member on rowhouse.organizations for select
  to rowhouse_request using (app.member_role(id) is not null);
create policy member on rowhouse.organization_members for select
  to rowhouse_request using (app.member_role(organization_id) is not null);

create policy member_select on rowhouse.projects for select
  to rowhouse_request using (id = app.project_id() or app.member_role(organization_id) is not null);
create policy member_insert on rowhouse.projects for insert
  to rowhouse_request with check (app.member_role(organization_id) in ('editor', 'admin', 'owner'));
create policy member_update on rowhouse.projects for update
  to rowhouse_request using (app.member_role(organization_id) in ('admin', 'owner'));
create policy member_delete on rowhouse.projects for delete
  to rowhouse_request using (app.member_role(organization_id) = 'owner');

grant select, insert, update         on rowhouse.users                  to rowhouse_request;
grant select, insert, update, delete on rowhouse.sessions               to rowhouse_request;
grant select, insert, update, delete on rowhouse.personal_access_tokens to rowhouse_request;
grant select, insert                 on rowhouse.organizations          to rowhouse_request;
grant select, insert                 on rowhouse.organization_members   to rowhouse_request;
grant select, insert, delete         on rowhouse.projects               to rowhouse_request;
grant update (name, description)     on rowhouse.projects               to rowhouse_request;
