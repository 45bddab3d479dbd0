-- Foreign keys are checked when a statement ends, behind everything that is asked of single rows and of keys: a reference that
-- leads nowhere gets an id that no row has, which Postgres's own foreign key refuses then. Whose constraint it was and which
-- values broke it goes ahead as a notice, since a virtual table's name is not in that foreign key; `datatype` is its slot.
create function app.dangling_reference(
  relation text, attribute text, constraint_name text, target text, value text, slot text
) returns uuid
language plpgsql volatile
as $$
begin
  raise notice 'insert or update on table "%" violates foreign key constraint "%"', relation, constraint_name
    using errcode = 'foreign_key_violation', constraint = constraint_name, table = relation, column = attribute, datatype = slot,
          detail = format('Key (%s)=(%s) is not present in table "%s".', attribute, value, target);
  return gen_random_uuid();
end
$$;

-- The same for a key that was changed while rows refer to it.
create function app.key_still_referred(
  parent text, child text, constraint_name text, child_attributes text, attributes text, key_values text, is_restrict boolean, slot text
) returns uuid
language plpgsql volatile
as $$
begin
  if is_restrict then
    raise notice 'update or delete on table "%" violates RESTRICT setting of foreign key constraint "%" on table "%"', parent, constraint_name, child
      using errcode = 'restrict_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
            datatype = slot, detail = format('Key (%s)=(%s) is referenced from table "%s".', attributes, key_values, child);
  else
    raise notice 'update or delete on table "%" violates foreign key constraint "%" on table "%"', parent, constraint_name, child
      using errcode = 'foreign_key_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
            datatype = slot, detail = format('Key (%s)=(%s) is still referenced from table "%s".', attributes, key_values, child);
  end if;
  return gen_random_uuid();
end
$$;

revoke execute on function app.dangling_reference(text, text, text, text, text, text),
  app.key_still_referred(text, text, text, text, text, text, boolean, text) from public;
grant execute on function app.dangling_reference(text, text, text, text, text, text),
  app.key_still_referred(text, text, text, text, text, text, boolean, text) to rowhouse_request, rowhouse_sql;
