-- Who an app's request acts for, its keys, and the keys that sign its users' tokens.

-- `auth.jwt()`: the verified claims of the token.
create function app.jwt() returns jsonb
language sql stable parallel safe
as $$ select app.claims() -> 'jwt' $$;

-- `auth.role()`: anon, authenticated or service_role; null when no app is asking.
create function app.api_role() returns text
language sql stable parallel safe
as $$ select app.claims() ->> 'api_role' $$;

grant execute on function app.jwt(), app.api_role() to rowhouse_request, rowhouse_sql;

-- What a rule that refuses a row raises, as Postgres words it.
create function app.violates_policy(relation text, expression text default '') returns boolean
language plpgsql volatile parallel safe
as $$
begin
  raise exception 'new row violates row-level security policy%for table "%"',
    case when expression = '' then ' ' else ' (' || expression || ') ' end, relation
    using errcode = 'insufficient_privilege', table = relation;
end
$$;
grant execute on function app.violates_policy(text, text) to rowhouse_request;

-- Keys: `anon` and `service_role` are tokens that derive from the row; the others are opaque, and only their hash is here.
alter table rowhouse.project_keys
  drop constraint project_keys_kind_check,
  add constraint project_keys_kind_check check (kind in ('anon', 'service_role', 'publishable', 'secret')),
  add column name         text,
  add column token_hash   bytea,
  -- The first characters, by which a person tells keys apart.
  add column token_start  text,
  -- {"tables": {"posts": ["select"]}}; null: whatever the kind may do.
  add column scopes       jsonb,
  add column expires_at   timestamptz,
  add column last_used_at timestamptz,
  add column use_count    bigint not null default 0,
  -- The key that this one makes way for.
  add column replaces     uuid,
  add constraint project_keys_token check ((token_hash is not null) = (kind in ('publishable', 'secret')));
create unique index project_keys_token_key on rowhouse.project_keys (project_id, token_hash) where token_hash is not null;

-- The ES256 keys of users' tokens. The private key is derived from ROWHOUSE_SECRET and the id: nothing here can sign.
create table rowhouse.project_signing_keys (
  project_id     uuid        not null references rowhouse.projects on delete cascade,
  id             uuid        not null,
  created_at     timestamptz not null default now(),
  -- Null: it signs. Else its tokens are good until this moment, by which the last of them has expired.
  verifies_until timestamptz,
  primary key (project_id, id)
);
create unique index project_signing_keys_current on rowhouse.project_signing_keys (project_id) where verifies_until is null;

insert into rowhouse.project_signing_keys (project_id, id)
select id, gen_random_uuid() from rowhouse.projects;

alter table rowhouse.project_signing_keys enable row level security;
create policy tenant_select on rowhouse.project_signing_keys for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.project_signing_keys for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.project_signing_keys for update to rowhouse_request using (project_id = app.writable_project_id());

-- The gate of the data API looks a project's keys up before anybody is known, and counts their use.
create policy system_select on rowhouse.project_signing_keys for select to rowhouse_request using (app.is_system());
create policy system_select on rowhouse.project_keys for select to rowhouse_request using (app.is_system());
create policy system_update on rowhouse.project_keys for update to rowhouse_request using (app.is_system());

grant select, insert on rowhouse.project_signing_keys to rowhouse_request;
grant update (verifies_until) on rowhouse.project_signing_keys to rowhouse_request;
grant update (name, scopes, expires_at, last_used_at, use_count) on rowhouse.project_keys to rowhouse_request;

-- The last line under the compiler: in the context of an app's visitors and users nothing but rows can be reached,
-- whatever statement is run. Restrictive, so that no other policy opens it again.
create function app.is_app_caller() returns boolean
language sql stable parallel safe
as $$ select coalesce(app.claims() ->> 'api_role' in ('anon', 'authenticated'), false) $$;
grant execute on function app.is_app_caller() to rowhouse_request;

do $$
declare
  relation text;
begin
  foreach relation in array array[
    'project_keys', 'project_signing_keys', 'project_credentials', 'project_sessions', 'schema_changes', 'generations'
  ] loop
    execute format('create policy no_app_caller on rowhouse.%I as restrictive to rowhouse_request using (not app.is_app_caller()) with check (not app.is_app_caller())', relation);
  end loop;
  -- The catalog is read in every context, and changed in none of these.
  foreach relation in array array['project_tables', 'project_databases'] loop
    execute format('create policy no_app_caller_insert on rowhouse.%I as restrictive for insert to rowhouse_request with check (not app.is_app_caller())', relation);
    execute format('create policy no_app_caller_update on rowhouse.%I as restrictive for update to rowhouse_request using (not app.is_app_caller())', relation);
  end loop;
  execute 'create policy no_app_caller_delete on rowhouse.project_tables as restrictive for delete to rowhouse_request using (not app.is_app_caller())';
end
$$;
