-- `current_setting('request.headers', true)` and its like: what the server lays down of a request for the transaction that
-- answers it, when its statement asks. It says nothing of who asks: that is signed, in `app.claims()`.
-- As its owner: typed SQL may read no settings by itself.
create function app.request_setting(setting text) returns text
language sql stable parallel restricted security definer set search_path = ''
as $$ select nullif(current_setting('app.request', true), '')::jsonb ->> setting $$;

grant execute on function app.request_setting(text) to rowhouse_request, rowhouse_sql;
