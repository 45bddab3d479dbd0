-- Of a statement whose rows all refer to nothing the first few are told: the error is one of the first row's, and thousands of
-- notices would be more than an answer may hold. As its owner, since typed SQL reads and writes no settings.
create function app.tells_once_more() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  own text := pg_catalog.statement_timestamp()::text;
  told text[] := pg_catalog.string_to_array(pg_catalog.current_setting('app.told', true), '|');
  count integer := case when told[1] = own then told[2]::integer else 0 end;
begin
  if count >= 20 then
    return false;
  end if;
  perform pg_catalog.set_config('app.told', own || '|' || (count + 1), true);
  return true;
end
$$;
revoke execute on function app.tells_once_more() from public;
grant execute on function app.tells_once_more() to rowhouse_request, rowhouse_sql;

create or replace function app.dangling_reference(
  relation text, attribute text, constraint_name text, target text, value text, slot text
) returns uuid
language plpgsql volatile
as $$
begin
  if app.tells_once_more() then
    raise notice 'insert or update on table "%" violates foreign key constraint "%"', relation, constraint_name
      using errcode = 'foreign_key_violation', constraint = constraint_name, table = relation, column = attribute, datatype = slot,
            detail = format('Key (%s)=(%s) is not present in table "%s".', attribute, value, target);
  end if;
  return gen_random_uuid();
end
$$;

create or replace function app.key_still_referred(
  parent text, child text, constraint_name text, child_attributes text, attributes text, key_values text, is_restrict boolean, slot text
) returns uuid
language plpgsql volatile
as $$
begin
  if app.tells_once_more() then
    if is_restrict then
      raise notice 'update or delete on table "%" violates RESTRICT setting of foreign key constraint "%" on table "%"', parent, constraint_name, child
        using errcode = 'restrict_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
              datatype = slot, detail = format('Key (%s)=(%s) is referenced from table "%s".', attributes, key_values, child);
    else
      raise notice 'update or delete on table "%" violates foreign key constraint "%" on table "%"', parent, constraint_name, child
        using errcode = 'foreign_key_violation', constraint = constraint_name, table = child, column = child_attributes, schema = 'public',
              datatype = slot, detail = format('Key (%s)=(%s) is still referenced from table "%s".', attributes, key_values, child);
    end if;
  end if;
  return gen_random_uuid();
end
$$;
