-- What a delete took with it, for as long as it can be undone: the rows as they were stored, and what other rows pointed
-- at before the delete emptied their references.

create table rowhouse.deleted_rows (
  project_id     uuid        not null references rowhouse.projects on delete cascade,
  undo_id        uuid        not null,
  table_id       uuid        not null,
  id             uuid        not null,
  -- The definitions at the time: rows go back only into the tables that they came from.
  schema_version bigint      not null,
  -- A row that went, with its slots. Null: a row that stayed and let go.
  stored         jsonb,
  -- A row that stayed: the values of its reference's columns, by name.
  released       jsonb,
  deleted_at     timestamptz not null default now(),
  primary key (project_id, undo_id, table_id, id),
  check ((stored is null) <> (released is null))
);
create index deleted_rows_deleted_at_idx on rowhouse.deleted_rows (project_id, deleted_at);

alter table rowhouse.deleted_rows enable row level security;
create policy tenant_select on rowhouse.deleted_rows for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.deleted_rows for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.deleted_rows for delete to rowhouse_request using (project_id = app.writable_project_id());
grant select, insert, delete on rowhouse.deleted_rows to rowhouse_request;
