-- An app's end users sign up and in at the address of its database, before anybody of its project is known.
create policy system_select on rowhouse.project_databases for select to rowhouse_request using (app.is_system());
