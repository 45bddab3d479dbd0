-- Values of an enum are stored as texts. They sort and compare by their place among the labels as these are declared, which
-- stand in the statement: so any number of enums needs no object of its own.

create function app.label_place(label text, labels text[]) returns integer
language sql immutable parallel safe
as $$ select pg_catalog.array_position($2, $1) $$;

create function app.place_of_label(labels text[], label text) returns integer
language sql immutable parallel safe
as $$ select pg_catalog.array_position($1, $2) $$;

create function app.places_of_labels(labels text[], given text[]) returns integer[]
language sql immutable parallel safe
as $$ select array(select pg_catalog.array_position($1, g.label) from pg_catalog.unnest($2) with ordinality as g (label, n) order by g.n) $$;

create operator app.@# (leftarg = text, rightarg = text[], function = app.label_place);
create operator app.@# (leftarg = text[], rightarg = text, function = app.place_of_label);
create operator app.@## (leftarg = text[], rightarg = text[], function = app.places_of_labels);

-- What an aggregate found of places, as the label there: named as the aggregate is, so that the column is called as it was.
create function app.min(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app.max(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app.mode(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app.percentile_disc(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app."greatest"(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app."least"(labels text[], place integer) returns text
language sql immutable parallel safe as $$ select $1[$2] $$;
create function app.array_agg(labels text[], places integer[]) returns text[]
language sql immutable parallel safe
as $$ select case when $2 is not null then array(select $1[p.place] from pg_catalog.unnest($2) with ordinality as p (place, n) order by p.n) end $$;

-- A text that is cast to an enum.
create function app.label(given text, labels text[], type text) returns text
language plpgsql immutable parallel safe
as $$
begin
  if given = any (labels) or given is null then
    return given;
  end if;
  raise exception 'invalid input value for enum %: "%"', case when type ~ '^[a-z_][a-z0-9_$]*$' then type else pg_catalog.quote_ident(type) end, given
    using errcode = '22P02';
end
$$;

create function app.labels(given text[], labels text[], type text) returns text[]
language plpgsql immutable parallel safe
as $$
declare
  one text;
begin
  foreach one in array coalesce(given, '{}') loop
    perform app.label(one, labels, type);
  end loop;
  return given;
end
$$;

revoke execute on function app.label_place(text, text[]), app.place_of_label(text[], text), app.places_of_labels(text[], text[]),
  app.min(text[], integer), app.max(text[], integer), app.mode(text[], integer), app.percentile_disc(text[], integer),
  app."greatest"(text[], integer), app."least"(text[], integer), app.array_agg(text[], integer[]),
  app.label(text, text[], text), app.labels(text[], text[], text) from public;
grant execute on function app.label_place(text, text[]), app.place_of_label(text[], text), app.places_of_labels(text[], text[]),
  app.min(text[], integer), app.max(text[], integer), app.mode(text[], integer), app.percentile_disc(text[], integer),
  app."greatest"(text[], integer), app."least"(text[], integer), app.array_agg(text[], integer[]),
  app.label(text, text[], text), app.labels(text[], text[], text) to rowhouse_request, rowhouse_sql;
