-- Keys are limited to tables by id, as grants are in Postgres: a table that is renamed keeps its keys, and a new one of an old name
-- has none. {"tables": {"<id>": ["select"]}}
update rowhouse.project_keys k
   set scopes = jsonb_build_object('tables', coalesce(
         (select jsonb_object_agg(t.id, s.value)
            from jsonb_each(k.scopes -> 'tables') s
            join rowhouse.project_tables t
              on t.project_id = k.project_id
             and t.table_name = s.key
             and t.dropped_at is null), '{}'))
 where k.scopes is not null;
