-- A dropped table keeps its rows, unseen, until it is purged; its name is free at once.

alter table rowhouse.project_tables add column dropped_at timestamptz;
drop index rowhouse.project_tables_name_key;
create unique index project_tables_name_key
  on rowhouse.project_tables (project_id, database_id, table_name) where dropped_at is null;
create index project_tables_trash_idx
  on rowhouse.project_tables (project_id, database_id, dropped_at) where dropped_at is not null;
grant update (dropped_at) on rowhouse.project_tables to rowhouse_request;
