-- Every tenant's rows. `data` holds the record; the slots are derived, indexed copies of some of its values, written by
-- the same statement. `data` and `updated_at` are in no index, so that most updates stay heap-only.

create table rowhouse.project_data (
  project_id uuid        not null,
  table_id   uuid        not null,
  id         uuid        not null,
  data       jsonb       not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  owner_id   uuid,
  -- Indexed columns: text, whole numbers, floating point, points in time.
  t1 text collate "C", t2 text collate "C", t3 text collate "C", t4 text collate "C",
  i1 bigint, i2 bigint, i3 bigint,
  f1 double precision, f2 double precision,
  d1 timestamptz, d2 timestamptz, d3 timestamptz,
  -- Unique keys: a text column itself, or the canonical text of another key.
  u1 text collate "C", u2 text collate "C", u3 text collate "C", u4 text collate "C",
  -- References: the storage id of the row pointed to.
  r1 uuid, r2 uuid, r3 uuid, r4 uuid, r5 uuid, r6 uuid,
  primary key (project_id, id),
  foreign key (project_id, table_id) references rowhouse.project_tables (project_id, id) on delete cascade,
  -- NO ACTION: the engine's statement cascades and nulls by itself, since it has to change `data` too; half the
  -- foreign keys and indexes of a slot kind per action.
  constraint project_data_r1_fkey foreign key (project_id, r1) references rowhouse.project_data (project_id, id),
  constraint project_data_r2_fkey foreign key (project_id, r2) references rowhouse.project_data (project_id, id),
  constraint project_data_r3_fkey foreign key (project_id, r3) references rowhouse.project_data (project_id, id),
  constraint project_data_r4_fkey foreign key (project_id, r4) references rowhouse.project_data (project_id, id),
  constraint project_data_r5_fkey foreign key (project_id, r5) references rowhouse.project_data (project_id, id),
  constraint project_data_r6_fkey foreign key (project_id, r6) references rowhouse.project_data (project_id, id)
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02
);

-- Bytes decide order and equality in both collations; this one (Postgres 17 and later) also knows the case of letters
-- beyond ASCII, so that an indexed text and any other are searched alike.
do $$
declare
  slot text;
begin
  if exists (select from pg_collation where collname = 'pg_c_utf8') then
    foreach slot in array array['t1', 't2', 't3', 't4', 'u1', 'u2', 'u3', 'u4'] loop
      execute format('alter table rowhouse.project_data alter column %I type text collate pg_catalog.pg_c_utf8', slot);
    end loop;
  end if;
end
$$;

-- Whatever needs only indexed columns is answered from this index alone.
create index project_data_covering_idx on rowhouse.project_data (project_id, table_id, id)
  include (created_at, t1, t2, t3, t4, i1, i2, i3, f1, f2, d1, d2, d3, r1, r2, r3, r4, r5, r6);

do $$
declare
  slot text;
begin
  foreach slot in array array['t1', 't2', 't3', 't4', 'i1', 'i2', 'i3', 'f1', 'f2', 'd1', 'd2', 'd3'] loop
    execute format('create index project_data_%1$s_idx on rowhouse.project_data (project_id, table_id, %1$s) where %1$s is not null', slot);
  end loop;
  foreach slot in array array['u1', 'u2', 'u3', 'u4'] loop
    execute format('create unique index project_data_%1$s_key on rowhouse.project_data (project_id, table_id, %1$s) where %1$s is not null', slot);
  end loop;
  foreach slot in array array['r1', 'r2', 'r3', 'r4', 'r5', 'r6'] loop
    -- table_id last: the foreign key's own look-ups need the prefix, join-aggregates stay index-only.
    execute format('create index project_data_%1$s_idx on rowhouse.project_data (project_id, %1$s, table_id) where %1$s is not null', slot);
  end loop;
end
$$;

-- Credentials and sessions of an end user go with the user's row.
alter table rowhouse.project_credentials
  add foreign key (project_id, user_id) references rowhouse.project_data (project_id, id) on delete cascade;
alter table rowhouse.project_sessions
  add foreign key (project_id, user_id) references rowhouse.project_data (project_id, id) on delete cascade;

-- Without these the planner takes project and table for independent, and believes that a table has 500 rows.
create statistics rowhouse.project_data_tenant (mcv, ndistinct, dependencies) on project_id, table_id from rowhouse.project_data;
alter table rowhouse.project_data alter column project_id set statistics 1000, alter column table_id set statistics 1000;

