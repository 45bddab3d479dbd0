-- Keys of indexes over several columns: bytes that sort as Postgres sorts the values. The parts stand one behind the
-- other, each ending where it cannot be taken for the beginning of another; null is after every value, as in Postgres.

create function app.sort_key(value bytea, is_descending boolean) returns bytea
language plpgsql immutable parallel safe
as $$
declare
  key bytea := coalesce('\x01'::bytea || value, '\x02'::bytea);
begin
  if not is_descending then
    return key;
  end if;
  -- Every bit turned around turns the order around; also that of null.
  for place in 0 .. length(key) - 1 loop
    key := set_byte(key, place, 255 - get_byte(key, place));
  end loop;
  return key;
end
$$;

-- The highest bit turned around, so that negative numbers come before the others.
create function app.signed_bytes(value bytea) returns bytea
language sql immutable parallel safe strict
as $$ select set_byte(value, 0, get_byte(value, 0) # 128) $$;

create function app.sort_bytes(value bigint) returns bytea
language sql immutable parallel safe strict
as $$ select app.signed_bytes(int8send(value)) $$;

create function app.sort_bytes(value text) returns bytea
language sql immutable parallel safe strict
as $$ select convert_to(value, 'UTF8') || '\x00'::bytea $$;

create function app.sort_bytes(value timestamptz) returns bytea
language sql immutable parallel safe strict
as $$ select app.signed_bytes(timestamptz_send(value)) $$;

create function app.sort_bytes(value date) returns bytea
language sql immutable parallel safe strict
as $$ select app.signed_bytes(date_send(value)) $$;

create function app.sort_bytes(value time) returns bytea
language sql immutable parallel safe strict
as $$ select time_send(value) $$;

create function app.sort_bytes(value uuid) returns bytea
language sql immutable parallel safe strict
as $$ select uuid_send(value) $$;

create function app.sort_bytes(value boolean) returns bytea
language sql immutable parallel safe strict
as $$ select case when value then '\x01'::bytea else '\x00'::bytea end $$;

-- Minus zero equals zero, and every NaN is after all numbers.
create function app.sort_bytes(value double precision) returns bytea
language plpgsql immutable parallel safe strict
as $$
declare
  bytes bytea := float8send(case when value = 'NaN' then 'NaN' else value + 0 end);
begin
  if get_byte(bytes, 0) < 128 then
    return set_byte(bytes, 0, get_byte(bytes, 0) + 128);
  end if;
  for place in 0 .. 7 loop
    bytes := set_byte(bytes, place, 255 - get_byte(bytes, place));
  end loop;
  return bytes;
end
$$;

-- A byte for the sign, the power of ten in two bytes, the digits without zeros at either end, and an end before every digit.
create function app.sort_bytes(value numeric) returns bytea
language plpgsql immutable parallel safe strict
as $$
declare
  whole   text := split_part(abs(value)::text, '.', 1);
  digits  text := ltrim(replace(abs(value)::text, '.', ''), '0');
  bytes   bytea;
  power   integer;
begin
  case value
    when 'NaN' then return '\x05';
    when 'Infinity' then return '\x04';
    when '-Infinity' then return '\x00';
    when 0 then return '\x02';
    else null;
  end case;
  power := case when whole = '0'
    then length(digits) - length(split_part(abs(value)::text, '.', 2))
    else length(whole) end;
  -- Powers of ten of a numeric are between -16383 and 131072.
  bytes := substring(int4send(power + 65536) from 2 for 3) || convert_to(rtrim(digits, '0'), 'UTF8') || '\x00'::bytea;
  if value > 0 then
    return '\x03'::bytea || bytes;
  end if;
  for place in 0 .. length(bytes) - 1 loop
    bytes := set_byte(bytes, place, 255 - get_byte(bytes, place));
  end loop;
  return '\x01'::bytea || bytes;
end
$$;

grant execute on function
  app.sort_key(bytea, boolean), app.signed_bytes(bytea), app.sort_bytes(bigint), app.sort_bytes(text),
  app.sort_bytes(timestamptz), app.sort_bytes(date), app.sort_bytes(time), app.sort_bytes(uuid), app.sort_bytes(boolean),
  app.sort_bytes(double precision), app.sort_bytes(numeric)
  to rowhouse_request, rowhouse_sql;

-- The text of the columns of a search index, found by the groups of three letters in it. Both extensions come with
-- Postgres and may be created by a database's owner; without them a search reads the table's rows.
do $$
begin
  create extension if not exists pg_trgm with schema rowhouse;
  create extension if not exists btree_gin with schema rowhouse;
  create index project_data_s1_idx on rowhouse.project_data
    using gin (project_id rowhouse.uuid_ops, table_id rowhouse.uuid_ops, s1 rowhouse.gin_trgm_ops) where s1 is not null;
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise warning 'searches are not indexed: %', sqlerrm;
end
$$;
