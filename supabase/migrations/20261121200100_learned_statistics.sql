-- What the planner believes of a table that has just been filled. Statistics are of all tenants' rows, taken when
-- autovacuum comes by; until then a new table has one row, and two of them are joined by comparing each row with each.

-- Of a project the planner need only know that it is no smaller than its tables: the rarer of two equalities decides what
-- both find together, and a project that ANALYZE has not met would be rarer than anything.
alter table rowhouse.project_data alter column project_id set statistics 1, alter column project_id set (n_distinct = 1);

-- Counts the rows of tables that were written to, and tells the planner. False: not now, since vacuum or ANALYZE is at
-- work. Nothing of it is needed for a right answer, and ANALYZE replaces it with its own.
create function app.learn_rows(tables uuid[]) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  project  uuid := app.project_id();
  counted  uuid[] := '{}';
  counts   real[] := '{}';
  total    real;
  pages    integer;
  target   uuid;
  number   bigint;
begin
  if project is null then
    raise exception 'no project' using errcode = 'insufficient_privilege';
  end if;
  -- On Citus the rows, and what is known of them, are in the shards.
  if exists (select from pg_extension where extname = 'citus') then
    return true;
  end if;
  begin
    -- Waiting for it would end an autovacuum that is at work.
    lock table rowhouse.project_data in share update exclusive mode nowait;
  exception when lock_not_available then
    return false;
  end;
  pages := pg_relation_size('rowhouse.project_data') / current_setting('block_size')::bigint;
  select case when reltuples > 0 and relpages > 0 then reltuples / relpages * pages end into total
    from pg_class where oid = 'rowhouse.project_data'::regclass;
  -- Few rows, of which nothing is known yet; or a Postgres that cannot be told.
  if total is null or current_setting('server_version_num')::integer < 180000 then
    if pages < 20000 then
      execute 'analyze rowhouse.project_data (project_id, table_id)';
    end if;
    return true;
  end if;
  foreach target in array tables loop
    -- More is told by ANALYZE sooner than it matters.
    select count(*) into number from (
      select from rowhouse.project_data where project_id = project and table_id = target limit 1000000
    ) as counted_rows;
    if number > 0 then
      counted := counted || target;
      counts := counts || (number / greatest(total, number))::real;
    end if;
  end loop;
  if counted = '{}' then
    return true;
  end if;
  with known as (
    select value, frequency
      from pg_stats, unnest(most_common_vals::text::uuid[], most_common_freqs) as common (value, frequency)
     where schemaname = 'rowhouse' and tablename = 'project_data' and attname = 'table_id' and value <> all (counted)
  ), learned as (
    select value, frequency from unnest(counted, counts) as l (value, frequency)
  ), room as (
    -- All frequencies together are at most one.
    select least(1, (1 - (select sum(frequency) from learned)) / nullif((select sum(frequency) from known), 0)) as share
  ), both_kinds as (
    select value, frequency from learned
    union all
    select value, (frequency * greatest(share, 0))::real from known, room
  )
  select array_agg(value order by frequency desc), array_agg(frequency order by frequency desc)
    into counted, counts
    from (select * from both_kinds order by frequency desc limit 1000) as most_common;
  execute $restore$
    select pg_restore_attribute_stats(
             'schemaname', 'rowhouse', 'relname', 'project_data', 'attname', 'table_id', 'inherited', false,
             'most_common_vals', $1::text, 'most_common_freqs', $2),
           pg_clear_attribute_stats('rowhouse', 'project_data', 'project_id', false),
           pg_restore_attribute_stats(
             'schemaname', 'rowhouse', 'relname', 'project_data', 'attname', 'project_id', 'inherited', false,
             'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real),
           -- A changed size also makes prepared statements be planned anew.
           pg_restore_relation_stats('schemaname', 'rowhouse', 'relname', 'project_data', 'relpages', $3, 'reltuples', $4)
  $restore$ using counted, counts, pages, total;
  return true;
end
$$;
grant execute on function app.learn_rows(uuid[]) to rowhouse_request;
