-- How many requests of apps a project has had, by day (UTC): counted together with the uses of its keys.
create table rowhouse.project_usage (
  project_id uuid   not null references rowhouse.projects on delete cascade,
  day        date   not null,
  requests   bigint not null,
  primary key (project_id, day)
);
alter table rowhouse.project_usage enable row level security;
create policy tenant_select on rowhouse.project_usage for select to rowhouse_request using (project_id = app.project_id());
create policy no_app_caller on rowhouse.project_usage as restrictive to rowhouse_request using (not app.is_app_caller());
-- Servers write down what they have counted, of all projects at once.
create policy system on rowhouse.project_usage to rowhouse_request using (app.is_system()) with check (app.is_system());
grant select, insert, update (requests) on rowhouse.project_usage to rowhouse_request;
