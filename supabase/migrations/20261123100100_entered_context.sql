-- The context verified once, where it is entered, instead of in every statement: what was verified is kept in a setting
-- that only a superuser, or whom one has allowed to, may set. `backtrace_functions` is the one text among those that may
-- hold anything and does nothing, as long as no function of Postgres itself has the name that stands there:
-- `rowhouse_<exp, 10 digits><w(ritable) or r><project_id without hyphens>`. It is no secret.
--
-- Where nobody may set it, nothing is entered: `app.claims` is set, and verified by each statement as before.

-- The project and whether it may be changed, of `app.claims`. Null without a context, or in one of no project.
create function app.verified_project() returns text
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
declare
  token bytea := convert_to(current_setting('app.claims', true), 'UTF8');
  inner_key bytea;
  outer_key bytea;
begin
  if token is null or token = '' then
    return null;
  end if;
  select inner_pad, outer_pad into inner_key, outer_key from app.signing_key;
  if substring(token from 1 for 64) is distinct from
     convert_to(encode(sha256(outer_key || sha256(inner_key || substring(token from 65))), 'hex'), 'UTF8')
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  if convert_from(substring(token from 67 for 10), 'UTF8')::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  -- Kinds: p(roject). Roles: e(ditor), a(dmin), o(wner).
  return case when get_byte(token, 64) = 112 then
    case when get_byte(token, 65) in (101, 97, 111) then 'w' else 'r' end
      || replace(convert_from(substring(token from 77 for 36), 'UTF8'), '-', '')
  end;
end
$$;

-- What holds from here on, until another one is entered (or, `within_transaction`, until its end). Both settings change
-- together: whoever may not keep what was verified fails here, rather than acting in the context before.
create function app.enter_context(token text, within_transaction boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  project text;
begin
  perform set_config('app.claims', token, within_transaction);
  project := app.verified_project();
  perform set_config(
    'backtrace_functions',
    case when project is null then '' else 'rowhouse_' || substr(token, 67, 10) || project end,
    within_transaction);
end
$$;

-- Every name is qualified and no `search_path` set, which would cost as much as the rest. Asked by every statement.
create or replace function app.project_id() returns uuid
language plpgsql stable parallel safe security definer
as $$
declare
  entered pg_catalog.text := pg_catalog.current_setting('backtrace_functions');
begin
  if pg_catalog.starts_with(entered, 'rowhouse_') then
    if pg_catalog.date_part('epoch', pg_catalog.statement_timestamp())
       operator(pg_catalog.>) pg_catalog.substr(entered, 10, 10)::pg_catalog.float8
    then
      raise exception 'expired context' using errcode = 'insufficient_privilege';
    end if;
    return pg_catalog.substr(entered, 21)::pg_catalog.uuid;
  end if;
  return pg_catalog.substr(app.verified_project(), 2)::pg_catalog.uuid;
end
$$;

create or replace function app.writable_project_id() returns uuid
language plpgsql stable parallel safe security definer
as $$
declare
  entered pg_catalog.text := pg_catalog.current_setting('backtrace_functions');
begin
  if pg_catalog.starts_with(entered, 'rowhouse_') then
    if pg_catalog.date_part('epoch', pg_catalog.statement_timestamp())
       operator(pg_catalog.>) pg_catalog.substr(entered, 10, 10)::pg_catalog.float8
    then
      raise exception 'expired context' using errcode = 'insufficient_privilege';
    end if;
    entered := pg_catalog.substr(entered, 20);
  else
    entered := app.verified_project();
  end if;
  if pg_catalog.starts_with(entered, 'w') then
    return pg_catalog.substr(entered, 2)::pg_catalog.uuid;
  end if;
  return null;
end
$$;

grant execute on function app.enter_context(text, boolean) to rowhouse_request, rowhouse_sql;
