-- Policies without sub-selects, which Citus refuses: the look-up is a function's.

-- The signed-in user's role in the organization of a project, null for a stranger.
create function app.project_role(project uuid) returns text
language sql stable parallel safe security definer set search_path = pg_catalog
as $$
  select app.member_role(organization_id) from rowhouse.projects where id = project
$$;
grant execute on function app.project_role(uuid) to rowhouse_request;

alter policy member_select on rowhouse.project_databases using (app.project_role(project_id) is not null);