alter table rowhouse.project_data enable row level security;
create policy tenant_select on rowhouse.project_data for select
  to rowhouse_request, rowhouse_sql using (project_id = app.project_id());
create policy tenant_insert on rowhouse.project_data for insert
  to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.project_data for update
  to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.project_data for delete
  to rowhouse_request using (project_id = app.writable_project_id());

-- project_id, table_id and id never change: not granted, so no trigger has to guard them.
grant select, insert, delete on rowhouse.project_data to rowhouse_request;
grant update (data, created_at, updated_at, owner_id, t1, t2, t3, t4, i1, i2, i3, f1, f2, d1, d2, d3, u1, u2, u3, u4, r1, r2, r3, r4, r5, r6)
  on rowhouse.project_data to rowhouse_request;
grant select on rowhouse.project_data to rowhouse_sql;

-- UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 of their fraction, the rest random. `ordinal` microseconds are added,
-- so that the rows of one statement sort in the order they were given.
create function app.uuid_v7(ordinal bigint default 0) returns uuid
language sql volatile parallel safe
as $$
  select encode(
    int8send((micros / 1000) << 16 | 28672 | (micros % 1000) * 4096 / 1000)
      || substring(uuid_send(gen_random_uuid()) from 9 for 8),
    'hex')::uuid
  from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint + ordinal) as clock (micros)
$$;

-- IMMUTABLE twins of built-ins that Postgres marks STABLE, for functions over columns inside UPDATE.
create function app.text_array(value jsonb) returns text[]
language sql immutable parallel safe
as $$ select case when jsonb_typeof(value) = 'array' then array(select jsonb_array_elements_text(value)) end $$;

create function app.not_null(value jsonb, relation text, attribute text) returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  if value is null or value = 'null' then
    raise exception 'null value in column "%" of relation "%" violates not-null constraint', attribute, relation
      using errcode = 'not_null_violation', column = attribute, table = relation;
  end if;
  return value;
end
$$;

-- What a text slot may hold: the covering index has room for four such values in one entry.
create function app.slot_text(value text, relation text, attribute text) returns text
language plpgsql immutable parallel safe
as $$
begin
  if octet_length(value) > 500 then
    raise exception 'value too long for indexed column "%" of relation "%"', attribute, relation
      using errcode = 'program_limit_exceeded', column = attribute, table = relation,
            hint = 'An indexed text holds at most 500 bytes. Remove the index from the column, or shorten the value.';
  end if;
  return value;
end
$$;

-- The canonical text of a unique key: null when a part is null, each part escaped, so that two keys are equal exactly
-- when all their parts are.
create function app.unique_key(relation text, constraint_name text, variadic parts text[]) returns text
language plpgsql immutable parallel safe
as $$
declare
  result text;
begin
  if array_position(parts, null) is not null then
    return null;
  end if;
  result := case
    when array_length(parts, 1) = 1 then parts[1]
    else (select string_agg(replace(replace(part, '\', '\\'), '|', '\|'), '|' order by place) from unnest(parts) with ordinality as p (part, place))
  end;
  if octet_length(result) > 2000 then
    raise exception 'value too long for unique constraint "%"', constraint_name
      using errcode = 'program_limit_exceeded', constraint = constraint_name, table = relation,
            hint = 'A unique value holds at most 2000 bytes.';
  end if;
  return result;
end
$$;

create function app.violates_foreign_key(relation text, attribute text, constraint_name text, target text, key text, value text) returns uuid
language plpgsql volatile parallel safe
as $$
begin
  raise exception 'insert or update on table "%" violates foreign key constraint "%"', relation, constraint_name
    using errcode = 'foreign_key_violation', constraint = constraint_name, table = relation, column = attribute,
          detail = format('Key (%s)=(%s) is not present in table "%s".', attribute, value, target);
end
$$;

create function app.violates_check(relation text, attribute text, constraint_name text) returns jsonb
language plpgsql volatile parallel safe
as $$
begin
  raise exception 'new row for relation "%" violates check constraint "%"', relation, constraint_name
    using errcode = 'check_violation', constraint = constraint_name, table = relation, column = attribute;
end
$$;

grant execute on function app.text_array(jsonb) to rowhouse_request, rowhouse_sql;
grant execute on function
  app.uuid_v7(bigint), app.not_null(jsonb, text, text), app.slot_text(text, text, text),
  app.unique_key(text, text, text[]), app.violates_foreign_key(text, text, text, text, text, text),
  app.violates_check(text, text, text)
  to rowhouse_request;
