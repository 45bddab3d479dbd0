-- Right and seldom written: each form of the language that a migration, a report or a person may bring.
-- identifiers
select a."name" as "Größe", a.id as "select from", a.age as "quo""te" from authors as a where a.id < 3
select "ä"."id" from authors "ä" ("id", "nm") where "ä"."nm" is not null
select U&"\0061uthors".id from U&"\0061uthors" where id = 1
select u&"d\0061t\+000061" from (select 1 as data) s
select AUTHORS.Name FROM Authors WHERE Authors.ID = 2
select id value, name "type", age text, email "user" from authors
select id as all, name as "end", age as select from authors where id < 3
select authors.id name, name id from authors order by id limit 3
select x.from from (select id as from from authors) x
select "left".id from authors as "left" where "left".age > 30
select a.b, a.c from authors a(b, c) where b between 2 and 4
select a.b, a.age from authors as a(b) order by a.b
select * from authors as a(id, id2) where id < 3
select * from (authors a join books b on a.id = b.author_id) as j(x1, x2, x3) where x1 = 1
select row_number from (select row_number() over (order by id) from authors) s
select count, max from (select count(*), max(id) from books) s
select id, array[id], row(id, name), (select name), exists (select 1), id::text, cast(id as numeric), nullif(id, 2), greatest(id, 1), current_date is null, age is null, -age, not active, name || 'x', name collate "C", (array[1,2])[1], extract(year from joined), position('a' in name), trim(name), substring(name from 1 for 2), overlay(name placing 'x' from 1) from authors where id = 2
select (a).name, (a).* from authors a where id = 1
select ((a)).id from authors a where (a).age > 40
select a from (select id, name from authors) a where a.id = 1
-- joins
select * from authors join books using (id) where id < 4
select id, authors.id, books.id from authors full join books using (id)
select * from authors full join books using (id)
select j.id, j.* from authors full join books using (id) as j
select j.*, name, title from authors join books using (id) as j where id < 3
select * from authors a natural join (select id, title from books) b
select * from reviews natural full join (select id, stars + 1 as stars, 'q' as q from reviews where id < 9) r
select * from (authors a join reviews r using (id)) join books b using (id) where id < 5
select id, count(*) from authors left join books using (id) right join reviews using (id) group by id
select id from authors natural join books natural join reviews
select a.id, x.t, y.c from authors a cross join lateral (select title t, id bid from books b where b.author_id = a.id order by b.id limit 2) x left join lateral (select count(*) c from reviews r where r.book_id = x.bid and r.id > a.id) y on true
select a.id, s.m from authors a, lateral (select max(n) m, sum(q) from books b, lateral (select count(*) q from reviews r where r.book_id = b.id and b.author_id = a.id) z where b.author_id = a.id) s
select a.id from authors a left join (books b join reviews r on r.book_id = b.id) on b.author_id = a.id where r.id is null
select * from authors a join (values (1, 'one'), (3, 'three')) v(id, word) using (id)
select v.*, (select count(*) from books where author_id = v.k) from (values (1), (null), (2)) as v(k)
select column1, column2 from (values (1, 'a'), (2, 'b')) join_me where column1 in (select id from authors)
table authors
table parts
(table reviews) union all (table reviews) order by 1, 2 limit 3
select * from authors a, unnest(array[a.id, a.age], array['x']) with ordinality u(v, w, o) where a.id < 3
select * from books b, rows from (unnest(b.tags), jsonb_each_text(b.meta)) with ordinality as r(t, k, v, o) where b.id < 9
select * from rows from (generate_series(1, 3), generate_series(5, 6), jsonb_to_recordset('[{"a":1,"b":"x"}]') as (a int, b text)) with ordinality
select b.id, t.ord, t.tag from books b left join unnest(b.tags) with ordinality t(tag, ord) on t.ord > 1
select b.id, k from books b, jsonb_object_keys(b.meta) k where k <> 'a'
select b.id, e.value ->> 0 from books b cross join jsonb_array_elements(b.meta -> 'tags') with ordinality e where ordinality = 1
select a.id, b.id from authors a join books b on (a.id, a.id) = (b.author_id, b.id)
select a.id from authors a where (select (select (select max(b.n) from books b where b.author_id = a.id and c.id > 1) from reviews c where c.id = a.id) from books d where d.id = a.id) > 3
-- grouping
select author_id, published, grouping(author_id, published), count(*) filter (where n > 3), percentile_disc(0.5) within group (order by n) filter (where n is not null) from books group by grouping sets ((author_id, published), (author_id), ())
select published, author_id, grouping(published), sum(n) from books group by rollup (published, author_id) having grouping(author_id) = 0 or sum(n) > 10
select published, n % 2 as odd, author_id is null, count(*) from books group by cube (published, n % 2), author_id is null
select published, author_id, count(*) from books group by distinct rollup (published), rollup (author_id, published)
select grouping sets, cube from (select 1 as sets, 2 as cube, 3 as grouping) grouping
select count(*) from books group by grouping sets ((), (), (n))
select all count(distinct author_id), count(all n), sum(distinct n) from books
select mode() within group (order by published), percentile_cont(array[0.25, 0.5, 0.75]) within group (order by weight), percentile_disc(array[0.1, 0.9]) within group (order by title collate "C" desc) from books
select rank(5) within group (order by n), dense_rank(5) within group (order by n desc nulls last), percent_rank(5, 'x') within group (order by n, title), cume_dist(3) within group (order by n) from books
select string_agg(title, ', ' order by title collate "C" desc, id), string_agg(distinct left(title, 1), '' order by left(title, 1)) from books
select array_agg(distinct n order by n desc nulls first), array_agg(tags) filter (where cardinality(tags) = 1), any_value(5), range_agg(int8range(id, id + 1) order by id), range_intersect_agg(int8range(1, id)) from books
select jsonb_object_agg(id, title order by id), jsonb_object_agg_strict(id, title), json_agg_strict(title order by id), jsonb_object_agg_unique(id, n) from books where id < 12
select regr_count(n, weight), round(corr(n, weight)::numeric, 6), bit_xor(n), bool_or(published) filter (where false), every(n >= 0) from books
select author_id, count(*) c from books b group by author_id having count(*) > (select avg(c2) from (select count(*) c2 from books group by author_id) s)
select b.author_id + 1 as k, max(b.n) from books b group by k order by k desc nulls last limit 2
select title, n from books group by title, n, id having max(weight) > 3
select a.*, count(b) from authors a left join books b on b.author_id = a.id group by a.id
select sum(count(*)) over (), author_id, rank() over (order by count(*) desc) from books group by author_id
select count(*) filter (where exists (select from reviews r where r.book_id = b.id)) from books b
select max((select count(*) from reviews r where r.book_id = b.id)) from books b
select (select sum(b.n)) from books b
-- window
select id, sum(n) over (order by id rows between 2 preceding and 1 following exclude current row), sum(n) over (order by n groups between 1 preceding and current row exclude ties), count(*) over (order by n range between 1 preceding and 1 following exclude group) from books
select id, first_value(id) over w1, last_value(id) over w2, nth_value(id, 2) over w3 from books window w as (partition by published), w1 as (w order by id), w2 as (w order by id rows between unbounded preceding and unbounded following), w3 as (partition by author_id order by id desc)
select id, lag(title, 2, 'none') over (partition by author_id order by id), lead(n) over (order by id desc), ntile(4) over (order by id), cume_dist() over (order by n), percent_rank() over (order by n) from books
select id, sum(weight) over (order by at range between interval '3 days' preceding and current row exclude no others) from books where at is not null
select id, avg(price) filter (where published) over (order by id rows unbounded preceding) from books
select id, row_number() over w - 1 as r from books window w as (order by id) order by r desc limit 3
select distinct count(*) over (partition by published) from books
select max(x) from (select count(*) over (partition by author_id order by id) x from books) s
-- CTE
with recursive t(id, of, lvl) as (select id, of, 0 from parts where of is null union all select p.id, p.of, t.lvl + 1 from parts p join t on p.of = t.id) search depth first by id set ord select id, lvl, row_number() over (order by ord) from t
with recursive t(id, of) as (select id, of from parts where of is null union all select p.id, p.of from parts p, t where p.of = t.id) search breadth first by id, of set ord select *, ord::text from t
with recursive t(n) as (values (1) union all select n + 1 from t where n < 10), u(m) as (select n * n from t union select m + 1 from u where m < 3) select (select sum(n) from t), count(*) from u
with a as materialized (select * from authors where id < 5), b(x) as not materialized (select id from a), authors as (select x as id, 'cte' as name from b) select * from authors
with authors(id) as (select 42::bigint) select id, (select count(*) from (with books as (select 1) select * from books) z) from authors
with x as (select 1 a union select 2 except select 2), y as (table x), z as (values (1), (3)) select * from y full join z on z.column1 = y.a
with w as (select id from books order by id limit 3) (select id from w union all (select id from w order by id desc limit 1)) order by 1 offset 1 row fetch next 2 rows only
with recursive r as (select 1 as i, array[1]::int[] as path union all select b.n, path || b.n from r join books b on b.id = r.i where not b.n = any(path)) select * from r
with a as (select id from authors), b as (with c as (select * from a where id > 3) select count(*) from c) select * from b, a where a.id = 1
-- JSON
select b.id, jt.* from books b, json_table(b.meta, '$' columns (bval int path '$.a.b', whole jsonb path '$.a', nested path '$.tags[*]' columns (ord for ordinality, tag text path '$'), ex boolean exists path '$.a.zz')) jt where b.id < 8
select jt.* from json_table(jsonb '[{"a":1,"c":[{"d":1},{"d":2}]},{"a":"x"}]', '$[*]' as root columns (rn for ordinality, a int path '$.a' default -1 on error, e text path '$.nope' default 'none' on empty, nested path '$.c[*]' as c columns (d numeric path '$.d' error on error, o for ordinality))) as jt
select * from json_table('[]', '$.a' columns (a int path '$') error on error) t
select b.id, json_value(meta, '$.a.b' returning numeric(5,1)), json_query(meta, '$.tags' with conditional wrapper keep quotes), json_query(meta, '$.tags[0]' returning text omit quotes), json_exists(meta, '$.a.b ? (@ > $m)' passing b.n as m), json_value(meta, '$.zz' default 'dflt' on empty null on error) from books b where id < 9
select json_value('"2020-01-02"', '$' returning date), json_value('[1,2]', '$[*]' default 9 on error), json_query('[1]', '$' returning int[]), json_query('{"a":1}', '$.b' empty object on empty), json_query('{"a":1}', '$.b' empty array on empty null on error), json_exists('{}', 'strict $.a' unknown on error), json_exists('{}', 'strict $.a' true on error)
select json_object('id': id, 'name': name, 'age' value age absent on null with unique keys returning jsonb) from authors where id < 7
select json_array(id, name, age, null absent on null returning text), json_array(), json_object(), json_object('{a,1,b,2}'), json_object('{a,b}', '{1,2}') from authors where id = 1
select json_objectagg(id value age null on null with unique keys), json_objectagg(name: age absent on null returning jsonb), json_arrayagg(age order by id desc null on null), json_arrayagg(email order by id absent on null returning jsonb) filter (where id > 3) from authors
select json_arrayagg(a order by a.id) from authors a where id < 3
select id, meta is json, meta is json object, meta is not json array, meta::text is json scalar, title is json with unique keys, '{"a":1}' is json object without unique keys from books where id < 6
select json('{"a":1}' with unique keys)::jsonb, json_scalar(n), json_scalar(title)::text, json_serialize(meta), json_serialize(meta returning bytea), json_scalar(at) from books where id = 4
select meta @? '$.tags[*] ? (@ == "x")', meta @@ '$.a.b > 5', jsonb_path_query_first(meta, '$.a.b + $x', jsonb_build_object('x', n)), jsonb_path_exists(meta, '$.tags[last]'), jsonb_path_query_array(meta, 'lax $.**') from books
select jsonb_path_query(meta, '$.tags[*]') from books where id in (3, 6, 9)
select meta #> array['a','b'], meta #>> '{tags,0}', meta -> 'tags' -> -1, meta - 'a', meta - array['a','tags'], meta #- '{a,b}', meta || '{"z":1}', meta ?& array['a','tags'], meta ?| array['q'], meta <@ '{"a":{"b":1},"tags":["x"],"q":1}' from books where id < 10
select meta['a']['b'], meta['tags'][0], (meta['a'])['b']::int + 1, meta['nope']['x'] is null from books
select (meta->'a'->>'b')::int as b from books where (meta->'a'->'b') > '3'::jsonb order by (meta->'a'->>'b')::int desc nulls last limit 3
select jsonb_typeof(meta -> 'tags'), jsonb_array_length(meta -> 'tags'), jsonb_set_lax(meta, '{a,b}', null, true, 'return_target'), jsonb_concat(meta, '{"k": null}'), jsonb_delete_path(meta, '{a}'), meta::text::json -> 'a' from books where id = 3
select * from jsonb_populate_record(null::authors, '{"id": 3, "name": "p", "joined": "2020-01-01"}')
select * from jsonb_populate_recordset(null::authors, '[{"id": 3}, {"name": "q"}]')
select (jsonb_populate_record(a, '{"age": 99}')).* from authors a where id < 3
select id, x.* from books, jsonb_to_record(meta) as x(a jsonb, tags text[]) where id < 5
select '{"a": [1, {"b": null}]}'::jsonb = '{"a":[1.0,{"b":null}]}', '1'::jsonb < '"a"', '[]'::jsonb < '{}', 'null'::jsonb is null, '{"a":1,"a":2}'::json::text, '{"b":1,"a":2}'::jsonb::text
-- ordering / limiting
select distinct on (author_id, published) author_id, published, id from books order by author_id desc nulls last, published, n desc, id
select distinct on (n % 3) id, n from books order by n % 3, id desc
select n, id from books order by n fetch first 3 rows with ties
select n from books order by n desc nulls last offset 2 rows fetch next row with ties
select id from authors order by id offset (select 3) rows fetch first (1 + 1) rows only
select id from authors order by id limit all offset null
select id from authors order by id limit null
select id x, -id y from books order by y, x limit 2
select title from books order by title collate "C" nulls first, 1 limit 4
select id from books order by published is not true, author_id nulls first, id desc limit 5
select id from books where id < 4 for update
select id from authors where id < 4 order by id for no key update nowait
select a.id, b.id from authors a join books b on b.author_id = a.id where a.id = 2 for update of a skip locked for key share of b
select id from (select * from authors where id < 3 for update) s for share
with x as (select id from authors where id = 1 for update) select * from x
select id from authors where id = 1 for update of authors nowait limit 1
-- arrays
select tags[1], tags[1:1], tags[:1], tags[2:], tags[:], (tags || array['q'])[2], nums[1], array_upper(nums, 1) from books, parts where books.id = parts.id
select id from books where 'a' = any(tags) and not ('b,c' = all(tags)) or tags is null
select id from books where title like any (array['N%', '%6']) and title not ilike all ('{%z%,q%}')
select id from books where n = any (select age - 20 from authors) or n <> all (array(select stars from reviews where stars is not null))
select id from books where id = any ('{1,2,3}') and n < any (array[n + 1, null])
select id from parts where nums[2] is null and nums[1] > 3 and nums && array[0, 5, 6]
select unnest(nums), id, generate_series(1, 2) from parts where id < 5
select array(select row(id, name) from authors where id < 3 order by id), array(select array[id, age] from authors where id < 4 order by id)
select array_agg(nums) from parts where array_length(nums, 1) = 3
-- comparisons
select id from books where (author_id, n) < (3, 5) and (id, title) >= (2, 'A') and row(n) = row(n)
select id from authors where (id, active) in ((1, false), (2, true), (3, null))
select id from books b where (b.author_id, b.n) not in (select id, age from authors where age is not null)
select id from authors where row(id, age) is distinct from row(id, 26) and (name, email) is not null
select id from authors where (id, name) = any (select 1::bigint, 'Author 0')
select id from authors where (id, age) = (select id, age from authors where id = 2)
select (1, 2) < (1, 3), row(1, null) = row(1, null), row(null, null) is null, row(1, null) is not null, row() is null, (1, 'a') is not distinct from (1, 'a')
select case when age > 30 then 'old' when age is null then null else 'young' end, case id when 1 then 1.5 when 2 then 2 end, case when false then 1 end from authors
select coalesce(age, id), coalesce(null, null, name), nullif(name, 'Author 1'), nullif(age, 26.0), greatest(age, id, null), least(joined, '2020-03-01') from authors
select id from books where n between symmetric 8 and 3 and n not between 4 and 5 and at between '2020-03-02' and '2020-03-09'::timestamptz
select id from books where title similar to '(N|Z)%[0-3]' or title not similar to '%e%' or title like '%#_%' escape '#' or title ~~* 'Ä%' or title !~~ 'x' or title ~ '^\w+\s\d$'
select id from authors where active is true and (age > 30) is not false and (age > 40) is unknown or age isnull or email notnull
select id from authors where name >= 'Author 3' collate "C" and name < 'Author 7' collate "C"
select id from authors where not (active and age > 30 or joined < date '2020-04-01') is true
select id operator(pg_catalog.*) 2, name operator(pg_catalog.||) '!' from authors where id operator(pg_catalog.=) any (array[1, 2]) order by id using operator(pg_catalog.>)
-- text
select regexp_count(title, 'o'), regexp_instr(title, '\d'), regexp_like(title, 'nov', 'i'), regexp_substr(title, '[a-z]+', 1, 1), regexp_replace(title, '(.)(.)', '\2\1', 1, 2), regexp_split_to_array(title, '\s+') from books where id < 6
select m from books, regexp_matches(title, '([a-z])(\d)?', 'g') m where id < 4
select format('%2$s-%1$I-%3$L-%%-%4$10s|%4$-6s|', name, id, email, age) from authors where id < 5
select substring(name from '#"A%r#" _' for '#'), substring(name from 3), substring(name for 2), trim(both 'Ao' from name), trim(trailing from 'x  '), overlay(name placing 'ZZ' from 2 for 0), position('h' in name), char_length(name), name ^@ 'Author 1', left(name, -2), lpad(name, 12, '*#'), casefold('ÄB'), unistr('\0041\+000042'), string_to_table('a b', ' ') from authors where id = 2
select E'a\'b\n\x41\u00e9\U0001F600\101', U&'d\0061t\+000061', U&'d!0061' uescape '!', $$it's$$, $q$a$$b$q$, 'a'
select b'1010' & b'0110', b'1' || b'01', ~b'10', x'ff'::bit(8)::int, 5::bit(4) | b'0001', b'101' << 1, length(b'101'), bit_count(b'1011'), get_bit(b'100', 0), 'ab'::bytea || '\x01', 6 # 3, ~ 7, 1 << 40::int, 8::bigint >> 2
select N'nat', 'a' || 1 || null, 'a' || 1.50 || true, concat_ws('-', 1, null, 'z'), concat(null, 1)
-- time and numbers
select (joined, joined + 40) overlaps (date '2020-03-01', interval '10 days'), joined + time '10:00', joined - date '2020-01-01', joined + interval '1 month 1 day', joined::timestamp at time zone 'Europe/Paris', joined::timestamptz at time zone interval '-08:00' from authors
select at at local, timezone('America/New_York', at), at::time, at::timestamp(0), extract(epoch from at), extract(isoyear from at), extract(quarter from at), extract(millisecond from at), date_part('week', at), date_trunc('week', at, 'Asia/Tokyo'), date_bin('2 hours', at, timestamptz '2020-01-01') from books where id < 9
select interval '1-2' year to month, interval '3 4:05' day to minute, interval '1.5' hour, interval 'P1Y2M3DT4H5M6S', interval '1 day ago', interval '1' day + interval '90' minute, interval(2) '1.239 s', -interval '1 mon', interval '1 day' * 1.5, interval '1 hour' / 4, justify_interval(interval '1 mon -1 hour'), interval 'infinity' > interval '1 y'
select make_date(2024, 2, 29), make_time(1, 2, 3.5), make_timestamp(2020, 1, 2, 3, 4, 5.6), make_timestamptz(2020, 1, 2, 3, 4, 5, 'UTC'), make_interval(years => 1, secs => 2.5), to_timestamp(0), date 'infinity', date '-infinity', timestamp 'epoch', date '0044-03-15 BC', date '2020-1-5', timetz '10:00+02', time '24:00', date 'January 8, 1999'
select 'NaN'::numeric = 'NaN', 'Infinity'::numeric > 1, '-inf'::float8, 'NaN'::float8 > 'inf', 1e-400::numeric, 12345678901234567890.123456789::numeric, 0.1 + 0.2, 0.1::float8 + 0.2, 1.10::numeric(4,1), 123.456::numeric(5,-1), 0x_FF, 1_0.5_0, 2.::int, round(-2.5), round(2.5::float8), 5 / 2, -5 / 2, -5 % 3, 5.0 / 2, div(7.5, 2), scale(1.100), trim_scale(1.100), min_scale(1.10), width_bucket(5, array[1, 3, 6]), gamma(5), lgamma(3), erf(0.5)
select price * n, price / 3, price::int, price % 1, weight / 3, weight::numeric, n / 2, n::float8 / 2, n * 1.5, -price, price + weight, n + price, id + n, id / 2.0, sqrt(n), n ^ 2, |/ id, ||/ n from books
select date '2020-01-31' + 1, date '2020-03-01' - 1, date '2020-03-01' - interval '1 day', timestamp '2020-01-01' + '1 day', '2020-01-01'::date < '2020-01-02', now() - now(), age(timestamp '2020-03-01', '2019-12-15'), clock_timestamp() > '2000-01-01', current_timestamp(0) is not null, localtime(1) is not null
select d::date, extract(dow from d) from generate_series(date '2020-02-27', date '2020-03-02', interval '1 day') as d
select generate_series('2020-01-01'::timestamptz, '2020-01-03', '1 day', 'Europe/Paris'), generate_series(5, 1, -2), generate_series(1.0, 2.0, 0.5)
select span * 2, span + interval '1 day', extract(day from span), justify_days(span), span::text, clock + span, clock - time '01:00', clock::interval, date '2020-01-01' + clock from parts
select raw || '\x00', encode(raw, 'base64'), get_byte(raw, 0), set_byte(raw, 0, 255), length(raw), md5(raw), substring(raw from 2), raw > '\x02', uid::text, uid < 'b0000000-0000-0000-0000-000000000000' from parts where raw is not null
select kind, kind || 'x', length(kind), kind = 'a', kind = 'a  ', kind like 'a%', kind::text || '|', octet_length(kind), upper(kind), kind in ('ab', 'q'), concat(kind, '|'), kind::varchar || '|' from parts
select distinct kind from parts
select kind, count(*) from parts group by kind having kind > 'a'
select sum(span), avg(span), max(clock), min(raw), max(kind), max(uid::text), sum(amount), avg(twice), max(label) from parts
select id from parts where label = 'L 1   ' or label > 'L 3' or kind || '!' = 'ab!' or twice in (2, 4)
select int8range(1, 5) - int8range(3, 9), lower_inc('(1,2]'::int4range), '[2020-01-01,2020-02-01)'::daterange @> joined, daterange(joined, joined + 5, '[]'), isempty('empty'::int4range), int4multirange(int4range(1,2), int4range(4,6)) + '{[2,4)}' from authors where id < 4
-- forms
select
select from authors
select where false
select 1 where exists (select from authors where false)
/* a /* nested */ b */ select -- c
select/**/id/*x*/from/*y*/authors/**/where/**/id=1--z
select * from authors where id = 1 union all select * from authors where id = 2 intersect all select * from authors where id = 2
(select id from authors where id < 3 order by id desc limit 1) union (select id from books where id = 9) except all (values (9))
select a.*, b.* from authors a, books b where a.id = b.id and a.id < 3
select authors.*, authors from authors where id = 1
select count(authors), count(authors.*), count(distinct authors.name) from authors
select a is null, a is not null, a.* is distinct from b.* from authors a, authors b where a.id = b.id + 1
select a = b, a < b, row(a.*) = row(b.*), a.id = b.id from authors a join authors b on a.id <= b.id and b.id < 4
select a from authors a order by a desc limit 2
select max(a::text), min(a.*::text), string_agg((a).name, ',' order by a) from authors a
select a::text, to_jsonb(a.*), row_to_json(a), json_build_object('a', a), jsonb_agg(a) over (order by id rows current row) from authors a where id < 3
select hstore from (select 1 as hstore) x
select pg_typeof(id), pg_typeof(price), pg_typeof(code), pg_typeof(tags), pg_typeof(at), pg_typeof(n + 1), pg_typeof(id + n), pg_typeof('x'), pg_typeof(null), pg_typeof(price * 2), pg_typeof(weight * n), pg_typeof(at - at), pg_typeof(title || 'x'), pg_typeof(array[n]), pg_typeof(coalesce(n, id)), pg_typeof(case when true then 1 else 2.5 end) from books where id = 1
select pg_typeof(kind), pg_typeof(no), pg_typeof(span), pg_typeof(raw), pg_typeof(uid), pg_typeof(nums), pg_typeof(clock), pg_typeof(label), pg_typeof(twice), pg_typeof(kind || 'x') from parts where id = 1
select sum(stars), avg(stars), pg_typeof(sum(stars)), pg_typeof(sum(id)), pg_typeof(avg(id)), count(stars) from reviews
select b.tags[n] from books b where n between 1 and 2
select (select array_agg(x order by x) from unnest(tags) x), (select t from unnest(tags) t limit 1), array_position(tags, 'b,c') from books where id < 8
select id, (select string_agg(name, ',' order by name) from authors a2 where a2.id < a1.id) from authors a1 where id < 4
select id in (select author_id from books) from authors
select exists (select * from books where author_id = authors.id limit 1 offset 2) from authors
select not exists (table reviews)
select (select b from books b where b.id = 1)::text, (select row(id, n) from books where id = 2)
select (select (b).title from books b where b.id = 2)
select * from (select) e
select 1 from (select) e, authors
-- writes
insert into authors (id, name, age, active, joined) values (100, 'x', default, default, '2020-05-05'), (101, 'y', 5, false, default) returning *
insert into authors select 100, 'x' returning id, name, active, age is null
insert into authors as "a" (id, name) select max(id) + 1, 'agg' from authors returning "a".id, (select count(*) from authors)
insert into books values (100) returning n, meta
insert into books (id) values (100), (101) returning *
insert into parts (id, twice) values (100, default) returning twice
insert into parts overriding user value values (100, 'q', 3) returning id, kind, no, twice, said
insert into parts (id, kind, label) overriding system value values (100, 'zz', 'l') returning *
insert into parts (id, kind) values (100, 'ab     ') returning kind || '|', length(kind)
insert into parts (id, label) values (100, 'a            ') returning length(label)
insert into authors (id, name) values (1, 'dup') on conflict do nothing returning id
insert into authors as t (id, name) values (3, 'up'), (200, 'ins') on conflict (id) do update set name = excluded.name returning old.name as was, new.name as now_is, old is null as fresh, old.*
insert into authors as t (id, name) values (3, 'up'), (200, 'ins') on conflict (id) do update set name = excluded.name where false returning id
insert into authors (id, name) values (500, 'up'), (500, 'again') on conflict do nothing returning id, name
insert into authors (id, name) select id, 'up ' || title from books where title is not null on conflict (id) do update set age = coalesce(authors.age, 0) + length(excluded.name) returning id, age
insert into authors (id, name) values (100, 'x') returning with (old as o, new as n) o.id, n.id, n.*, o is null
update authors set age = age + 1 where id < 4 returning with (old as o, new as n) o.age, n.age, n.age - o.age, authors.age, name
update authors a set name = old_name || '!' from (select id, name as old_name from authors) s where s.id = a.id and a.id < 3 returning a.*, s.*
update authors set (name, age) = ('z', default), active = not active where id = 1 returning *
update authors set (name, age) = row ('z', 5) where id = 1
update authors set (age) = row (9) where id = 1 returning age
update authors a set (age, joined) = (select max(n), max(at)::date from books b where b.author_id = a.id) where a.id < 6
update authors a set age = (select count(*) from authors b where b.id < a.id), name = (select name from authors where id = 13 - a.id)
update books set meta['a']['b'] = '99', meta['new'] = to_jsonb(id), tags[1] = 'first' where id < 5 returning meta, tags
update books set meta['tags'][0] = '"q"' where id in (3, 4, 6) returning meta
update books set meta = jsonb_set(meta, '{a,c}', to_jsonb(title)) where meta ? 'a' and id < 9
update parts set nums[0] = 7, nums[2] = nums[1] where id < 6 returning nums
update parts set no = no + 10 where id > 12 returning id, no, twice
update parts set twice = default where id = 1 returning twice
update parts set kind = 'a' || 'b', label = upper(label), span = span * 2, raw = raw || '\x01', clock = clock + interval '1 h' where id < 4 returning *
update books b set n = c.n from books c left join reviews r on r.book_id = c.id and r.id = 1 where c.id = b.id + 1 returning b.id, b.n, c.id, r.id
update books b set title = x.t from (values (1, 'one'), (2, 'two')) x(id, t) where x.id = b.id returning b.title, x
update books set n = n + 1 from authors where authors.id = author_id and authors.age > 30 returning books.id, authors.name
update authors as "Ä" set age = "Ä".age where "Ä".id = 1 returning "Ä"
update authors set id = id + 100 where id = 12
delete from authors a using books b, (with w as (select 1 as one) select one from w) q where b.author_id = a.id and b.n > 8 and q.one = 1 returning a.id, a
delete from reviews r using reviews s where s.id = r.id + 1 and s.stars > r.stars returning r.id, s.stars
delete from books where id in (with x as (select id from books order by n desc, id limit 3) select id from x) returning id, title
with gone as (delete from reviews where stars = 0 returning *), kept as (insert into reviews (id, body, stars) select id + 1000, body, 1 from gone returning id) select (select count(*) from gone), (select min(id) from kept), (select count(*) from reviews)
with u as (update authors set age = 1 where id = 1 returning *) update authors a set age = u.age + 1 from u where a.id = 2 returning a.id, a.age, u.id
with d as (delete from books where id = 1 returning id) select count(*) from reviews r join d on d.id = r.book_id
with m as (merge into authors a using (values (1, 'm'), (77, 'new')) v(id, nm) on a.id = v.id when matched then update set name = v.nm when not matched then insert (id, name) values (v.id, v.nm) returning merge_action() act, a.id) select act, count(*) from m group by act
with x as (select id from authors where id < 3) delete from reviews using x where reviews.id = x.id returning x.id
with x(a) as (values (5)) insert into authors (id, name) select a + 100, 'x' from x returning id
with x(a) as (values (5)) update authors set age = (select a from x) where id in (table x) returning id, age
insert into authors (id, name) with x as (select 300 as i) select i, 'w' from x union all select i + 1, 'v' from x returning id
insert into reviews (id, stars) (select 900, 1 union select 901, 2) order by 1 returning id
insert into reviews (id, book_id, stars) select row_number() over (order by id) + 500, id, 2 from books where id < 4 returning *
insert into reviews (stars, id) values (1 + 1, (select max(id) + 1 from reviews)), (null, 3000) returning id, stars
insert into reviews (id, stars, body) values (800, '3', 5), (801, 2.4, true)
insert into reviews (id, stars, body) values (800, '3', '5'), (801, 2.6, null) returning *
-- merge
merge into authors a using books b on b.id = a.id when matched and b.n > 5 then delete when matched and a.active then update set age = b.n, (name, email) = (coalesce(b.title, '-'), null) when matched then do nothing when not matched by target and b.id < 15 then insert (id, name) values (b.id, coalesce(b.title, 'none')) when not matched by source and a.age > 40 then update set active = default when not matched by source then delete returning merge_action(), a.id, b.id, old.name, new.name
merge into reviews using (select * from books where id < 5) as s on reviews.id = s.id when matched then update set body = s.title || reviews.body, stars = least(stars, 3) returning *
merge into reviews r using (values (1, 'x'), (2000, 'y')) as s(id, body) on s.id = r.id when not matched then insert values (s.id, null, s.body) when matched then update set body = s.body returning merge_action(), r, s
merge into authors t using authors s on t.id = s.id + 1 when matched then update set age = s.age when not matched by source then do nothing returning t.id, t.age, s.id
merge into authors t using (select id, count(*) c from books group by id) s on t.id = s.id and t.active when matched and exists (select from reviews r where r.book_id = s.id) then update set age = s.c when not matched and s.id > 28 then insert (id, name, age) overriding system value values (s.id * 100, 'm' || s.id, default) returning merge_action() as "what", t.*
with s as materialized (select 5 as id) merge into authors t using s on s.id = t.id when matched then delete returning with (old as o, new as n) o.name, n.name, merge_action()
merge into parts t using (values (1), (2), (99)) v(id) on t.id = v.id when matched and t.id = 1 then update set no = 9 when matched then delete when not matched then insert (id, no) values (v.id, 5) returning t.id, t.no, t.twice, t.said
-- explain
delete from authors a using books b where b.author_id = a.id and b.n > 8 returning a.id, a
delete from authors a using books b, (select 1 as one) q where b.author_id = a.id and b.n > 8 and q.one = 1 returning a.id
delete from authors a using books b where b.author_id = a.id and b.n > 8 returning a.id, b.id is null
update authors a set age = 1 from books b where b.author_id = a.id and b.n > 8 returning a.id
update authors a set age = 1 from books b where b.author_id = a.id and b.n > 8
delete from authors a using books b where b.author_id = a.id and b.n > 8
delete from authors a using reviews b where b.stars = a.id returning a.id
delete from authors a using reviews b where b.stars = a.id
delete from reviews r using reviews s where s.stars = r.stars and r.stars > 3 returning r.id
with u as (update authors set age = 1 where id = 1 returning *), d as (delete from books using u where author_id = u.id returning books.id), m as (update reviews set book_id = null from d where book_id = d.id returning reviews.id) select (select count(*) from u), (select count(*) from d), (select count(*) from m)
with d as (delete from authors where id = 12 returning *) insert into authors (id, name) select 50, name from d returning *
delete from reviews using generate_series(1, 3) g where stars = g returning id, g
delete from books b using authors a left join reviews r on r.id = a.id where b.author_id = a.id and r.stars > 1 returning b.id, a.id, r.id
update books b set n = 0 from generate_series(1, 5) g where b.n = g returning b.id, g
update reviews r set stars = 1 from books b join authors a on a.id = b.author_id where b.id = r.book_id and a.age > 30 returning r.id, a.id, b.id
insert into books (id, meta) values (100, default), (101, null) returning id, meta
insert into authors (id, name, age) values (100, 'a', (select count(*) from books)), (101, 'b', (values (5))) returning id, age
insert into authors as t (id, name, email) values (100, 'b', 'a1@x.io') on conflict (email) do update set (name, age) = (excluded.name, 7), email = null where t.age > 3 returning t.*, old.name, new.name
insert into authors (id, name) values (3, 'q') on conflict (id) do update set (name, age) = row(excluded.name, default) returning *
insert into authors (id, name) values (3, 'q') on conflict (id) do update set name = (select max(title) from books where books.id = excluded.id) returning *
insert into books (id, meta) values (3, '1') on conflict (id) do update set meta['a'] = '5', tags[1] = 'z' returning meta, tags
insert into authors (id, name) values (3, 'q') on conflict (id) where true do nothing
insert into parts (id, no) values (1, 3), (20, 1) on conflict (id) do update set no = excluded.no + parts.no returning id, no, twice
insert into parts (id, no) values (1, 0) on conflict on constraint parts_id_no_key do update set label = 'c' returning id, label
insert into authors (id, name, email) values (300, 'q', 'a1@x.io') on conflict (email) where email is not null do nothing
create table u (a int, b int, unique (a, b)); insert into u values (1, 2), (1, null); insert into u values (1, 2), (1, null) on conflict (b, a) do nothing returning a, b
create table u (a int, b text); create unique index u_i on u (lower(b)); insert into u values (1, 'X'); insert into u values (2, 'x') on conflict do nothing returning *
update authors a set (age, joined) = (null, '2020-01-01') where id = 2 returning *
insert into authors (id, name, joined) select 100, 'x', '2020-01-01' returning *
insert into authors (id, name, age) select 100, 'x', '5' group by 1
insert into authors (id, name, joined) values (100, 'x', '2020-01-01'), (101, 'y', now())
insert into books (id, tags) values (100, array['a', null]), (101, '{}'), (102, '{"x,y"}') returning tags, cardinality(tags)
insert into books (id, tags) values (100, array[]::varchar[]) returning tags
insert into books (id, price) values (100, 1.005), (101, '1e3'), (102, 5::float8 / 3) returning price
insert into books (id, n) values (100, 2.5), (101, 3.5), (102, -0.5) returning n
insert into books (id, n) values (100, 2.5::float8), (101, 3.5::float8) returning n
insert into books (id, code) values (100, 123), (101, true) returning code
insert into books (id, code) values (100, '12345678   ') returning code || '|'
insert into books (id, code) values (100, '123456789'::varchar(8)) returning code
insert into books (id, published) values (100, 'yes'), (101, 'off') returning published
insert into books (id, at) values (100, '2020-01-01'), (101, date '2020-01-01'), (102, timestamp '2020-01-01 10:00') returning at
insert into books (id, meta) values (100, '"x"'), (101, '[1]'), (102, to_jsonb('q'::text)), (103, 'null') returning meta, meta is null
insert into books (id, meta) values (100, '{"a":1}'::json) returning meta
insert into books (id, weight) values (100, 1.10), (101, 'NaN'), (102, '-Infinity'), (103, 1e-320) returning weight
-- What is named as a column is.
with n as (insert into authors (id, name) values (100, 'n') returning id) update books set author_id = n.id from n where books.id < 3 returning books.id, author_id
update books b set n = n.id from authors n where n.id = b.id returning b.id, b.n, n.name, n
update reviews r set stars = 1 from books body where body.id = r.id and r.id < 3 returning r.id, body.title, body.id
delete from reviews r using books stars where stars.id = r.book_id and stars.id < 5 returning r.id, stars.title, stars.*
update reviews r set stars = 1 from (select id as i, 'x' as x from books) id where r.id = id.i and r.id < 3 returning r.id, id.x
merge into books b using authors n on n.id = b.id when matched then update set title = n.name when not matched by source and b.id > 25 then delete returning merge_action(), b.id, n.id, n.name, n
merge into books b using (values (1, 2)) id(a, n) on b.id = id.a when matched then delete returning id.n, b.n
merge into reviews r using (select id, name as reviews from authors) id on id.id = r.id when matched then update set body = id.reviews returning r.id, id.*
update reviews r set stars = g from generate_series(1, 3) g where r.id = g returning r.id, g
update reviews r set stars = t.o from unnest(array[1, 2], array['a', 'b']) with ordinality t(i, w, o) where r.id = t.i returning r.id, t, t.w
update reviews r set body = e.value from jsonb_each_text('{"1": "x"}') e where r.id = e.key::int returning r.id, e, e.key
update reviews r set body = e.b from jsonb_to_recordset('[{"a": 1, "b": "q"}]') as e(a int, b text) where r.id = e.a returning r.id, e, e.b
update reviews r set body = j.name from (authors a join books b on b.author_id = a.id) as j(aid, name) where r.id = j.aid and aid < 3 and j.id < 3 returning r.id, j.name
update reviews r set body = r2.body from reviews r2 where r2.id = r.id + 1 and r.id < 3 returning r, r2, old.body, new.body
-- References to rows that the same statement inserts.
with n as (insert into authors (id, name) values (100, 'n') returning id) insert into books (id, author_id, title) select 100, id, 'by n' from n returning *
with b as (insert into books (id, title) select 100, 'by n' returning *) insert into reviews (id, book_id, stars) select 1000, id, 5 from b returning *
with n as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into books (id, author_id, title) select 100, id, 'by n' from n returning *) select * from n, b
with n as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into books (id, author_id, title) select 100, id, 'by n' from n returning *) insert into reviews (id, book_id, stars) select 1000, id, 5 from b
with b as (insert into books (id, title) select 100, 'by n' returning *) insert into reviews (id, book_id, stars) select 1000, id, 5 from b returning *, (select title from b)
with n as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into books (id, author_id, title) select 100, id, 'by n' from n returning *) insert into reviews (id, book_id, stars) select 1000, id, 5 from b returning *
with n as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into books (id, author_id, title) select 100, id, 'by n' from n returning *), c as (insert into reviews (id, book_id, stars) select 1000, id, 5 from b returning *) select * from c
with n as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into books (id, author_id, title) values (100, 100, 'by n') returning *) insert into reviews (id, book_id, stars) values (1000, 100, 5)
with m as (merge into authors a using (values (1, 'm'), (77, 'new')) v(id, nm) on a.id = v.id when matched then update set name = v.nm when not matched then insert (id, name) values (v.id, v.nm) returning merge_action() act, a.id) insert into books (id, author_id) select id + 100, id from m returning id, author_id
with a as (insert into parts (id, no, kind) values (100, 5, 'q') returning id, no) insert into parts (id, of, of_no) select 101, id, no from a returning id, of
with n as (insert into authors (id, name) values (100, 'n'), (101, 'm') returning id) insert into books (id, author_id) select 1, id from n where id = 100 on conflict (id) do update set author_id = excluded.author_id + 1 returning id, author_id
with n as (insert into authors (id, name) values (100, 'n'), (1, 'm') on conflict do nothing returning id) insert into books (id, author_id) select id + 200, id from n returning id, author_id
with n as (insert into authors (id, name) values (100, 'n') returning id) merge into books t using n on t.id = 1 when matched then update set author_id = n.id returning t.id, t.author_id
with n as (insert into authors (id, name) values (100, 'n') returning id) merge into books t using n on t.id = n.id when not matched then insert (id, author_id) values (n.id, n.id) returning t.id, t.author_id
with n as (insert into authors (id, name) values (100, 'n') returning id) insert into books (id, author_id) select 300, id + 1 from n
with p as (insert into parts (id, no) values (100, 4) returning id, no), q as (insert into parts (id, of, of_no) select id + 1, id, no from p returning id, no) select p.id, q.id from p, q
with n as (insert into authors (id, name) values (100, 'n')) insert into books (id, author_id) values (300, 100), (301, 1), (302, null) returning id, author_id
with a as (insert into authors (id, name) values (100, 'n') returning id), b as (insert into authors (id, name) select id + 1, 'm' from a returning id) insert into books (id, author_id) select id + 200, id from (table a union all table b) x returning id, author_id
create table up (id uuid primary key default gen_random_uuid(), t text); create table uc (id uuid primary key default gen_random_uuid(), p uuid not null references up (id)); with n as (insert into up (t) values ('a'), ('b') returning id) insert into uc (p) select id from n; select count(*) from uc join up on up.id = uc.p
create table up (id serial primary key, t text); create table uc (id serial primary key, p int not null references up (id)); with n as (insert into up (t) values ('a'), ('b') returning id) insert into uc (p) select id from n returning id, p
create table up (a int, b int, primary key (a, b)); create table uc (id int primary key, a int, b int, foreign key (a, b) references up (a, b)); with n as (insert into up values (1, 2), (3, 4) returning *) insert into uc select a, a, b from n returning *
-- Further reads and writes.
insert into authors (id, name) values (3, 'q') on conflict (id collate "C") do nothing
insert into authors (id, name, email) values (300, 'q', 'a1@x.io') on conflict (email collate "C") do nothing
select (select sum(b.n) from (values (1)) v(x)) from books b
select id, row_number() over (order by s, id) from (select id, sum(n) over () s from books) x
with recursive t as (select id, of from parts where id = 9 union all select p.id, p.of from parts p join t on t.of = p.id) cycle id, of set is_cycle to 'Y' default 'N' using path select id, is_cycle, path::text from t
select * from json_table('{"x": [1,2]}', 'strict $.x[*]' passing 1 as k columns (v int path '$', w text path '$', q jsonb path '$' with unconditional array wrapper))
select array_dims('[2:3]={1,2}'::int[]), array[1,2] <@ array[2,1,3], array[1] || array[2], array_sort(array[3,1,2]), array_reverse(array[1,2]), (array[[1,2],[3,4]])[1:2][2:2], (array[[1,2],[3,4]])[2][1]
select to_char(at, 'FMDay, DDth Mon YYYY HH12:MI:SS.MS AM TZ "Q"Q J WW IYYY-IW') from books where id = 3
select to_char(12, 'RN'), to_char(0.5, '90.9%'), to_char(interval '25:01', 'HH24:MI'), to_char(485, 'L999D99'), to_char(1e10::float8, '9.99EEEE'), to_char(-5, '9MI'), to_char(125.8::numeric, '999D9')
select to_date('05 Dec 2000', 'DD Mon YYYY'), to_timestamp('2020-02', 'YYYY-MM'), to_number('$1,2', 'L9,9'), to_timestamp('1:2', 'MI:SS'), to_number('12,454.8-', '99G999D9S')
select cast(n as text) || 'x', n::text::bpchar::varchar(1), int4(price), text(n), float8(id), id::int::smallint, '12'::varchar::int, date(at), at::date::text, (n = 1)::int::text::bool, published::text, tags::text::text[], meta::text::jsonb from books where id < 8
select int '1', bool 'on', numeric '1.50', float8 '1e3', uuid 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', cidr '10.0/16', int4range '[1,5)', bytea '\x01', "char" 'abc', char 'ab', char(4) 'ab', bit '1', varbit '101', tsvector 'a b', circle '<(0,0),1>', int4multirange '{[1,3),[5,7)}'
select pg_typeof(stars), pg_typeof(stars + 1::smallint), -stars, stars / 2::smallint, stars::int::bool from reviews where id = 2
select concat(variadic array['a', 'b']), format('%s %s', variadic array['x', 'y']), jsonb_build_array(variadic array[1, 2]), make_interval(hours := 2), make_interval(secs => 1.5)
insert into authors as t (id, name, email) values (100, 'b', 'a1@x.io') on conflict on constraint authors_email_key do update set (name, age) = (excluded.name || t.name, (select count(*) from books)), email = null where t.age > 3 returning t.*, old.name, new.name
delete from reviews where id < 3 returning with (new as n) old.*, n.id, n is null, reviews.id
delete from reviews where id < 3 returning old.id, new.id, reviews, old, new is null
update authors set name = name where id < 3 returning old, new, old = new, authors = new, (old.id, new.id)
update authors set name = 'q' where id < 3 returning *, old.*, new.name || old.name as both, (select count(*) from books where author_id = new.id)
insert into authors (id, name) values (100, 'a') returning old, new.name, old.id is null, case when old is null then 'i' else 'u' end
insert into reviews (id, body) values (700, 'x') returning (select title from books where books.id = reviews.id - 699) as t, row(reviews.*), to_jsonb(reviews) - 'id'
update books set (title, n) = (select upper(b.title), b.n * 2 from books b where b.id = books.id + 1) where id < 4 returning id, title, n
update books b set (title, n) = (x.name, x.age) from authors x where x.id = b.author_id and x.id < 3 returning b.id, b.title, b.n, x
update books b set n = s.r from (select id, row_number() over (partition by author_id order by n desc, id) r from books) s where s.id = b.id
update books set n = (select count(*) from reviews r where r.book_id = books.id and r.stars > (select avg(stars) from reviews)), title = coalesce(title, '') || id
update books set tags = array_append(tags, 'new'), meta = meta || jsonb_build_object('n', n), at = at + interval '1 day', price = price * 1.1 where id % 3 = 0 returning id, tags, meta, at, price
update books set tags = (select array_agg(t order by t desc) from unnest(tags) t) where cardinality(tags) > 1 returning tags
update books set meta = (select jsonb_object_agg(k, v) from jsonb_each(meta) e(k, v) where k <> 'a') where meta ? 'tags' returning meta
update books set author_id = nullif(author_id, 3), code = left(coalesce(code, 'x') || id, 8), published = not published returning id, author_id, code, published
update books set published = case when n > 5 then true when n < 3 then false end, weight = weight ^ 2, isbn = nullif(isbn, 'i-1')
update parts set of = null, of_no = null where of is not null returning id
update parts set (kind, label, amount) = ('zz', default, amount + 1), clock = '10:00' where id in (select id from parts order by id desc limit 2) returning *
update reviews set stars = stars + 1 where stars < 5 and exists (select from books where books.id = book_id and n > 5)
update reviews r set book_id = (select b.id from books b where b.id <> r.book_id order by b.id desc limit 1) where r.id between 3 and 6 returning r.id, book_id
delete from books b where not exists (select from reviews r where r.book_id = b.id) returning b.id
delete from books where (author_id, n) in (select author_id, max(n) from books group by author_id) returning id
delete from authors where id = any (array(select author_id from books where published)) returning id, name
delete from reviews where current_timestamp > '2000-01-01' and stars is not distinct from null returning id
delete from only reviews where id = 1 returning id
delete from reviews as "Re" where "Re"."id" = 2 returning "Re".*
with t as (select id from reviews order by id desc limit 5 for update skip locked) delete from reviews using t where reviews.id = t.id returning reviews.id
with t as (select id from reviews order by id limit 2 for update) update reviews r set body = 'taken' from t where r.id = t.id returning r.*
with old_rows as (delete from books where id > 28 returning *) select o.title, count(r.id) from old_rows o left join reviews r on r.book_id = o.id group by o.title, o.id
with moved as (delete from reviews where id in (1, 2) returning id, body, stars), ins as (insert into reviews (id, body, stars) select id + 500, body, stars from moved returning *) select * from ins union all select id, null, body, stars from moved
with a as (update authors set age = 1 where id = 1 returning id), b as (update books set n = 1 where author_id = (select id from a) returning id) select (select array_agg(id) from a), (select array_agg(id order by id) from b)
with recursive tree as (select id from parts where id = 8 union select p.id from parts p join tree t on p.of = t.id) delete from parts using tree where parts.id = tree.id returning parts.id
with x as (insert into authors (id, name) values (77, 'seven') on conflict (id) do nothing returning id) select coalesce((select id from x), (select id from authors where id = 77), 0)
with up as (update authors set age = 5 where id = 999 returning *) insert into authors (id, name, age) select 999, 'n', 5 where not exists (select from up) returning id, age
insert into authors (id, name) select 200 + g, format('gen %s', g) from generate_series(1, 5) g where g % 2 = 1 returning id, name
insert into authors (id, name, joined, active) select distinct on (author_id) author_id + 1000, coalesce(title, '?'), at::date, published is true from books where author_id is not null order by author_id, n desc, id returning *
insert into reviews (id, book_id, stars, body) select 2000 + row_number() over (order by b.id), b.id, least(b.n, 5), string_agg(r.body, '|' order by r.id) from books b left join reviews r on r.book_id = b.id where b.id < 6 group by b.id returning *
insert into reviews (id, body) values (3001, (select string_agg(name, ',' order by id) from authors where id < 3)), (3002, case when (select count(*) from books) > 5 then 'many' end) returning body
insert into books (id, tags, meta, price) values (500, array(select name from authors where id < 3 order by id), (select jsonb_agg(id order by id) from authors where id < 3), (select avg(price) from books)) returning tags, meta, price
insert into books (id, at) values (500, 'infinity'), (501, '-infinity'), (502, '2020-06-01 12:00 Europe/Berlin'), (503, 'Jan 5 2021 3:04 PM') returning at
insert into parts (id, span, raw, uid, nums, clock) values (500, '1 year 2 mons', '\xdead', '{a0eebc999c0b4ef8bb6d6bb9bd380a11}', '{{1,2},{3,4}}', '04:05 PM') returning span, raw, uid, nums, clock
insert into parts (id, span, raw, nums) values (500, 'P1DT2H', 'abc\\000', '[0:1]={5,6}'), (501, interval '1' month, decode('ff', 'hex'), array[]::int[]) returning span, raw, nums, array_dims(nums)
merge into books b using (select author_id as a, max(n) m from books where author_id is not null group by 1) s on b.author_id = s.a and b.n = s.m when matched and s.m > 8 then update set title = 'top ' || s.m when matched and s.m < 7 then delete returning merge_action(), b.id, b.title, s.*
merge into authors as t using lateral (select 1 as id) s on t.id = s.id when matched then delete
merge into authors t using (table books) s on t.id = s.id when not matched and s.title is not null then insert (id, name, age) values (s.id, s.title, default) when matched and t.age is null then update set (age, email) = row (1, s.isbn || '!') returning t.id, t.age, t.email
merge into reviews t using reviews s on t.id = s.id + 1 and s.stars = 3 when matched then update set stars = s.stars, body = coalesce(t.body, '') || coalesce(s.body, '') when not matched by source and t.stars = 0 then delete returning merge_action(), old.stars, new.stars, t.id
with s as (select id, name from authors where id < 4), m as (merge into reviews r using s on r.id = s.id when matched then delete returning r.id, s.name) select m.*, (select count(*) from reviews) from m
select b.id, count(r) over w, array_agg(r.stars) over (w order by r.id rows 1 preceding) from books b left join reviews r on r.book_id = b.id window w as (partition by b.id)
select id, max(n) over (order by id groups 1 preceding), min(at) over (partition by published order by at range unbounded preceding) from books
select percent_rank() over (partition by published order by n nulls first), ntile(3) over (order by id), nth_value(title, 3) over (order by id range between unbounded preceding and unbounded following) from books
select a.id, b.id, r.id from authors a left join books b on b.author_id = a.id and b.published left join reviews r on r.book_id = b.id and r.stars = 5 where a.id < 5
select * from authors a join books b using (id) join reviews r using (id) where id = 4
select id, a.*, b from authors a left join books b using (id) where b.n > 3
select a.id, a.name, b.* from authors a full join (select id as bid, author_id as id from books where id < 5) b using (id)
select x.a, (x.b).id from (select 1 as a, b from books b where id < 3) x
select x from (select id, name from authors) x where x = row(1::bigint, 'Author 0'::text)
select t.* from (authors natural join (values (1, 'Author 0'), (2, 'zz')) v(id, name)) t
select max(id), min(id) from authors having count(*) > 100
select 'x' from authors having true
select 1 having 1 = 1
select count(*) from authors where false having count(*) = 0
select (array_agg(title order by n desc, id))[1:2], author_id from books group by author_id order by count(*) desc, 2 nulls first limit 3
select b.published, b.author_id, count(*), grouping(b.published), grouping(b.author_id) from books b join authors a on a.id = b.author_id group by grouping sets (rollup (b.published, b.author_id), (a.active)) order by 1, 2, 3, 4, 5
select extract(year from at) y, extract(month from at) m, count(*) from books group by rollup (y, m) order by y nulls last, m nulls last
select n as name, count(*) from books group by name
select id as title, title as id from books order by title desc limit 2
select upper(title) as title from books group by title order by title
select upper(title) as t from books order by lower(title), id limit 3
select lower(name) as name, count(*) from authors group by authors.name having length(name) > 8
select distinct title from books order by title limit 3
select distinct n % 2, published from books order by 2 nulls first, 1 desc
select distinct on (1) n % 3 as k, id from books order by 1, id
select count(distinct (author_id, n)), count(distinct row(n)) from books
select array_agg(distinct author_id order by author_id desc nulls last), string_agg(distinct n::text, ',') from books
select json_agg(t) from (select distinct n from books order by n limit 3) t
select json_build_object('a', array_agg(id order by id)) from authors where id < 3
select jsonb_path_query_array(jsonb_agg(meta order by id), '$[*].a.b') from books where id < 9
select jsonb_path_query(meta, '$.a.b ? (@ > 5 && @ < 9)') from books
select jsonb_path_exists_tz(jsonb_build_object('d', at), '$.d.datetime() > "2020-03-05".datetime()') from books where at is not null
select jsonb_path_query_first('{"a": "5.5", "d": "2020-01-02"}', '$.a.number()'), jsonb_path_query_first('{"a": "5"}', '$.a.integer()'), jsonb_path_query_first('[1,2,3]', '$.size()'), jsonb_path_query_array('{"x": 1, "y": 2}', '$.keyvalue().key'), jsonb_path_query_array('[1,"a",null,true]', '$[*].type()'), jsonb_path_match('{"a": 1}', 'exists($.a)'), '{"a":[1,2,3]}'::jsonb @? '$.a[*] ? (@ > 2)', '"abc"'::jsonb @@ '$ like_regex "^AB" flag "i"', '"abc"'::jsonb @@ '$ starts with "ab"'
select * from string_to_table('a,b,c', ',') with ordinality as s(v, i) join authors on authors.id = s.i
select * from regexp_split_to_table('a b', ' ') as t, lateral (select t || '!') u(w)
select a.id, g from authors a, generate_series(a.id, a.id + 1) g where a.id < 3
select a.id, g.* from authors a left join lateral generate_series(1, a.age / 20) with ordinality g(v, o) on true
select * from generate_series(1, 3) as g(x) full join (select id from authors where id between 2 and 4) a on a.id = g.x
select * from json_each('{"a":1,"b":{"c":2}}') e(k, v) where k > 'a'
select * from jsonb_each(jsonb '{"id": 5}') authors(id, name) where id = 'id'
select (select jsonb_agg(to_jsonb(b) - 'meta' - 'tags' order by id) from books b where b.author_id = a.id) from authors a where id < 3
select row_to_json(t) from (select a.id, (select json_agg(json_build_object('t', b.title) order by b.id) from books b where b.author_id = a.id) as books from authors a where a.id < 3) t
select id from authors where age > all (select n from books) and age < some (select n * 10 from books) and (age, id) <> all (select n, id from books)
select id from books where (n, price) between (2, 1) and (5, 2)
select id from authors where name collate "C" < 'B' and name = 'Author 1' collate "default"
select 'a' < 'B' collate "C", 'ä' > 'z' collate "C", lower('Ä' collate "C"), 'x' = 'X' collate "C"
select id from books where title is not null order by title collate "C" desc, id offset 1 limit 3
select max(title collate "C"), min(title collate "C" || 'x') from books
select nums, nums[:2], nums[2:], nums || 5, 0 || nums, nums = array[1, null, 1], nums <@ array[1, 2, 3], array_to_json(nums), to_jsonb(nums), array_to_string(nums, ',', '*'), unnest(nums) is null from parts where id in (2, 3)
with a(id) as (select 1) select a.id, authors.id, b.id from a join authors using (id), lateral (select * from a) b
with a as (select 1 as x), b as (select x + 1 as x from a), c as (select * from a union all select * from b) select sum(x), (select count(*) from c c2 where c2.x > 1) from c
with recursive f(a, b) as (values (0, 1) union all select b, a + b from f where b < 50) select array_agg(a) from f
with recursive t(id, path, d) as (select id, array[id], 0 from parts where of is null union all select p.id, path || p.id, d + 1 from parts p join t on p.of = t.id where d < 5) select id, path, d, repeat(' ', d) || id from t order by path
with recursive r as (select id, sequel from (values (1, 2), (2, 3), (3, 1)) v(id, sequel) where id = 1 union all select v.id, v.sequel from (values (1, 2), (2, 3), (3, 1)) v(id, sequel) join r on v.id = r.sequel) cycle id set looped using route select id, looped, array_length(string_to_array(route::text, '","'), 1) from r
select a.id from authors a where a.id in (with recursive z(i) as (select 1::bigint union all select i + 1 from z where i < 3) select i from z)
(table authors order by id limit 1) union all (select * from authors where id = 5) order by 1 desc
select id from authors where id < 3 union (select id from books where id < 5 except select 2) intersect values (3), (4), (1) order by id
select null union all select 1
select null union select 'a' union select null order by 1
select id, 'a' as k from authors where id = 1 union all select n, title from books where id < 3
select 1.5 as n union all select id from authors where id < 3 union all select 2
values (1, null), (2, 'x'), (null, 'y') order by 2 nulls first, 1 desc limit 2
select * from (values (1, 'a'::text, null), (2, null, 2.5)) v(i, t, n) where n is not null or t is not null
select exists (values (1)), (values (7)), array(values (1), (2)), 2 in (values (1), (2))
select * from authors tablesample bernoulli (100)
select count(*) from authors tablesample system (100) repeatable (1)
select count(*) from authors tablesample bernoulli (0)
select a.id, b.title from authors a tablesample bernoulli (100) join books as b (i, title) tablesample system (50 + 50) repeatable (3) on b.i = a.id order by 1
select authors.id from authors tablesample bernoulli (100) where authors.id < 3
select id from only authors tablesample bernoulli (100) where id < 3
select name, count(*) from authors a tablesample bernoulli (100) left join books b on b.author_id = a.id group by a.id order by 1
select (select count(*) from books b tablesample bernoulli (100) where b.author_id = a.id) from authors a order by id
insert into reviews (id, body) select id + 500, title from books tablesample bernoulli (100) where id < 4 returning id
update authors a set age = b.n from books b tablesample system (100) where b.id = a.id returning a.id, a.age
delete from reviews using books tablesample bernoulli (0) where books.id = book_id
select count(*) from authors a tablesample bernoulli (100), lateral (select a.id) x
select count(*) < 13 from authors tablesample bernoulli (50)
select (select count(*) from books tablesample bernoulli (40) repeatable (7)) = (select count(*) from books tablesample bernoulli (40) repeatable (7))
create view v as select id from authors tablesample bernoulli (100) where id < 4; select * from v
select a from authors a tablesample bernoulli (100) where id = 1
update authors a set age = b.n from books b tablesample system (100) where b.id = a.id returning a.id, a.age, b.title, b
update authors set age = books.n from books tablesample system (100) where books.id = authors.id returning books.title
select id from authors tablesample bernoulli (100) where id < 3 for update
merge into authors a using books b tablesample bernoulli (100) on a.id = b.id when matched then update set age = b.n returning a.id, b.n
select grouping(id), name from authors group by id
with ranked as (select b.*, row_number() over (partition by author_id order by price desc nulls last, id) rn from books b) select author_id, title, price from ranked where rn = 1 order by 1 nulls last
with monthly as (select date_trunc('month', at) m, sum(n) s from books where at is not null group by 1) select m, s, sum(s) over (order by m), s - lag(s) over (order by m), round(100.0 * s / nullif(sum(s) over (), 0), 1) from monthly order by m
select a.name, b.title from authors a left join lateral (select title from books where author_id = a.id order by n desc, id limit 2) b on true order by 1, 2
select coalesce(a.name, 'Total') as name, count(*) from books b join authors a on a.id = b.author_id group by grouping sets ((a.name), ()) order by grouping(a.name), 1
select * from authors where name ilike '%1%' and (age is null or age > 20) order by age nulls first, id desc limit 3 offset 1
select a.* from authors a where not exists (select from books b where b.author_id = a.id and b.published) order by a.id
select b.id, array(select r.stars from reviews r where r.book_id = b.id order by r.id) stars, (select round(avg(stars), 2) from reviews r where r.book_id = b.id) from books b where b.id < 6 order by 1
select count(*) filter (where published) pub, count(*) filter (where not published) unpub, count(*) - count(published) unknown from books
select width_bucket(price, 0, 6, 3) b, count(*), min(price), max(price) from books group by b order by b nulls last
select jsonb_build_object('id', a.id, 'books', coalesce(jsonb_agg(jsonb_build_object('t', b.title) order by b.id) filter (where b.id is not null), '[]')) from authors a left join books b on b.author_id = a.id group by a.id order by a.id
select string_agg(distinct left(title, 1), ',' order by left(title, 1)) from books
select n, lead(n) over w - n as gap from (select distinct n from books) x window w as (order by n)
select distinct on (date_trunc('week', at)) at, title from books where at is not null order by date_trunc('week', at), at desc
with recursive cal as (select date '2024-02-27' d union all select d + 1 from cal where d < date '2024-03-02') select d, extract(isodow from d) from cal
select id, title from books order by case when published then 0 else 1 end, title collate "C" nulls last limit 5
select a.id, exists (select 1 from books b where b.author_id = a.id) as has, case a.active when true then 'y' else 'n' end from authors a order by 1
select r.stars, count(*), repeat('*', count(*)::int) from reviews r group by r.stars order by r.stars
select b1.id, b2.id from books b1 join books b2 on b1.author_id = b2.author_id and b1.id < b2.id where b1.n > b2.n order by 1, 2
select tag, count(*) from books cross join unnest(tags) as tag group by tag order by 2 desc, 1
select key, count(*) from books, jsonb_object_keys(meta) key group by key order by 1
select id, meta->'a'->>'b' as b from books where (meta->'a'->>'b')::int between 3 and 8 order by 1
select id from books where meta @? '$.tags[*] ? (@ == "x")' order by id
select id from books where tags && array['a'] or tags @> array['b,c'] order by id
update books set price = round(price * 1.1, 2), meta = jsonb_set(coalesce(meta, '{}'), '{p}', to_jsonb(price)) where id in (select book_id from reviews where stars = 5) returning id, price, meta->'p'
update reviews r set stars = least(5, r.stars + 1) from books b join authors a on a.id = b.author_id where b.id = r.book_id and a.active returning r.id, r.stars, a.name
update authors a set age = x.c from (select author_id, count(*) c from books group by 1) x where x.author_id = a.id returning a.id, a.age
update authors set name = name || ' ' || coalesce(email, '?'), active = not active where id between 2 and 4 returning *
update books set tags = array_remove(tags, 'a'), n = default where tags is not null returning id, tags, n
update books set author_id = (select id from authors order by id limit 1) where author_id is null returning id, author_id
update authors set joined = joined + interval '1 month' where joined is not null returning id, joined
update authors set joined = joined + 5, age = age * 1.5 returning id, joined, age
update parts set amount = amount / 3, span = span * 2, clock = clock + '1 hour' returning id, amount, span, clock
delete from books where id in (select id from books order by n desc, id limit 3) returning id
delete from reviews r using (select book_id, min(id) keep from reviews group by book_id) k where r.book_id = k.book_id and r.id <> k.keep returning r.id
with del as (delete from reviews where stars = 0 returning book_id), cnt as (select book_id, count(*) c from del group by 1) update books b set n = c from cnt where cnt.book_id = b.id returning b.id, b.n
with new as (insert into authors (id, name) values (500, 'n1'), (501, 'n2') returning id, name) insert into books (id, author_id, title) select id + 1000, id, name || '''s book' from new returning *
with up as (update authors set age = 1 where id = 1 returning *), ins as (insert into reviews (id, body) select 900, name from up returning id) select up.id, ins.id, (select age from authors where id = 1) from up, ins
insert into authors (id, name, email) values (600, 'x', 'a1@x.io') on conflict (email) do update set name = excluded.name where authors.age > 100 returning *
insert into authors (id, name) select g, 'g' || g from generate_series(700, 703) g on conflict do nothing returning id
insert into books (id, title, at, meta, tags, price) values (900, $$it's$$, '2024-01-01 10:00+02', '{"a": [1, 2]}', '{"x y",z}', '12.345') returning at, meta, tags, price
insert into books (id, title) values (901, 'a' || chr(10) || 'b'), (902, E'tab\t'), (903, '日本語 😀'), (904, '') returning title, length(title), octet_length(title)
insert into parts (id, kind, uid, raw, nums, span) values (900, 'x', 'C4CA4238A0B923820DCC509A6F75849B', '\xdeadbeef', '{1,NULL,3}', 'P1DT2H') returning kind, uid, raw, nums, span
insert into authors values (910, 'p', default, default, default, default) returning *
insert into authors (id, name) values ((select max(id) + 1 from authors), upper('q')) returning id, name
insert into authors (name, id) (select 'par', 920) returning id
insert into authors (id, name) with q as (select 930 as i) select i, 'w' from q returning id
merge into books t using (select id, title, n from books where id < 4 union all select 999, 'new', 1) s on t.id = s.id when matched and s.n = 1 then delete when matched then update set title = s.title || '*', n = t.n + s.n when not matched then insert (id, title, n) values (s.id, s.title, s.n) returning merge_action(), old.title, new.title, s.id
merge into authors a using (select author_id, sum(price) p from books where author_id is not null group by 1) s on a.id = s.author_id when matched and p > 10 then update set age = p::int when not matched by source and not exists (select 1 from books where author_id = a.id) then update set active = false returning a.id, a.age, a.active, merge_action()
select a.id from authors a where a.id = (select b.author_id from books b where b.id = a.id) group by a.id having count(*) = 1 order by 1
select timestamptz '2024-03-10 01:30 America/New_York' + interval '1 hour', timestamp '2024-01-31' + interval '1 month', date '2024-03-31' - interval '1 month', age(timestamp '2024-03-01', timestamp '2024-01-31'), extract(epoch from interval '1 day 1 hour'), date_trunc('hour', timestamptz '2024-01-01 10:20:30+05:30'), timezone('Asia/Tokyo', timestamp '2024-01-01 00:00'), make_timestamptz(2024, 1, 1, 0, 0, 0, 'Europe/Paris'), justify_days(interval '45 days'), date_trunc('day', timestamptz '2024-01-01 03:00Z', 'America/New_York')
select generate_series(timestamp '2024-01-31', timestamp '2024-05-31', '1 month'), generate_series(5, 1, -2)
select * from generate_series('2024-01-01'::date, '2024-01-03'::date, interval '1 day') with ordinality as d(day, n)
select array_agg(x) over (order by x rows 1 preceding) from (values (1), (2), (3)) v(x)
select rank(3) within group (order by x) from (values (1), (5)) v(x)
select id, sum(id) over (order by id groups 1.5 preceding) from authors
with u as (insert into reviews (id, body) values (801, '{"$ref": 1}') returning body) select body::jsonb -> '$ref', json_value('{"a": 2}', '$.a') as "a" from u
insert into reviews (id, body) select 802, r.title from U&"b!006foks" uescape '!' r where r.id = 2
select coalesce(rare_double(nullif(price, 1)), 0), rare_double(nullif(n, 3)) from books order by id limit 3
(select (title collate "C"), level from "Rare Öbjects" o join books b on b.id = o."Id") union (select json_value('"x"', '$'), 'mid') order by 2 desc, 1 limit 3
(select json_array(1), (o).level, json_exists('1', '$'), current_date = current_date from "Rare Öbjects" o where "Id" < 3) union all (select null, 'top', null, null) order by 2 limit 2
-- types without their lengths
create table copies as select id, kind from parts; select kind, length(kind) from copies order by id
create function later(x interval) returns interval language sql as 'select x * 2'; create table spans (a interval year to month, b interval(2)); insert into spans values ('1 year', '3.456 s'); select later(a), later(b) from spans
