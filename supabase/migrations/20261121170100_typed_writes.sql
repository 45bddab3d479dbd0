-- Typed INSERT, UPDATE and DELETE run as the login of typed SQL: on rows alone, under the same policies as the other.

alter policy tenant_insert on rowhouse.project_data to rowhouse_request, rowhouse_sql;
alter policy tenant_update on rowhouse.project_data to rowhouse_request, rowhouse_sql;
alter policy tenant_delete on rowhouse.project_data to rowhouse_request, rowhouse_sql;
grant insert, delete on rowhouse.project_data to rowhouse_sql;

alter policy tenant_select on rowhouse.project_sequences to rowhouse_request, rowhouse_sql;
alter policy tenant_insert on rowhouse.project_sequences to rowhouse_request, rowhouse_sql;
alter policy tenant_update on rowhouse.project_sequences to rowhouse_request, rowhouse_sql;
grant select, insert, update (last_value) on rowhouse.project_sequences to rowhouse_sql;

do $$
declare
  target text;
begin
  -- The columns that the other login may change, and no more: project and table of a row stay.
  select string_agg(quote_ident(column_name), ', ') into target
  from information_schema.column_privileges
  where table_schema = 'rowhouse' and table_name = 'project_data' and grantee = 'rowhouse_request' and privilege_type = 'UPDATE';
  execute format('grant update (%s) on rowhouse.project_data to rowhouse_sql', target);
  -- What the engine's statements call: pure, or raising. None of them changes or reads anything.
  for target in
    select p.oid::regprocedure::text from pg_proc p
    where p.pronamespace = 'app'::regnamespace and p.prosecdef = false
      and has_function_privilege('rowhouse_request', p.oid, 'execute')
  loop
    execute format('grant execute on function %s to rowhouse_sql', target);
  end loop;
end
$$;

-- A script with DDL runs on the other login; its queries and writes become this one for as long as they run.
grant rowhouse_sql to rowhouse_request;

-- Assignments that a common type does not join: `COALESCE(NULL::jsonb, x)` takes no json, an assignment does.
create function app.assigned_jsonb(value jsonb) returns jsonb
language sql immutable parallel safe return value;
create function app.assigned_jsonb(value json) returns jsonb
language sql immutable parallel safe return value::jsonb;
create function app.assigned_json(value json) returns json
language sql immutable parallel safe return value;
create function app.assigned_json(value jsonb) returns json
language sql immutable parallel safe return value::json;
create function app.assigned_time(value time) returns time
language sql immutable parallel safe return value;
create function app.assigned_time(value timetz) returns time
language sql immutable parallel safe return value::time;
create function app.assigned_time(value timestamp) returns time
language sql immutable parallel safe return value::time;
create function app.assigned_time(value timestamptz) returns time
language sql stable parallel safe return value::time;
create function app.assigned_time(value interval) returns time
language sql immutable parallel safe return value::time;

create function app.more_than_one_row() returns text
language plpgsql volatile
as $$
begin
  raise exception 'more than one row returned by a subquery used as an expression' using errcode = 'cardinality_violation';
end
$$;

-- One subscript of a document as text.
create function app.jsonb_key(subscript text) returns text
language sql immutable parallel safe return subscript;
create function app.jsonb_key(subscript integer) returns text
language sql immutable parallel safe return subscript::text;

-- `target[path[1]][path[2]] … = value`, by Postgres's own assignment. A NULL becomes an array when the first subscript
-- counts, else an object.
create function app.jsonb_assigned(target jsonb, is_position boolean, path text[], value jsonb) returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  if target is null then
    target := case when is_position then '[]'::jsonb else '{}'::jsonb end;
  end if;
  value := coalesce(value, 'null');
  if array_position(path, null) is not null then
    raise exception 'jsonb subscript in assignment must not be null' using errcode = 'null_value_not_allowed';
  end if;
  case cardinality(path)
    when 1 then target[path[1]] := value;
    when 2 then target[path[1]][path[2]] := value;
    when 3 then target[path[1]][path[2]][path[3]] := value;
    when 4 then target[path[1]][path[2]][path[3]][path[4]] := value;
    when 5 then target[path[1]][path[2]][path[3]][path[4]][path[5]] := value;
    when 6 then target[path[1]][path[2]][path[3]][path[4]][path[5]][path[6]] := value;
    else raise exception 'number of jsonb subscripts exceeds the maximum allowed (6)' using errcode = 'program_limit_exceeded';
  end case;
  return target;
end
$$;

create function app.array_assigned(target anycompatiblearray, place integer, value anycompatible) returns anycompatiblearray
language plpgsql immutable parallel safe
as $$
begin
  target[place] := value;
  return target;
end
$$;

create function app.array_assigned_slice(target anyarray, lower_place integer, upper_place integer, value anyarray) returns anyarray
language plpgsql immutable parallel safe
as $$
begin
  if value is null then
    return target;
  end if;
  target[coalesce(lower_place, array_lower(target, 1), 1):coalesce(upper_place, array_upper(target, 1), cardinality(value))] := value;
  return target;
end
$$;

grant execute on function
  app.assigned_jsonb(jsonb), app.assigned_jsonb(json), app.assigned_json(json), app.assigned_json(jsonb),
  app.assigned_time(time), app.assigned_time(timetz), app.assigned_time(timestamp), app.assigned_time(timestamptz), app.assigned_time(interval),
  app.more_than_one_row(), app.jsonb_key(text), app.jsonb_key(integer), app.jsonb_assigned(jsonb, boolean, text[], jsonb),
  app.array_assigned(anycompatiblearray, integer, anycompatible), app.array_assigned_slice(anyarray, integer, integer, anyarray)
  to rowhouse_request, rowhouse_sql;
