-- A client's list as Postgres's own JSON functions read one: an object is no list, and in a list of documents every item
-- is its JSON.
create or replace function app.array_text(value jsonb) returns text
language plpgsql immutable parallel safe
as $$
begin
  case jsonb_typeof(value)
    when 'array' then
      return (
        select '{' || coalesce(string_agg(
          case jsonb_typeof(item)
            when 'array' then app.array_text(item)
            when 'null' then 'NULL'
            else '"' || replace(replace(item #>> '{}', '\', '\\'), '"', '\"') || '"'
          end, ',' order by place), '') || '}'
        from jsonb_array_elements(value) with ordinality as items (item, place));
    when 'object' then
      raise exception 'expected JSON array' using errcode = 'invalid_text_representation';
    when 'null' then
      return null;
    else
      return value #>> '{}';
  end case;
end
$$;

create function app.document_array_text(value jsonb) returns text
language sql immutable parallel safe
as $$
  select case when jsonb_typeof(value) = 'array' then (
    select '{' || coalesce(string_agg(
      case jsonb_typeof(item)
        when 'array' then app.document_array_text(item)
        when 'null' then 'NULL'
        else '"' || replace(replace(item::text, '\', '\\'), '"', '\"') || '"'
      end, ',' order by place), '') || '}'
    from jsonb_array_elements(value) with ordinality as items (item, place))
  else app.array_text(value) end
$$;

grant execute on function app.document_array_text(jsonb) to rowhouse_request, rowhouse_sql;
