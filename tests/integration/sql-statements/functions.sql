-- Functions of several statements, BEGIN ATOMIC, RETURN, functions that call functions.
create function f(a int) returns bigint language sql as $$ insert into authors (id, name) values (a, 'new'); update authors set age = 9 where id = a; select count(*) from authors where age = 9 $$; select f(900)
create function f(a int) returns bigint language sql as $$ insert into authors (id, name) values (a, 'new'); update authors set age = 9 where id = a; select count(*) from authors where age = 9 $$; select * from f(900)
create function f(a int) returns bigint language sql as $$ insert into authors (id, name) values (a, 'new'); update authors set age = 9 where id = a; select count(*) from authors where age = 9 $$; select f(900); select f(901)
create function f(a int, b text default 'x') returns setof authors language sql as $$ insert into authors (id, name) values (a, b); insert into authors (id, name) values (a + 1, b || b); select * from authors where id >= a order by id $$; select id, name from f(900)
create function f(a int, b text default 'x') returns setof authors language sql as $$ insert into authors (id, name) values (a, b); insert into authors (id, name) values (a + 1, b || b); select * from authors where id >= a order by id $$; select id, name from f(b => 'q', a => 950) where id > 950
create function f() returns void language sql as $$ delete from reviews where stars = 0; update reviews set stars = 0 where stars = 1; update reviews set stars = 1 where stars = 0 $$; select f(); select 1
create function f(a int) returns void language sql as $$ insert into authors (id, name) values (a, 'one'); delete from authors where id = a; $$; select * from f(7777); select 1
create function f(a int) returns int language sql as $$ update books set n = 1 where id = a; update books set n = n + 1 where id = a returning n $$; select f(3) as n
create function f(a int) returns int language sql as $$ update books set n = 1 where id = a; update books set n = n + 1 where id = a returning n $$; select f(3) as n; select n from books where id = 3
create function f(a int) returns table (x bigint, y text) language sql as $$ insert into authors values ($1, 'n', null, null, true, null); select id, name from authors where id = $1 $$; select * from f(900)
create function f(a int, out x bigint, out y text) language sql as $$ insert into authors values ($1, 'n', null, null, true, null); select id, name from authors where id = a $$; select x, y from f(900)
create function f() returns int language sql begin atomic insert into authors (id, name) values (800, 'x'); select 5; end; select f()
create function f(a int) returns int language sql begin atomic select a + 1; end; select f(4), f(5)
create function f(a int) returns int language sql begin atomic select case when a > 3 then 1 else 2 end; end; select f(4), f(1)
create function f(a int) returns int language sql return a * 2 + 1; select f(4)
create function f(a text) returns text language sql immutable return upper(a) || '!'; select f(name) from authors where id < 4
create function f(a int) returns int language sql as 'select a + 1'; create function g(a int) returns int language sql as 'select f(f(a)) * 2'; select g(1), f(g(2))
create function f(a int) returns setof int language sql as 'select generate_series(1, a)'; select f(3)
create function f(a int) returns setof int language sql as 'select generate_series(1, a)'; select id, f(2) from authors where id < 3
create function f(a int) returns setof int language sql as 'select generate_series(1, a)'; select id from authors where id in (select f(4))
create function f(a int) returns setof int language sql as 'select generate_series(1, a)'; create function g(a int) returns bigint language sql as 'select sum(x) from f(a) as x'; select g(5)
create function f(a int) returns boolean language sql as 'select exists (select 1 from reviews r where r.book_id = a)'; create view v as select id, title from books where f(id::int); select count(*) from v
create function f(a int) returns int language sql as $$ update authors set age = a where id = 1 returning age $$; create function g(a int) returns int language sql as $$ select f(a + 1) $$; select g(4)
create function f(a int) returns int language sql as $$ update authors set age = a where id = 1 returning age $$; create function g(a int) returns int language sql as $$ select f(a); select f(a + 1); select age from authors where id = 1 $$; select g(4)
create function f(a int) returns int language sql as $$ insert into authors (id, name) values (a, 'x'); select 1 $$; create function g(a int) returns bigint language sql as $$ select f(a); select f(a + 1); select count(*) from authors where name = 'x' $$; select g(1000)
create function f(a int) returns int language sql as 'select a + 1'; create function g(a int) returns void language sql as $$ update authors set age = f(a) where id = f(0) $$; select g(40); select 1
create function f(a int, variadic b int[]) returns int language sql as 'select a + cardinality(b)'; select f(1, 2, 3, 4), f(1, variadic array[5, 6])
create function f(variadic b text[]) returns text language sql as $$ select string_agg(x, '+') from unnest(b) as x $$; select f('a', 'b')
create function f(a int) returns int language sql as $$ insert into authors (id, name) values (a, 'n'); insert into authors (id, name) values (a, 'n'); select 1 $$; select f(900)
create function f(a int) returns int language sql as $$ select 1 / a; insert into authors (id, name) values (900, 'n'); select 1 $$; select f(0)
create function f(a int) returns int language sql as $$ insert into authors (id, name) values (a, 'n') $$
create function f(a int) returns int language sql as $$ insert into authors (id, name) values (a, 'n'); select 1, 2 $$
create function f(a int) returns int language sql as $$ insert into nowhere (id) values (a); select 1 $$
create function f(a int) returns int language sql as $$ select nowhere; select 1 $$
create function f(a int) returns int language sql as $$ select 1 $$; create or replace function f(a int) returns text language sql as $$ select 'a' $$
create function f(a int) returns int language sql as $$ select 1 $$; create or replace function f(b int) returns int language sql as $$ select 1 $$
create function f(a int default 1) returns int language sql as $$ select 1 $$; create or replace function f(a int) returns int language sql as $$ select 1 $$
create function f(a int) returns int language sql as $$ select 1 $$; create or replace function f(a int) returns int language sql as $$ select 2 $$; select f(1)
create function f(a int) returns int language sql as $$ select 1 $$; create function f(a int) returns int language sql as $$ select 2 $$
create function f(a int) returns int language sql as $$ select a $$; select f(b => 1)
create function f(a int) returns int language sql as $$ select a $$; select f()
create function f(a uuid) returns bigint language sql as $$ insert into reviews (id, body) values (900, a::text); insert into reviews (id, body) values (901, a::text); select count(distinct body) from reviews where id >= 900 $$; select f(gen_random_uuid()); update reviews set body = 'same' where id >= 900 and body = (select body from reviews where id = 900) returning id
create function total(out n bigint) language sql as 'select count(*) from authors'; select total(), total() + 1 as more, pg_typeof(total()); select * from total(); select total.n from total()
create function halves(n int, out half numeric) language sql as 'select n / 2.0'; select halves(3), round(halves(5), 1) as r from generate_series(1, 2); select t.half from halves(7) as t
create function upto(n int) returns table (i int) language sql as 'select * from generate_series(1, n)'; select upto(3); select upto(2) + 1 as next; select i from upto(2)
create function bump(inout n int) language sql as 'select n + 1'; select bump(bump(1)); select * from bump(4)
create function total(out n bigint) language sql as 'select count(*) from authors'; create view w as select total() as t, total() * 2 as twice; select * from w; create function more() returns bigint language sql as 'select total() + 1'; select more()
create function firsts() returns table (id int) language sql as 'select id from authors order by id limit 2'; select * from firsts() as f; select f from firsts() as f; select count(*) from authors where id in (select firsts()); create view v as select firsts() as id; select * from v
create function pl(out n int) language plpgsql as $$ begin n := 7; end $$; select pl(), pl() + 1 as next; select * from pl()
create function f(/* ( ' */ a text default ' x default (select $b$LIVE$b$::text) -- ') returns text language sql as 'select a'; select f()
create function f /* ( */ ( /* ( -- */ a text default 'x', b int default (2) /* ) */) returns text language sql as 'select a || b'; select f(), f('y')
