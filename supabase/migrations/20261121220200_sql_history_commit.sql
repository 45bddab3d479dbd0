-- A line of the history is not worth the wait for the disk: it may be lost when the server dies, the write itself is not.
-- Whose runs they are is asked once, and so is which go (arrays): the planner, which does not know the size of a fresh table,
-- would else look for them again for every row.
create or replace function app.prune_sql_runs(kept integer, undoable integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  project uuid := app.project_id();
  maker   uuid := app.user_id();
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from rowhouse.sql_undo_rows as u
   where u.project_id = project and u.user_id = maker
     and u.created_at < now() - interval '1 minute'
     and u.run_id <> all (array(select r.id from rowhouse.sql_runs as r
                                 where r.project_id = project and r.user_id = maker and r.undo_rows > 0
                                 order by r.created_at desc limit undoable));
  delete from rowhouse.sql_runs as r
   where r.project_id = project and r.user_id = maker
     and r.id = any (array(select old.id from rowhouse.sql_runs as old
                            where old.project_id = project and old.user_id = maker
                            order by old.created_at desc, old.id offset kept));
end
$$;
