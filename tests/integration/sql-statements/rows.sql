-- Grouping by a primary key shows columns that have no equality, too: sql-rows.test.ts. One statement a line.
select p.id, p.* from places p group by p.id order by 1
select * from places group by id order by id
select * from places group by 1 order by 1
select p.*, count(c.id) from places p left join places c on c.inside = p.id group by p.id order by p.id
select p from places p group by p.id order by id
select doc, spot, count(doc) from places group by id order by id
select doc::text, doc -> 'b' as b, json_agg(doc) from places p group by p.id order by p.id, doc ->> 'b'
select id, (select p.doc ->> 'b' from places c where c.inside = p.id limit 1) from places p group by id order by id
select id, (select doc from places c where c.id = p.inside) from places p group by id order by id
select id, lag(spot) over (order by id) from places group by id having doc is not null order by id
select row_to_json(p) -> 'doc' from places p group by p.id order by p.id
with w as (select p.*, count(*) as n from places p group by id) select w.doc, n from w order by w.id
-- Rows as values, and lists of them.
select p from places p order by id
select p, array[p], (p).name from places p where id = 2
select cast(row(9, 'x', null, null, 1) as places), (cast(row(9, 'x', null, null, 1) as places)).name
select (9, 'y', '(1,1)', null, null)::places
select ((9, 'y', '(1,1)', null, null)::places).spot
select (row(9, 'y', null, '{}', null)::places).*
select places '(9,z,,,)', (places '(9,z,,,)').name
select null::places[], '{}'::places[], '{"(9,z,,,)",NULL}'::places[]
select ('{"(9,z,,,)"}'::places[])[1].name, (('{"(9,z,,,)"}'::places[])[1]).id
select array[row(1, 'a', null, null, null), '(2,b,,,)']::places[], cast(array[row(1, 'a', null, null, null)] as places[])
select array[p]::places[] from places p where id = 1
select ((array_agg(p order by id))[2]).* from places p
select ((array_agg(p order by id))[2]).name, ((array_agg(p order by id desc))[1]).doc from places p
select (unnest(array_agg(p order by id))).* from places p
select ((select p from places p where id = 3)).*
select (coalesce(c, p)).name, (case when c.id is null then p else c end).id from places p left join places c on c.inside = p.id order by p.id, c.id
select (lag(p) over (order by id)).name, (first_value(p) over (order by id desc)).id from places p order by id
select (last_value(p) over (order by id)).* from places p order by id
with w as (select array_agg(p order by id) as all_of from places p) select (all_of[3]).name, (w.all_of[1]).spot from w
select (x.some[2]).name, (x.one).id from (select array_agg(p order by id) as some, (array_agg(p order by id desc))[1] as one from places p) x
with w as (select * from places) select shout(name) from w order by id
with recursive w as (select id, inside from places where inside is null union all select p.id, p.inside from places p join w on p.inside = w.id) search depth first by id, inside set o select shout(id::text) from w order by o
(with w as (select * from places) select shout(name) from w) order by 1
with places as (select id from places where id < 3) select shout(id::text) from places order by 1
select (within(2)).name, (within(2)).id
select s, (s).name from spots s order by id
update places p set name = name || '.' where id = 1 returning p, old, new.id
create function named(c varchar) returns setof places language sql as 'select * from places where name = c'; select c.id, n.name from places c, named(c.name::varchar(3)) n order by 1
create table streets (id int primary key, town varchar(20), width numeric(4, 1)); insert into streets values (1, 'town', 2.5); select shout(town), w.id from streets s, within(s.id) w
create function wide(n numeric) returns numeric language sql as 'select n * 2'; create table streets (id int primary key, width numeric(4, 1)); insert into streets values (1, 2.5); select wide(width) from streets
select (select w from within(2) w limit 1).name, (select w from within(1) w).id
create view firsts as select ((array_agg(p order by id))[1]).name, (cast(row(1, 'x', null, null, null) as places)).id from places p; select * from firsts
