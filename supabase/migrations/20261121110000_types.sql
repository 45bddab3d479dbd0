-- What columns of Postgres's further types need: lists out of JSON, and keys of what has no canonical text.

-- A client's list as Postgres's text of an array: a JSON array of any depth, or such a text itself.
create function app.array_text(value jsonb) returns text
language plpgsql immutable parallel safe
as $$
begin
  case jsonb_typeof(value)
    when 'array' then
      return (
        select '{' || coalesce(string_agg(
          case jsonb_typeof(item)
            when 'array' then app.array_text(item)
            when 'null' then 'NULL'
            else '"' || replace(replace(item #>> '{}', '\', '\\'), '"', '\"') || '"'
          end, ',' order by place), '') || '}'
        from jsonb_array_elements(value) with ordinality as items (item, place));
    when 'null' then
      return null;
    else
      return value #>> '{}';
  end case;
end
$$;

-- Intervals are equal when their microseconds are, a month having 30 days and a day 24 hours: '1 day' = '24:00:00'.
create function app.interval_key(value interval) returns text
language sql immutable parallel safe
as $$
  select case when isfinite(value)
    then (((extract(year from value) * 12 + extract(month from value)) * 30 + extract(day from value)) * 86400000000
      + extract(hour from value) * 3600000000 + extract(minute from value) * 60000000
      + extract(microseconds from value))::numeric(40, 0)::text
    else value::text end
$$;

grant execute on function app.array_text(jsonb), app.interval_key(interval) to rowhouse_request, rowhouse_sql;
