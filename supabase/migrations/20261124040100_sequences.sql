-- Sequences of a database's own (CREATE SEQUENCE): metadata among the objects, and here where each has got to. No object of
-- Postgres's own: numbers of one tenant say nothing of another's. What counts goes back with a transaction that fails.
alter table rowhouse.project_objects drop constraint project_objects_kind_check;
alter table rowhouse.project_objects add constraint project_objects_kind_check
  check (kind in ('view', 'function', 'enum', 'sequence', 'domain'));

create table rowhouse.sequence_values (
  project_id  uuid    not null,
  sequence_id uuid    not null,
  last_value  bigint  not null,
  is_called   boolean not null,
  increment   bigint  not null,
  min_value   bigint  not null,
  max_value   bigint  not null,
  cycles      boolean not null,
  primary key (project_id, sequence_id),
  foreign key (project_id, sequence_id) references rowhouse.project_objects (project_id, id) on delete cascade
);

alter table rowhouse.sequence_values enable row level security;
create policy tenant_select on rowhouse.sequence_values for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.sequence_values for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.sequence_values for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.sequence_values for delete to rowhouse_request using (project_id = app.writable_project_id());
create policy no_app_caller on rowhouse.sequence_values as restrictive to rowhouse_request using (not app.is_app_caller()) with check (not app.is_app_caller());
grant select, insert on rowhouse.sequence_values to rowhouse_request;
grant update (last_value, is_called, increment, min_value, max_value, cycles) on rowhouse.sequence_values to rowhouse_request;

-- What `currval` and `lastval` go by: the numbers that this transaction has been given, by `last` and by sequence.
create function app.note_number(sequence text, given bigint) returns void
language sql volatile
as $$
  select pg_catalog.set_config('app.numbers', (
    coalesce(nullif(pg_catalog.current_setting('app.numbers', true), ''), '{}')::jsonb
    || pg_catalog.jsonb_build_object(sequence, given))::text, true)
$$;
revoke execute on function app.note_number(text, bigint) from public;

-- As its owner, since it reads settings that typed SQL cannot: it reaches the caller's project alone. A sequence is a row of
-- `sequence_values`, or a table whose identity column counts in `project_sequences`.
create function app.nextval(sequence uuid, name text) returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
  project uuid := app.writable_project_id();
  own rowhouse.sequence_values;
  given bigint;
begin
  if project is null then
    raise exception 'permission denied for sequence %', name using errcode = '42501';
  end if;
  select * into own from rowhouse.sequence_values s where s.project_id = project and s.sequence_id = sequence for no key update;
  if not found then
    insert into rowhouse.project_sequences as c (project_id, table_id, last_value) values (project, sequence, 1)
    on conflict (project_id, table_id) do update set last_value = c.last_value + 1
    returning last_value into given;
  else
    given := own.last_value;
    if own.is_called then
      if own.increment > 0 and own.last_value::numeric + own.increment > own.max_value then
        if not own.cycles then
          raise exception 'nextval: reached maximum value of sequence "%" (%)', name, own.max_value using errcode = '2200H';
        end if;
        given := own.min_value;
      elsif own.increment < 0 and own.last_value::numeric + own.increment < own.min_value then
        if not own.cycles then
          raise exception 'nextval: reached minimum value of sequence "%" (%)', name, own.min_value using errcode = '2200H';
        end if;
        given := own.max_value;
      else
        given := own.last_value + own.increment;
      end if;
    end if;
    update rowhouse.sequence_values s set last_value = given, is_called = true where s.project_id = project and s.sequence_id = sequence;
    perform app.note_number(sequence::text, given);
  end if;
  perform app.note_number('last', given);
  return given;
end
$$;

create function app.setval(sequence uuid, name text, value bigint, is_called boolean default true) returns bigint
language plpgsql volatile strict security definer set search_path = ''
as $$
declare
  project uuid := app.writable_project_id();
  own rowhouse.sequence_values;
begin
  if project is null then
    raise exception 'permission denied for sequence %', name using errcode = '42501';
  end if;
  select * into own from rowhouse.sequence_values s where s.project_id = project and s.sequence_id = sequence for no key update;
  if value < coalesce(own.min_value, 1) or value > coalesce(own.max_value, 9223372036854775807) then
    raise exception 'setval: value % is out of bounds for sequence "%" (%..%)', value, name,
      coalesce(own.min_value, 1), coalesce(own.max_value, 9223372036854775807) using errcode = '22003';
  end if;
  if own.sequence_id is null then
    insert into rowhouse.project_sequences as c (project_id, table_id, last_value)
    values (project, sequence, case when setval.is_called then value else value - 1 end)
    on conflict (project_id, table_id) do update set last_value = excluded.last_value;
  else
    update rowhouse.sequence_values s set last_value = value, is_called = setval.is_called
     where s.project_id = project and s.sequence_id = sequence;
    if setval.is_called then
      perform app.note_number(sequence::text, value);
    end if;
  end if;
  return value;
end
$$;

-- Of an identity column the transaction does not note each number: it is the last one given.
create function app.currval(sequence uuid, name text) returns bigint
language plpgsql volatile strict security definer set search_path = ''
as $$
declare
  given bigint := (nullif(pg_catalog.current_setting('app.numbers', true), '')::jsonb ->> sequence::text)::bigint;
begin
  if given is null and not exists (select from rowhouse.sequence_values s where s.project_id = app.project_id() and s.sequence_id = sequence) then
    select c.last_value into given from rowhouse.project_sequences c where c.project_id = app.project_id() and c.table_id = sequence;
  end if;
  if given is null then
    raise exception 'currval of sequence "%" is not yet defined in this session', name using errcode = '55000';
  end if;
  return given;
end
$$;

create function app.lastval() returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
  given bigint := (nullif(pg_catalog.current_setting('app.numbers', true), '')::jsonb ->> 'last')::bigint;
begin
  if given is null then
    raise exception 'lastval is not yet defined in this session' using errcode = '55000';
  end if;
  return given;
end
$$;

revoke execute on function app.nextval(uuid, text), app.setval(uuid, text, bigint, boolean), app.currval(uuid, text), app.lastval() from public;
grant execute on function app.nextval(uuid, text), app.setval(uuid, text, bigint, boolean), app.currval(uuid, text), app.lastval()
  to rowhouse_request, rowhouse_sql;
