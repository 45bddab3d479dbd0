-- What a function in plpgsql raises that one query says: a value of the type that is asked for, which never comes.

create function app.raised(given anyelement, message text, code text, hint text, detail text) returns anyelement
language plpgsql volatile
as $$
begin
  if hint is null and detail is null then
    raise exception using message = coalesce(message, ''), errcode = code;
  elsif detail is null then
    raise exception using message = coalesce(message, ''), errcode = code, hint = hint;
  elsif hint is null then
    raise exception using message = coalesce(message, ''), errcode = code, detail = detail;
  end if;
  raise exception using message = coalesce(message, ''), errcode = code, hint = hint, detail = detail;
end
$$;

revoke execute on function app.raised(anyelement, text, text, text, text) from public;
grant execute on function app.raised(anyelement, text, text, text, text) to rowhouse_request, rowhouse_sql;
