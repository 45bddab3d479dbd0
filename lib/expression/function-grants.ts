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

/** What our own statements on `rowhouse_request` call on top of both: locks on definitions, messages to other servers. */
export const requestFunctions: readonly string[] = [
  // Asked for where a time is compared with one that was given as a text.
  "cstring_out",
  "hashtextextended",
  "pg_advisory_xact_lock",
  "pg_advisory_xact_lock_shared",
  "pg_backend_pid",
  "pg_cancel_backend",
  "pg_input_is_valid",
  "pg_notify",
];

/**
 * The second wall behind the guard, for a superuser to run: it closes to PUBLIC, and so to both logins, every function of
 * Postgres that is neither allowed nor behind an operator, its hash, a cast or the text of an allowed type, every catalog, and
 * anonymous code blocks. `rowhouse_request`, on which stored functions, rules and filters of apps run, gets back what our own
 * statements call. What extensions brought stays open to it: Citus asks its own catalogs as whoever is connected.
 *
 * One statement; a second run finds nothing to do.
 */
export function functionGrants(): string {
  // Rows print as `record`, and pg_typeof() as `regtype`.
  const types = join([...allowedTypes, "record", "regtype"].map((name) => literal(name)));
  const list = (names: Iterable<string>) => join([...names].toSorted().map((name) => literal(name)));
  return compile(
    sql`do ${literal(
      compile(sql`
declare
  kept oid[] := array(
    select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname in (${list([...allowedFunctions, ...engineFunctions])})
    union select oprcode from pg_operator
    union select castfunc from pg_cast
    -- A list of constants (IN) is searched by hash, and Postgres asks for the right to the hash function.
    union select amproc from pg_amproc join pg_opfamily f on f.oid = amprocfamily join pg_am a on a.oid = opfmethod
    where amname = 'hash' and amprocnum = 1
    union select unnest(array[typinput, typoutput]) from pg_type
    where typnamespace = 'pg_catalog'::regnamespace and (typname in (${types}) or typcategory = 'A')
  );
  needed oid[] := array(
    select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname in (${list(requestFunctions)}));
  extended oid[] := array(
    select d.objid from pg_depend d join pg_extension e on e.oid = d.refobjid and e.extname <> 'plpgsql'
    where d.deptype = 'e' and d.classid in ('pg_proc'::regclass, 'pg_class'::regclass));
  target text;
begin
  -- What an earlier version did not have on its list.
  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p
  where p.pronamespace = 'pg_catalog'::regnamespace and p.oid = any (kept)
    and not has_function_privilege('rowhouse_sql', p.oid, 'execute');
  if target is not null then
    execute 'grant execute on routine ' || target || ' to rowhouse_sql, rowhouse_request';
  end if;

  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
  where p.pronamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and p.oid = any (extended) and p.oid <> all (kept);
  if target is not null then
    execute 'grant execute on routine ' || target || ' to rowhouse_request';
  end if;

  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
  where p.pronamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and p.oid <> all (kept);
  if target is not null then
    execute 'revoke execute on routine ' || target || ' from public';
  end if;

  -- What an earlier version left to it.
  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p, aclexplode(p.proacl) as acl
  where p.pronamespace = 'pg_catalog'::regnamespace and acl.grantee = 'rowhouse_request'::regrole
    and p.oid <> all (kept || needed || extended);
  if target is not null then
    execute 'revoke execute on routine ' || target || ' from rowhouse_request';
  end if;

  select string_agg(format('%s', p.oid::regprocedure), ', ') into target
  from pg_proc p
  where p.oid = any (needed) and not has_function_privilege('rowhouse_request', p.oid, 'execute');
  if target is not null then
    execute 'grant execute on routine ' || target || ' to rowhouse_request';
  end if;

  -- Who enters a context gets random numbers that begin anew.
  for target in select proowner::regrole::text from pg_proc where oid = to_regprocedure('app.enter_context(text, boolean)')
  loop
    execute 'grant execute on function pg_catalog.setseed(double precision) to ' || target;
  end loop;

  for target in
    select c.oid::regclass::text
    from pg_class c, aclexplode(c.relacl) as acl
    where c.relnamespace = 'pg_catalog'::regnamespace and acl.grantee = 0 and acl.privilege_type = 'SELECT'
      and c.oid = any (extended)
  loop
    execute format('grant select on %s to rowhouse_request', target);
  end loop;

  for target in
    select distinct format(
      'revoke select on %s from %s', c.oid::regclass, case acl.grantee when 0 then 'public' else 'rowhouse_request' end)
    from pg_class c, aclexplode(c.relacl) as acl
    where c.relnamespace = 'pg_catalog'::regnamespace and acl.privilege_type = 'SELECT'
      and (acl.grantee = 0 or acl.grantee = 'rowhouse_request'::regrole and c.oid <> all (extended))
  loop
    execute target;
  end loop;

  for target in
    select format(
      'revoke select (%s) on %s from %s', string_agg(quote_ident(a.attname), ', '), a.attrelid::regclass,
      case acl.grantee when 0 then 'public' else 'rowhouse_request' end)
    from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) as acl
    where c.relnamespace = 'pg_catalog'::regnamespace and acl.privilege_type = 'SELECT'
      and acl.grantee in (0, 'rowhouse_request'::regrole)
    group by a.attrelid, acl.grantee
  loop
    execute target;
  end loop;

  revoke usage on schema information_schema from public, rowhouse_request;
  revoke usage on language sql, plpgsql from public, rowhouse_request;
end`).text,
    )}`,
  ).text;
}
