-- random() goes on from where the caller before has left it, on a connection that many share, and two of its numbers tell all that
-- follow and all that came before. So who enters a context gets numbers that begin anew.
create or replace function app.enter_context(token text, within_transaction boolean) returns void
language plpgsql volatile security definer
as $$
declare
  bytes pg_catalog.bytea := pg_catalog.convert_to(token, 'UTF8');
  inner_key pg_catalog.bytea;
  outer_key pg_catalog.bytea;
begin
  if pg_catalog.length(bytes) operator(pg_catalog.=) 0 then
    perform pg_catalog.set_config('app.claims', '', within_transaction),
            pg_catalog.set_config('backtrace_functions', '', within_transaction);
    return;
  end if;
  select k.inner_pad, k.outer_pad into inner_key, outer_key from app.signing_key as k;
  if inner_key is null or pg_catalog.substr(bytes, 1, 64) operator(pg_catalog.<>) pg_catalog.convert_to(pg_catalog.encode(pg_catalog.sha256(
       outer_key operator(pg_catalog.||) pg_catalog.sha256(inner_key operator(pg_catalog.||) pg_catalog.substr(bytes, 65))), 'hex'), 'UTF8')
  then
    raise exception 'invalid context' using errcode = 'insufficient_privilege';
  end if;
  if pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())
     operator(pg_catalog.>) pg_catalog.convert_from(pg_catalog.substr(bytes, 67, 10), 'UTF8')::pg_catalog.float8
  then
    raise exception 'expired context' using errcode = 'insufficient_privilege';
  end if;
  -- Kinds: p(roject). Roles: e(ditor), a(dmin), o(wner).
  perform
    pg_catalog.set_config('app.claims', token, within_transaction),
    pg_catalog.set_config(
      'backtrace_functions',
      case when pg_catalog.get_byte(bytes, 64) operator(pg_catalog.=) 112 then
        pg_catalog.concat(
          'rowhouse_',
          pg_catalog.convert_from(pg_catalog.substr(bytes, 67, 10), 'UTF8'),
          case when pg_catalog.get_byte(bytes, 65) operator(pg_catalog.=) any (array[101, 97, 111]) then 'w' else 'r' end,
          pg_catalog.replace(pg_catalog.convert_from(pg_catalog.substr(bytes, 77, 36), 'UTF8'), '-', ''))
      else '' end,
      within_transaction),
    pg_catalog.setseed(
      ('x'::pg_catalog.text operator(pg_catalog.||)
       pg_catalog.encode(pg_catalog.substr(pg_catalog.uuid_send(pg_catalog.gen_random_uuid()), 1, 6), 'hex')
      )::pg_catalog.bit(48)::pg_catalog.int8::pg_catalog.float8 operator(pg_catalog./) 140737488355328 operator(pg_catalog.-) 1);
end
$$;
