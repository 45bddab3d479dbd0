-- Queries of every kind, right and wrong, on virtual and on plain tables: see sql-differential.test.ts. One statement a line.
select a.name, count(b.id) filter (where b.published) from authors a left join books b on b.author_id = a.id group by a.id order by 2 desc, 1
select id, sum(n) over w, avg(n) over (w rows between 1 preceding and 1 following) from books window w as (partition by author_id order by id)
select id, first_value(title) over (order by id range between unbounded preceding and current row exclude current row) from books
select id, sum(n) over (order by n groups between 1 preceding and current row exclude ties) from books
select id, nth_value(id, 2) over (order by id), ntile(3) over (order by id), percent_rank() over (order by id), cume_dist() over (order by n, id) from books
select lag(id, 2, -1) over (order by id), lead(title) over (order by id desc) from books
select author_id, published, count(*) from books group by cube (author_id, published)
select author_id, published, count(*), grouping(author_id), grouping(published) from books group by grouping sets ((author_id), (published), ()) order by 1, 2
select author_id, n % 2 as p, sum(n) from books group by rollup (1, 2) having sum(n) > 5
select author_id, count(*) from books group by distinct rollup (author_id), rollup (author_id, n)
select percentile_cont(0.5) within group (order by n), percentile_disc(array[0.25, 0.75]) within group (order by n), mode() within group (order by n) from books
select rank(3) within group (order by n), dense_rank(3) within group (order by n), cume_dist(3) within group (order by n), percent_rank(3) within group (order by n) from books
select string_agg(distinct title, ',' order by title) from books
select array_agg(id order by n desc nulls last, id) filter (where n > 3), json_agg(n order by id), jsonb_object_agg(id, n) from books where id < 6
select json_object_agg(title, n order by id) from books where id < 4 and title is not null
select json_arrayagg(n order by id returning jsonb), json_objectagg(id value n) from books where id < 4
select jt.* from books b, json_table(b.meta, '$' columns (ord for ordinality, b int path '$.a.b' default 0 on empty, has boolean exists path '$.tags', nested path '$.tags[*]' columns (t text path '$'))) jt where b.id < 6 order by 1
select json_value(meta, '$.a.b' returning int), json_query(meta, '$.tags' with wrapper), json_exists(meta, '$.a ? (@.b > 3)') from books where id < 8 order by id
select id from books order by n desc nulls last fetch first 3 rows with ties
select id from books order by id offset 3 rows fetch next 2 rows only
select distinct on (author_id) author_id, id, title from books order by author_id, id desc
select distinct author_id, published from books order by 1 nulls first, 2
(select id from authors where id < 3 union all select id from books where id < 3 order by 1) order by 1 desc limit 3
select id from authors except all select author_id from books
select id from authors intersect select author_id from books order by id
values (1, 'a'), (2, 'b') union all select id, name from authors where id = 3 order by 1
table reviews order by id limit 3
select * from authors a natural join (select id, title from books) b order by id
select * from authors join books using (id) order by id limit 3
select * from authors a join books b using (id) as j where j.id < 3 order by id
select j.* from (authors a join books b on a.id = b.id) as j (aid, name) where aid = 1
select a.id, b.id from authors a full join books b on a.id = b.author_id and b.n > 8 order by 1 nulls last, 2 nulls last
select a.id, x.* from authors a cross join lateral (select b.title, b.n from books b where b.author_id = a.id order by b.n desc limit 1) x order by 1
select a.id, g from authors a, generate_series(1, a.id % 3) g order by 1, 2
select b.id, t.v, t.o from books b, unnest(b.tags) with ordinality as t (v, o) order by 1, 3
select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) with ordinality as r (g, u, o)
select * from unnest(array[1, 2, 3], array['a', 'b']) as t (n, c)
select b.tags[1], b.tags[1:1], b.tags[2:], array_length(b.tags, 1), cardinality(b.tags), b.tags || 'z', 'z' || b.tags, b.tags && array['a'], b.tags @> array['a'] from books b order by id
select array(select id from authors order by id), array[[1, 2], [3, 4]][2][1], (array[1, 2, 3])[2:3]
select meta['a']['b'], meta -> 'a' ->> 'b', meta #>> '{a,b}', meta @> '{"a": {"b": 3}}', meta ? 'a', meta ?| array['x', 'a'], meta - 'a', meta #- '{a,b}', meta || '{"z": 1}' from books order by id limit 5
select jsonb_path_query_array(meta, '$.tags[*]'), meta @? '$.a.b ? (@ > 5)', meta @@ '$.a.b > 5' from books order by id limit 8
select key, value from books, jsonb_each(meta) where id = 2 order by key
select * from jsonb_to_record('{"a": 1, "b": "x"}') as r (a int, b text)
select * from jsonb_populate_recordset(null::record, '[{"a": 1}]') as r (a int)
select b from books b where b.id = 3
select (b).title, (b).n + 1 from books b where id = 3
select row(b.*) from books b where id = 3
select b is null, b is not null from books b where id < 4 order by id
select b = b from books b where id < 3
select row(1, 'a', null) is distinct from row(1, 'a', null), row(1, 2) < row(1, 3), (1, 2) in ((1, 2), (3, 4)), (1, null) = (1, null)
select (select row(id, name) from authors where id = 1)
select * from (select authors from authors where id = 1) x
select count(*) from books b where (b.author_id, b.n) in (select id, age from authors)
select count(*) from books b where b.n > all (select age from authors where age is not null), b.n < any (select age from authors)
select exists (select 1 from books where n > 100), not exists (select from books)
select a.name from authors a where exists (select from books b where b.author_id = a.id and b.published) order by 1
select a.id, (select max(n) from books b where b.author_id = a.id), (select title from books b where b.author_id = a.id order by id limit 1) from authors a order by 1
select case when n > 5 then 'big' when n is null then 'none' else 'small' end, count(*) from books group by 1 order by 1
select case n when 1 then 'one' when 2 then 'two' end from books where id < 5 order by id
select coalesce(title, isbn, 'none'), nullif(n, 3), greatest(n, id, 2), least(n, null, 4) from books order by id limit 5
select n between 2 and 5, n not between symmetric 5 and 2, n in (1, 2), n not in (1, null) from books order by id limit 5
select title like 'N%', title ilike 'n%', title not like '%o%', title similar to '(N|n)ovel%', title ~ '^N', title ~* '^n', title !~ 'x' from books order by id limit 5
select title like 'N\_%' escape '\', 'a_b' like 'a#_b' escape '#' from books where id = 1
select substring(title from 'o(.)el'), substring(title for 2), substring(title similar 'N#"ove#"l%' escape '#'), position('v' in title), overlay(title placing 'XX' from 2 for 3), trim(leading 'N' from title), title collate "C" from books order by id limit 3
select regexp_replace(title, '(\w+) (\d)', '\2 \1'), regexp_match(title, '(\d)'), regexp_split_to_array(title, ' ') from books where id < 4 order by id
select regexp_matches(title, '[aeiou]', 'g') from books where id = 1
select format('%s-%I-%L-%1$s', title, 'a b', n) from books where id = 1
select split_part(title, ' ', -1), initcap(title), lpad(title, 10, '*'), reverse(title), left(title, -1), repeat('x', 3), md5(title), encode(sha256(title::bytea), 'hex') from books where id = 1
select concat(id, null, title), concat_ws(',', id, null, title), id || title, null || title from books where id = 1
select quote_literal(title), quote_ident('a b'), quote_nullable(null), chr(65), ascii('A'), to_hex(255), translate('abc', 'ab', 'xy'), starts_with('abc', 'a') from books where id = 1
select extract(year from at), extract(epoch from at), date_trunc('month', at), at::date, at + interval '1 month', age(at, timestamptz '2020-01-01'), to_char(at, 'YYYY-MM-DD HH24:MI') from books where at is not null order by id limit 3
select at at time zone 'Europe/Berlin', at at time zone 'UTC', at at local from books where id = 2
select date '2020-02-29' + 1, date '2020-03-01' - date '2020-02-01', interval '1 day' * 2.5, justify_hours(interval '30 hours'), make_date(2020, 1, 2), make_interval(days => 3), date_bin('15 minutes', timestamp '2020-01-01 10:07', timestamp '2020-01-01')
select (date '2020-01-01', date '2020-02-01') overlaps (date '2020-01-15', interval '1 month')
select isfinite(date 'infinity'), 'epoch'::timestamptz, 'today'::date = current_date, now() = transaction_timestamp()
select 7 / 2, 7 % 2, -7 / 2, 7.0 / 2, 2 ^ 10, |/ 16, ||/ 27, @ -5, 5 & 3, 5 | 3, 5 # 3, ~ 5, 1 << 4, 16 >> 2
select round(2.5), round(2.5::float8), round(-2.567, 2), trunc(2.9), ceil(2.1), floor(-2.1), mod(7, 3), div(7, 2), gcd(12, 18), lcm(4, 6), factorial(5), sign(-3), power(2, 0.5), sqrt(2), cbrt(27), ln(10), log(100), log(2, 8), exp(1), pi(), degrees(pi()), width_bucket(5, 0, 10, 5)
select 1e400
select 2147483647 + 1
select 9223372036854775807 + 1
select 'x'::int
select 1 / 0
select 1.5::int, '12'::int, 12::text, true::int, 'yes'::bool, '{1,2}'::int[], '(1,2)'::point, '[1,5)'::int4range, '1 day'::interval
select '{"a":1}'::json ->> 'a', '[1,2]'::jsonb -> -1, '{"a":{"b":[1,2]}}'::jsonb #> '{a,b,1}'
select int4range(1, 5) @> 3, int4range(1, 5) && int4range(4, 8), int4range(1, 5) * int4range(3, 9), upper(int4range(1, 5)), range_agg(int4range(id::int, id::int + 2)) from authors where id < 4
select '192.168.1.5/24'::inet, host('192.168.1.5/24'::inet), network('192.168.1.5/24'::inet), '192.168.1.5'::inet << '192.168.1.0/24'::inet, macaddr '08:00:2b:01:02:03'
select to_tsvector('english', title) @@ to_tsquery('english', 'novel'), ts_rank(to_tsvector('english', title), to_tsquery('english', 'novel')) from books where id < 4 order by id
select b'101' & b'110', x'1F'::int, '\xDEADBEEF'::bytea, length('\x00ff'::bytea), e'a\tb', u&'\0061', $$dollar$$, $x$tag$x$
select 1 as "select", 2 as "A b", 3 as "quo""te"
select authors.* from authors, (values (1), (2)) v (id) where authors.id = v.id order by 1
select nope.id from authors
select authors.id from authors a
select id from authors, books
select a.nope from authors a
select name from authors group by id having nope > 1
select id, name from authors group by name
select count(*) from authors where count(*) > 1
select sum(count(*)) from authors
select id from authors order by nope
select id from authors limit -1
select id from authors limit 'x'
select * from authors where name
select * from authors where id = 'x'
select name + 1 from authors
select nosuch(1)
select lower(1, 2)
select id from authors union select name from authors
select id, name from authors union select id from authors
select (select id from authors)
select (select id, name from authors where id = 1)
select 1 from authors a join authors a on true
select 1 as x order by x + 1
select id as n, n as id from books order by n, id limit 3
with a as (select 1) select * from b
with a as (select 1), a as (select 2) select * from a
with recursive t (n) as (values (1) union all select n + 1 from t where n < 5) select sum(n) from t
with recursive t (n) as (select 1 union select (n + 1) % 4 from t) select * from t order by 1
with recursive t as (select id, author_id, 1 as d from books where id = 1 union all select b.id, b.author_id, d + 1 from books b join t on b.id = t.author_id + t.id where d < 4) search depth first by id set o select id, d from t order by o
with recursive t as (select id, author_id from books where id = 2 union all select b.id, b.author_id from books b join t on b.id = t.author_id) cycle id set c using p select id, c from t
with recursive t as (select id from authors where id = 1 union all select a.id from authors a join t on a.id = t.id + 1 where a.id < 5) search breadth first by id set o select id from t order by o
with recursive t (n) as (select 1 union all select n + 1 from (select n from t where n < 3) s) select * from t
with x as materialized (select * from authors), y as not materialized (select * from x) select count(*) from y
with t (a, b) as (select id, name from authors) select a, b from t where a = 1
select * from (with z as (select id from authors where id < 3) select * from z) q order by 1
select (with z as (select max(id) as m from books) select m from z)
select * from authors for update
select id from authors where id = 1 for share of authors nowait
select a.id from authors a join books b on a.id = b.author_id where b.id = 1 for no key update of a skip locked
select * from (select id from authors where id = 1 for update) x
select count(*) from authors for update
select distinct id from authors for update
select grouping(id) from authors
select * from books where at > '2020-03-05' order by at limit 2
select * from books where meta is not json
select meta is json object, tags is null, '[]' is json array, '{"a":1,"a":2}' is json with unique keys from books where id < 3 order by id
select json_object('a': 1, 'b': null absent on null), json_array(1, 2, null null on null), json_scalar(1), json_serialize('{"a":1}')
select json_array(select id from authors where id < 4 order by id)
select to_json(a), row_to_json(a), to_jsonb(a) from authors a where id = 1
select jsonb_agg(a) from (select id, name from authors where id < 3 order by id) a
select jsonb_set(meta, '{a,b}', '99'), jsonb_insert('{"a":[1]}', '{a,0}', '0'), jsonb_strip_nulls('{"a":null}'), jsonb_pretty('{"a":1}') from books where id = 2
select num_nulls(1, null), num_nonnulls(1, null), pg_typeof(1), pg_typeof('x'::varchar(3)), pg_typeof(id), pg_typeof(price) from books where id = 2
select string_to_table('a,b', ','), generate_series(1, 2)
select generate_series(date '2020-01-01', date '2020-01-03', interval '1 day')::date
select generate_subscripts(array[5, 6], 1), unnest(array['a', 'b', 'c'])
select id, generate_series(1, 2) from authors where id < 3 order by 1, 2
select array_position(array[1, 2], 2), array_remove(array[1, 2, 1], 1), array_replace(array[1, 2], 1, 9), array_to_string(array[1, null, 3], ',', '*'), string_to_array('a,b', ','), array_fill(0, array[2]), trim_array(array[1, 2, 3], 1), array_append(array[1], 2), array_cat(array[1], array[2]), array_ndims(array[[1]]), array_dims(array[1, 2])
select array_agg(x order by x desc) from (values (3), (1), (2)) v (x)
select 1 = any (array[1, 2]), 3 <> all (array[1, 2]), 1 = any ('{1,2}')
select any_value(n), bit_and(n), bit_or(n), bit_xor(n), bool_and(published), every(n > 0), variance(n), stddev_pop(n), corr(n, id), regr_slope(n, id), covar_samp(n, id) from books
select count(*), count(n), count(distinct n), sum(price), avg(price), max(at), min(title), max(tags) from books
select author_id, sum(n) as s from books group by author_id order by sum(n) desc, 1 limit 3
select author_id from books group by author_id having count(*) > 2 and bool_or(published)
select date_trunc('month', at) as m, count(*) from books group by m order by m
select title, count(*) over () from books where n > 5 order by id limit 3 offset 1
select sum(sum(n)) over (order by author_id) from books group by author_id order by author_id
select row_number() over (), * from (select id from authors order by id) x
select rank() over (order by sum(n) desc), author_id from books group by author_id order by 1, 2
select id from books where row_number() over () = 1
select max(id) filter (where n > 3) over () from books limit 1
select lower(row_to_json(a)::text) from authors a where id = 1
select a.id::text || '/' || b.id, a.id = b.id from authors a, books b where a.id = b.id and a.id in (1, 2) order by 1
select x.id from (select * from authors) x (id) where x.id = 1
select * from (values (1, 2)) v (a)
select id i, name "N" from authors order by "N" limit 2
select all id from authors where id = 1
select * from only (authors) where id = 1
select authors from authors authors where id = 1
select -id, +id, - -id, not active, not not active from authors where id = 1
select 1::numeric(5, 2), 12345.678::numeric(7, 1), 'abcdef'::varchar(3), 'a'::char(3) || '|', 'abc'::"char", 1::bit(4), '101'::bit varying(5)
select cast(price as int), cast('1,2' as text), price::text::numeric from books where id = 2
select ''::text is null, null is null, null = null, null is unknown, true is not false
select interval '1' year, interval '1-2' year to month, time '10:00' + interval '1 hour', timetz '10:00+02', timestamp '2020-01-01' - timestamp '2019-12-31 12:00'
select current_date = now()::date, localtimestamp is not null, current_time is not null, extract(isodow from date '2020-01-05')
select overlay('abcdef' placing '##' from 3), trim(both from '  x '), btrim('xxaxx', 'x'), ltrim('  a'), rtrim('a  '), strpos('abc', 'c'), octet_length('é'), bit_length('a'), char_length('é'), normalize('é', NFD) is nfd normalized
select random() between 0 and 1, gen_random_uuid() is not null, length(uuidv7()::text), clock_timestamp() >= now()
select * from authors where id = (select min(id) from authors) or name in (select title from books)
select a.id from authors a left join books b on b.author_id = a.id and b.n = 99 where b.id is null order by a.id limit 3
select count(*) from authors a1, authors a2 where a1.id < a2.id
select * from books b1 join lateral (select count(*) as c from books b2 where b2.n < b1.n) s on s.c > 20 order by b1.id limit 2
select title from books order by case when published then 0 when published is null then 1 else 2 end, id limit 4
select id from books order by title collate "C" desc nulls last, id using > limit 3
select author_id, (array_agg(title order by id))[1] from books group by author_id order by 1 nulls last
select id, name, age * 2 as double_age from authors where age * 2 > 60 order by double_age
select oid from authors
select title.length from books
select books.n.x from books
select (books.meta).a from books
select tags.a from books
select $1
select * from authors where id = $1
select 1 2
select from authors where id = 1
select
selec 1
select * frm authors
select 'unterminated
select 1;; select 2
select id from books where n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) order by id
select id from books where n not in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) order by id
select id from books where price in (1.10, 2.20, 3.30, 4.40, 5.50, 6.60, 7.70, 8.80, 9.90, 10.100) order by id
select id from books where weight in (1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5) order by id
select id from books where title in ('Novel 1', 'Novel 2', 'Novel 3', 'Novel 4', 'Novel 5', 'Novel 6', 'Novel 7', 'Novel 8', 'Novel 9', 'Novel 10') order by id
select id from books where code in ('c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10') order by id
select id from authors where joined in ('2020-01-01', '2020-02-01', '2020-03-01', '2020-04-01', '2020-05-01', '2020-06-01', '2020-07-01', '2020-08-01', '2020-09-01') order by id
select id from books where at in ('2020-03-01 00:00:00+00', '2020-03-02 00:00:00+00', '2020-03-03 00:00:00+00', '2020-03-04 00:00:00+00', '2020-03-05 00:00:00+00', '2020-03-06 00:00:00+00', '2020-03-07 00:00:00+00', '2020-03-08 00:00:00+00', '2020-03-09 00:00:00+00') order by id
select id from books where to_jsonb(n) in ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10') order by id
select id from books where tags in ('{a}', '{a}', '{a}', '{a}', '{a}', '{a}', '{a}', '{a}', '{a}', '{a}') order by id
select id from books where make_interval(days => n) in ('1 days', '2 days', '3 days', '4 days', '5 days', '6 days', '7 days', '8 days', '9 days', '10 days') order by id
select id from books where md5(id::text)::uuid in ('c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b', 'c4ca4238-a0b9-2382-0dcc-509a6f75849b') order by id
select id from books where sha256(convert_to(id::text, 'UTF8')) in ('\xaa', '\xaa', '\xaa', '\xaa', '\xaa', '\xaa', '\xaa', '\xaa', '\xaa', '\xaa') order by id
select id from books where (n, id) in ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10)) order by id
update books set n = 0 where n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) returning id
delete from reviews where stars in (1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5) returning id
