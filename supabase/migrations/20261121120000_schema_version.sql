-- Whether a transaction's statements were compiled for the newest definitions: asked as its first statement, in the
-- message that opens it, so that it costs no round trip.

create function app.require_version(project uuid, database uuid, expected bigint) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog
as $$
begin
  perform from rowhouse.project_databases where project_id = project and id = database and version = expected;
  if not found then
    raise exception 'the definitions of database "%" are not at version %', database, expected using errcode = 'RH202';
  end if;
end
$$;

-- The same for a writer, who also keeps the definitions as they are until the transaction ends. VOLATILE: the version is
-- read by a snapshot that is taken when the lock is held.
create function app.hold_version(project uuid, database uuid, expected bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(database::text, 0));
  perform from rowhouse.project_databases where project_id = project and id = database and version = expected;
  if not found then
    raise exception 'the definitions of database "%" are not at version %', database, expected using errcode = 'RH202';
  end if;
end
$$;

grant execute on function app.require_version(uuid, uuid, bigint), app.hold_version(uuid, uuid, bigint)
  to rowhouse_request, rowhouse_sql;
