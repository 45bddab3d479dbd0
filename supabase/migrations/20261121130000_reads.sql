-- What the planner knows of a table that holds all tenants, and the functions and indexes that reads need.

-- That a table belongs to one project; its rows follow from the frequency of its id. A list of the most common pairs, which
-- this replaces, would say that every table outside the list has a handful of rows.
drop statistics rowhouse.project_data_tenant;
create statistics rowhouse.project_data_tenant (dependencies) on project_id, table_id from rowhouse.project_data;

-- Joins are within one project: by the number of distinct ids of all tenants, no row would find its parent. A thousand is
-- what a table of middling size has; a reference without statistics is taken to have 200 values.
alter table rowhouse.project_data alter column id set (n_distinct = 1000);
-- Values under a key of `data` are grouped by far oftener than they are unique: in a hash table, not by sorting documents.
alter table rowhouse.project_data alter column data set (n_distinct = 200);
do $$
declare
  number integer;
begin
  for number in 1..6 loop
    execute format(
      'alter table rowhouse.project_data alter column r%1$s set statistics 0, alter column rt%1$s set statistics 0', number);
  end loop;
end
$$;
do $$
begin
  -- Statistics of before stay until they are removed, which managed Postgres does not let us do: they only mislead.
  delete from pg_statistic
   where starelid = 'rowhouse.project_data'::regclass
     and staattnum in (select attnum from pg_attribute where attrelid = 'rowhouse.project_data'::regclass and attname ~ '^rt?\d$');
exception when insufficient_privilege then null;
end
$$;

-- Equality that no index serves, and of which the planner expects that it holds. `slot == slot` says that a slot is not null,
-- which its index asks of a statement; by `is not null` the planner would believe that the table has as many nulls there
-- as all tenants have on average. `slot == value` is for rows that an index brings in another order.
do $$
declare
  type text;
  equals text;
begin
  for type, equals in values
    ('text', 'texteq'), ('bigint', 'int8eq'), ('integer', 'int4eq'), ('double precision', 'float8eq'),
    ('numeric', 'numeric_eq'), ('timestamptz', 'timestamptz_eq'), ('date', 'date_eq'), ('bytea', 'byteaeq'), ('uuid', 'uuid_eq')
  loop
    execute format(
      'create operator app.== (leftarg = %1$s, rightarg = %1$s, function = pg_catalog.%2$s, restrict = pg_catalog.neqsel)',
      type, equals);
  end loop;
end
$$;
