-- What the settings of a database's data API say: one object of it.

alter table rowhouse.project_objects drop constraint project_objects_kind_check;
alter table rowhouse.project_objects add constraint project_objects_kind_check
  check (kind in ('view', 'function', 'enum', 'sequence', 'domain', 'privileges', 'api'));
