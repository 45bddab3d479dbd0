-- What people asked the assistant of a database, what it proposed, and what became of it. A turn is never carried out by
-- itself: `applied` holds the changes that a person chose of it, with those that take them back.
create table rowhouse.assistant_turns (
  project_id  uuid        not null references rowhouse.projects on delete cascade,
  id          uuid        not null,
  user_id     uuid,
  created_at  timestamptz not null default now(),
  description text        not null,
  -- {changes, explanation, assumptions, questions, generator}
  answer      jsonb       not null,
  -- {changes, undo, version}; undo: null when nothing leads back
  applied     jsonb,
  applied_at  timestamptz,
  undone_at   timestamptz,
  primary key (project_id, id)
);
create index assistant_turns_newest on rowhouse.assistant_turns (project_id, created_at desc, id);

alter table rowhouse.assistant_turns enable row level security;
create policy tenant_select on rowhouse.assistant_turns for select to rowhouse_request using (project_id = app.project_id());
create policy tenant_insert on rowhouse.assistant_turns for insert to rowhouse_request with check (project_id = app.writable_project_id());
create policy tenant_update on rowhouse.assistant_turns for update to rowhouse_request using (project_id = app.writable_project_id());
create policy tenant_delete on rowhouse.assistant_turns for delete to rowhouse_request using (project_id = app.writable_project_id());
create policy no_app_caller on rowhouse.assistant_turns as restrictive to rowhouse_request using (not app.is_app_caller()) with check (not app.is_app_caller());
grant select, insert, delete on rowhouse.assistant_turns to rowhouse_request;
grant update (applied, applied_at, undone_at) on rowhouse.assistant_turns to rowhouse_request;
