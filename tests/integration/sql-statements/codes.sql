-- Rows that break several constraints at once: what is told first, of which row, and in which words.
insert into books (id, author_id) values (1, 99)
insert into books (id, isbn, author_id) values (77, 'i-1', 99)
insert into books (id, isbn, author_id) values (77, 'i-77', 99)
insert into authors (id, name, email) values (1, null, 'a1@x.io')
insert into reviews (id, book_id, stars) values (77, 99, 9)
insert into reviews (id, book_id, stars) values (77, 99, 1), (78, 1, 9)
insert into reviews (id, book_id, stars) values (77, 99, 1), (null, 1, 1)
insert into reviews (id, book_id) values (77, 99), (77, 1)
insert into reviews (id, book_id) values (77, 99), (78, 98)
insert into reviews (id, book_id) values (77, 1), (78, 98)
insert into reviews (id, book_id) values (1, 98) on conflict (id) do update set book_id = 97
insert into reviews (id, book_id, stars) values (1, 98, 9) on conflict do nothing
insert into books (id, isbn, author_id) values (1, 'i-3', 99) on conflict (id) do update set isbn = excluded.isbn, author_id = 98
insert into parts (id, of, of_no) values (1, 99, 99)
insert into parts (id, of, of_no) values (77, 99, 99), (78, 1, 4)
insert into parts (id, no, of, of_no) values (77, 1, 78, 2), (78, 3, 77, 1)
insert into parts (id, amount, of, of_no) values (77, 1000000, 99, 99)
insert into parts (id, kind, of, of_no) values (77, null, 99, 99)
update books set author_id = 99, isbn = 'i-2' where id = 2
update books set author_id = 99, id = 3 where id = 2
update books set author_id = 99
update reviews set book_id = 99, stars = 9
update reviews set book_id = 99, stars = case id when 50 then 9 end
update reviews set book_id = 99, id = null where id = 7
update parts set id = 1 where id = 3
update parts set id = 70 where id = 3
update parts set no = 70 where id = 5
update parts set id = 1, of = 99, of_no = 99 where id = 3
update parts set amount = 1000000, of = 99, of_no = 99 where id = 4
update authors set id = 2, name = null where id = 1
merge into reviews r using (values (77)) v (x) on r.id = v.x when not matched then insert (id, book_id, stars) values (x, 99, 9)
merge into reviews r using (values (1)) v (x) on r.id = v.x when matched then update set book_id = 99, id = 2
with a as (insert into reviews (id, book_id) values (77, 99)) insert into authors (id, name) values (1, 'twice')
with a as (insert into reviews (id, book_id) values (77, 99) returning id) update authors set name = null where id = 1
create table p (id int primary key, k int unique); create table c (k int references p (k)); insert into p values (1, 10), (2, 20); insert into c values (10); update p set k = 20 where id = 1
create table p (id int primary key, k int unique); create table c (k int references p (k)); insert into p values (1, 10), (2, 20); insert into c values (10); update p set k = 30
create table p (id int primary key, k int unique); create table c (k int references p (k) on update restrict); insert into p values (1, 10), (2, 20); insert into c values (10); update p set k = 30 where id = 1
create table p (id int primary key, k int unique, n int not null); create table c (k int references p (k) on update restrict); insert into p values (1, 10, 1), (2, 20, 2); insert into c values (10); update p set k = 5, n = case id when 1 then 1 end
create table t (id int primary key, n int, u int unique); create view v as select * from t where n > 5 with check option; insert into t values (1, 9, 1); insert into v values (1, 1, 2)
create table t (id int primary key, n int, u int unique); create view v as select * from t where n > 5 with check option; insert into t values (1, 9, 1); insert into v values (2, 1, 1)
create table t (id int primary key, n int, u int unique); create view v as select * from t where n > 5 with check option; insert into t values (1, 9, 1); insert into v values (2, 1, 2), (1, 9, 3)
create table t (id int primary key, n int, u int unique); create view v as select * from t where n > 5 with check option; insert into t values (1, 9, 1), (2, 9, 2); update v set n = 1, u = 2
create table p (id int primary key); create table t (id int primary key, n int, p int references p); create view v as select * from t where n > 5 with check option; insert into v values (2, 1, 9)
