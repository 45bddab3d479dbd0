-- What is wrong with each, told in the same words, with the same hint and place, as by plain tables.
selec 1
select 1 1
select from from authors
insert authors values (1)
update authors name = 'x'
delete authors
select nam from authors
select a.nam from authors a
select authors.nam from authors
select b.name from authors a
select authors.name from authors a
select nofunc(1)
select lower(1)
select lower()
select lower('a', 'b')
select substr('abc', 'x')
select abs('x'::text)
select 1::nosuch
select cast(1 as nosuch)
select 1::int[]
select id from authors a, books b
select name from authors a join authors b on a.id = b.id
select author_id, count(*) from books
select author_id, title, count(*) from books group by author_id
select author_id from books group by author_id having title = 'x'
select count(count(*)) from books
select * from books where count(*) > 1
select * from books where sum(n) > 1 group by id
select count(*) from books group by count(*)
select * from books where row_number() over () = 1
select row_number() over (order by row_number() over ()) from books
select sum(n) over w from books
select sum(n) over (w) from books window w as (order by id), w as (order by n)
select sum(n) over (rows between 1 following and current row) from books
select sum(n) over (range 1 preceding) from books
select rank() from books
select row_number() from books
select percentile_cont(0.5) from books
select percentile_cont(2.0) within group (order by n) from books
select lower('a') over ()
select count(distinct *) from books
select string_agg(title) from books
select sum(title) from books
select avg(published) from books
select 1 + 'a'
select 1 + true
select 'a' + 'b'
select true and 1
select not 1
select 1 = 'a'
select id = title from books
select title || 1, title + 1 from books
select case when 1 then 2 end
select case when true then 1 else 'x' end
select coalesce(1, 'x')
select coalesce(1, true)
select greatest(1, true)
select nullif(1, 'x')
select array[1, 'x']
select array[1, true]
select 1 in ('a')
select 1 in (select title from books)
select (select 1, 2)
select (select id from authors)
select 1 = (select id, name from authors)
select (1, 2) = (1, 2, 3)
select row(1, 2) < row(1)
select * from books where id in (select id, n from books)
select 1 union select 'a'
select 1 union select 1, 2
select 1 union select true
select id from books union select id from authors order by nope
select id from books order by 5
select id from books order by 'x'
select id from books group by 5
select distinct id from books order by n
select distinct on (id) id, n from books order by n
select id from books limit -1
select id from books limit 'x'
select id from books offset -1
select id from books limit 1.5e300
select id from books fetch first 'a' rows only
select id from books fetch first 2 rows with ties
select 1/0
select 1 % 0
select 1.0/0
select 5::numeric % 0
select 2147483647 + 1
select 9223372036854775807 + 1
select 99999999999999999999::bigint
select 40000::smallint
select 1e400::float8
select (-1)::numeric ^ 0.5
select sqrt(-1)
select ln(0)
select ln(-1)
select log(0)
select power(0, -1)
select factorial(-1)
select exp(100000::numeric)
select 'x'::int
select 'x'::bigint
select 'x'::smallint
select 'x'::numeric
select 'x'::float8
select 'x'::boolean
select 'x'::date
select 'x'::timestamptz
select 'x'::timestamp
select 'x'::time
select 'x'::interval
select 'x'::uuid
select 'x'::json
select '{"a":}'::jsonb
select '{'::jsonb
select 'x'::int[]
select '{1,2'::int[]
select '{1,x}'::int[]
select 'x'::int4range
select '[5,1]'::int4range
select 'x'::inet
select '\xZZ'::bytea
select '2020-13-45'::date
select '2020-02-30'::date
select '25:00'::time
select '2020-01-01 99:00'::timestamptz
select 123456::numeric(5,2)
select date '2020-01-01' + 'x'
select interval '1 foo'
select now() at time zone 'Mars/Phobos'
select date_trunc('fortnite', now())
select extract(fooo from now())
select extract(hour from date '2020-01-01')
select to_timestamp('x', 'YYYY')
select to_number('x', '999')
select make_date(2020, 13, 1)
select regexp_replace('a', '(', 'b')
select 'a' ~ '['
select 'a' ~ 'a{2,1}'
select regexp_matches('a', 'a', 'z')
select 'a' similar to '('
select substring('a' from -1 for -2)
select repeat('a', -1), left('abc', -5), chr(0)
select chr(-1)
select overlay('a' placing 'b' from 0)
select split_part('a', ',', 0)
select lpad('a', 1000000000)
select jsonb_path_query('{}', '$.')
select jsonb_path_query('{}', 'strict $.a')
select jsonb_set('{}', 'x', '1')
select jsonb_set('1', '{a}', '1')
select '[1]'::jsonb - 'a'::jsonb
select ('{"a":1}'::jsonb)::int
select ('{"a":1}'::jsonb -> 'a')::boolean
select jsonb_array_elements('{}')
select jsonb_each('[]')
select jsonb_object_keys('1')
select jsonb_object(array['a'])
select json_object_agg(null, 1)
select jsonb_build_object('a')
select jsonb_build_object(null, 1)
select * from json_to_record('{}')
select * from json_to_record('{}') as x
select * from json_to_record('[]') as x(a int)
select json_query('[1,2]', '$[*]' error on error)
select (array[1,2])[1:2:3]
select array[1,2] || 'x'
select array_length(array[1], 'x')
select array[[1],[2,3]]
select unnest(1)
select generate_series(1, 10, 0)
select generate_series('a', 'b')
select * from generate_series(1, 3) where generate_series > generate_series(1,2)
select id from books where unnest(tags) = 'a'
select count(unnest(tags)) from books
select case when true then generate_series(1, 2) end
select coalesce(generate_series(1,2), 1)
select * from authors a, authors a
select * from authors join authors on true
select * from authors a join books b using (nope)
select * from authors a join books b using (name)
select * from authors natural join books natural join nope
select * from authors a join books b on a.id
select * from authors a join books b on c.id = 1
select * from authors a, (select a.id) x
select * from authors a left join lateral (select b.nope from books b) x on true
select * from (select 1) as x(a, b)
select * from (select 1 as a, 2 as a) x where a = 1
with x as (select 1) select * from y
with x as (select 1), x as (select 2) select 1
with x(a, b) as (select 1) select * from x
with recursive x as (select 1 union all select n + 1 from x) select * from x
with recursive x(n) as (select 1 union all select n + 1.5 from x where n < 3) select * from x
with recursive x(n) as (select n from x) select * from x
with recursive x(n) as (select 1 union all select count(*) from x) select * from x
with recursive x(n) as (select 1 union all select n from x order by 1) select * from x
with x as (delete from reviews) select * from x
select * from (delete from reviews returning id) x
insert into authors (id, name, name) values (1, 'x', 'y')
insert into authors (id, name) values (1)
insert into authors (id) values (1, 'x')
insert into authors values (1, 'x', 2, 'e', true, date '2020-01-01', 9)
insert into authors (id, name) values (1, 'x'), (2)
insert into authors (id, name) values ('x', 'y')
insert into authors (id, name) values (true, 'y')
insert into authors (id, name, joined) values (900, 'y', 5)
insert into authors (id, name) select 1
insert into authors (id) values (900)
insert into books (id, author_id) values (901, 999)
insert into books (id, code) values (901, 'much too long')
insert into books (id, price) values (901, 123456789.5)
insert into books (id, n) values (901, 99999999999)
insert into reviews (id, stars) values (901, 9)
insert into reviews (id, stars) values (901, 99999)
insert into nope values (1)
insert into authors (id, name) values (1, count(*))
insert into authors (id, name) values (1, 'x') on conflict do update set name = 'y'
insert into authors (id, name) values (800, 'x'), (800, 'y') on conflict (id) do update set name = 'z'
insert into authors (id, name) values (1, 'x') on conflict (id) do update set nope = 'y'
insert into authors (id, name) values (1, 'x') returning nope
update authors set nope = 1
update authors set id = 'x'
update authors set age = name
update authors set name = null where id = 1
update books set author_id = 999 where id = 1
update nope set a = 1
update authors set (name, age) = (1)
update authors set (name, age) = (select 1)
update authors set (name, age) = row(1, 2, 3)
update authors set name = (select name from authors)
update authors set age = count(*)
update authors set age = row_number() over ()
update authors set age = generate_series(1,2)
update authors a set a.name = 'x'
update authors a set name = 'x' where authors.id = 1
update reviews set stars = 10 where id = 1
update books set tags['x'] = 'a' where id = 2
delete from nope
delete from authors where nope = 1
delete from authors where id = 'x'
delete from authors using books where author_id = authors.id and n = 'x'
delete from authors where count(*) > 1
delete from authors returning nope
merge into authors a using books b on a.id = b.author_id when matched then update set name = 'x'
merge into authors a using (values (1)) v(i) on a.id = v.i when matched then update set nope = 1
merge into authors a using (values (1)) v(i) on a.id = v.i when matched then insert values (1)
merge into authors a using (values (1)) v(i) on a.id = v.i when not matched then update set name = 'x'
merge into nope a using (values (1)) v(i) on true when matched then delete
merge into authors a using nope v on true when matched then delete
select authors.oid from authors
select * from authors for update of nope
select count(*) from authors for update
select distinct id from authors for update
select * from authors group by rollup (id) for update
select name collate "nope" from authors
select name collate "C" < name collate "POSIX" from authors
select 1 order by 2
values (1), (1, 2)
values (1), ('x')
values (default)
table nope
select grouping(id) from authors
select any_value(id) filter (where 1) from authors
select sum(id) filter (where sum(id) > 1) from authors
select array_agg(id order by nope) from authors
select nvl(1, 2)
select isnull(1)
select getdate()
select top 5 * from authors
select name as from authors
select `name` from authors
select * from authors where name = "x"
select * from authors where name == 'x'
select * from authors where id = null and name <> all (1)
select interval '1 day' * interval '1 day'
select date '2020-01-01' - time '10:00' + 5
select 'a' between 1 and 2
select exists (1)
select 1 from authors where (select true, false)
select * from unnest(array[1], 2) as x
select * from rows from (generate_series(1,2), nope(1)) x
select row_to_json(1)
select to_jsonb()
select format('%s %s', 1)
select format('%z', 1)
select encode('a', 'nope')
select decode('zz', 'hex')
select width_bucket(1, 2, 2, 3)
select gen_random_uuid(1)
select ascii(5)
select date_part('nope', now())
select age('x')
select 'a'::text::int
select '1'::text::boolean, 2::boolean, 'maybe'::text::boolean
select 1::boolean::date
select now()::int
select '12:00'::time::date
select array[1]::text::int
with x as (select 1) delete from x
with x as (select 1) insert into x values (1)
update parts set nums = array['1', '2'] where id = 1 returning nums
update parts set nums = array['1', '2']::text[] where id = 1
update parts set nums = 5 where id = 1 returning nums
update parts set nums = '{1,2}'::text where id = 1 returning nums
update parts set nums = array[99999999999] where id = 1 returning nums
update parts set nums = array[date '2020-01-01'] where id = 2 returning nums
update books set tags = array[]
update books set tags = tags || 'x' where id = 2 returning tags
update books set tags = 5
update books set meta = 'x'::text
update books set meta = row(1)
update books set meta =   1 + 1
insert into authors (id, name, age) select id + 500, title, title from books
insert into books (id, meta) select id + 500, name from authors
update parts set clock = 5
insert into authors (id, name, active) select 500, 'Ä', age from authors
insert into authors select 500, 'x', 'y' || 'z'
insert into authors (id, name, age) select * from (select 500, 'x', 'y'::text) q
insert into books (id, tags) values (900, array['a', 1])
insert into parts (id, nums[2]) values (900, 'x'::text) returning nums
insert into parts (id, nums[1]) values (900, default)
insert into books (id, tags, tags[1]) values (900, '{}', 'x')
insert into books (id, tags[1]) values (900)
insert into books (id, n[1]) values (900, 5)
insert into books (id, meta['a']) values (900, 'x'::text)
insert into books (id, meta.a) values (900, 'x')
insert into authors select * from (select 500, 'x', 'y'::text) q
update parts set nums[1] = 'x'::text where id = 2
update parts set nums[1] = 'x' where id = 2
update parts set nums[1:2] = 5 where id = 2
update parts set nums[1] = array[1] where id = 2
update parts set nums['a'] = 1 where id = 2
update books set meta['a'] = 'x'::text where id = 2
update books set meta.a = '1' where id = 2
update books set meta['a'] = 5 where id = 2
update books set n[1] = 5 where id = 2
select count(*) from authors tablesample nope (10)
select count(*) from authors tablesample bernoulli (-1)
select count(*) from authors tablesample bernoulli (101)
select count(*) from authors tablesample bernoulli (null)
select count(*) from authors tablesample bernoulli (100) repeatable (null)
select count(*) from authors tablesample bernoulli (10, 20)
with x as (select 1) select * from x tablesample bernoulli (10)
select grouping(name) from authors group by id
select a.id.b from authors a
select '(1,x)'::authors
select '(1,x,2,e,t,,)'::authors
select '1,x'::authors
select '(1,x,2,e,t,) z'::authors
merge into authors a using (values (1), (1)) v(i) on a.id = v.i when matched then update set age = 1
merge into authors a using (values (1)) v(i) on a.id = v.i when matched then update set age = 'x'::text
merge into authors a using (values (99)) v(i) on a.id = v.i when not matched then insert (id) values (v.i)
merge into authors a using (values (99)) v(i) on a.id = v.i when not matched then insert (id, name) values (v.i)
merge into authors a using (values (99)) v(i) on a.id = v.i when not matched by source then insert (id, name) values (1, 'x')
merge into authors a using books b on a.id = b.author_id when matched then delete when matched then do nothing
select merge_action() from authors
select old.id from authors
insert into authors (id, name) values (1, 'x') returning excluded.id
update authors set name = excluded.name
select sum(x) over (order by x range between '1 day' preceding and current row) from (values (1), (2)) v(x)
select count(distinct x) over () from (values (1)) v(x)
select percentile_disc(2) within group (order by x) from (values (1), (5)) v(x)
select mode() within group (order by 1, 2)
select string_agg(x) from (values ('a')) v(x)
select string_agg(distinct x, ',' order by y) from (values ('a', 1)) v(x, y)
select array_agg(distinct x order by y) from (values (1, 2)) v(x, y)
select max(x) filter (where count(*) > 1) from (values (1)) v(x)
select lag(x) from (values (1)) v(x)
select sum(x) over w from (values (1)) v(x) window w as (order by x), w as (order by 1)
select ntile(0) over () from authors
select nth_value(id, 0) over () from authors
select id, sum(id) over (order by id rows -1 preceding) from authors
select id from authors group by grouping sets ((id), (name))  order by age
select (select count(*) from books where author_id = authors.id group by n) from authors
select title from books where n > $1
select 'ä', $2 from books
create view v as select id, nope from books
create view v as select title + 1 from books
create view v as values (1), ('x')
create view v as select count(*), title from books
create view v as select id from books b where b.titel
explain select 1, books.titel from books
create view "ü" as select 'ü', sum(title) from books
create view v as select $1
insert into books (id) values (1) on conflict (titel) do nothing
merge into nope using books b on true when matched then delete
select '(1,x)'::books
update authors set age = 1 where age
update authors set age = 1 where 5
delete from authors where age
delete from authors where age and active
insert into authors (id, name) values (1, 'x') on conflict (id) do update set name = 'y' where authors.age
update authors set age = 1 returning generate_series(1, 2)
insert into reviews (id) values (generate_series(900, 902)), (5)
update authors set age = 1 returning with (old as authors) authors.name
update authors set age = 1 returning with (old as o, old as p) o.name
update authors set age = 1 returning with (new as o, old as p, new as q) o.name
update authors set age = 1 returning with (old as o, new as o) o.name
insert into authors (id, name) values (5, authors.name)
merge into authors a using (values (77)) v(i) on a.id = v.i when not matched and a.age > 5 then insert (id, name) values (1, 'x')
merge into authors a using (values (77)) v(i) on a.id = v.i when not matched and v.i then insert (id, name) values (1, 'x')
merge into authors a using (values (77)) v(i) on a.id = v.i when matched and count(*) > 1 then delete
merge into authors a using (values (77)) v(i) on a.id = v.i when not matched and sum(v.i) > 1 then insert (id, name) values (1, 'x')
insert into authors (id, name) values (1, 'x') on conflict (id) do update set name = name
insert into authors (id, name) values (1, 'x') on conflict (id) do update set age = age + 1
insert into authors as a (id, name) values (1, 'x') on conflict (id) do update set age = excluded.age where age > 1
insert into authors (id, name) values (1, 'x') on conflict (id) do update set (name, age) = (excluded.name, age)
select '$12.34'::int
select 5 * 'my-app.io'
select nextval('nö')
select 1 + currval('x')
