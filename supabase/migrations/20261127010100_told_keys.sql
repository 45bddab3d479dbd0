-- Postgres tells no values of a table under row-level security, and knows a key by its slot. A statement that fell over a key is
-- tried once more with each row saying its keys on the way: the last notice of the slot that fails is about the row that does.
create function app.told_key(
  relation text, constraint_name text, attributes text, key_values text, slot text, stored anyelement
) returns anyelement
language plpgsql volatile
as $$
begin
  if stored is not null then
    raise notice 'duplicate key value violates unique constraint "%"', constraint_name
      using errcode = 'unique_violation', constraint = constraint_name, table = relation, schema = 'public', datatype = slot,
            detail = format('Key (%s)=(%s) already exists.', attributes, key_values);
  end if;
  return stored;
end
$$;

revoke execute on function app.told_key(text, text, text, text, text, anyelement) from public;
grant execute on function app.told_key(text, text, text, text, text, anyelement) to rowhouse_request, rowhouse_sql;
