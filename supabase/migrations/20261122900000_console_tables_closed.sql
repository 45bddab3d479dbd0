-- What the console keeps beside a project's rows, and the sessions of its users, is closed to the project's apps, whatever
-- statement runs for them.
do $$
declare
  relation text;
begin
  foreach relation in array array[
    'project_sessions', 'schema_jobs', 'deleted_rows', 'table_views', 'imports', 'import_parts', 'import_problems',
    'sql_runs', 'sql_queries', 'sql_undo_rows'
  ] loop
    execute format('create policy no_app_caller on rowhouse.%I as restrictive to rowhouse_request, rowhouse_sql using (not app.is_app_caller()) with check (not app.is_app_caller())', relation);
  end loop;
end
$$;
