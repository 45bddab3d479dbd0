-- Every statement runs on virtual and on plain tables: see sql-differential.test.ts. One statement a line.
insert into authors (id, name) values (50, 'n'), (51, default)
insert into authors (id, name) values (50, 'n') returning *
insert into authors values (60, 'positional', 5)
insert into authors (id, name, age) values (61, 'x', '7'), (62, 'y', null) returning age + 1
insert into authors (id, name, age) values (61, 'x', 'seven')
insert into authors (id, name, age) values (61, 'x', 'seven'::text)
insert into authors (id, name, age) select 63, 'x', '9'
insert into authors (id, name, age) select 64, 'x', '9'::text
insert into authors (id, name) select id + 100, title from books where title is not null returning id
insert into authors (id, name) select 1
insert into authors (id) select 1, 2
insert into authors (id, id) values (1, 2)
insert into authors (id, nope) values (1, 2)
insert into nope values (1)
insert into authors default values
insert into reviews (id) values (900) returning book_id, stars
insert into reviews (id, stars) values (901, 9)
insert into reviews (id, stars) values (901, 90000)
insert into reviews (id, book_id) values (902, 999)
insert into reviews (id, book_id) values (1, 1)
insert into books (id, code) values (500, 'much too long a code')
insert into books (id, code) values (500, 'blanks     ')
insert into books (id, price) values (500, 1.005), (501, 2) returning price
insert into books (id, price) values (500, 123456789012)
insert into books (id, meta, tags) values (500, 'null', '{}'), (501, null, array['a', null]) returning meta is null, tags
insert into books (id, meta) select 502, json_build_object('a', 1) returning meta
insert into books (id, title) values (503, E'it''s \\ "quoted"'), (504, $q$dollar $1$q$), (505, U&'\00e9') returning title
insert into authors as a (id, name, email) values (1, 'again', 'z@x.io') on conflict (id) do update set name = excluded.name || '/' || a.name returning *
insert into authors (id, name, email) values (70, 'dup', 'a1@x.io') on conflict (email) do nothing returning id
insert into authors (id, name, email) values (70, 'dup', 'a1@x.io') on conflict do nothing
insert into authors (id, name, email) values (70, 'dup', 'a1@x.io') on conflict on constraint authors_email_key do update set age = 1, (name, joined) = ('both', '2021-05-05') where authors.id > 0 returning *
insert into authors (id, name) values (70, 'dup') on conflict (name) do nothing
insert into authors (id, name) values (71, 'a'), (71, 'b') on conflict (id) do update set name = 'c'
insert into authors (id, name) values (70, 'x') on conflict do update set name = 'y'
insert into authors (id, name, email) values (72, 'dup', 'a1@x.io')
update books set title = 'x' where id = 1
update books set title = upper(title), n = n + 1 where n > 3 returning id, title, n
update books b set title = a.name || ':' || coalesce(b.title, '') from authors a where a.id = b.author_id and a.age > 30 returning b.id, b.title, a.name
update books b set n = s.c from (select book_id, count(*) as c from reviews group by 1) s where s.book_id = b.id returning b.id, s.c, b.n
update books b set (title, n) = (select a.name, a.age from authors a where a.id = b.author_id) where b.author_id is not null returning id, title, n
update books set (title, n) = (select title, n from books) where id = 1
update books set (title, n) = ('a', 2), code = default where id = 1 returning *
update books set (title, n) = row ('a', default) where id = 1 returning *
update books set meta['a']['b'] = '99', meta['new'][2] = '"x"' where id < 4 returning meta
update books set meta['a'] = null where id = 3 returning meta
update books set tags[1] = 'first', tags[3] = 'third' where id < 6 returning id, tags
update books set tags[1:2] = array['p', 'q'] where id = 3 returning tags
update books set title['a'] = '1'
update books set meta = null where id = 2 returning meta is null
update authors set name = null where id = 3
update authors set name = 'a', name = 'b'
update authors set id = 7777 where id = 11 returning id
update authors set id = 7777 where id = 1
update authors a set age = (select count(*) from books b where b.author_id = a.id) returning id, age
update authors set age = count(*)
update books p set n = p.n + 5 where id = 4 returning with (old as o, new as nw) o.n, nw.n, nw.n - o.n as d
update books set n = 1 where id = 5 returning old.*, new.n
update books set n = 3 from generate_series(1, 3) g where g = books.id returning id, g
update books set n = 3 from unnest(array[1, 2]) with ordinality as u (v, o) where u.v = books.id returning id, u.*
update books b set n = x.n from (values (1, 10), (2, 20)) as x (id, n) where x.id = b.id returning b.id, x
update books as p (key, name) set title = p.name || p.key where p.key = 1 returning p.*
update only books set n = 1 where id = 1
update books set nope = 1
update books set n = 'x'
update books set n = true
update books set price = '1.239' where id = 1 returning price
update books set at = '2020-01-01', published = 'yes' where id = 1 returning at, published
update books set meta = 'x'::text
update books set meta = row_to_json(books) where id = 1 returning meta ->> 'title'
insert into books (id, meta) select 1, title from books
update books set n = coalesce(1, 'x'::text)
update books set weight = n, n = weight where id < 5 returning weight, n
update books set title = 5 where id = 1 returning title
delete from reviews
delete from reviews where stars > 3 returning *
delete from books p using authors u where u.id = p.author_id and u.age < 40 returning p.id, u.name
delete from reviews c where not exists (select 1 from books p where p.id = c.book_id) returning c
delete from authors where id = 4 returning old.name, new.name
delete from books where id = 1 returning old, new
delete from books where nope = 1
delete from books returning count(*)
with d as (delete from reviews where book_id < 20 returning *) insert into reviews (id, body, book_id) select id + 10000, 'moved ' || coalesce(body, ''), book_id from d returning id
with i as (insert into authors (id, name) values (950, 'cte') returning id, name) select i.*, (select count(*) from authors) from i
with books as (select 1 as one) insert into reviews (id, stars) select 990, one from books returning stars
with recursive r (x) as (select 1 union all select x + 1 from r where x < 3) insert into authors (id, name) select 800 + x, 'r' || x from r returning id
with u as (update books set n = 100 where id = 1 returning id), d as (delete from reviews where book_id in (select id from u) returning id) select (select count(*) from u), (select count(*) from d)
with u as (update books set n = 100 where id = 1) select count(*) from books where n = 100
with x as (select 1 as a) update books set n = (select a from x) where id = 3 returning n
select id from books where id < 3 order by id for update
select b.id from books b join authors a on a.id = b.author_id where a.age > 40 for no key update of b
select * from (delete from books returning id) x
with a as (with b as (delete from books returning id) select * from b) select * from a
insert into books (id, title) (select 600, 'in brackets') returning id
insert into books (id, title) select 601, 'a' union all select 602, 'b' order by 1 desc returning id
insert into books (id, title) values (603, 'v'), (604, 'w') order by 1 desc limit 1 returning id
update books set n = 99999999999
update books set n = n || 'x'
insert into books (id, at) values (700, 'not a time')
insert into books (id, author_id) values (700, 999)
insert into authors as a (id, name, email) values (1, 'again', 'z@x.io'), (99, 'fresh', null) on conflict (id) do update set name = excluded.name || '/' || a.name returning old.name, new.name, old.id is null as is_new, a.id
insert into authors (id, name) values (2, 'x') on conflict (id) do update set age = 1 returning old, new.age, old.*
insert into authors (id, name) values (2, 'x'), (77, 'y') on conflict (id) do update set age = authors.age + 1 where authors.age > 1 returning with (old as o, new as n) o.age as was, n.age as is_now, o
insert into books (id, title, tags, meta) values (1, 'x', '{q}', '{"k": 1}') on conflict (id) do update set (title, tags, meta) = (excluded.title, excluded.tags, excluded.meta) returning old.tags, old.meta, old.at, new.tags, new.meta
insert into authors (id, name) values (2, 'x') on conflict do nothing returning old.id, new.id
insert into authors (id, name) values (2000, 'x') returning old.id, new.id
update authors t set name = default, (age, email) = (select t.id, o.name) from authors o where o.id = t.id and t.active
update authors t set (age, name) = (select t.id + o.id, o.name || '!') from authors o where o.id = t.id returning t.id, t.age, t.name, o.name
update books b set (title, n) = (select max(r.body), count(*) + a.id from reviews r where r.book_id = b.id), price = a.age from authors a join reviews x on x.id = a.id /* x */ where a.id = b.author_id returning b.id, b.title, b.n
update books b set (title, n) = (select a.name, x.id), (price, code) = (select 1, left(a.name, 3)) from authors a left join reviews x on x.id = a.id where a.id = b.author_id
update authors t set (age, name) = (select o.id, o.name) from (values (1, 'x')) o (id, name) where o.id = t.id
with a as (insert into books (id, author_id) values (500, 501)), b as (insert into authors (id, name) values (501, 'later')) select 1
with a as (insert into books (id, author_id) values (500, 501) returning id), b as (insert into authors (id, name) values (501, 'later') returning id) select a.id, b.id from a, b
with a as (update books set author_id = 501 where id = 1 returning id) insert into authors (id, name) values (501, 'later') returning id
with m as (insert into books (id, author_id) values (700, 501)) merge into authors a using (values (501)) v(id) on a.id = v.id when not matched then insert (id, name) values (v.id, 'm') returning a.id
with b as (delete from books where author_id = 1 returning id) delete from authors where id = 1 returning id, (select count(*) from b)
with b as (update books set author_id = null where author_id = 1 returning id) delete from authors where id = 1 returning id, (select count(*) from b)
with x as (delete from reviews where book_id = 2 returning *), y as (delete from books where id = 2 returning *) select count(*) from x, y
with authors as (select 1) delete from authors where id = 1
with authors as (select 1 as id) insert into authors select 700, 'x' from authors
with authors as (select 7 as id) update authors set age = 1 where id in (select id from authors) returning id
insert into books (id, tags) select id + 500, nums from parts where id = 2
insert into books (id, tags) values (900, array[1, 2]) returning tags
update books set tags = array[1,2] where id = 1
update parts set nums = array[1.5, 2] where id = 1 returning nums
update parts set nums = array[1::bigint, 2] where id = 1 returning nums
update parts set nums = array[1::smallint, 2] where id = 1 returning nums
update parts set nums = array[]::int[] where id = 1 returning nums
update parts set nums = '{}' where id = 1 returning nums
update parts set nums = null where id = 1 returning nums
update parts set nums = nums || 5 where id = 2 returning nums
update books set tags = array[date '2020-01-01'] where id = 2 returning tags
update books set tags = array_append(tags, 'x') where id = 2 returning tags
update books set tags = case when id > 2 then '{a}' else tags end where id < 5 returning tags
update books set tags = (select array_agg(name) from authors where id < 3) where id = 2 returning tags
update books set tags = string_to_array('a,b', ',') where id = 2 returning tags
insert into books (id, meta) select id + 500, jsonb_build_object('a', name) from authors returning meta
insert into books (id, tags[1]) values (900, 'x') returning tags
insert into books (id, tags[2], n, tags[1]) values (900, 'x', default, 'y'), (901, 'q', 5, 'z') returning tags, n
insert into books (id, meta['a']['b']) values (900, '5') returning meta
insert into books (id, meta['a']['b'], meta['c']) values (900, '5', to_jsonb(3)) returning meta
insert into books (id, meta['a']) select 900, '"x"'::jsonb returning meta
insert into books (id, meta['a']) select 900, '"x"' returning meta
insert into books (id, tags[1:2]) values (900, '{x,y}') returning tags
insert into books (id, tags[1], tags[2]) select id + 900, title, 'lit' from books where id < 4 returning tags
insert into parts (id, nums[2]) values (900, '7') returning nums
insert into parts (id, nums[2]) values (900, 1.7) returning nums
update books set tags[1] = 5 where id = 2 returning tags
update books set tags[1] = n where id = 2 returning tags
update parts set nums[1] = 2.6 where id = 2 returning nums
update parts set nums[1:2] = array[1.2, 5] where id = 2 returning nums
update books set tags[1:2] = array[1, 2] where id = 2 returning tags
insert into authors (id, name, email) values (600, 'x', 'a1@x.io'), (601, 'y', 'new@x.io') on conflict (email) do update set name = excluded.name || authors.id, age = coalesce(authors.age, 0) + 1 returning id, name, age, (xmax = 0)
insert into authors as a (id, name, email) values (600, 'x', 'a1@x.io'), (601, 'y', 'new@x.io') on conflict (email) do update set name = excluded.name returning id, (a.xmax = 0) as inserted, case when xmax = 0 then 'new' else 'old' end
insert into authors (id, name) values (1, 'y') on conflict do nothing returning xmax = 0
with u as (insert into authors (id, name) values (1, 'y'), (700, 'z') on conflict (id) do update set name = excluded.name returning id, (xmax = 0) as new) select count(*) filter (where new), count(*) from u
insert into authors (id, name) values (1, 'n') on conflict (id) do update set (name, age) = (select max(title), count(*) from books where author_id = excluded.id) returning id, name, age
insert into authors (id, name) values (2, 'n'), (90, 'm') on conflict (id) do update set (name, age) = (select b.title || excluded.name, b.n + authors.age from books b where b.id = authors.id + 2) returning *
insert into authors (id, name) values (1, 'n') on conflict (id) do update set (name, age) = (select title, n from books)
insert into authors (id, name) values (1, 'n') on conflict (id) do update set (email, age) = (select title, n from books where false), name = upper(authors.name) returning *
insert into authors as a (id, name) values (1, 'n') on conflict (id) do update set (name, age) = (select a.name || '?', excluded.id) where a.age is null returning *
create table t (id int generated by default as identity primary key, n int); insert into t (n) values (5), (6); update t set id = default where n = 5 returning *
create table t (id serial primary key, n int); insert into t (n) values (5), (6); update t set (n, id) = (7, default) where id = 2 returning *
create table t (id int generated always as identity primary key, n int); insert into t (n) values (5), (6); update t set id = default, n = id where n = 6 returning *
create table t (tid int primary key, cid int); insert into t values (1, 2); merge into t using (values (1), (5)) s (k) on t.tid = s.k when matched then update set cid = t.cid + 1 when not matched then insert values (s.k, 0) returning t.tid, t.cid
insert into reviews (id, stars) values (generate_series(900, 902), 3) returning *
insert into reviews (id, body) values (unnest(array[901, 902]), 'lit' || 'eral') returning *
insert into reviews (id, stars, body) values (generate_series(900, 901), generate_series(1, 2), default) returning *
insert into authors (id, name) values (1, 'n') on conflict (id) do update set name = 'never' where null returning *
insert into reviews (id, book_id) values (902, 4200000000)
create table p (id int primary key); create table k (p bigint references p); insert into p values (1); insert into k values (1), (null); insert into k values (4200000000)
insert into "Träger" as t (id, "K 2", "sélect") values (1, 1, 'x11') on conflict ("sélect") do update set "sélect" = default
insert into "Träger" as t (id, "K 2", "sélect") values (77, 1, 'x11') on conflict ("sélect") do update set "sélect" = 'moved', id = excluded.id returning old.id, new.id; select * from "Kind ""1""" where "By" = 'moved'
create view v as select id, n, id as again from books; insert into v (id, again) values (500, 1)
create view v as select id, n, id as again from books; insert into v values (500, 1, 500)
