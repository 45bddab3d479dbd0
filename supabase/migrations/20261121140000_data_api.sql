-- Batches of writes that were sent with a key of the client's own: sent again, they answer again and do nothing.

create table rowhouse.project_batches (
  project_id uuid        not null references rowhouse.projects on delete cascade,
  -- Whose key it is: the role, and the user of the app.
  caller     text        not null check (octet_length(caller) <= 200),
  key        text        not null check (octet_length(key) <= 200),
  -- SHA-256 of the operations: another batch under the same key is a mistake.
  request    bytea       not null,
  -- Null only inside the transaction that does the work.
  response   jsonb,
  created_at timestamptz not null default now(),
  primary key (project_id, caller, key)
);
create index project_batches_created_at_idx on rowhouse.project_batches (project_id, created_at);

alter table rowhouse.project_batches enable row level security;
create policy tenant_select on rowhouse.project_batches for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.project_batches for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.project_batches for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.project_batches for delete to rowhouse_request using (project_id = app.writable_project_id());
grant select, insert, delete on rowhouse.project_batches to rowhouse_request;
grant update (response) on rowhouse.project_batches to rowhouse_request;
