-- A list whose items are assigned to a length: an item that is too long is refused with 22001, which a cast would cut. The list
-- itself comes back, for the cast to pad or round its items.
create function app.within_length(items varchar[], typmod integer) returns varchar[]
language sql immutable parallel safe
as $$ select case when (select count(pg_catalog."varchar"(item, typmod, false)) from unnest(items) as item) >= 0 then items end $$;

create function app.within_length(items bpchar[], typmod integer) returns bpchar[]
language sql immutable parallel safe
as $$ select case when (select count(pg_catalog."bpchar"(item, typmod, false)) from unnest(items) as item) >= 0 then items end $$;

create function app.within_length(items pg_catalog."bit"[], typmod integer) returns pg_catalog."bit"[]
language sql immutable parallel safe
as $$ select case when (select count(pg_catalog."bit"(item, typmod, false)) from unnest(items) as item) >= 0 then items end $$;

create function app.within_length(items varbit[], typmod integer) returns varbit[]
language sql immutable parallel safe
as $$ select case when (select count(pg_catalog."varbit"(item, typmod, false)) from unnest(items) as item) >= 0 then items end $$;

grant execute on function
  app.within_length(varchar[], integer), app.within_length(bpchar[], integer),
  app.within_length(pg_catalog."bit"[], integer), app.within_length(varbit[], integer)
  to rowhouse_request, rowhouse_sql;
