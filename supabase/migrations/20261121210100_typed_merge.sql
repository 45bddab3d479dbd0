-- What a typed MERGE says when two rows of its source act on one of its target's.
create function app.affected_row_twice() returns uuid
language plpgsql volatile
as $$
begin
  raise exception 'MERGE command cannot affect row a second time'
    using errcode = 'cardinality_violation',
      hint = 'Ensure that not more than one source row matches any one target row.';
end
$$;

grant execute on function app.affected_row_twice() to rowhouse_request, rowhouse_sql;
