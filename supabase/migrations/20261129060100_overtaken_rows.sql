-- A statement has found a row by what it refers to, and another transaction has changed it since: Postgres's own words for
-- what has to be begun again.
create function app.overtaken() returns boolean
language plpgsql volatile
as $$
begin
  raise exception 'could not serialize access due to concurrent update' using errcode = 'serialization_failure';
end
$$;

revoke execute on function app.overtaken() from public;
grant execute on function app.overtaken() to rowhouse_request, rowhouse_sql;
