-- Who is asking: a context that the server signs and the database verifies, so that no SQL can become another tenant.

do $$
begin
  -- Created without login; the installer gives them passwords that derive from ROWHOUSE_SECRET.
  begin
    create role rowhouse_request nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    create role rowhouse_sql nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to rowhouse_request, rowhouse_sql', current_database());
end
$$;

create schema rowhouse;
create schema app;
revoke all on schema public from public;
grant usage on schema app to rowhouse_request, rowhouse_sql;
grant usage on schema rowhouse to rowhouse_request, rowhouse_sql;

-- Functions are closed until granted, also those of later migrations.
alter default privileges in schema app revoke execute on functions from public;
alter default privileges revoke execute on functions from public;

-- Node-local on purpose: on Citus every node gets its own copy from the installer.
create table app.signing_key (
  id        smallint primary key default 1 check (id = 1),
  inner_pad bytea    not null check (length(inner_pad) = 64),
  outer_pad bytea    not null check (length(outer_pad) = 64)
);
alter table app.signing_key enable row level security;
revoke all on app.signing_key from public;

comment on table app.signing_key is
  'The HMAC-SHA256 key of the signed context, as its two padded halves (RFC 2104). Readable by its owner alone.';

-- The claims of the transaction, verified. No context: null. A forged, damaged or expired one: an error.
create function app.claims() returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
declare
  token   text := current_setting('app.claims', true);
  payload bytea;
  claims  jsonb;
  key     record;
begin
  if token is null or token = '' then
    return null;
  end if;
  select inner_pad, outer_pad into key from app.signing_key;
  payload := convert_to(substr(token, 66), 'UTF8');
  if not found
     or left(token, 65) is distinct from encode(sha256(key.outer_pad || sha256(key.inner_pad || payload)), 'hex') || '.'
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  claims := substr(token, 66)::jsonb;
  if (claims ->> 'exp')::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  return claims;
end
$$;

create function app.is_system() returns boolean
language sql stable parallel safe
as $$ select coalesce(app.claims() ->> 'kind' = 'system', false) $$;

create function app.user_id() returns uuid
language sql stable parallel safe
as $$ select (app.claims() ->> 'user_id')::uuid $$;

-- `auth.uid()` of the project's own users: null for everybody else.
create function app.end_user_id() returns uuid
language sql stable parallel safe
as $$ select (app.claims() ->> 'end_user_id')::uuid $$;

-- The project that the transaction may read.
create function app.project_id() returns uuid
language plpgsql stable parallel safe set search_path = pg_catalog
as $$
declare
  claims jsonb := app.claims();
begin
  return case when claims ->> 'kind' = 'project' then (claims ->> 'project_id')::uuid end;
end
$$;

-- The project that the transaction may change: null for a viewer, so that the role binds below the operations too.
create function app.writable_project_id() returns uuid
language plpgsql stable parallel safe set search_path = pg_catalog
as $$
declare
  claims jsonb := app.claims();
begin
  return case
    when claims ->> 'kind' = 'project' and claims ->> 'role' in ('editor', 'admin', 'owner')
    then (claims ->> 'project_id')::uuid
  end;
end
$$;

grant execute on function app.claims(), app.is_system(), app.user_id(), app.end_user_id(), app.project_id(), app.writable_project_id()
  to rowhouse_request, rowhouse_sql;

-- The newest migration that was applied, for readiness checks of servers that cannot read the ledger.
create function app.migration_version() returns text
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  return (select max(version) from supabase_migrations.schema_migrations);
end
$$;
grant execute on function app.migration_version() to rowhouse_request;
