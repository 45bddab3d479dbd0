-- Work on many rows that a change of definitions leaves behind: done in batches, by whichever server claims it, while rows
-- are read and written.

create table rowhouse.schema_jobs (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  id          uuid        not null,
  database_id uuid        not null,
  -- change: brings the rows of tables along to other definitions. purge: deletes what was dropped.
  kind        text        not null check (kind in ('change', 'purge')),
  status      text        not null default 'waiting'
                check (status in ('waiting', 'running', 'cancelling', 'done', 'failed', 'cancelled')),
  -- change: the list of changes. purge: null.
  changes     jsonb,
  -- purge: the table, and until when what was dropped goes.
  table_id    uuid,
  cutoff      timestamptz,
  rows_total  bigint      not null default 0,
  rows_done   bigint      not null default 0,
  -- Where the work goes on after an interruption: {"table": id, "after": id of the last row}.
  progress    jsonb,
  attempts    integer     not null default 0,
  error       jsonb,
  actor_id    uuid,
  run_at      timestamptz not null default now(),
  -- Who has claimed it, and until when nobody else may.
  worker      uuid,
  lease_until timestamptz,
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  primary key (project_id, id)
);

create index schema_jobs_due_idx on rowhouse.schema_jobs (run_at)
  where status in ('waiting', 'running', 'cancelling');
create index schema_jobs_database_idx on rowhouse.schema_jobs (project_id, database_id, created_at);
-- One change at a time: the next one has to see what the first has made of the definitions.
create unique index schema_jobs_change_key on rowhouse.schema_jobs (project_id, database_id)
  where kind = 'change' and status in ('waiting', 'running', 'cancelling');

alter table rowhouse.schema_jobs enable row level security;
create policy tenant_select on rowhouse.schema_jobs for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.schema_jobs for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.schema_jobs for update to rowhouse_request using (project_id = app.writable_project_id());
-- Servers look for work across projects, before they take on one of them.
create policy system_select on rowhouse.schema_jobs for select to rowhouse_request using (app.is_system());
create policy system_update on rowhouse.schema_jobs for update to rowhouse_request using (app.is_system());
grant select, insert on rowhouse.schema_jobs to rowhouse_request;
grant update (status, cutoff, rows_total, rows_done, progress, attempts, error, run_at, worker, lease_until, finished_at)
  on rowhouse.schema_jobs to rowhouse_request;
