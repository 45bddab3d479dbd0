-- A new row whose reference leads nowhere, and whose key is taken: Postgres finds the taken key first, as its index is asked
-- while the row is inserted and the foreign key when the statement ends. Asked only for a row that is refused anyway. The id
-- that no row has is never stored: the key's index refuses the row, or else the foreign key does.
create function app.missing_reference(
  relation text, attribute text, constraint_name text, target text, key text, value text,
  project uuid, owner uuid, row_id uuid, keys text[]
) returns uuid
language plpgsql volatile parallel safe
as $$
begin
  if exists (select from rowhouse.project_data as d where d.project_id = project and d.table_id = owner and d.id = row_id)
    or exists (select from rowhouse.project_data as d where d.project_id = project and d.table_id = owner and d.u1 = keys[1])
    or exists (select from rowhouse.project_data as d where d.project_id = project and d.table_id = owner and d.u2 = keys[2])
    or exists (select from rowhouse.project_data as d where d.project_id = project and d.table_id = owner and d.u3 = keys[3])
    or exists (select from rowhouse.project_data as d where d.project_id = project and d.table_id = owner and d.u4 = keys[4])
  then
    return gen_random_uuid();
  end if;
  return app.violates_foreign_key(relation, attribute, constraint_name, target, key, value);
end
$$;

grant execute on function app.missing_reference(text, text, text, text, text, text, uuid, uuid, uuid, text[])
  to rowhouse_request, rowhouse_sql;
