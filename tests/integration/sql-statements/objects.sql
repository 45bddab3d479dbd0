-- Types, indexes, constraints, views and functions as they come, change and go.
create type mood as enum ('sad', 'ok', 'happy'); create table t (id int primary key, m mood); insert into t values (1, 'bad')
create type mood as enum ('sad', 'ok', 'happy'); create table t (id int primary key, m mood default 'ok'); insert into t (id) values (1); update t set m = 'worse'
create type mood as enum ('sad', 'ok', 'happy'); create table t (id int primary key, m mood default 'nope')
create type mood as enum ('sad', 'ok', 'happy'); select 'bad'::mood
create type mood as enum ('sad', 'ok', 'happy'); select cast('bad' as mood)
create type mood as enum ('sad', 'ok', 'happy'); create table t (id int primary key, m mood); insert into t values (1, 'ok'), (2, 'sad'); select id from t where m = 'ok'
create type mood as enum ('sad', 'ok', 'happy'); create table t (id int primary key, m mood); insert into t values (1, 'ok'), (2, 'sad'), (3, null); select count(*) from t where m in ('ok', 'sad')
create type mood as enum ('a'); create type mood as enum ('b')
create type mood as enum (); alter type mood add value 'x'; create table t (id int, m mood); insert into t values (1, null)
create type mood as enum ('a', 'b'); alter type mood add value 'a'
create type mood as enum ('a', 'b'); alter type mood add value if not exists 'a'; select 1
create type mood as enum ('a', 'b'); alter type mood add value 'c' before 'zz'
create type mood as enum ('a', 'b'); alter type mood rename value 'x' to 'y'
create type mood as enum ('a', 'b'); alter type mood rename value 'a' to 'b'
alter type nope add value 'x'
drop type nope
drop type if exists nope; select 1
create type mood as enum ('a'); create table t (m mood); drop type mood
create type mood as enum ('a'); drop type mood; create type mood as enum ('b'); select enum_range(null::mood)::text
create type mood as enum ('a'); alter type mood rename to feeling; create table t (m feeling); insert into t values ('a') returning m::text
create type mood as enum ('a', 'b'); create function f(m mood) returns text language sql as $$ select m::text || '!' $$; select f('a')
create view v as select id from authors; create view v as select id from authors
create view v as select id from authors; create or replace view v as select name from authors
create view v as select id, name from authors; create or replace view v as select id from authors
create view v as select id from authors; create or replace view v as select id::text as id from authors
create view v as select id from authors; create or replace view v as select id, name from authors; select count(name) from v
create view v as select id, id from authors
create view v as select nope from authors
create view v as select * from nope
create view authors as select 1 as x
create view v (a, b) as select id, name from authors; select a, b from v where a < 3
create view v (a, b, c) as select id, name from authors
drop view nope
drop view if exists nope; select 1
drop view authors
drop table nope
drop table if exists nope; select 1
create view v as select 1 as x; drop table v
drop table authors
drop table authors cascade; select count(author_id) from books
create view v as select name from authors; drop table authors cascade; select * from v
create view v as select name from authors; create view w as select name from v; drop view v
create view v as select name from authors; create view w as select name from v; drop view v cascade; select * from w
create view v as select name from authors; alter table authors drop column name
create view v as select name from authors; alter table authors drop column name cascade; select * from v
create view v as select name from authors; alter table authors rename column name to title; select name from v where name is null
create view v as select id, name from authors; alter view v rename to w; select count(*) from w
create view v as select id, name from authors; alter view v rename column name to title; select count(title) from v
alter view nope rename to w
alter view if exists nope rename to w; select 1
create index i on authors (nope)
create index i on nope (id)
create index i on authors (name); create index i on authors (age)
create index i on authors (name); create index if not exists i on authors (age); select 1
create index i on authors (name); alter index i rename to j; drop index j; select 1
drop index nope
drop index if exists nope; select 1
alter index nope rename to j
alter index if exists nope rename to j; select 1
drop index authors_pkey
create unique index i on authors (lower(name)) where age > 3; insert into authors (id, name, age) values (900, 'Zz', 9), (901, 'zZ', 9)
create unique index i on authors (random())
create index i on authors ((now()))
alter table authors add constraint c unique (nope)
alter table authors add constraint c check (nope > 1)
alter table authors add constraint c check (age)
alter table authors add constraint c check (age > 1000)
alter table authors add constraint c check (id > 0); alter table authors add constraint c check (id > 0)
alter table authors add constraint c check (id > 0); alter table authors rename constraint c to d; alter table authors drop constraint d; select 1
alter table authors rename constraint nope to d
alter table authors drop constraint nope
alter table authors drop constraint if exists nope; select 1
alter table authors drop constraint authors_pkey
alter table authors add primary key (name)
alter table reviews add foreign key (stars) references authors (name)
alter table reviews add foreign key (body) references authors (id)
alter table reviews add foreign key (nope) references authors (id)
alter table reviews add foreign key (stars) references nope (id)
create table t (id int primary key, a int default 'x')
create table t (id int primary key, a int default true)
create table t (id int primary key, a int generated always as (b + 1) stored, b int generated always as (a + 1) stored)
create table t (id int primary key, a int generated always as (random()::int) stored)
create table t (id int primary key, a int default (select 1))
create table t (id int primary key, a int default b)
create table t (id int primary key, a int default 1 default 2)
create table t (id int primary key, a int null not null)
create table t (id int primary key, b int primary key)
create table t (id int, id text)
create table t (id int check (id > (select 1)))
create table t (id nope)
create table t (id int references nope)
create table t (id int references authors (name))
create table t (id text references authors (id))
create table t (id serial primary key, a int); insert into t (a) values (1), (2) returning id
create table t (id int generated always as identity primary key, a int); insert into t values (5, 1)
create table t (id int generated by default as identity (start with 100) primary key, a int); insert into t (a) values (1), (2) returning id
create table t (id int generated always as identity primary key, a int); insert into t overriding system value values (5, 1) returning id
create table t (id text generated always as identity)
create table t (a int, constraint c check (a > 0), constraint c check (a < 9))
create table authors (id int)
create table if not exists authors (id int); select count(*) > 0 from authors
alter table nope add column x int
alter table if exists nope add column x int; select 1
alter table authors add column name text
alter table authors add column if not exists name text; select 1
alter table authors add column x int not null
alter table authors add column x int not null default 5; select sum(x) / count(x) from authors
alter table authors drop column nope
alter table authors drop column if exists nope; select 1
alter table authors drop column id
alter table authors alter column nope set not null
alter table authors alter column age set not null
alter table authors alter column name type int
alter table authors alter column age type text; select age from authors where id = 1
alter table authors alter column age set default 'x'
alter table authors alter column name drop default; select 1
alter table authors rename column nope to x
alter table authors rename column name to age
alter table authors rename to books
alter table nope rename to x
alter table authors alter column id add generated always as identity; select 1
alter table authors alter column age drop identity
alter table authors alter column age drop identity if exists; select 1
alter table authors alter column age drop expression
create function f() returns int language sql as 'select 1'; drop function f(int)
drop function nope()
drop function nope
drop function if exists nope(); select 1
create function f(a int) returns int language sql as 'select 1'; create function f(a text) returns int language sql as 'select 2'; drop function f
create function f(a int) returns int language sql as 'select 1'; create function f(a text) returns int language sql as 'select 2'; drop function f(int); select f('x'::text)
create function f(a int) returns int language sql as 'select 1'; alter function f(int) rename to g; select g(1)
create function f(a int) returns int language nope as 'select 1'
create function f(a int, a int) returns int language sql as 'select 1'
create function f(a int default 1, b int) returns int language sql as 'select 1'
create function f(a nope) returns int language sql as 'select 1'
create function f(a int) returns nope language sql as 'select 1'
create function f(a int) returns int language sql as 'select'
create function f(a int) returns int language sql as 'selec 1'
create function f(a int) returns int language sql as 'select true'
create function f(a int) returns int language sql as 'select nope(a)'
create function f(a int) returns int language sql as 'select $2'
create function f(a int) returns int language sql
create function f(a int) returns int as 'select 1'
comment on table nope is 'x'
comment on column authors.nope is 'x'
comment on column nope.nope is 'x'
comment on view nope is 'x'
comment on function nope() is 'x'
comment on index nope is 'x'
comment on constraint nope on authors is 'x'
comment on type nope is 'x'
comment on table authors is 'x'; comment on column authors.name is 'y'; comment on index books_at_idx is 'z'; comment on constraint authors_pkey on authors is 'w'; select 1
create policy p on nope using (true)
create policy p on authors using (true); create policy p on authors using (true)
drop policy nope on authors
drop policy if exists nope on authors; select 1
create policy p on authors using (true); alter policy p on authors rename to q; drop policy q on authors; select 1
create policy p on authors using (nope)
create policy p on authors using (1)
truncate nope
truncate authors
truncate authors, books, reviews; select count(*) from authors
truncate authors cascade; select count(*) from reviews
create table t as select id, name from authors where id < 3; select * from t
create table t as select 1 as a, 2 as a
create table authors as select 1 as a
create table if not exists authors as select 1 as a; select 1
select id into t from authors where id < 3; select count(*) from t
create table t (id int primary key, b bigint references books (id) deferrable initially immediate, c bigint unique not deferrable); insert into t values (1, 2, 3); select * from t
create function f(a int, b int default 5) returns int language sql strict as 'select coalesce(a, 1) + b'; select f(null), f(1, null), f(1)
create function f(a int) returns setof int language sql strict as 'select coalesce(a, 1)'; select count(*) from f(null)
create function f(a int) returns text language sql as 'select a'; select f(1)
create function f(a int) returns int language sql as 'select 1.5'
create function f(a int) returns int language sql as 'select 5::bigint'; select f(1)
create function f() returns table (a int, b text) language sql as 'select 1, 2'; select * from f()
create function f() returns date language sql as 'select now()'; select f() = current_date
create table t (id int primary key, b bigint references books (id) deferrable initially deferred); insert into t values (1, 2); select * from t
-- ON CONFLICT over keys of expressions and of some rows.
create table c (id int primary key, email text, gone date); create unique index on c (lower(email)); insert into c values (1, 'A'); insert into c values (2, 'a') on conflict (lower(email)) do update set email = excluded.email || '!' returning *
create table c (id int primary key, email text, gone date); create unique index on c (lower(email)); insert into c values (1, 'A'); insert into c values (2, 'a'), (3, 'b') on conflict (LOWER( "email" )) do nothing; select * from c order by id
create table c (id int primary key, email text, gone date); create unique index on c (email) where gone is null; insert into c values (1, 'a', null), (2, 'a', '2020-01-01'); insert into c values (3, 'a', null) on conflict (email) where gone is null do update set id = excluded.id; select * from c order by id
create table c (id int primary key, email text, gone date); create unique index on c (email) where gone is null; insert into c values (1, 'a') on conflict (email) where c.gone IS NULL and id > 0 do nothing; insert into c values (1, 'b') on conflict (email) where gone is null do nothing
create table c (id int primary key, email text, gone date); create unique index on c (email) where gone is null; insert into c values (1, 'a') on conflict (email) do nothing
create table c (id int primary key, email text, gone date); create unique index on c (email) where gone is null; insert into c values (1, 'a') on conflict (email) where gone is not null do nothing
create table c (id int primary key, org int, email text); create unique index on c (org, (lower(email) || '@')); insert into c values (1, 1, 'a'); insert into c values (2, 1, 'A'), (3, 2, 'A') on conflict ((lower(email) || '@'), org) do update set email = c.email || excluded.email where c.org = 1 returning id, org, email
create table c (id int primary key, org int, email text, unique nulls not distinct (org, email)); insert into c values (1, null, 'a'); insert into c values (2, null, 'a') on conflict (email, org) do update set org = 5 returning *
create table c (id int primary key, org int, email text, constraint k unique nulls not distinct (org, email)); insert into c values (1, null, 'a'); insert into c values (2, null, 'a') on conflict on constraint k do update set org = 5 returning *
create table c (id int primary key, email text); create unique index k on c (lower(email)); insert into c values (1, 'a') on conflict on constraint k do nothing
create table c (id int primary key, email text); create unique index k on c (lower(email)); insert into c values (1, 'a') on conflict (upper(email)) do nothing
create table c (id int primary key, email text, constraint k unique (email)); insert into c values (1, 'a') on conflict on constraint k do nothing; insert into c values (2, 'a') on conflict on constraint c_pkey do nothing
create table c (id int primary key, price numeric(9,2), at timestamptz); create unique index on c ((price * 2), at); insert into c values (1, 1.5, '2020-01-01'); insert into c values (2, 1.50, '2020-01-01') on conflict ((price*2), at) do update set id = excluded.id + c.id returning *
-- Indexes that only make queries fast.
create table c (id int primary key, a text, tags text[], d jsonb); create index i1 on c (lower(a)); create index i2 on c using gin (tags); create index i3 on c using gin (d jsonb_path_ops); create index i4 on c using gin (to_tsvector('english', a)); create index i5 on c ((d ->> 'x'), a desc) where a is not null; create index i6 on c using brin (id); create index i7 on c (a) include (id); create index i8 on c (a); insert into c values (1, 'x', '{a}', '{}'); drop index i1, i2; alter index i3 rename to i9; drop index i9; comment on index i5 is 'x'; select * from c where lower(a) = 'x'
create table c (id int primary key, a text); create index i1 on c (lower(b))
create table c (id int primary key, a text); create index i1 on c using gin (nope)
create table c (id int primary key, a text); create index i1 on c (lower(a)); create index i1 on c (upper(a))
create table c (id int primary key, a text); create index if not exists i1 on c (lower(a)); create index if not exists i1 on c (upper(a))
create table c (id int primary key, a text); create index i1 on c (nosuch(a))
create table c (id int primary key, a text, b text); create index i1 on c (lower(a)); alter table c drop column a; drop index i1
create table c (id int primary key, a text, b text); create index i1 on c (lower(a)); alter table c rename a to z; create index i2 on c (lower(z)); drop index i1, i2
create table c (a int, b int, c int, d int); create index on c (a, b); create index on c (b, c); create index on c (c, d); create index on c (d, a); create index on c (a, d)
-- Sequences.
create sequence s; select nextval('s'), nextval('s'::regclass), currval('s'), lastval()
create sequence s start 5000 increment 10 minvalue 1 maxvalue 5015; select nextval('s') as a; select nextval('s'); select currval('s')
create sequence s start 5000 increment 10 maxvalue 5015; select nextval('s') from generate_series(1, 3)
create sequence s as smallint increment -1 maxvalue 3 minvalue 1 cycle; select nextval('s') from generate_series(1, 5)
create sequence s increment 0
create sequence s minvalue 5 maxvalue 5
create sequence s start 1 minvalue 5
create sequence s maxvalue 5 start 9
create sequence s as text
create sequence s; create sequence s
create sequence s; create sequence if not exists s start 9; select nextval('s')
create sequence s; create table s (a int)
create table s (a int); create sequence s
create sequence s owned by nope.x
create sequence s; select currval('s')
select lastval()
select nextval('nope')
select currval('nope')
select setval('nope', 1)
create sequence s; select setval('s', 42); select nextval('s')
create sequence s; select setval('s', 42, false), currval('s')
create sequence s; select setval('s', 42, false); select nextval('s'), currval('s')
create sequence s; select setval('s', 0)
create sequence s maxvalue 10; select setval('s', 11)
create sequence s; select setval('s', null), nextval('s')
create sequence s; create table t (id int default nextval('s'), a text); insert into t (a) values ('x'), ('y'); insert into t values (default, 'z') returning *
create sequence s start 100; create table t (code text default 'ORD-' || lpad(nextval('s'::regclass)::text, 5, '0'), a int); insert into t (a) select g from generate_series(1, 3) g; select * from t order by a
create sequence s; create table t (id int default nextval('s')); drop sequence s
create sequence s; create table t (id int default nextval('s'), a int); drop sequence s cascade; insert into t (a) values (1) returning *
create sequence s; create table t (id int default nextval('s'), a int); alter sequence s rename to q; alter sequence q restart with 7; insert into t (a) values (1), (2) returning *
create sequence s; create table t (id int, a int); alter sequence s owned by t.id; alter table t alter id set default nextval('s'); insert into t (a) values (1); select id, setval(pg_get_serial_sequence('t', 'id'), 9) from t
create sequence s; create table t (id int, a int); alter sequence s owned by t.id; drop table t; select nextval('s')
create sequence s; alter sequence s increment by 5 start with 3; select nextval('s'), nextval('s'); alter sequence s restart; select nextval('s')
create sequence s; alter sequence s maxvalue 3; alter sequence s restart with 9
alter sequence if exists nope restart
alter sequence nope restart
drop sequence nope
drop sequence if exists nope
create table t (id serial primary key, a text); insert into t (id, a) values (7, 'x'); select setval(pg_get_serial_sequence('t', 'id'), max(id)) from t; insert into t (a) values ('y') returning id
create table t (id serial primary key, a text); select setval(pg_get_serial_sequence('t', 'id'), max(id)) from t; insert into t (a) values ('y') returning id
create table t (id serial primary key, a text); select setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id) + 1, 1), false) from t; insert into t (a) values ('y') returning id
create table t (id serial primary key, a text); select setval('t_id_seq', (select 10 from t union all select 20 limit 1)); insert into t (a) values ('y') returning id
create table t (id serial primary key, a text); select setval('t_id_seq'::regclass, 10, true); insert into t (a) values ('y'); select id, currval('t_id_seq') from t
create table t (id bigint generated by default as identity primary key, a text); insert into t (a) values ('x'); insert into t (id, a) values (nextval('t_id_seq'), 'y') returning id
create table t (id bigint generated always as identity (start with 50) primary key, a text); insert into t (a) values ('x') returning id; alter table t alter id restart with 90; insert into t (a) values ('y') returning id
create table t (id serial, a text); alter sequence t_id_seq restart with 30; insert into t (a) values ('x') returning id
create table t (a int, b int); select pg_get_serial_sequence('t', 'a')
create table t (a int, b int); select pg_get_serial_sequence('t', 'c')
select pg_get_serial_sequence('nope', 'c')
create table t (id integer not null, a text); create sequence t_id_seq as integer start with 1 increment by 1 no minvalue no maxvalue cache 1; alter sequence t_id_seq owned by t.id; alter table only t alter column id set default nextval('t_id_seq'::regclass); insert into t values (3, 'x'); select pg_catalog.setval('t_id_seq', 3, true); insert into t (a) values ('y') returning *
create sequence t_id_seq start 9; create table t (id int not null default nextval('t_id_seq'), a int); insert into t (a) values (1), (2); select * from t order by id
create sequence s; create function next_code() returns text language sql as $$ select 'C' || nextval('s') $$; select next_code(); select next_code()
create table t (a int default nextval('nope'))
create sequence s; with x as (insert into t0 values (1) returning 1) select nextval('s')
create sequence s; create table t (a bigint, b int); insert into t select nextval('s'), g from generate_series(1, 20) g; update t set a = nextval('s') where b < 3; select a, b from t order by b limit 3
create sequence s; select nextval('s') as n from generate_series(1, 2) order by n desc
create sequence "Odd Name"; select nextval('"Odd Name"'), nextval('"Odd Name"'::regclass)
create sequence s; comment on sequence s is 'x'; select 1
comment on sequence nope is 'x'
-- Triggers that note the time of a change.
create function touch() returns trigger language plpgsql as $$ BEGIN NEW.updated_at = now(); RETURN NEW; END; $$; create table t (id int primary key, a int, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); insert into t values (1, 1), (2, 2, '2021-01-01'); update t set a = 5 where id = 1; select id, a, updated_at = now(), updated_at < '2022-01-01' from t order by id
create function touch() returns trigger language plpgsql as $$ begin new."updated_at" := timezone('utc'::text, now()); return new; end $$; create table t (id int primary key, a int, updated_at timestamp); create trigger t_touch before update on t for each row execute procedure touch(); insert into t values (1, 1, '2020-01-01'); update t set updated_at = '1999-01-01' returning updated_at > '2022-01-01'
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := current_timestamp; return new; end $$; create table t (id int primary key, a int, updated_at timestamptz not null default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); insert into t values (1, 1); insert into t values (1, 7) on conflict (id) do update set a = excluded.a; select a, updated_at = now() from t
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, a int, updated_at timestamptz default '2020-01-01', day date generated always as ((updated_at at time zone 'utc')::date) stored); create trigger t_touch before update on t for each row execute function touch(); insert into t values (1, 1); update t set a = 2; select day > '2022-01-01', updated_at = now() from t
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); drop trigger t_touch on t; insert into t values (1); update t set id = 2; select id, updated_at = now() from t
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); drop function touch()
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); drop function touch() cascade; insert into t values (1); update t set id = 2; select id, updated_at = now() from t
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz); create trigger t_touch before update on t for each row execute function touch(); create trigger t_touch before update on t for each row execute function touch()
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz); create or replace trigger t_touch before update on t for each row execute function touch(); create or replace trigger t_touch before update on t for each row execute function touch(); alter table t rename updated_at to changed; alter table t rename to u; drop trigger t_touch on u; select 1
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, p int references t on delete set null, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); insert into t values (1, null), (2, 1); delete from t where id = 1; select id, p, updated_at = now() from t
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$; create table t (id int primary key, updated_at timestamptz default '2020-01-01'); create trigger t_touch before update on t for each row execute function touch(); insert into t values (1); merge into t using (values (1)) as s (id) on t.id = s.id when matched then update set id = t.id; select updated_at = now() from t
drop trigger nope on nope
drop trigger if exists nope on nope
create table t (id int); drop trigger nope on t
-- Domains.
create domain money_up as numeric(12,2) check (value >= 0); create table t (id int primary key, price money_up not null); insert into t values (1, 9.999) returning *
create domain money_up as numeric(12,2) check (value >= 0); create table t (id int primary key, price money_up not null); insert into t values (1, -1)
create domain mail as text not null check (value ~ '@') check (length(VALUE) < 9); create table t (id int primary key, m mail, n mail default 'x@y'); insert into t (id, m) values (1, 'a@b') returning *
create domain mail as text not null check (value ~ '@') check (length(VALUE) < 9); create table t (id int primary key, m mail); insert into t values (1, 'a@bcdefghijk')
create domain mail as text check (value ~ '@'); create table t (id int primary key, m mail); insert into t values (1, null) returning *
create domain state as text default 'new' check (value in ('new', 'old')); create table t (id int primary key, s state, r state default 'old'); insert into t (id) values (1) returning *
create domain state as text default 'new'; create table t (id int primary key); insert into t values (1); alter table t add column s public_state
create domain state as text default 'new' check (value <> ''); create table t (id int primary key); insert into t values (1); alter table t add column s state; select * from t
create domain d as int; create domain d as text
create domain d as nope
create type d as enum ('a'); create domain d as int
create domain d as int; drop domain d; create domain d as text; select 1
drop domain nope
drop domain if exists nope
create domain d as varchar(5) check (value = lower(value)); create table t (a d unique, constraint only_x check (a ~ 'x')); insert into t values ('xa'); insert into t values ('xa') on conflict (a) do nothing; select * from t
create domain d as varchar(5); create table t (a d); insert into t values ('toolong')
create domain d as int check (value > 0); create function f(x d) returns d language sql as 'select x + 1'; select f(1)
comment on domain nope is 'x'
-- Parameters that go in and come out.
create function f(inout a int, inout b int) language sql as $$ select least(a, b), greatest(a, b) $$; select * from f(5, 2)
create function f(a int, inout b int, out c text) language sql as $$ select a + b, 'x' $$; select b, c from f(1, 2)
create type mood as enum ('sad', 'glad', 'calm'); create table p (id int, m mood); insert into p values (1, 'sad'), (2, 'calm'); create function f(wanted mood[]) returns bigint language sql as $$ select count(*) from p where m = any (wanted) $$; select f(array['sad', 'glad']::mood[]), f('{calm}'), f(array['sad'::mood, 'calm'::mood]), f(null)
create type mood as enum ('sad', 'glad'); create function f(wanted mood[]) returns int language plpgsql as $$ declare one mood; c int := 0; begin foreach one in array wanted loop if one = 'glad' then c := c + 1; end if; end loop; if c = 0 then raise exception 'none of %', wanted; end if; return c; end $$; select f('{sad,glad,glad}'); select f('{sad}')
drop table archive.books
drop table if exists archive.books; select count(*) from books
drop view archive.books
drop view if exists archive.books
drop type archive.mood
drop index archive.books_isbn_key
drop sequence if exists archive.books_id_seq
drop function archive.f(int)
drop function if exists archive.f(int)
drop trigger t on archive.books
drop trigger if exists t on archive.books
alter table archive.books rename to other
alter table if exists archive.books rename to other
alter table archive.books rename column title to name
alter index archive.x rename to y
alter type archive.mood rename to x
comment on column archive.books.title is 'x'
create function f(a int) returns int language sql as 'select a'; drop function if exists f(text); select f(2)
create function f(a int) returns int language sql as 'select a'; drop function f(text)
create function f(a varchar) returns varchar language sql as 'select a'; drop function f(varchar(20)); select f('a')
create schema s; create function s.f(a int) returns int language sql as 'select a + 1'; select s.f(2), s.f(a => 3)
create schema s; create function s.f(a int) returns int language sql as 'select a + 1'; create function f(a int) returns int language sql as 'select s.f(a) * 10'; select f(1), s.f(1)
create schema s; create function s.f() returns setof int language sql as 'select 1 union all select 2'; select * from s.f()
create schema s; create function s.f() returns table (a int, b text) language sql as $$ select 1, 'x' $$; select f.b, a from s.f(); select (s.f()).b
create schema s; create function s.f(a int) returns int language sql as 'select f.a + 1'; select s.f(4)
create schema s; create function s.f(a int) returns int language sql as 'select a'; select f(4)
create schema s; create function s.f(n int) returns int language plpgsql as $$ begin if n > 1 then raise exception 'no'; end if; return n; end $$; select s.f(1); select s.f(5)
create schema s; create function s.f(t text) returns void language sql as $$ insert into authors (id, name) values (901, t) $$; select s.f('new'); select name from authors where id = 901
create schema s; create function s.f(id int) returns boolean language sql as 'select id > 1'; create view v as select name, s.f(authors.id) from authors; select count(*) from v where f
create schema s; create schema s
create schema if not exists s; create schema if not exists s
drop schema s
drop schema if exists s
create schema s; drop schema s; create function s.f() returns int language sql as 'select 1'
create schema s; create function s.f() returns int language sql as 'select 1'; drop schema s
create schema s; create function s.f() returns int language sql as 'select 1'; drop schema s cascade; drop function if exists s.f()
create function s.f() returns int language sql as 'select 1'
create schema s; create function s.f() returns int language sql as 'select 1'; create or replace function s.f() returns int language sql as 'select 2'; select s.f()
create schema s; create function s.f() returns int language sql as 'select 1'; alter function s.f() rename to g; select s.g()
create schema s; create function s.f() returns int language sql as 'select 1'; drop function f()
create view v as select id, stars from reviews where stars > 2 with check option; alter view v reset (check_option); update v set stars = 1 where id = 4
create view v as select id, stars from reviews where stars > 2; alter view v set (check_option = local); update v set stars = 1 where id = 4
create view v as select id, stars from reviews where stars > 2 with check option; alter view v set (check_option = cascaded), reset (check_option); update v set stars = 1 where id = 4
create view v as select count(*) from reviews; alter view v set (check_option = local)
create view v as select id from reviews; alter view v reset (security_barrier, check_option); insert into v values (null)
create table t (a text); insert into t values ('1'); alter table t alter a type int using a || 'x'
create table t (a int); insert into t values (1); alter table t alter a type date using a + 1
create table t (a int, b int not null); create unique index t_key on t (a, b); alter table t add constraint t_pkey primary key using index t_key; insert into t values (1, null)
create table t (a int); create unique index t_key on t (a); alter table t add constraint t_key unique using index t_key; insert into t values (1), (1)
create table t (a int); create index t_a on t (a); alter table t add constraint t_key unique using index t_a
create table t (a int); create unique index t_a on t (abs(a)); alter table t add constraint t_key unique using index t_a
create table t (a int); alter table t add constraint t_key unique using index nope
create table t (a int primary key, b int); create unique index t_b on t (b); alter table t add constraint t_other primary key using index t_b
create table t (a int, b int); create unique index t_b on t (b); insert into t values (1, null); alter table t add primary key using index t_b
create table t (a text default 'x'); insert into t values ('1'), ('22'); alter table t alter a drop default, alter a type int using length(a), alter a set default 7; insert into t default values; select * from t order by a
create type mood as enum ('a', 'b'); create table t (a text default 'x'); insert into t values ('1'); alter table t alter a drop default, alter a type mood using (case a when '1' then 'b' else 'a' end)::mood, alter a set default 'a'; insert into t default values; select * from t order by a
create table t (a text default 'x'); insert into t values ('1'); alter table t alter a set default 5, alter a type int using length(a) + 1; insert into t default values; select * from t order by a
create function f(n int) returns text language plpgsql as $$ declare i int := 40; s text := ''; begin for i in 1..n loop s := s || i; end loop; return s || ':' || i; end $$; select f(3)
create function f() returns int language plpgsql as $$ declare i int; t int := 0; begin for i in 1..3 loop t := t + i; end loop; for i in reverse 3..2 loop t := t * i; end loop; return t; end $$; select f()
create table t (id int, a text constraint c/* default upper('live') -- */ default lower('X')); insert into t (id) values (1); select a from t
create domain d as text constraint c/* default upper('live') -- */ default lower('X'); create table t (id int, a d); insert into t (id) values (1); select a from t
