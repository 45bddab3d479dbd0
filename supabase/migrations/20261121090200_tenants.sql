-- What belongs to one project. project_id comes first in every key, so that the tables can be distributed by it;
-- policies hold no sub-select, and no table has a trigger of ours, for the same reason.

create table rowhouse.project_databases (
  project_id uuid        not null references rowhouse.projects on delete cascade,
  id         uuid        not null,
  name       text        not null default 'main',
  version    bigint      not null default 1,
  created_at timestamptz not null default now(),
  primary key (project_id, id),
  unique (project_id)
);
-- Look-up by database id, before the project is known.
create index project_databases_id_idx on rowhouse.project_databases (id);

create table rowhouse.project_tables (
  project_id   uuid        not null,
  id           uuid        not null,
  database_id  uuid        not null,
  table_name   text        collate "C" not null,
  schema_json  jsonb       not null,
  storage_json jsonb       not null,
  position     jsonb,
  is_auth      boolean     not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  primary key (project_id, id),
  foreign key (project_id, database_id) references rowhouse.project_databases (project_id, id) on delete cascade
);
create unique index project_tables_name_key
  on rowhouse.project_tables (project_id, database_id, table_name);

create table rowhouse.schema_changes (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  database_id uuid        not null,
  version     bigint      not null,
  changes     jsonb       not null,
  actor_id    uuid,
  created_at  timestamptz not null default now(),
  primary key (project_id, database_id, version)
);

create table rowhouse.project_keys (
  project_id uuid        not null references rowhouse.projects on delete cascade,
  id         uuid        not null,
  kind       text        not null check (kind in ('anon', 'service_role')),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (project_id, id)
);

create table rowhouse.project_credentials (
  project_id    uuid        not null references rowhouse.projects on delete cascade,
  user_id       uuid        not null,
  password_hash text,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  primary key (project_id, user_id)
);

create table rowhouse.project_sessions (
  project_id         uuid        not null references rowhouse.projects on delete cascade,
  id                 uuid        not null,
  user_id            uuid        not null,
  refresh_token_hash bytea       not null,
  created_at         timestamptz not null default now(),
  expires_at         timestamptz not null,
  revoked_at         timestamptz,
  primary key (project_id, id),
  unique (project_id, refresh_token_hash)
);

-- The last number given to an identity column; the writing statement counts it up.
create table rowhouse.project_sequences (
  project_id uuid   not null,
  table_id   uuid   not null,
  last_value bigint not null,
  primary key (project_id, table_id),
  foreign key (project_id, table_id) references rowhouse.project_tables (project_id, id) on delete cascade
);

create table rowhouse.generations (
  project_id uuid        not null references rowhouse.projects on delete cascade,
  id         uuid        not null,
  user_id    uuid,
  purpose    text        not null check (purpose in ('schema', 'sql')),
  generator  text        not null,
  model      text,
  tokens_in  integer,
  tokens_out integer,
  created_at timestamptz not null default now(),
  primary key (project_id, id)
);

do $$
declare
  relation text;
begin
  foreach relation in array array[
    'project_databases', 'project_tables', 'schema_changes', 'project_keys',
    'project_credentials', 'project_sessions', 'project_sequences', 'generations'
  ] loop
    execute format('alter table rowhouse.%I enable row level security', relation);
    execute format('create policy tenant_select on rowhouse.%I for select to rowhouse_request using (project_id = app.project_id())', relation);
    execute format('create policy tenant_insert on rowhouse.%I for insert to rowhouse_request with check (project_id = app.writable_project_id())', relation);
    execute format('create policy tenant_update on rowhouse.%I for update to rowhouse_request using (project_id = app.writable_project_id())', relation);
    execute format('create policy tenant_delete on rowhouse.%I for delete to rowhouse_request using (project_id = app.writable_project_id())', relation);
  end loop;
end
$$;

-- Every question that is asked counts, a viewer's too.
create policy tenant_insert_viewer on rowhouse.generations for insert
  to rowhouse_request with check (project_id = app.project_id());

-- The gate finds a database's project before it can sign a project context: members see their databases.
create policy member_select on rowhouse.project_databases for select to rowhouse_request
  using (exists (select from rowhouse.projects where projects.id = project_databases.project_id and app.member_role(projects.organization_id) is not null));

grant select, insert on rowhouse.project_databases to rowhouse_request;
grant update (name, version) on rowhouse.project_databases to rowhouse_request;
grant select, insert, delete on rowhouse.project_tables to rowhouse_request;
grant update (table_name, schema_json, storage_json, position, updated_at) on rowhouse.project_tables to rowhouse_request;
grant select, insert on rowhouse.schema_changes to rowhouse_request;
grant select, insert on rowhouse.project_keys to rowhouse_request;
grant update (revoked_at) on rowhouse.project_keys to rowhouse_request;
grant select, insert, delete on rowhouse.project_credentials to rowhouse_request;
grant update (password_hash, updated_at) on rowhouse.project_credentials to rowhouse_request;
grant select, insert, delete on rowhouse.project_sessions to rowhouse_request;
grant update (revoked_at) on rowhouse.project_sessions to rowhouse_request;
grant select, insert, update (last_value) on rowhouse.project_sequences to rowhouse_request;
grant select, insert on rowhouse.generations to rowhouse_request;
