import { compile, join, literal, sql } from "../sql/sql.ts";
import { allowedFunctions } from "./allowed-functions.ts";
import { allowedTypes } from "./allowed-types.ts";

/** What the engine's statements and functions call on top of that when typed SQL writes: they only compute. */
export const engineFunctions: readonly string[] = [
  "date_send",
  "float8send",
  "int4send",
  // SEARCH BREADTH FIRST counts with it.
  "int8inc",
  "int8send",
  "time_send",
  "timestamptz_send",
  "uuid_send",
];

/**
 * The second wall behind the guard, for a superuser to run: it closes to PUBLIC, and so to the login of typed SQL, every
 * function of Postgres that is neither allowed nor behind an operator, its hash, a cast or the text of an allowed type, every
 * catalog, and anonymous code blocks. `rowhouse_request` keeps what PUBLIC had; nobody gets more than that.
 *
 * One statement; a second run finds nothing to do.
 */
export function functionGrants(): string {
  // Rows print as `record`, and pg_typeof() as `regtype`.
  const types = join([...allowedTypes, "record", "regtype"].map((name) => literal(name)));
  const allowed = join([...allowedFunctions, ...engineFunctions].toSorted().map((name) => literal(name)));
  return compile(
    sql`do ${literal(
      compile(sql`
declare
  kept oid[] := array(
    select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname in (${allowed})
    union select oprcode from pg_operator
    union select castfunc from pg_cast
    -- A list of constants (IN) is searched by hash, and Postgres asks for the right to the hash function.
    union select amproc from pg_amproc join pg_opfamily f on f.oid = amprocfamily join pg_am a on a.oid = opfmethod
    where amname = 'hash' and amprocnum = 1
    union select unnest(array[typinput, typoutput]) from pg_type
    where typnamespace = 'pg_catalog'::regnamespace and (typname in (${types}) or typcategory = 'A')
  );
  target text;
begin
  -- What an earlier version did not have on its list.
  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p
  where p.pronamespace = 'pg_catalog'::regnamespace and p.oid = any (kept)
    and not has_function_privilege('rowhouse_sql', p.oid, 'execute');
  if target is not null then
    execute 'grant execute on routine ' || target || ' to rowhouse_sql';
  end if;

  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
  where p.pronamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and p.oid <> all (kept);
  if target is not null then
    execute 'grant execute on routine ' || target || ' to rowhouse_request';
    execute 'revoke execute on routine ' || target || ' from public';
  end if;

  for target in
    select c.oid::regclass::text
    from pg_class c, aclexplode(c.relacl) as acl
    where c.relnamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and acl.privilege_type = 'SELECT'
  loop
    execute format('grant select on %s to rowhouse_request', target);
    execute format('revoke select on %s from public', target);
  end loop;

  for target in
    select format('select (%s) on %s', string_agg(quote_ident(a.attname), ', '), a.attrelid::regclass)
    from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) as acl
    where c.relnamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and acl.privilege_type = 'SELECT'
    group by a.attrelid
  loop
    execute format('grant %s to rowhouse_request', target);
    execute format('revoke %s from public', target);
  end loop;

  grant usage on schema information_schema to rowhouse_request;
  revoke usage on schema information_schema from public;
  grant usage on language sql, plpgsql to rowhouse_request;
  revoke usage on language sql, plpgsql from public;
end`).text,
    )}`,
  ).text;
}
