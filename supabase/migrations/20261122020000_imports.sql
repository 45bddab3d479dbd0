-- Files that become rows: uploaded in parts, so that any app server can read them and an upload can go on where it was cut
-- off; then read by whichever server claims the import, batch by batch, each with how far it has come.

create table rowhouse.imports (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  id          uuid        not null,
  database_id uuid        not null,
  file_name   text        not null,
  -- Of the whole file, as announced; received: without a gap from the beginning.
  bytes       bigint      not null check (bytes >= 0),
  received    bigint      not null default 0,
  status      text        not null default 'uploading'
                check (status in ('uploading', 'waiting', 'running', 'cancelling', 'done', 'failed', 'cancelled')),
  -- How the file is read and where its columns go; null until the import is started.
  settings    jsonb,
  -- What was made for the import: taken away again when it stores nothing.
  made        jsonb,
  rows_done   bigint      not null default 0,
  bytes_done  bigint      not null default 0,
  inserted    bigint      not null default 0,
  updated     bigint      not null default 0,
  skipped     bigint      not null default 0,
  -- What a script did and left out.
  report      jsonb,
  error       jsonb,
  attempts    integer     not null default 0,
  actor_id    uuid,
  worker      uuid,
  lease_until timestamptz,
  run_at      timestamptz not null default now(),
  -- When the present server took it up, and how far it was then: what the speed is counted from.
  claimed_at  timestamptz,
  claimed_rows  bigint    not null default 0,
  claimed_bytes bigint    not null default 0,
  created_at  timestamptz not null default now(),
  started_at  timestamptz,
  finished_at timestamptz,
  primary key (project_id, id)
);

create index imports_due_idx on rowhouse.imports (run_at) where status in ('waiting', 'running', 'cancelling');
create index imports_database_idx on rowhouse.imports (project_id, database_id, created_at);
create index imports_abandoned_idx on rowhouse.imports (created_at) where status = 'uploading';
-- One at a time: two would wait for each other's keys.
create unique index imports_running_key on rowhouse.imports (project_id)
  where status in ('waiting', 'running', 'cancelling');

create table rowhouse.import_parts (
  project_id uuid   not null,
  import_id  uuid   not null,
  -- The place of its first byte in the file.
  starts     bigint not null,
  content    bytea  not null,
  primary key (project_id, import_id, starts),
  foreign key (project_id, import_id) references rowhouse.imports on delete cascade
);
-- Read whole, once or twice: compressing it would cost more than it saves.
alter table rowhouse.import_parts alter column content set storage external;

-- Rows of files that were not stored, and why.
create table rowhouse.import_problems (
  project_id  uuid    not null,
  import_id   uuid    not null,
  row_number  bigint  not null,
  place       integer not null,
  column_name text,
  reason      text    not null,
  -- The row as the file had it: a JSON array of cells, or text.
  original    text    not null,
  primary key (project_id, import_id, row_number, place),
  foreign key (project_id, import_id) references rowhouse.imports on delete cascade
);

alter table rowhouse.imports enable row level security;
create policy tenant_select on rowhouse.imports for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.imports for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.imports for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.imports for delete to rowhouse_request using (project_id = app.writable_project_id());
-- Servers look for work, and for uploads that nobody has finished, across projects.
create policy system_select on rowhouse.imports for select to rowhouse_request using (app.is_system());
create policy system_update on rowhouse.imports for update to rowhouse_request using (app.is_system());
create policy system_delete on rowhouse.imports for delete to rowhouse_request using (app.is_system());
grant select, insert, delete on rowhouse.imports to rowhouse_request;
grant update (received, status, settings, made, rows_done, bytes_done, inserted, updated, skipped, report, error, attempts,
              actor_id, worker, lease_until, run_at, claimed_at, claimed_rows, claimed_bytes, started_at, finished_at)
  on rowhouse.imports to rowhouse_request;

alter table rowhouse.import_parts enable row level security;
create policy tenant_select on rowhouse.import_parts for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.import_parts for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.import_parts for delete to rowhouse_request using (project_id = app.writable_project_id());
grant select, insert, delete on rowhouse.import_parts to rowhouse_request;

alter table rowhouse.import_problems enable row level security;
create policy tenant_select on rowhouse.import_problems for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.import_problems for insert to rowhouse_request with check (project_id = app.writable_project_id());
grant select, insert on rowhouse.import_problems to rowhouse_request;
