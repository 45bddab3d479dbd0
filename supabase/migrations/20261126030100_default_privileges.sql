-- What ALTER DEFAULT PRIVILEGES says of tables and functions that are made later: one object of a database.

alter table rowhouse.project_objects drop constraint project_objects_kind_check;
alter table rowhouse.project_objects add constraint project_objects_kind_check
  check (kind in ('view', 'function', 'enum', 'sequence', 'domain', 'privileges'));
