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
