-- What TABLESAMPLE is given, held as Postgres holds it.
create function app.sample_percent(percent real) returns double precision
language plpgsql immutable parallel safe
as $$
begin
  if percent is null then
    raise exception 'TABLESAMPLE parameter cannot be null' using errcode = '2202H';
  end if;
  if not (percent >= 0 and percent <= 100) then
    raise exception 'sample percentage must be between 0 and 100' using errcode = '2202H';
  end if;
  return percent;
end
$$;

create function app.sample_seed(seed double precision) returns text
language plpgsql immutable parallel safe
as $$
begin
  if seed is null then
    raise exception 'TABLESAMPLE REPEATABLE parameter cannot be null' using errcode = '2202G';
  end if;
  return seed::text;
end
$$;

grant execute on function app.sample_percent(real), app.sample_seed(double precision) to rowhouse_request, rowhouse_sql;
