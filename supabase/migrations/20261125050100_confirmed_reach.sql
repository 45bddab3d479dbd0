-- What the leak matrix found and a person said is meant so. It holds as long as the table's rules are the same: `rules` is their digest.
create table rowhouse.confirmed_reach (
  project_id   uuid        not null references rowhouse.projects on delete cascade,
  table_id     uuid        not null,
  verb         text        not null check (verb in ('select', 'insert', 'update', 'delete')),
  identity     text        not null check (length(identity) <= 200),
  -- Whose row was reached.
  whose        text        not null check (whose in ('owner', 'other')),
  rules        text        not null,
  user_id      uuid,
  confirmed_at timestamptz not null default now(),
  primary key (project_id, table_id, verb, identity, whose)
);

alter table rowhouse.confirmed_reach enable row level security;
create policy tenant_select on rowhouse.confirmed_reach for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.confirmed_reach for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.confirmed_reach for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.confirmed_reach for delete to rowhouse_request using (project_id = app.writable_project_id());
create policy no_app_caller on rowhouse.confirmed_reach as restrictive to rowhouse_request using (not app.is_app_caller()) with check (not app.is_app_caller());
grant select, insert, delete on rowhouse.confirmed_reach to rowhouse_request;
grant update (rules, user_id, confirmed_at) on rowhouse.confirmed_reach to rowhouse_request;
