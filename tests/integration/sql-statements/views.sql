-- Writing through views: which are one for one, what they check, and what they return.
create view v as select id, name from authors where id < 5; insert into v (id, name) values (100, 'x') returning *
create view v as select id, name from authors where id < 5; update v set name = 'y' where id = 3 returning *, v
create view v as select id, name from authors where id < 5; update v set name = 'y' where id = 30
create view v as select id, name from authors where id < 5; delete from v
create view v as select id, name from authors where id < 5; delete from v using books b where b.author_id = v.id and b.n > 5 returning v.name, b.title
create view v (key, who) as select id, name from authors where active; update v as x set who = upper(x.who) || key returning x.*, old.who as before, new.who as after
create view v (key, who) as select id, name from authors where active; insert into v values (200, 'z') on conflict (key) do update set who = excluded.who || v.who returning *
create view v (key, who) as select id, name from authors where active; insert into v values (1, 'z') on conflict (key) do update set who = excluded.who || v.who where v.key > 0 returning *
create view v (key, who) as select id, name from authors where active; insert into v values (2, 'z'), (400, 'x') on conflict do nothing returning *
create view v as select id, name, upper(name) as loud from authors; insert into v (id, name, loud) values (1, 'x', 'y')
create view v as select id, name, upper(name) as loud from authors; insert into v (id, name) values (101, 'x') returning loud
create view v as select id, name, upper(name) as loud from authors; update v set loud = 'x'
create view v as select id, name, upper(name) as loud from authors; update v set name = 'q' where loud like '%1' returning loud, old.loud
create view v as select distinct id, name from authors; insert into v values (1, 'x')
create view v as select count(*) as n from authors; delete from v
create view v as select id from authors union select id from books; update v set id = 1
create view v as select id, name from authors limit 3; update v set name = 'x'
create view v as select id, name from authors offset 3; delete from v
create view v as select a.id, b.title from authors a join books b on b.author_id = a.id; update v set title = 'x'
create view v as select id from authors group by id; delete from v
create view v as select id from authors having true; delete from v
create view v as with x as (select * from authors) select * from x; delete from v
create view v as select id, row_number() over () as n from authors; delete from v
create view v as select id, generate_series(1,2) as g from authors; delete from v
create view v as select 1 as a; delete from v
create view v as values (1); insert into v values (2)
create view v as select upper(name) as u from authors; insert into v values ('a')
create view v as select upper(name) as u from authors; update v set u = 'a'
create view v as select upper(name) as u from authors where id < 3; delete from v where u like 'A%' returning *
create view v as select id, name from authors where id < 5 with check option; insert into v values (300, 'x')
create view v as select id, name from authors where id < 5 with check option; update v set id = 300 where id = 4
create view v as select id, name from authors where id < 5 with check option; update v set name = 'ok' where id = 4 returning *
create view v as select id, name from authors where id < 5 with local check option; insert into v values (0, 'x') returning *
create view v as select id, name from authors where id < 50; create view w as select * from v where id > 20 with local check option; insert into w values (60, 'x')
create view v as select id, name from authors where id < 50; create view w as select * from v where id > 20 with cascaded check option; insert into w values (60, 'x')
create view v as select id, name from authors where id < 50 with check option; create view w as select * from v where id > 20; insert into w values (60, 'x')
create view v as select id, name from authors where id < 50 with check option; create view w as select * from v where id > 20; insert into w values (15, 'x') returning *
create view v as select id, name from authors; create view w as select name as n, id as i from v where id > 3; update w set n = n || i where i = 5 returning *
create view v as select id, name from authors; create view w as select name as n, id as i from v where id > 3; delete from w where i = 3 returning *
create view v as select id, name from authors; create view w as select name as n, id as i from v where id > 3; delete from w where i = 12 returning *
create view v as select distinct id, name from authors; create view w as select * from v; update w set name = 'x'
create view v as select count(*) from authors with check option
create view v as select upper(name) as u from authors with check option
create view v as select id, name from authors where id < 5; merge into v using (values (1, 'm'), (500, 'n')) as s (id, name) on v.id = s.id when matched then update set name = s.name when not matched then insert values (s.id, s.name) returning merge_action(), v.*
create view v as select id, name from authors where id < 5; merge into v using authors a on v.id = a.id when matched and a.id > 3 then delete when not matched by source then delete when matched then do nothing
create view v as select id, name from authors where id < 5; with x as (insert into v values (600, 'w') returning id) select id + 1 as n from x
create view v as select id, name from authors where id in (select id from authors where age > 30); update v set name = 'x' returning id
create view v as select id, (select count(*) from books b where b.author_id = a.id) as n from authors a; update v set id = id where n > 2 returning *
create view v as select id, title, meta, tags from books where id < 6; update v set meta['x'] = '1', tags[1] = 'q' where id = 2 returning *
create view v as select id, title, meta, tags from books where id < 6; update v set (id, title) = (select 77, 'q') where id = 2 returning *
create view v as select * from authors order by name; update v set name = 'x' where id = 2 returning *
create view v as table authors; insert into v (id, name) values (99, 'x') returning *
create view v as (select id, name from authors where id < 9 order by name); update v set name = 'y' where id = 2 returning *
create view v as select id, name from authors; insert into v (id, nope) values (1, 'x')
create view v as select id, name from authors; update v set age = 1
create view v as select id, name from authors; update v set name = 'x' where age = 1
create view v as select id, name from authors; insert into v (id) values (700)
create view v as select id, name from authors; insert into v values (1, 'dup')
create view v as select id, name from authors where id < 5 with check option; insert into v values (3, null)
create view v as select id, name from authors where id < 5; insert into v select id + 100, title from books where title is not null returning id
create view v as select id, name from authors where id < 5; insert into v default values
create view v as select id, name from authors where id < 5; update v set name = default where id = 2
create view v as select id, name as a, name as b from authors where id < 5; update v set a = 'x', b = 'y'
create view v as select id, name as a, name as b from authors where id < 5; update v set b = 'y' where id = 1 returning *
create view v as select id, name from authors where id < 5; update v set name = 'z' from books b where b.author_id = v.id returning v.id
create view v as select id, name from authors where id < 5; select * from v where id = 2 for update
create view v as select id, name from authors where id < 5; truncate v
create view v with (security_invoker = on) as select id, name from authors where id < 5; update v set name = 'i' where id = 1 returning *
create view v with (security_barrier) as select id, name from authors where id < 5; update v set name = 'i' where id = 1 returning *
create view v with (check_option = local) as select id, name from authors where id < 5; insert into v values (90, 'x')
create view v with (check_option = cascaded) as select id, name from authors where id < 5; insert into v values (90, 'x')
create view v with (nope = 1) as select id, name from authors
create view v as select p.id, p.name from authors as p where p.id < 5 and exists (select from authors where authors.id = p.id + 1); delete from v returning *
create view v as select id, name from authors; alter table authors rename column name to full_name; update v set name = 'r' where id = 1 returning *; select full_name from authors where id = 1
create view v as select id, stars from reviews where stars > 2 with check option; update v set stars = stars - 1 where id = 4
create view v as select id, stars from reviews where stars > 2 with check option; update v set stars = 9 where id = 4
create view v as select id, name from authors where false; insert into v values (800, 'x') returning *
create view "V é" as select id as "Ключ", name as "order" from authors; update "V é" set "order" = 'x' where "Ключ" = 1 returning *
create view v as select id, name from authors; update v set id = 'a'
create view v as select id, name from authors; insert into v values ('a', 1)
create function low(t text) returns text language sql immutable as 'select lower(t)'; create view v as select id, name, low(name) as l from authors where low(name) like '%1'; update v set name = 'X1' where l like 'a%' returning *
create function few() returns setof bigint language sql stable as 'select id from authors where id < 4'; create view v as select * from few(); delete from v
create function few() returns setof bigint language sql stable as 'select id from authors where id < 4'; create view v as select id, name from authors where id in (select few()) with check option; update v set name = name || '!' returning *
