-- The last line under the compiler, for the tables that came since: an app's visitors and users reach none of what signs
-- them in, and define nothing, whatever statement is run in their context.
do $$
declare
  relation text;
begin
  foreach relation in array array[
    'project_identities', 'project_one_time_tokens', 'project_flow_states', 'project_factors', 'project_factor_challenges',
    'project_auth_settings', 'project_messages', 'project_audit_log'
  ] loop
    execute format('create policy no_app_caller on rowhouse.%I as restrictive to rowhouse_request using (not app.is_app_caller()) with check (not app.is_app_caller())', relation);
  end loop;
  -- Views and functions are read with the catalog.
  execute 'create policy no_app_caller_insert on rowhouse.project_objects as restrictive for insert to rowhouse_request with check (not app.is_app_caller())';
  execute 'create policy no_app_caller_update on rowhouse.project_objects as restrictive for update to rowhouse_request using (not app.is_app_caller())';
  execute 'create policy no_app_caller_delete on rowhouse.project_objects as restrictive for delete to rowhouse_request using (not app.is_app_caller())';
end
$$;
