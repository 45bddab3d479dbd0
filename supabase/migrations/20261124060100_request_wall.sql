-- What the login of requests asked catalogs and settings for, as functions that tell it just that: a superuser can then take
-- catalogs and settings from it, as they are taken from the login of typed SQL.

-- Whether a process of the server still works for one of the product's logins.
create function app.is_running(process integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  return exists (
    select from pg_stat_activity where pid = process and usename in ('rowhouse_request', 'rowhouse_sql'));
end
$$;

create function app.server_version() returns text
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  return current_setting('server_version');
end
$$;

-- One plan for any value of a reference, until the transaction ends.
create function app.plan_references_once() returns text
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  return set_config('plan_cache_mode', 'force_generic_plan', true);
end
$$;

grant execute on function app.is_running(integer), app.server_version(), app.plan_references_once() to rowhouse_request;
