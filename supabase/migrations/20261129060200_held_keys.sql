-- A key that is no storage id is kept by locks of the row that has it: who comes to refer to it holds the row FOR KEY SHARE, who
-- changes it FOR UPDATE. What happened before one had the lock need not be in the statement's snapshot: these look anew.

-- Waits for those that are just coming to refer to a row, and keeps others from it while its key is changed. Always true.
create function app.hold_row(project uuid, of_table uuid, target uuid) returns boolean
language plpgsql volatile
as $$
begin
  perform from rowhouse.project_data as p
    where p.project_id = hold_row.project and p.table_id = of_table and p.id = target for update;
  return true;
end
$$;

-- The rows of a table that refer to one by a slot (`r1` to `r6`), as they are by now.
create function app.referring_rows(project uuid, child uuid, slot text, target uuid) returns table (id uuid, version xid)
language plpgsql volatile
as $$
begin
  if slot = 'r1' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r1 = target;
  elsif slot = 'r2' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r2 = target;
  elsif slot = 'r3' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r3 = target;
  elsif slot = 'r4' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r4 = target;
  elsif slot = 'r5' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r5 = target;
  elsif slot = 'r6' then
    return query select c.id, c.xmin from rowhouse.project_data as c
      where c.project_id = referring_rows.project and c.table_id = child and c.r6 = target;
  end if;
end
$$;

-- The row of a table that has a key in a slot (`u1` to `u4`) by now, held; null: none has.
create function app.held_key(project uuid, of_table uuid, slot text, value text) returns uuid
language plpgsql volatile
as $$
declare
  found uuid;
begin
  if slot = 'u1' then
    select p.id into found from rowhouse.project_data as p
      where p.project_id = held_key.project and p.table_id = of_table and p.u1 >= value and p.u1 <= value
      order by p.u1 limit 1 for key share;
  elsif slot = 'u2' then
    select p.id into found from rowhouse.project_data as p
      where p.project_id = held_key.project and p.table_id = of_table and p.u2 >= value and p.u2 <= value
      order by p.u2 limit 1 for key share;
  elsif slot = 'u3' then
    select p.id into found from rowhouse.project_data as p
      where p.project_id = held_key.project and p.table_id = of_table and p.u3 >= value and p.u3 <= value
      order by p.u3 limit 1 for key share;
  elsif slot = 'u4' then
    select p.id into found from rowhouse.project_data as p
      where p.project_id = held_key.project and p.table_id = of_table and p.u4 >= value and p.u4 <= value
      order by p.u4 limit 1 for key share;
  end if;
  return found;
end
$$;

-- Whether a row that is visible was stored by a transaction that is over: not by this one.
create function app.is_of_others(version xid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  span constant bigint := 4294967296;
  ahead constant bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  own bigint := ahead - ahead % span + version::text::bigint;
begin
  -- The number of a transaction without its upper half: the nearest to the newest is meant.
  if own > ahead + span / 2 then
    own := own - span;
  elsif own < ahead - span / 2 then
    own := own + span;
  end if;
  return pg_xact_status(own::text::xid8) is distinct from 'in progress';
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['hold_row(uuid, uuid, uuid)', 'referring_rows(uuid, uuid, text, uuid)', 'held_key(uuid, uuid, text, text)', 'is_of_others(xid)'] loop
    execute format('revoke execute on function app.%s from public', name);
    execute format('grant execute on function app.%s to rowhouse_request, rowhouse_sql', name);
  end loop;
end
$$;
