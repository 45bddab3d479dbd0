-- Thousands of numbers of one sequence in one transaction: each leaves a version of its row that the next look-up by the key goes
-- through, so that the time grew with the square. The transaction knows where its last version lies (`<sequence>@` among its
-- numbers) and goes there at once; where that is no longer the row, after a savepoint or `setval`, the key finds it as before.
create or replace function app.nextval(sequence uuid, name text) returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
  project uuid := app.writable_project_id();
  noted jsonb := coalesce(nullif(pg_catalog.current_setting('app.numbers', true), ''), '{}')::jsonb;
  place tid := (noted ->> (sequence || '@'))::tid;
  own rowhouse.sequence_values;
  given bigint;
begin
  if project is null then
    raise exception 'permission denied for sequence %', name using errcode = '42501';
  end if;
  if place is not null then
    update rowhouse.sequence_values s set last_value = s.last_value + s.increment
     where s.ctid = place and s.project_id = project and s.sequence_id = sequence and s.is_called
       and s.last_value::numeric + s.increment between s.min_value and s.max_value
    returning s.last_value, s.ctid into given, place;
    if given is not null then
      perform pg_catalog.set_config('app.numbers',
        (noted || pg_catalog.jsonb_build_object(sequence, given, 'last', given, sequence || '@', place::text))::text, true);
      return given;
    end if;
    update rowhouse.project_sequences c set last_value = c.last_value + 1
     where c.ctid = (noted ->> (sequence || '@'))::tid and c.project_id = project and c.table_id = sequence
    returning c.last_value, c.ctid into given, place;
    if given is not null then
      perform pg_catalog.set_config('app.numbers',
        (noted || pg_catalog.jsonb_build_object('last', given, sequence || '@', place::text))::text, true);
      return given;
    end if;
  end if;
  select * into own from rowhouse.sequence_values s where s.project_id = project and s.sequence_id = sequence for no key update;
  if not found then
    insert into rowhouse.project_sequences as c (project_id, table_id, last_value) values (project, sequence, 1)
    on conflict (project_id, table_id) do update set last_value = c.last_value + 1
    returning last_value, c.ctid into given, place;
    perform pg_catalog.set_config('app.numbers',
      (noted || pg_catalog.jsonb_build_object('last', given, sequence || '@', place::text))::text, true);
    return given;
  end if;
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
  update rowhouse.sequence_values s set last_value = given, is_called = true where s.project_id = project and s.sequence_id = sequence
  returning s.ctid into place;
  perform pg_catalog.set_config('app.numbers',
    (noted || pg_catalog.jsonb_build_object(sequence, given, 'last', given, sequence || '@', place::text))::text, true);
  return given;
end
$$;
