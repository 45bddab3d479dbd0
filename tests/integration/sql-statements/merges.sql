-- Every statement runs on virtual and on plain tables: see sql-differential.test.ts. One statement a line.
merge into authors a using (values (1, 'one'), (99, 'new')) as s (id, name) on a.id = s.id when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name)
merge into authors a using (values (1, 'one'), (99, 'new')) as s (id, name) on a.id = s.id when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name) returning merge_action(), *
merge into authors a using (values (1, 'one'), (99, 'new')) as s (id, name) on a.id = s.id when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name) returning merge_action() as what, a.*, old.name as was, new.name as is_now, s.id, s
merge into authors a using books b on a.id = b.author_id and b.id < 13 when matched and b.n > 3 then update set age = b.n, name = b.title || a.name when matched then delete returning a.id, merge_action(), old.age, new.age, b.title
merge into authors a using books b on a.id = b.author_id when matched then update set age = b.n
merge into authors a using books b on a.id = b.author_id when matched then delete
merge into authors a using (select author_id, count(*) as c from books group by 1) s on a.id = s.author_id when matched and s.c > 2 then delete when matched then update set age = s.c returning merge_action(), a.id, s.c
merge into authors using (select 3 as id) s on authors.id = s.id when matched then do nothing when not matched then do nothing
merge into authors using (select 3 as id) s on authors.id = s.id when matched then do nothing returning *
merge into reviews r using books b on r.book_id = b.id when not matched by source then delete returning r.id, b.id, b, merge_action()
merge into reviews r using (select * from books where id < 10) b on r.book_id = b.id when not matched by source and r.stars > 2 then update set body = 'orphan ' || coalesce(r.body, '') when not matched by source then delete when matched and b.n = 3 then update set stars = 5, body = default when not matched then insert (id, book_id, body) values (1000 + b.id, b.id, b.title) returning merge_action(), r.*
merge into books b using (values (1, 'a'), (2, null), (200, 'c')) v (id, t) on v.id = b.id when matched and v.t is null then update set (title, n) = (select name, age from authors where id = 2), meta['k'] = '"v"', tags[1] = 'first' when matched then update set title = v.t, code = left(v.t, 3), n = default when not matched then insert (id, title, n, meta) values (v.id, v.t, default, '{"x": 1}') returning merge_action(), b.id, b.title, b.n, b.meta, b.tags, b.code
merge into books b using (values (300), (301)) v (id) on v.id = b.id when not matched and v.id = 300 then insert (id, title) values (v.id, 'one') when not matched then insert (id, n, code) values (v.id, 3, default) returning b.*
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert values (v.id, 'positional') returning b.id, b.title, b.n
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert default values
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert (id) values (v.id, 2)
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert (id, title) values (v.id)
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert (id, nope) values (v.id, 1)
merge into books b using (values (300)) v (id) on v.id = b.id when not matched then insert (id, title) values (v.id, b.title)
merge into books b using (values (1)) v (id) on v.id = b.id when matched then update set nope = 1
merge into books b using (values (1)) v (id) on v.id = b.id when matched then update set title = 'a', title = 'b'
merge into books b using (values (1)) v (id) on v.id = nope when matched then delete
merge into books b using (values (1)) v (id) on id = 1 when matched then delete
merge into books b using nope v on v.id = b.id when matched then delete
merge into nope b using books v on v.id = b.id when matched then delete
merge into books b using (values (1)) v (id) on v.id = b.id when matched then delete when matched then update set n = 1
merge into books b using (values (1), (1)) v (id) on v.id = b.id when matched then update set n = 1
merge into books b using (values (1, 1), (1, 2)) v (id, k) on v.id = b.id when matched and v.k = 1 then update set n = 1 when matched then do nothing returning b.id, b.n, v.k
merge into books b using (values (1)) v (id) on v.id = b.id when matched and 1 then delete
merge into books b using (values (1)) v (id) on v.id = b.id when matched then update set n = 'x'
merge into books b using (values (1)) v (id) on v.id = b.id when matched then update set n = b.title
merge into books b using (values (5)) v (id) on v.id = b.id when matched then update set isbn = 'i-1'
merge into books b using (values (50)) v (id) on v.id = b.id when not matched then insert (id, isbn) values (v.id, 'i-1')
merge into books b using (values (50)) v (id) on v.id = b.id when not matched then insert (id, author_id) values (v.id, 777)
merge into books as b (bid, name) using (values (1), (50)) v (id) on v.id = b.bid when matched then update set title = b.name || '!' when not matched then insert (id, title) values (v.id, 'x') returning b.bid, b.name
merge into authors a using (values (5)) v (id) on v.id = a.id when matched then delete returning a.name, (select count(*) from books where author_id = a.id)
merge into authors a using authors o on a.id = o.id + 6 when matched then update set name = o.name || case when o.active then '+' else '-' end when not matched by source then update set name = 'first ' || name when not matched and case when o.id = 12 then true end then insert (id, name) values (o.id + 6, o.name) returning merge_action(), a.id, a.name, o.id
merge into authors a using (select * from books where id < 4) on a.id = author_id when matched then update set name = title returning a.id, name, title
merge into authors a using books b join reviews r on r.book_id = b.id and r.id = 1 on a.id = b.author_id when matched then update set name = r.body, age = b.n returning a.id, a.name, b.id, r.id
merge into authors a using generate_series(11, 14) g on g = a.id when matched then delete when not matched then insert (id, name) values (g, 'n' || g) returning merge_action(), g, a.id
with s as (select id, name from authors where id < 4), d as (delete from reviews where id < 3 returning book_id) merge into authors a using s on a.id = s.id when matched then update set name = s.name || (select count(*) from d) returning a.id, a.name
with m as (merge into authors a using (values (1), (70)) v (id) on a.id = v.id when matched then update set age = 1 when not matched then insert (id, name) values (v.id, 'm') returning merge_action() as what, a.id) select * from m order by id
merge into authors a using (values (1)) v (id) on a.id = v.id when matched then update set age = count(*)
merge into authors a using (values (1)) v (id) on a.id = v.id when matched then update set age = 1 returning count(*)
merge into authors a using (values (1)) v (id) on a.id = v.id when matched then update set name = merge_action()
merge into authors a using (values (1)) v (id) on a.id = v.id when matched then update set age = old.age + 1
merge into authors a using (values (1), (80)) v (id) on a.id = v.id when matched then update set age = 3 when not matched then insert (id, name) values (v.id, 'new') returning with (old as o, new as n) o.age, n.age, n.id, merge_action() || '!' as said
merge into reviews r using (values (1, 9)) v (id, s) on r.id = v.id when matched then update set stars = v.s
merge into only authors a using (values (1)) v (id) on true when matched and a.id = v.id then update set age = 0
merge into books b using (values (7)) v (id) on v.id = b.id when matched then update set id = 70, n = v.id returning b.id, old.id as was, b.n, v.id
merge into authors b using (values (7)) v (id) on v.id = b.id when matched then update set id = 70
merge into authors b using (values (11), (99)) v (id) on v.id = b.id when matched then update set id = 70 when not matched then insert (id, name) values (v.id, 'q') returning merge_action(), old.id, new.id
select merge_action()
