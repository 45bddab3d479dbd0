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
