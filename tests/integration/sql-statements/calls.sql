-- Rows as values, and calls of stored functions wherever Postgres takes them.
select (a).name from authors a where id = 1
select a.* from authors a where id = 1
select (a).* from authors a where id = 1
select (select a from authors a order by id limit 1)
select a from authors a where id < 3
select a is null, a is not null from authors a where id < 3
select count(*) from authors a, authors b where a = b
select count(*) from authors a join books b on a.id = b.author_id where (a.*) = (a.*)
select to_jsonb(a) from authors a where id = 2
select row_to_json(a) from authors a where id = 2
select * from json_to_recordset('[{"a":1,"b":"x"}]') as x(a int, b text)
select * from json_to_record('{"a":1}') as x(a int)
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select a.loud from authors a where id < 3
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select loud(a) from authors a where id < 3
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select (a).loud, a.id from authors a where a.loud like '%1'
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select loud(authors) from authors where id < 3 order by authors.loud desc
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select loud(authors.*) from authors where id < 3
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; update authors a set name = a.loud where id = 1 returning name, a.loud
select name(a) from authors a where id = 1
select title(b), n(b) from books b where id = 2
select title(books) from books where id = 2
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select one_author(2)
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select (one_author(2)).name
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select (one_author(2)).*
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select * from one_author(2)
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select b.id, o.name from books b, one_author(b.author_id) o where b.id < 4
create function one_author(i bigint) returns authors language sql stable as 'select * from authors where id = i'; select b.id, (one_author(b.author_id)).name from books b where b.id < 4
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select many()
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select (many()).name
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select * from many() with ordinality
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select name, n from many() with ordinality as t(id, name, age, email, active, joined, n)
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select count(*) from many() m where m.name like 'A%'
create function many() returns setof authors language sql stable as 'select * from authors where id < 4'; select m from many() m
create function tab(k int default 2) returns table (id bigint, n int) language sql stable as 'select id, n from books where n < k'; select * from tab()
create function tab(k int default 2) returns table (id bigint, n int) language sql stable as 'select id, n from books where n < k'; select * from tab(k => 3) where n = 2
create function tab(k int default 2) returns table (id bigint, n int) language sql stable as 'select id, n from books where n < k'; select a.id, t.* from authors a left join lateral tab(a.age) t on t.id = a.id where a.id < 4
create function tab(k int default 2) returns table (id bigint, n int) language sql stable as 'select id, n from books where n < k'; select tab(1)
create function tab(k int default 2) returns table (id bigint, n int) language sql stable as 'select id, n from books where n < k'; select (tab(1)).n
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select nums()
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select * from nums() with ordinality
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select * from nums() with ordinality as x(v, i)
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select id, nums() from authors where id < 3
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select nums from nums()
create function nums() returns setof int language sql immutable as 'values (1), (2)'; select n from nums() n
create function f(a int, b int default 10, c text default 'x') returns text language sql immutable as 'select a || c || b'; select f(1), f(1, c => 'q'), f(c => 'z', a => 3), f(a := 1, b := 2)
create function f(a int, b int default 10, c text default 'x') returns text language sql immutable as 'select a || c || b'; select id from authors where f(id::int) like '1x%' order by f(age, id::int) nulls first
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(f(f(2))), sum(f(n)), max(f(n)) filter (where f(n) > 3) from books
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(n), count(*) from books group by f(n) having f(n) > 2 order by f(n)
create function f(a int) returns int language sql immutable as 'select a * 2'; select f('5')
create function f(a int) returns int language sql immutable as 'select a * 2'; create view v as select id, f(n) as d from books; select d from v where id = 3
create function f(a int) returns int language sql immutable as 'select a * 2'; insert into reviews (id, stars) values (900, f(2)) returning stars, f(stars)
create function f(a int) returns int language sql immutable as 'select a * 2'; update reviews set stars = f(1) where f(id) = 4 returning id, f(id)
create function f(a int) returns int language sql immutable as 'select a * 2'; merge into reviews r using (select f(1) as i) s on r.id = s.i when matched then update set stars = f(2) returning r.id, f(r.stars)
create function f(a int) returns int language sql immutable as 'select a * 2'; with x as (select f(2) as y) select y, f(y) from x
create function f(a int) returns int language sql immutable as 'select a * 2'; select case when f(1) = 2 then 'two' end, coalesce(f(null), 7), array[f(1), f(2)]
create function v() returns void language sql as 'select 1'; select v()
create function v() returns void language sql as 'select 1'; select v() is null
create function v() returns void language sql as 'select 1'; select * from v()
create function add_review(i int) returns void language sql as 'insert into reviews (id) values (i)'; select add_review(777)
create function tt(a text) returns text language sql immutable as $$ select 't:' || a $$; create function tt(a int) returns text language sql immutable as $$ select 'i:' || a $$; select tt('x'), tt(3), tt(id::int) from authors where id = 1
create function tt(a text) returns text language sql immutable as $$ select 't:' || a $$; create function tt(a bigint) returns text language sql immutable as $$ select 'i:' || a $$; select tt(name), tt(id) from authors where id = 1
create function f(a int) returns int language sql immutable as 'select a * 2'; select f('x')
create function f(a int) returns int language sql immutable as 'select a * 2'; select f()
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(1, 2)
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(b => 2)
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(true)
create function f(a int) returns int language sql immutable as 'select a * 2'; select f(1.5)
select null::authors
select null::authors is null as a, (null::authors).name
select jsonb_populate_record(null::authors, '{"id": 5, "name": "x"}')
select * from jsonb_populate_record(null::authors, '{"id": 5, "name": "x"}')
select p.name from json_populate_record(null::authors, '{"id": 5, "name": "x"}') as p
select id, name from jsonb_populate_recordset(null::authors, '[{"id": 5, "name": "x"}, {"id": 6}]')
select (jsonb_populate_record(null::authors, '{"id": 5, "name": "x"}')).name
select (jsonb_populate_record(a, '{"name": "x"}')).* from authors a where id = 1
select (jsonb_populate_record(a, '{"name": "x"}')).name from authors a where id = 1
select r.* from authors a, jsonb_populate_record(a, '{"name": "new"}') r where a.id = 1
insert into authors select * from jsonb_populate_record(null::authors, '{"id": 500, "name": "x", "active": true}') returning id
insert into authors select * from jsonb_populate_recordset(null::authors, '[{"id": 500, "name": "x", "active": true}]') returning *
insert into authors select (jsonb_populate_record(null::authors, '{"id": 500, "name": "x", "active": true}')).* returning id
update authors set (name, age) = (select name, age from jsonb_populate_record(null::authors, '{"name": "z", "age": 4}')) where id = 1 returning name, age
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select loud(null::authors)
select r from authors a, lateral jsonb_populate_record(a, '{"name": "new"}') r where a.id = 1
select x.id, y.name from jsonb_populate_recordset(null::authors, '[{"id": 1},{"id": 2}]') x join authors y using (id)
select jsonb_populate_recordset(null::authors, '[{"id": 1},{"id": 2}]')
with x as (select * from jsonb_populate_record(null::authors, '{"id": 7}')) select count(*) from x
select row(1,'a',2,'b',true,date '2020-01-01')::authors
select (row(1,'a',2,'b',true,date '2020-01-01')::authors).email
create function loud(a authors) returns text language sql immutable as 'select upper(a.name)'; select loud(row(1,'a',2,'b',true,null)::authors)
select (jsonb_populate_recordset(null::authors, '[{"id": 1},{"id": 2}]')).id
select row(1, upper('b'), null, null, true, null)::authors as r
select (row(1, upper('b'), null, null, true, null)::authors).*
select a.id from authors a where a = row(1,'Author 0',null,null,false,null)::authors
select row(a.id, a.name, (select count(*)::int from books), null, true, null)::authors from authors a where id = 1
create function f() returns setof int language sql as $$ select 1 union select 2 $$; select * from rows from (f(), generate_series(1, 3)) as r(a, b)
create function f(x int) returns setof int language sql as $$ select generate_series(1, x) $$; select * from rows from (f(2)) with ordinality
create function f(x int) returns table (a int, b text) language sql as $$ select x, 'q' $$; select * from rows from (f(2), unnest(array['x','y'])) as r(a, b, c)
create function f(x int) returns table (a int, b text) language sql as $$ select x, 'q' $$; select * from rows from (f(2), unnest(array['x','y'])) with ordinality
create function f(x int) returns int language sql as $$ select x $$; select a.id, r.* from authors a, rows from (f(a.id::int), f(7)) r where a.id < 3
create function f(x int) returns setof authors language sql stable as $$ select * from authors where id <= x $$; select * from rows from (f(2), f(3)) r
create function f(x int) returns int language sql as $$ select x $$; create function f(x numeric) returns numeric language sql as $$ select x $$; select f('1')
create function f(x int) returns int language sql as $$ select x $$; create function f(x numeric) returns numeric language sql as $$ select x $$; select f(1::bigint), f(1), f(1.5)
create function f(x int) returns int language sql as $$ select x $$; create function f(x numeric) returns numeric language sql as $$ select x $$; select f(1::smallint)
create function f(x int) returns int language sql as $$ select x $$; create function f(x float8) returns float8 language sql as $$ select x $$; select f('1'), f(1::smallint), f(1.5)
create function f(x int) returns int language sql as $$ select x $$; create function f(x date) returns date language sql as $$ select x $$; select f('2020-01-01')
create function f(x int) returns int language sql as $$ select x $$; create function f(x text) returns text language sql as $$ select x $$; select f('1'), f(null), f(name) from authors
create function f(x date) returns date language sql as $$ select x $$; create function f(x timestamptz) returns timestamptz language sql as $$ select x $$; select f('2020-01-01')
create function f(x int, y int) returns int language sql as $$ select x $$; create function f(x bigint, y bigint) returns bigint language sql as $$ select x $$; select f(1, 2::bigint), f(1, 2), f('1', 2), f(id, age) from authors
select '(1,Bob,20,b@x.io,t,2020-01-01)'::authors
select ('(1,Bob,20,b@x.io,t,2020-01-01)'::authors).name
select ('(1,"Bob, ""B""",,,t,)'::authors).name, ('(1,Bob\,x,,"",t,)'::authors).email
select cast('(1,x,2,e,t,)' as authors)
select x.id, x.name from unnest((select array_agg(a) from authors a where id < 3)) x
select * from unnest((select array_agg(a) from authors a where id < 3)) with ordinality
select x.i, x.n from unnest(array(select a from authors a where id < 3)) x(i, n)
select (unnest(array_agg(a order by id))).name from authors a where id < 4
select (unnest(array_agg(a order by id))).name as n, 1 as one from authors a where id < 4
select ((array_agg(a order by a.id))[1]).name from authors a
select active, ((array_agg(a order by a.age desc nulls last))[1]).name as oldest from authors a group by active order by 1
select (select a from authors a where id = 1).name
select ((select a from authors a where id = 1)).name
select upper((select a from authors a where id = 2).name) || 'x'
select id from books b where (select a from authors a where a.id = b.author_id).age > 40
select b.id, u.name from books b, lateral unnest(array(select a from authors a where a.id = b.author_id)) u
select (any_value(a)).name from authors a where id = 3
update books set title = (select a from authors a where a.id = books.author_id).name where id < 4 returning title
insert into reviews (id, body) select 900 + x.id, x.title from unnest((select array_agg(b) from books b where b.id < 3)) x returning *
with t as (select array_agg(a) as list from authors a) select cardinality(list) from t
select count(*) from unnest(array[1,2]) x, unnest((select array_agg(p) from parts p)) y where y.id = x
select y.kind, y.nums, y.span from unnest(array(select p from parts p where id < 4)) y
select (array(select b from books b where id < 3 order by id))[2].title
select (array(select b from books b where id < 3 order by id))[2]
select active, (array_agg(a order by a.age desc nulls last))[1].name from authors a group by active order by 1
select (array[a, a])[2].id from authors a where id < 3
