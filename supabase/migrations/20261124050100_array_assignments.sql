-- Assignments between arrays: element by element, as Postgres assigns them, and refused by the parser where none reaches.
create function app.assigned_texts(value anyarray) returns text[]
language sql stable parallel safe as $$ select value::text[] $$;
create function app.assigned_varchars(value anyarray) returns varchar[]
language sql stable parallel safe as $$ select value::varchar[] $$;
create function app.assigned_bpchars(value anyarray) returns bpchar[]
language sql stable parallel safe as $$ select value::bpchar[] $$;
grant execute on function
  app.assigned_texts(anyarray), app.assigned_varchars(anyarray), app.assigned_bpchars(anyarray)
  to rowhouse_request, rowhouse_sql;

do $$
declare
  target text[];
  given text;
begin
  foreach target slice 1 in array array[['smallints', 'smallint'], ['integers', 'integer'], ['bigints', 'bigint'], ['numerics', 'numeric']] loop
    foreach given in array array['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'] loop
      execute format('create function app.assigned_%s(value %s[]) returns %s[] language sql immutable parallel safe return value::%s[]', target[1], given, target[2], target[2]);
      execute format('grant execute on function app.assigned_%s(%s[]) to rowhouse_request, rowhouse_sql', target[1], given);
    end loop;
  end loop;
end
$$;
