-- What typed SQL stores beside tables: views, functions and types, as values of the catalog.

create table rowhouse.project_objects (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  database_id uuid        not null,
  id          uuid        not null,
  kind        text        not null check (kind in ('view', 'function', 'enum')),
  name        text        collate "C" not null,
  definition  jsonb       not null,
  created_at  timestamptz not null default clock_timestamp(),
  primary key (project_id, id)
);
create unique index project_objects_name_key on rowhouse.project_objects (project_id, database_id, kind, name);

alter table rowhouse.project_objects enable row level security;
create policy tenant_select on rowhouse.project_objects for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.project_objects for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.project_objects for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.project_objects for delete to rowhouse_request using (project_id = app.writable_project_id());
grant select, insert, delete on rowhouse.project_objects to rowhouse_request;
grant update (name, definition) on rowhouse.project_objects to rowhouse_request;
