-- Stands for a column that the caller may not read, behind a view or a function whose text names it. Stable, so that
-- Postgres leaves out what nobody asks for, and raises for what somebody does.
create function app.hidden_column(relation text) returns text
language plpgsql stable parallel safe
as $$
begin
  raise exception 'permission denied for table %', relation
    using errcode = 'insufficient_privilege', table = relation, schema = 'public',
          hint = 'A view or function reads a column of the table that the role may not read. Select other columns.';
end
$$;
grant execute on function app.hidden_column(text) to rowhouse_request, rowhouse_sql;
