-- Saved views of a table: what of it is shown, and how. Shared ones have no owner; a personal one is seen by nobody else.

create table rowhouse.table_views (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  id          uuid        not null,
  database_id uuid        not null,
  table_id    uuid        not null,
  owner_id    uuid,
  name        text        not null check (length(name) between 1 and 80),
  -- Columns by the keys under which rows keep their values: a view survives renames.
  definition  jsonb       not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  primary key (project_id, id),
  foreign key (project_id, table_id) references rowhouse.project_tables (project_id, id) on delete cascade
);
create index table_views_table_idx on rowhouse.table_views (project_id, table_id, created_at);

alter table rowhouse.table_views enable row level security;
create policy tenant_select on rowhouse.table_views for select to rowhouse_request
  using (project_id = app.project_id() and (owner_id is null or owner_id = app.user_id()));
-- A viewer may keep views of their own; what everybody sees takes an editor.
create policy shared_insert on rowhouse.table_views for insert to rowhouse_request
  with check (project_id = app.writable_project_id() and owner_id is null);
create policy personal_insert on rowhouse.table_views for insert to rowhouse_request
  with check (project_id = app.project_id() and owner_id = app.user_id());
create policy shared_update on rowhouse.table_views for update to rowhouse_request
  using (project_id = app.writable_project_id() and owner_id is null);
create policy personal_update on rowhouse.table_views for update to rowhouse_request
  using (project_id = app.project_id() and owner_id = app.user_id());
create policy shared_delete on rowhouse.table_views for delete to rowhouse_request
  using (project_id = app.writable_project_id() and owner_id is null);
create policy personal_delete on rowhouse.table_views for delete to rowhouse_request
  using (project_id = app.project_id() and owner_id = app.user_id());
grant select, insert, delete on rowhouse.table_views to rowhouse_request;
grant update (name, definition, owner_id, updated_at) on rowhouse.table_views to rowhouse_request;
