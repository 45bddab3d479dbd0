-- Functions of one name differ by the types of their arguments, as in Postgres.

drop index rowhouse.project_objects_name_key;
create unique index project_objects_name_key on rowhouse.project_objects
  (project_id, database_id, kind, name, coalesce(definition ->> 'signature', ''));
