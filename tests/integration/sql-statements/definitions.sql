-- Scripts that run on virtual and on plain tables: see sql-differential.test.ts. One script a line; the last result is compared.
create table t as select id, name, age * 2 as twice from authors where id < 4; select * from t order by id
create table t (a, b) as select id, upper(name) from authors where id < 4; select a, b from t order by a
create table t as select id from authors with no data; select count(*) from t
create table t as values (1, 'x'), (2, 'y'); select * from t
create table t as select 1 as a, 2 as a
create table t (a, b, c) as select 1, 2
create table authors as select 1 as a
create table if not exists authors as select 1 as a; select count(*) from authors
create table t as select nope from authors
create table t as select count(*), max(price) as top, array_agg(id order by id) as ids, now() is not null as yes from books; select * from t
create table t as table reviews; insert into t values (999, null, 'x', 77); select count(*), max(stars) from t
create table t as with w as (select id from books) select w.id, b.title from w join books b using (id) where w.id < 3; update t set title = 'new' where id = 1 returning *
select id, name into t from authors where id < 4; select * from t order by id
select b.id, b.title, a.name into table t from books b join authors a on a.id = b.author_id; select count(*) from t
select 1 into authors
create table t (like books); insert into t (id) values (1); select * from t
create table t (like books including all); insert into t (id) values (1); select * from t
create table t (like books including all); insert into t (id) values (1), (1)
create table t (like books including defaults, extra int default 5); insert into t (id, title) values (1, 'x') returning *
create table t (like reviews including constraints); insert into t (id, stars) values (1, 9)
create table t (like reviews); insert into t (id, stars) values (1, 9) returning stars
create table t (like authors); insert into t (id) values (1)
create table t (like nope)
create table t (id int, a text, b int, done boolean); create unique index u on t (a) where not done; insert into t values (1, 'x', 1, true), (2, 'x', 1, true), (3, 'x', 1, false); select count(*) from t
create table t (id int, a text, b int, done boolean); create unique index u on t (a) where not done; insert into t values (1, 'x', 1, false), (2, 'x', 1, false)
create table t (id int, a text, b int, done boolean); create unique index u on t (a) where not done; insert into t values (1, 'x', 1, false), (2, 'x', 1, true); update t set done = false
create table t (id int, a text, b int, done boolean); create unique index u on t (a) where not done; insert into t values (1, 'x', 1, false), (2, 'x', 1, true); update t set done = not done returning *
create table t (id int, a text, b int, done boolean); insert into t values (1, 'x', 1, false), (2, 'x', 1, false); create unique index u on t (a) where not done
create table t (id int, a text, b int, done boolean); insert into t values (1, 'x', 1, false), (2, 'x', 1, true); create unique index u on t (a) where not done; insert into t values (3, 'x', 0, false)
create table t (id int, a text); create unique index u on t (lower(a)); insert into t values (1, 'X'), (2, 'x')
create table t (id int, a text); create unique index u on t (lower(a)); insert into t values (1, 'X'), (2, null), (3, null); select count(*) from t
create table t (id int, a text); create unique index u on t (lower(a)); insert into t values (1, 'X') on conflict do nothing; insert into t values (2, 'x') on conflict do nothing; select * from t
create table t (id int, a text, b numeric); create unique index u on t ((b * 2), id); insert into t values (1, 'a', 1.0), (1, 'b', 1.00)
create table t (id int, a text, b numeric); create unique index u on t ((b * 2), id); insert into t values (1, 'a', 1.0), (2, 'b', 1.00); drop index u; insert into t values (1, 'a', 1.0); select count(*) from t
create table t (id int, a text); create unique index u on t (nope)
create table t (id int, a text); create unique index u on t (lower(nope))
create table t (id int, a text); create unique index u on t (a) where nope
create table t (id int, a text); create unique index u on t (a) where id
create table t (id int, a text); create unique index u on t (a) where id > random()
create table t (id int, a text); create unique index u on t ((a || now()::text))
create table t (id int, a text); create unique index u on t ((select 1))
create table t (id int, a text); create index i on t (a) where id > 3; insert into t values (1, 'x'); select * from t
create table t (id int, a text); create index i on t (a) where nope
create table t (id int, a text, unique nulls not distinct (id, a)); insert into t values (1, null), (1, null)
create table t (id int, a text unique nulls not distinct); insert into t values (1, null), (2, null)
create table t (id int, a text); alter table t add unique nulls not distinct (a); insert into t values (1, null), (2, 'x'); insert into t values (3, null)
create table t (id int, a text); create unique index u on t (a) nulls not distinct; insert into t values (1, null), (2, 'x'); select count(*) from t
create table t (id int, a text, done bool); create unique index u on t (a) where done; alter table t rename column a to b; alter table t rename to s; insert into s values (1, 'x', true), (2, 'x', true)
create table t (id int, a text, done bool); create unique index u on t (a) where done; alter table t drop column done; insert into t values (1, 'x'), (2, 'x'); select count(*) from t
create table t (id int primary key); create table s (id int references t, b int unique); create unique index u on s (b) where b > 3; insert into s (b) values (1), (2); select b from s
alter table books rename constraint books_author_id_fkey to by_author; insert into books (id, author_id) values (700, 999)
alter table authors rename constraint authors_email_key to one_email; insert into authors (id, name, email) values (700, 'x', 'a1@x.io') on conflict on constraint one_email do nothing; select count(*) from authors
alter index books_at_idx rename to by_time; drop index by_time; select count(*) from books
alter index nope rename to other
alter table books rename constraint nope to other
alter table books rename constraint books_isbn_key to books_pkey
create view v as select id from authors; alter view v rename to w; select count(*) from w
create view v as select id from authors; alter table v rename to w; select count(*) from w
create type mood as enum ('sad', 'ok'); create table t (id int, m mood); insert into t values (1, 'sad'); alter type mood rename value 'sad' to 'blue'; select id, m::text from t
create type mood as enum ('sad', 'ok'); create table t (id int, m mood default 'sad'); alter type mood rename value 'sad' to 'blue'; insert into t (id) values (1); select id, m::text from t
create type mood as enum ('sad', 'ok'); alter type mood rename value 'nope' to 'blue'
create type mood as enum ('sad', 'ok'); alter type mood rename value 'sad' to 'ok'
create type mood as enum ('sad', 'ok'); select 'sad'::mood::text, cast('ok' as mood)::text, (mood 'sad')::text, null::mood is null
create type mood as enum ('sad', 'ok'); select 'nope'::mood
create type mood as enum ('sad', 'ok'); select enum_range(null::mood)::text[], enum_first(null::mood)::text, enum_last('sad'::mood)::text
create type mood as enum ('sad', 'ok'); create table t (id int, m mood); insert into t values (1, 'sad'::mood), (2, 'ok'); select id from t where m = 'sad'::mood
create type mood as enum ('sad', 'ok'); create table t (id int, m mood); insert into t values (1, 'sad'); update t set m = 'ok'::mood where m in ('sad'::mood, 'ok') returning m::text
create type mood as enum ('sad', 'ok'); create table t (id int, m mood check (m <> 'sad'::mood) default 'ok'::mood); insert into t values (1, 'sad')
create type mood as enum ('sad', 'ok'); create view v as select id, 'sad'::mood::text as m from authors where id = 1; select * from v
create type mood as enum ('sad', 'ok'); alter type mood rename to feeling; select 'ok'::feeling::text
create table t (id int, constraint c check (id > 0) not valid); insert into t values (0)
comment on view nope is 'x'
comment on index books_at_idx is 'fast'; select 1
comment on constraint books_isbn_key on books is 'once'; select 1
do $$ begin create type mood as enum ('sad'); exception when duplicate_object then null; end $$; do $$ begin create type mood as enum ('sad'); exception when duplicate_object then null; end $$; select 'sad'::mood::text
do $$ begin alter table books add constraint books_isbn_key unique (isbn); exception when duplicate_object or duplicate_table then null; end $$
create table t (id int generated by default as identity, a text); insert into t (a) values ('x'), ('y'); truncate t restart identity; insert into t (a) values ('z') returning *
create table t (a int, b int generated always as (a * 2) virtual); insert into t (a) values (4) returning *
create table p (id int primary key, c text unique); create table k (id int primary key, p int references p on update cascade, c text references p (c) on update set null); insert into p values (1, 'a'), (2, 'b'); insert into k values (1, 1, 'a'), (2, 2, 'b'), (3, 2, null); update p set id = id + 10, c = c || '!' where id = 1; select * from k order by id
create table p (id int primary key, c text unique); create table k (id int primary key, p int references p on update cascade, c text references p (c) on update set null); insert into p values (1, 'a'), (2, 'b'); insert into k values (1, 1, 'a'), (2, 2, 'b'), (3, 2, null); update p set id = 10 where id = 2; insert into k values (4, 10, 'b'); delete from k where p = 10; select * from k order by id
create table p (id int primary key, c text unique); create table k (id int primary key, p int references p on update cascade); insert into p values (1, 'a'), (2, 'b'); insert into k values (1, 1); update p set id = 2 where id = 1
create table p (id int primary key, c text unique); create table k (id int primary key references p on update cascade, x int); create table g (k int references k); insert into p values (1, 'a'); insert into k values (1, 5); update p set id = 7; select * from k
create table p (id int primary key, c text unique); create table k (id int primary key references p on update cascade, x int); create table g (k int references k); insert into p values (1, 'a'); insert into k values (1, 5); insert into g values (1); update p set id = 7
create table p (id int primary key, c text unique); create table k (a int, p int references p on update cascade check (p < 10)); insert into p values (1, 'a'); insert into k values (1, 1); update p set id = 70
create table p (id int primary key, c text unique); create table k (a int, p int not null references p on update set null); insert into p values (1, 'a'); insert into k values (1, 1); update p set id = 70
create table p (a int, b int, primary key (a, b)); create table k (x int, a int, b int, foreign key (a, b) references p on update cascade); insert into p values (1, 2), (3, 4); insert into k values (9, 1, 2), (8, 3, 4), (7, null, 4); update p set b = b * 10; select * from k order by x
create table p (id int primary key, c text unique); create table k (a int, p int references p on update cascade on delete cascade); insert into p values (1, 'a'); insert into k values (1, 1); update p set id = 70; delete from p where id = 70; select count(*) from k
create table p (id int primary key); create table k (a int, p int references p on update restrict); insert into p values (1); insert into k values (1, 1); update p set id = 70
create table t (id int primary key, a text); create view v as select a from t; alter table t drop column a
create table t (id int primary key, a text); create view v as select a from t; drop table t
create table t (id int primary key, a text); create view v as select a from t; drop table t cascade; select count(*) from v
create table t (id int primary key, a text); create view v as select a from t; create view w as select * from v; drop view v
create table t (id int primary key, a text); create view v as select a from t; create view w as select * from v; drop view v cascade; select * from w
create table t (id int primary key, a text unique); create table s (a text references t (a)); alter table t drop constraint t_a_key
create table t (id int primary key, a text unique); create table s (a text references t (a)); alter table t drop constraint t_a_key cascade; insert into s values ('x'); select * from s
create table t (id int primary key, a text); alter table t alter column a set default 'x', alter column a set not null; insert into t (id) values (1) returning *
create table t (id int, a int); alter table t add primary key (id); alter table t add constraint c check (a > 0); insert into t values (1, 0)
create table t (id int, a int); alter table t alter column a type text; insert into t values (1, 'x'); select * from t
create table t (id int, a text); insert into t values (1, '5'); alter table t alter column a type int using a::int; select a + 1 from t
create table t (id int, a text); insert into t values (1, '5x'); alter table t alter column a type int using a::int
create table t (id serial primary key, a text); insert into t (a) values ('x'), ('y') returning id
create table t (id bigserial, a text); insert into t (a) values ('x'); select * from t
create table t (id int generated always as identity, a text); insert into t (id, a) values (5, 'x')
create table t (id int generated always as identity, a text); insert into t (id, a) overriding system value values (5, 'x') returning id
create table t (id int, a int, b int generated always as (a + 1) stored); insert into t (id, a) values (1, 2); update t set a = 5 returning b
create table t (a int, b int, primary key (a, b), unique (b, a)); insert into t values (1, 1), (1, 1)
create table t (a int check (a > 0), constraint named check (a < 10)); insert into t values (11)
create table t (a int default 3, b text default 'x' || 'y', c timestamptz default now(), d uuid default gen_random_uuid()); insert into t default values; select a, b, c is not null, d is not null from t
create table if not exists authors (x int); select count(*) from authors
drop table if exists nope; select 1
drop table nope
create table t (a int, a int)
create table t (a nope)
create table t (a int references nope)
create table t (a int references authors (nope))
create table t (a bigint references authors (age))
alter table authors add column extra jsonb default '{}'; select extra from authors where id = 1
alter table authors drop column age; select * from authors where id = 1
alter table authors rename column age to years; select years from authors where id = 2
alter table authors add constraint u unique (age)
alter table authors alter column age set not null
alter table books drop constraint books_isbn_key; insert into books (id, isbn) values (900, 'i-1'); select count(*) from books where isbn = 'i-1'
alter table books add column a int, add column b int default 5, drop column code; select a, b from books where id = 1
create index on books (n); create index on books (n); select 1
drop index books_at_idx; select count(*) from books
truncate authors
truncate authors, books, reviews; select count(*) from authors
truncate authors cascade; select count(*) from reviews
create view v as select id, name from authors where id < 3; select v.name, a.id from v join authors a using (id) order by id
create or replace view v as select 1 as a; create or replace view v as select 1 as a, 2 as b; select * from v
create view v as select 1 as a; create or replace view v as select 2 as b
create view v (x, y) as select id, name from authors; select x from v where y = 'Author 1'
create view v as select * from nope
create function f(a int, b int default 2) returns int language sql as 'select a * b'; select f(3), f(3, 5), f(b => 1, a => 9)
create function f(a int) returns setof authors language sql as 'select * from authors where id <= a'; select id from f(2) order by id
create function f() returns table (n bigint, t text) language sql as 'select id, name from authors where id = 1'; select * from f()
create function f(a int) returns int language sql as 'select a + 1'; select f(id::int) from authors where id < 3 order by 1
create function f(a text) returns text language sql immutable as $$ select upper(a) $$; select f(name) from authors where f(name) = 'AUTHOR 1'
create function f() returns int language sql as 'select nope from authors'
create function f() returns int language sql as 'select 1'; create function f() returns int language sql as 'select 2'
create or replace function f() returns int language sql as 'select 1'; create or replace function f() returns int language sql as 'select 2'; select f()
create function f() returns int language sql as 'select 1'; drop function f; select f()
create type mood as enum ('a', 'b'); drop type mood; select 1
create type mood as enum ('a', 'b'); create type mood as enum ('a')
create type mood as enum ('a', 'b'); alter type mood add value 'c' after 'a'; select 1
begin; insert into authors (id, name) values (800, 'x'); savepoint s; delete from authors where id = 800; rollback to s; select count(*) from authors where id = 800
comment on table authors is 'x'; comment on column authors.name is null; select 1
comment on table nope is 'x'
comment on column authors.nope is 'x'
create table t (id int generated always as identity (start with 100), a text); insert into t (a) values ('x'), ('y') returning id
create table t (id int primary key, docs jsonb[], slots time[], prices money[]); insert into t values (1, array['1'::jsonb, null], array['10:00'::time], array[2::money]), (2, null, null, null), (3, '{"1"}', '{10:30}', '{}'); select id, docs, slots, prices from t order by id
create table t (id int primary key, docs jsonb[]); insert into t values (1, 'null'::jsonb)
create table t (id int primary key, before int references t); insert into t select n, nullif(n - 1, 0) from generate_series(1, 300) as n; insert into t values (302, 303), (303, 302); select count(*), sum(before) from t
create table t (id int primary key, before int references t); insert into t values (1, null), (2, 1), (3, 4)
create table t (a int, b text, x int, y text, primary key (a, b), foreign key (x, y) references t); insert into t values (1, 'a', 2, 'b'), (2, 'b', 1, 'a'), (3, 'c', null, 'zz'); select * from t order by a
create table t (id numeric primary key, before numeric references t); insert into t values (1.50, null), (2, 1.5), (3.0, 2.00); select id, before from t order by id
create table t (id int generated by default as identity primary key, v text); insert into t (id, v) values (2, 'x'), (3, 'y'); insert into t (v) values ('a') returning id
create table p (id int primary key); create table k (id int primary key references p on update cascade on delete cascade); create table g (id int primary key references k on update cascade on delete cascade, n int references k on update set null); insert into p values (1), (2); insert into k values (1), (2); insert into g values (1, 2), (2, 1); update p set id = id + 10; select * from g order by id
create table p (id int primary key); create table k (id int primary key references p on update cascade); create table g (id int primary key references k on update cascade, x int check (x < 5)); create table h (id int references g on update cascade, y text); insert into p values (1); insert into k values (1); insert into g values (1, 1); insert into h values (1, 'deep'), (null, 'none'); update p set id = 5; insert into h values (5, 'more'); select * from h order by y
create table p (id int primary key); create table k (id int primary key references p on update cascade); create table g (id int references k); insert into p values (1); insert into k values (1); insert into g values (1); update p set id = 5
create table p (a int, b int, primary key (a, b)); create table k (a int, b int, c int unique, primary key (a, b), foreign key (a, b) references p on update cascade); create table g (a int, b int, foreign key (a, b) references k on update cascade); insert into p values (1, 2); insert into k values (1, 2, 3); insert into g values (1, 2); update p set b = 20, a = 10; select * from g; delete from g; delete from k; delete from p; select count(*) from p
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (delete from c where p_id = 1) delete from p where id = 1 returning id
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (delete from p where id = 1 returning id) delete from c using d where p_id = d.id returning c.id
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (update c set p_id = 2 where p_id = 1 returning id) delete from p where id = 1 returning (select count(*) from d)
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (update c set note = 'x' where p_id = 1 returning id) delete from p where id = 1 returning (select count(*) from d)
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p on delete restrict, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (delete from p where id = 1 returning id) delete from c using d where p_id = d.id returning c.id
create table p (id serial primary key, name text); create table c (id serial primary key, p_id int references p); with b as (insert into c (p_id) values (1) returning id, p_id), a as (insert into p (name) values ('x') returning id) select a.id, b.* from a, b
create table kv (k text primary key, v int default 0); insert into kv values ('a', 1); insert into kv values ('a', 2), ('b', 3) on conflict (k) do update set v = kv.v + excluded.v where kv.v < excluded.v returning *, xmax = 0 as is_new, old.v
create table t (id int primary key, a text); insert into t values (1, 'x'), (2, 'y'); alter table t add column token uuid not null unique default gen_random_uuid(); create table k (t uuid references t (token)); insert into k select token from t; select count(*), count(distinct t) from k
create table t (id int primary key, a text); insert into t values (1, 'x'), (2, 'y'); alter table t add column r float8 default random(), add column m text default md5(random()::text); create index on t (r); create unique index on t (m); select count(*) from t a where exists (select from t b where b.m = a.m and b.r = a.r)
create table t (id int primary key, a text); insert into t values (10, 'x'), (20, 'y'); alter table t add column no serial; insert into t values (30, 'z'); select count(distinct no), min(no), max(no) from t
create table t (id int primary key, a text); insert into t values (10, 'x'), (20, 'y'); alter table t add column no int generated always as identity (start with 50); insert into t values (30, 'z'); select count(distinct no), min(no), max(no) from t
create table t (a text); insert into t values ('x'), ('y'); alter table t add column id bigserial primary key; insert into t values ('z') returning id
create table t (a text); alter table t add column id bigint generated by default as identity primary key, add column n int default 4; insert into t (a) values ('x'), ('y') returning *
create table t (id int generated by default as identity, a text); insert into t (a) values ('x'); alter table t alter id set start with 100 restart; insert into t (a) values ('y') returning *
create table t (id int generated by default as identity, a text); insert into t (a) values ('x'); alter table t alter id set start with 100; insert into t (a) values ('y') returning *
create table t (id int generated by default as identity, a text); insert into t (a) values ('x'); alter table t alter id restart; insert into t (a) values ('y') returning *
create table a (id int primary key, b int); create table b (id int primary key, a int references a, up int references b); alter table a add foreign key (b) references b; drop table a, b; create table a (id int); select count(*) from a
create table a (id int primary key); create table b (id int primary key, a int references a); create table c (id int, a int references a, b int references b); drop table c, a, b; select 1
create table t (a int, b int generated always as (a * 2) stored); insert into t values (5), (20); alter table t alter b set expression as (a + 1); insert into t values (50); select * from t
create table t (a int, b int generated always as (a * 2) stored, c int); alter table t drop column b, drop column a; insert into t values (1) returning *
create type mood as enum ('sad', 'ok'); create table t (id int, m mood, n text); insert into t values (1, 'ok', 'n'); drop type mood cascade; select * from t
create table p (a int, b int, primary key (a, b)); create table k (id int, a int, b int, foreign key (a, b) references p on update set null); insert into p values (1, 2), (3, 4); insert into k values (1, 1, 2), (2, 3, 4), (3, null, 4); update p set a = 9 where a = 1; select * from k
create table t (a int default 1.7, b text default 5, c bool default 'yes', d numeric default '5', e varchar(3) default 5, f timestamptz default '2020-01-01', g bool default 'f'); insert into t default values returning *
create table t (a int not null, b text, constraint needed not null b); alter table t drop constraint t_a_not_null; insert into t values (null, 'x') returning *
create table t (a int default 'x')
create table t (a date default 'nope')
create table t (a bool default 'maybe')
create table t (a jsonb default '[')
create table t (id int primary key, a text not null, b int unique check (b < 1000), c text, constraint near check (length(c) > b - 500)); insert into t values (1, ' 5 ', 10, 'a,b'), (2, '', 30, 'd'); alter table t alter a type int using coalesce(nullif(trim(a), ''), '0')::int, alter b type bigint using b * 10; select * from t
create table t (id int primary key, b int not null unique check (b < 1000)); insert into t values (1, 10), (2, 20); alter table t alter b type bigint using b * 10; insert into t values (3, 200)
create table t (id int primary key, b int not null unique check (b < 1000)); insert into t values (1, 10), (2, 20); alter table t alter b type bigint using b * 100
create table t (id int primary key, b int not null unique check (b < 1000)); insert into t values (1, 10), (2, 20); alter table t alter b type bigint using b * 10; insert into t values (3, null)
create table t (id int, b int, c text); insert into t values (1, 0, 'x,y'), (2, 3, null); alter table t alter b type bool using b <> 0, alter c type text[] using string_to_array(c, ','), add d int default 4; select * from t
create type mood as enum ('low', 'high'); create table t (id int, m int); insert into t values (1, 2), (2, 9); alter table t alter m type mood using (case when m > 5 then 'high' else 'low' end)::mood; select id, m::text from t where m = 'high'
create table t (id int, b int); insert into t values (1, 0); alter table t alter b type int using 1 / b
create table t (id int, b text default 'x'); insert into t values (1, '5'); alter table t alter b drop default, alter b type int using length(b); insert into t (id) values (2) returning *
create table t (a text default '7'); alter table t alter a type int using a::int
create type mood as enum ('sad', 'ok'); create table t (a text default 'ok'); alter table t alter a type mood using a::mood
create type mood as enum ('sad', 'ok'); create table t (a text default 'ok'); alter table t alter a drop default, alter a type mood using a::mood, alter a set default 'sad'; insert into t default values returning a::text
create view v as select id from authors; create view w as select id from v; drop view v, w; create view w as select 1 as a; select * from w
create table t (a int); insert into t values (1), (2); alter table t add column e int not null generated always as (a * 2) stored; select * from t
create table t (a int); insert into t values (1), (null); alter table t add column e int not null generated always as (a * 2) stored
create table p (a int); create table k (p int references p)
create table marks_of (id int primary key, a int, constraint c check (a > 0)); alter table marks_of drop constraint if exists c, add constraint c check (a < 0); insert into marks_of values (1, -1); insert into marks_of values (2, 1)
create table marks_of (id int primary key, a int not null, constraint u unique (a)); alter table marks_of add constraint u unique (a, id), drop constraint u; insert into marks_of values (1, 1), (2, 1) returning *
create table marks_of (id int primary key, a int not null); alter table marks_of drop constraint marks_of_pkey, add primary key (id, a); insert into marks_of values (1, 1), (1, 2) on conflict (id, a) do nothing returning *
create table marks_of (id int primary key, a int references authors on delete cascade); alter table marks_of drop constraint marks_of_a_fkey, add constraint marks_of_a_fkey foreign key (a) references authors on delete set null; insert into marks_of values (1, 3); delete from authors where id = 3; select * from marks_of
create table marks_of (id int primary key, a int default 1, b boolean default true); alter table marks_of alter a type text, alter b type varchar(5); insert into marks_of (id) values (1) returning a || b
create table marks_of (a text); create unique index on marks_of (lower(a), (a || 'x'), lower(a || 'y')); alter index marks_of_lower_expr_lower1_idx rename to named; insert into marks_of values ('a')
create table marks_of (id int primary key, a int); insert into marks_of values (1, 5); alter table marks_of add column b int, alter column b set default 3; insert into marks_of (id) values (2); select * from marks_of order by id
create table marks_of (id int primary key, a int); insert into marks_of values (1, 5); alter table marks_of add column b int default 1 not null, alter column b set default 3; insert into marks_of (id) values (2); select * from marks_of order by id
create type shade as enum ('dark', 'light'); create table marks_of (id int, s shade check (s is not null)); alter table marks_of drop constraint marks_of_s_check; insert into marks_of values (1, null) returning *
create type shade as enum ('dark', 'light'); create table marks_of (id int, s shade check (s is not null)); insert into marks_of values (1, 'pale')
create table marks_of (a int, b int check (b > a), c int check (1 < 2), check (a > 0), d int check (d > 0)); alter table marks_of drop constraint marks_of_check, drop constraint marks_of_check1, drop constraint marks_of_a_check, drop constraint marks_of_d_check; insert into marks_of values (0, -1, 1, 0) returning *
