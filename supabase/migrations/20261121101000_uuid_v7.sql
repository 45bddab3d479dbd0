-- Ids are made for every row that is written: by the server's own function where it has one (Postgres 18), which counts
-- up within a session by itself, else by ours (RFC 9562: 48 bits of milliseconds, 12 of their fraction, the rest random).

do $$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    create or replace function app.uuid_v7(ordinal bigint default 0) returns uuid
    language sql volatile parallel safe
    as 'select pg_catalog.uuidv7()';
  else
    create or replace function app.uuid_v7(ordinal bigint default 0) returns uuid
    language plpgsql volatile parallel safe set search_path = pg_catalog
    as $body$
    declare
      micros bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint + ordinal;
    begin
      return encode(
        int8send((micros / 1000) << 16 | 28672 | (micros % 1000) * 4096 / 1000)
          || substring(uuid_send(gen_random_uuid()) from 9 for 8), 'hex')::uuid;
    end
    $body$;
  end if;
end
$$;
