-- Several writes of one statement that are about the same rows, or about rows that refer to each other.
with a as (insert into parts (id, no, of, of_no) values (100, 1, 101, 2) returning id) insert into parts (id, no, of, of_no) values (101, 2, 100, 1) returning id
with a as (insert into parts (id, no, of, of_no) values (100, 1, 101, 2) returning id), b as (insert into parts (id, no, of, of_no) values (101, 2, 100, 1) returning id) select * from a, b
with a as (insert into parts (id, no, of, of_no) select 100, 1, 101, 2 returning id), b as (insert into parts (id, no, of, of_no) select 101, 2, 102, 3 returning id) insert into parts (id, no, of, of_no) select 102, 3, 100, 1
with a as (insert into parts (id, no, of, of_no) values (100, 1, 101, 2) returning id) insert into parts (id, no, of, of_no) select id + 1, 2, id, 1 from a returning id, of
with d as (delete from books where id = 3 returning *) insert into books select * from d
with d as (delete from books where id = 3 returning *) insert into books (id, title, isbn) select id, upper(title), isbn from d returning id, title
with d as (delete from reviews where id < 4 returning *) insert into reviews select id, null, 'again', stars from d returning *
with d as (delete from parts where id = 2 returning *) insert into parts (id, no, kind) select id, no, 'new' from d returning id, kind
with d as (delete from authors where id = 1 returning *), i as (insert into authors select * from d returning id) select count(*) from i
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p on delete cascade, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (delete from p where id = 1 returning *) insert into p select id, upper(name) from d returning *, (select count(*) from c)
create table p (id int primary key, name text); create table c (id int primary key, p_id int references p, note text); insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1), (2, 1), (3, 2); with d as (delete from p where id = 1 returning *), e as (delete from c using d where p_id = d.id) insert into p select id, upper(name) from d returning *
with d as (delete from houses where id = 1 returning id) update rooms set note = 'up' returning id, p_id, alt, note
with d as (delete from houses where id = 1 returning id) update rooms set note = 'up' returning id, p_id, alt, note; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with u as (update rooms set note = 'up' returning id, p_id, alt, note) delete from houses where id = 1 returning *
with u as (update rooms set note = 'up' returning id, p_id, alt, note) delete from houses where id = 1 returning *; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with u as (update rooms set p_id = 4 where id = 1 returning id, p_id, alt, note) delete from houses where id = 1 returning *
with u as (update rooms set p_id = 4 where id = 1 returning id, p_id, alt, note) delete from houses where id = 1 returning *; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with u as (update things set note = 'y' returning id, note), d as (delete from houses where id = 1 returning id) select * from u, d
with u as (update things set note = 'y' returning id, note), d as (delete from houses where id = 1 returning id) select * from u, d; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with u as (update things set c_id = 4 where id = 1 returning id, c_id), d as (delete from houses where id = 1 returning id) select * from u, d
with u as (update things set c_id = 4 where id = 1 returning id, c_id), d as (delete from houses where id = 1 returning id) select * from u, d; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with d as (delete from houses where id = 1), e as (delete from houses where id = 2 returning *) select * from e
with d as (delete from houses where id = 1), e as (delete from houses where id = 2 returning *) select * from e; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with d as (delete from houses where id = 2), e as (delete from houses where id = 3 returning *) select * from e
with d as (delete from houses where id = 2), e as (delete from houses where id = 3 returning *) select * from e; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with d as (delete from houses where id = 3), e as (delete from houses where id = 2 returning *), u as (update rooms set note = 'z' returning id) select * from e, u
with d as (delete from houses where id = 3), e as (delete from houses where id = 2 returning *), u as (update rooms set note = 'z' returning id) select * from e, u; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
with u as (update rooms set note = 'gone' where p_id = 1 returning p_id) delete from houses using u where id = u.p_id returning id, name
with u as (update rooms set note = 'gone' where p_id = 1 returning p_id) delete from houses using u where id = u.p_id returning id, name; select rooms.*, things.* from rooms full join things on things.c_id = rooms.id
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 1 then delete when matched then update set n = x returning merge_action(), nodes.*
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 1 then delete when matched then update set n = x returning merge_action(), nodes.*; select * from nodes
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 2 then delete when matched then update set n = x returning merge_action(), nodes.*
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 2 then delete when matched then update set n = x returning merge_action(), nodes.*; select * from nodes
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 1 then delete when matched then update set up = 4 returning merge_action(), nodes.*
merge into nodes using (values (1), (2), (3), (4), (5)) v (x) on nodes.id = v.x when matched and x = 1 then delete when matched then update set up = 4 returning merge_action(), nodes.*; select * from nodes
with d as (delete from nodes where id = 2) update nodes set n = n + 1 where id <> 2 returning *
with d as (delete from nodes where id = 2) update nodes set n = n + 1 where id <> 2 returning *; select * from nodes
with d as (delete from nodes where id = 4), e as (delete from nodes where id = 2) update nodes set n = n + 1 where id not in (2, 4) returning *, old.n
with d as (delete from nodes where id = 4), e as (delete from nodes where id = 2) update nodes set n = n + 1 where id not in (2, 4) returning *, old.n; select * from nodes
with a as (update plots set k = 11 where id = 1) update crops set note = 'y' returning *
with a as (update plots set k = 11 where id = 1) update crops set note = 'y' returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update crops set note = 'y' returning *) update plots set k = 11 where id = 1 returning *
with a as (update crops set note = 'y' returning *) update plots set k = 11 where id = 1 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update crops set pk = 20 where id = 1 returning *) update plots set k = 11 where id = 1 returning *
with a as (update crops set pk = 20 where id = 1 returning *) update plots set k = 11 where id = 1 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update crops set note = 'y' returning *), b as (update plots set k = 21 where id = 2) update plots set k = 11 where id = 1 returning *
with a as (update crops set note = 'y' returning *), b as (update plots set k = 21 where id = 2) update plots set k = 11 where id = 1 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (delete from crops returning *) update plots set k = 11 where id = 1 returning *
with a as (delete from crops returning *) update plots set k = 11 where id = 1 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (delete from rents returning *) update plots set k = 31 where id = 3 returning *
with a as (delete from rents returning *) update plots set k = 31 where id = 3 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update rents set pk = null returning *) update plots set k = 31 where id = 3 returning *
with a as (update rents set pk = null returning *) update plots set k = 31 where id = 3 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update rents set pk = 31 returning *) update plots set k = 31 where id = 3 returning *
with a as (update rents set pk = 31 returning *) update plots set k = 31 where id = 3 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (insert into rents values (7, 31) returning *), b as (delete from rents where id < 3) update plots set k = 31 where id = 3 returning *
with a as (insert into rents values (7, 31) returning *), b as (delete from rents where id < 3) update plots set k = 31 where id = 3 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (insert into rents values (7, 20) returning *) update plots set k = 21 where id = 2 returning *
with a as (insert into rents values (7, 20) returning *) update plots set k = 21 where id = 2 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (insert into rents values (7, 21) returning *) update plots set k = 21 where id = 2 returning *
with a as (insert into rents values (7, 21) returning *) update plots set k = 21 where id = 2 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (update rents set pr = null where id = 1) delete from plots where id = 4
with a as (update rents set pr = null where id = 1) delete from plots where id = 4; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
with a as (delete from plots where id = 4 returning k), b as (update crops set note = 'z' where id = 1) update crops set note = 'w' from a where crops.id = 4 returning *
with a as (delete from plots where id = 4 returning k), b as (update crops set note = 'z' where id = 1) update crops set note = 'w' from a where crops.id = 4 returning *; select plots.*, crops.*, rents.* from plots left join crops on crops.pk = plots.k left join rents on rents.pk = plots.k
