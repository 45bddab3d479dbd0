-- Rows are keyed by project, table and id; every indexed column has a slot of its own type; a reference names its
-- target's table, so that the foreign key itself proves that the row exists in the right one.

alter table rowhouse.project_data
  add column n1 integer, add column n2 integer, add column n3 integer,
  add column m1 numeric, add column m2 numeric,
  add column a1 date, add column a2 date,
  add column k1 bytea, add column k2 bytea,
  add column s1 text,
  add column rt1 uuid, add column rt2 uuid, add column rt3 uuid, add column rt4 uuid, add column rt5 uuid, add column rt6 uuid;

do $$
begin
  -- The same collation as the other text slots: the case of letters beyond ASCII is known to it.
  if exists (select from pg_collation where collname = 'pg_c_utf8') then
    alter table rowhouse.project_data alter column s1 type text collate pg_catalog.pg_c_utf8;
  end if;
end
$$;

-- The accounts of end users point at rows of the auth table by its id, too.
alter table rowhouse.project_credentials add column users_table_id uuid;
alter table rowhouse.project_sessions    add column users_table_id uuid;

do $$
declare
  number integer;
  child  text;
begin
  for number in 1..6 loop
    execute format(
      'update rowhouse.project_data as d set rt%1$s = p.table_id from rowhouse.project_data as p
        where d.r%1$s is not null and p.project_id = d.project_id and p.id = d.r%1$s', number);
    execute format('alter table rowhouse.project_data drop constraint project_data_r%s_fkey', number);
  end loop;
  foreach child in array array['project_credentials', 'project_sessions'] loop
    execute format(
      'update rowhouse.%1$I as c set users_table_id = d.table_id from rowhouse.project_data as d
        where d.project_id = c.project_id and d.id = c.user_id', child);
    execute format('alter table rowhouse.%1$I drop constraint %2$I', child, child || '_project_id_user_id_fkey');
    execute format('alter table rowhouse.%1$I alter column users_table_id set not null', child);
    execute format('grant insert (users_table_id) on rowhouse.%1$I to rowhouse_request', child);
  end loop;
end
$$;

-- One index for the key and for whatever needs only indexed columns.
drop index rowhouse.project_data_covering_idx;
alter table rowhouse.project_data drop constraint project_data_pkey;
alter table rowhouse.project_data add constraint project_data_pkey primary key (project_id, table_id, id)
  include (created_at, t1, t2, t3, t4, i1, i2, i3, n1, n2, n3, f1, f2, m1, m2, d1, d2, d3, a1, a2, r1, r2, r3, r4, r5, r6);

-- The table's own row is not locked by every insert: a schema change waits for writers by its advisory lock, and
-- deletes the rows of what it drops.
alter table rowhouse.project_data drop constraint project_data_project_id_table_id_fkey;

do $$
declare
  number integer;
  slot   text;
begin
  for number in 1..6 loop
    execute format(
      'alter table rowhouse.project_data add constraint project_data_r%1$s_fkey
         foreign key (project_id, rt%1$s, r%1$s) references rowhouse.project_data (project_id, table_id, id)', number);
  end loop;
  foreach slot in array array['n1', 'n2', 'n3', 'm1', 'm2', 'a1', 'a2', 'k1', 'k2'] loop
    execute format('create index project_data_%1$s_idx on rowhouse.project_data (project_id, table_id, %1$s) where %1$s is not null', slot);
  end loop;
end
$$;

alter table rowhouse.project_credentials
  add foreign key (project_id, users_table_id, user_id) references rowhouse.project_data (project_id, table_id, id) on delete cascade;
alter table rowhouse.project_sessions
  add foreign key (project_id, users_table_id, user_id) references rowhouse.project_data (project_id, table_id, id) on delete cascade;

-- `id` too: a key may be changed while nothing refers to it, which the foreign keys see to.
grant update (id, n1, n2, n3, m1, m2, a1, a2, k1, k2, s1, rt1, rt2, rt3, rt4, rt5, rt6)
  on rowhouse.project_data to rowhouse_request;

-- The claims of the transaction, verified, in one function without a second call: it runs for every row that is written.
-- The token is `<hex HMAC-SHA256 of the rest><kind><role><exp, 10 digits><project_id or 36 spaces><JSON of all claims>`.
create or replace function app.claims() returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
declare
  token text := current_setting('app.claims', true);
  inner_key bytea;
  outer_key bytea;
begin
  if token is null or token = '' then
    return null;
  end if;
  select inner_pad, outer_pad into inner_key, outer_key from app.signing_key;
  if left(token, 64) is distinct from
     encode(sha256(outer_key || sha256(inner_key || convert_to(substr(token, 65), 'UTF8'))), 'hex')
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  if substr(token, 67, 10)::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  return substr(token, 113)::jsonb;
end
$$;

create or replace function app.project_id() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
declare
  token text := current_setting('app.claims', true);
  inner_key bytea;
  outer_key bytea;
begin
  if token is null or token = '' then
    return null;
  end if;
  select inner_pad, outer_pad into inner_key, outer_key from app.signing_key;
  if left(token, 64) is distinct from
     encode(sha256(outer_key || sha256(inner_key || convert_to(substr(token, 65), 'UTF8'))), 'hex')
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  if substr(token, 67, 10)::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  return case when substr(token, 65, 1) = 'p' then substr(token, 77, 36)::uuid end;
end
$$;

-- Roles: v(iewer), e(ditor), a(dmin), o(wner).
create or replace function app.writable_project_id() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
declare
  token text := current_setting('app.claims', true);
  inner_key bytea;
  outer_key bytea;
begin
  if token is null or token = '' then
    return null;
  end if;
  select inner_pad, outer_pad into inner_key, outer_key from app.signing_key;
  if left(token, 64) is distinct from
     encode(sha256(outer_key || sha256(inner_key || convert_to(substr(token, 65), 'UTF8'))), 'hex')
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  if substr(token, 67, 10)::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  return case when substr(token, 65, 2) in ('pe', 'pa', 'po') then substr(token, 77, 36)::uuid end;
end
$$;

-- Projects do not change hands between rows: who may change the row at all (USING) may change it so.
alter policy tenant_update on rowhouse.project_data
  using (project_id = app.writable_project_id()) with check (true);

-- What a writing statement raises, in the words and with the fields of Postgres.
create function app.failing_row(row_values text[]) returns text
language sql immutable parallel safe
as $$
  select format('Failing row contains (%s).', string_agg(
    case when v is null then 'null' when length(v) > 64 then left(v, 61) || '...' else v end, ', ' order by n))
    from unnest(row_values) with ordinality as r (v, n)
$$;

-- A row that breaks its table's definition. `guards` is a JSON array with what each of them raises, `failed` the place of
-- the first that does not hold: {"code", "message", "constraint"?, "column"?, "hint"?}.
create function app.refuse_row(relation text, guards jsonb, failed integer, row_values text[]) returns jsonb
language plpgsql volatile parallel safe
as $$
declare
  guard jsonb := guards -> failed;
begin
  raise exception '%', guard ->> 'message'
    using errcode = guard ->> 'code', table = relation, schema = 'public',
          constraint = coalesce(guard ->> 'constraint', ''), column = coalesce(guard ->> 'column', ''),
          hint = coalesce(guard ->> 'hint', ''),
          detail = case when guard ->> 'code' like '23%' then app.failing_row(row_values) else '' end;
end
$$;

create function app.slot_too_long(relation text, attribute text) returns text
language plpgsql volatile parallel safe
as $$
begin
  raise exception 'value too long for indexed column "%" of relation "%"', attribute, relation
    using errcode = 'program_limit_exceeded', column = attribute, table = relation, schema = 'public',
          hint = 'An indexed text holds at most 500 bytes, a number 500 digits. Remove the index from the column, or shorten the value.';
end
$$;

create function app.key_too_long(relation text, constraint_name text) returns text
language plpgsql volatile parallel safe
as $$
begin
  raise exception 'value too long for unique constraint "%"', constraint_name
    using errcode = 'program_limit_exceeded', constraint = constraint_name, table = relation, schema = 'public',
          hint = 'A unique value holds at most 2000 bytes.';
end
$$;

-- A row that others still refer to. `is_restrict`: by ON DELETE RESTRICT, which Postgres 18 tells apart by its SQLSTATE.
create function app.violates_reference(
  parent text, child text, constraint_name text, child_attributes text, attributes text, key_values text, is_restrict boolean
) returns boolean
language plpgsql volatile parallel safe
as $$
begin
  if is_restrict then
    raise exception 'update or delete on table "%" violates RESTRICT setting of foreign key constraint "%" on table "%"', parent, constraint_name, child
      using errcode = 'restrict_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
            detail = format('Key (%s)=(%s) is referenced from table "%s".', attributes, key_values, child);
  end if;
  raise exception 'update or delete on table "%" violates foreign key constraint "%" on table "%"', parent, constraint_name, child
    using errcode = 'foreign_key_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
          detail = format('Key (%s)=(%s) is still referenced from table "%s".', attributes, key_values, child);
end
$$;

grant execute on function
  app.failing_row(text[]), app.refuse_row(text, jsonb, integer, text[]), app.slot_too_long(text, text), app.key_too_long(text, text),
  app.violates_reference(text, text, text, text, text, text, boolean)
  to rowhouse_request;
