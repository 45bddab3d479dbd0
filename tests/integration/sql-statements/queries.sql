select p.title, count(*) from books p join reviews c on c.book_id = p.id group by p.id
select p.*, count(c.id) from books p left join reviews c on c.book_id = p.id group by p.id order by p.id
select id, title from books group by id order by title, id
select title, upper(isbn) from books group by 1, id order by 1, 2
select books.title from books group by books.id having max(n) > 2 and isbn is not null order by weight nulls first, id
select u.name, u.email, count(*) from authors u join books p on p.author_id = u.id where exists (select 1 from reviews c where c.book_id = p.id group by c.book_id) group by u.id order by u.id
select p as w, count(*) from books p join reviews c on c.book_id = p.id group by p.id order by p.id
select p.title, u.name, count(*) from books p join authors u on u.id = p.author_id left join reviews c on c.book_id = p.id group by p.id, u.id order by p.id
select x.b, count(*) from books x(a, b) group by a order by a
select title from books group by id, title order by id
select p.title, (select count(*) from reviews c where c.book_id = p.id and c.weight > p.n) from books p group by p.id order by p.id
select title from (select id, title from books) p group by id
with books as (select 1 id, 'x' title) select title from books group by id
with recursive authors as (select id, sequel_of from books where id = 12 union all select p.id, p.sequel_of from books p join authors u on u.sequel_of = p.id) select * from authors order by id
with a as (with books as (select id, title from books where id < 3) select * from books) select * from a, books where books.id = a.id
with x as (select * from books), books as (select 1 as one) select (select count(*) from x), one from books
with books as (select id from books where id < 3) (select * from books) union all (select id from authors where id = 1) order by 1
(with books as (select id from books where id < 3) select id from books order by id desc) limit 1
((with t as (select id from books where id < 3) select id from t) union (select id from authors)) order by 1 limit 3
(with t as (select id from books where id < 3) select id from t) union select 99 order by 1
/* lead */ with /* c */ recursive t as (select id from books where id < 3) select * from t order by id
with t as materialized (select max(n) m from books) select m from t
with t(a, b) as not materialized (values (1, 'x'), (2, 'y')) select * from t join books on books.id = t.a order by 1
table books order by id limit 2
values (1, 'a'), (2, null) order by 1 desc
values ((select count(*) from books))
select count(*) from (values (1), (2), (3)) v(x) where x in (select n from books)
select distinct on (author_id) author_id, id, title from books order by author_id, n desc, id
select distinct published from books order by 1
select author_id, count(*) filter (where published) over (partition by author_id order by id rows between 1 preceding and current row) from books order by id
select id, lag(n, 1, 0) over w, lead(title) over w, first_value(n) over w, ntile(3) over w, sum(n) over (w rows unbounded preceding exclude current row) from books window w as (order by id) order by id
select author_id, percentile_cont(0.5) within group (order by n), mode() within group (order by n) from books group by author_id order by 1
select author_id, published, sum(n) from books group by cube (author_id, published) order by 1, 2, 3
select count(*) from books group by ()
select n, string_agg(distinct isbn, '|' order by isbn) from books group by n order by n
select jsonb_agg(t order by t.id) from (select id, title from books where id < 4) t
select json_object_agg(id, title order by id) from books where id < 4
select array_agg(id order by id) filter (where n > 5), array_agg(tags) filter (where array_length(tags, 1) = 2) from books
select id, jsonb_path_query_array(meta, '$.tags[*]'), meta #>> '{a,b}', meta -> 'tags' ->> 0, meta ? 's', meta @> '{"s":"é"}' from books order by id
select id, meta['tags'][0], meta['a'] from books where meta['a']['b'] > '5' order by id
select id, tags[1], tags[1:2], cardinality(tags), tags || 'z', 'a' = any(tags), tags && array['b'], array_position(tags, 'b') from books order by id
select (p).title, (p).meta from books p where id = 2
select (jsonb_each(meta)).key from books where id < 4 order by 1
select (jsonb_each(meta)).* from books where id = 2 order by 1
select key, count(*) from books, jsonb_object_keys(meta) key group by key order by key
select * from jsonb_to_recordset('[{"a":1,"b":"x"},{"a":2}]') as x(a int, b text)
select p.id, x.* from books p, jsonb_to_record(p.meta) as x(s text, tags jsonb) order by id
select * from generate_series(1, 5) g where g in (select id from authors)
select d::date from generate_series(timestamp '2020-01-01', '2020-01-03', '1 day') d
select * from unnest(array[1,2], array['a','b','c']) with ordinality as t(a, b, n)
select * from rows from (generate_series(1,2), jsonb_array_elements_text('["x","y","z"]')) as t(a, b)
select * from json_table('[{"a":1},{"a":2}]', '$[*]' columns (i for ordinality, a int path '$.a', nested path '$.b[*]' columns (c text path '$'))) t
select json_value('{"a": 5}', '$.a' returning int), json_query('{"a": [1]}', '$.a'), json_exists('{"a":1}', '$.a'), json_object('k': 1, 'v' value null absent on null), json_array(1, 2, null null on null), json_array(select id from books where id < 3 order by 1)
select json_objectagg(id: title) from books where id < 3
select json_arrayagg(title order by id returning jsonb) from books where id < 3
select '{"a":1}' is json, '[1]' is json array, 'x' is json object, json('{"a":1}'), json_scalar(5), json_serialize('{"a":1}' returning text)
select id from books where title like 'P%' and title not ilike '%5' and title similar to '(P|p)%' and title ~ '[0-9]' and title !~* 'zz' order by 1
select id from books where title like '%\_%' escape '\' order by 1
select overlay('abcdef' placing 'XX' from 2 for 3), substring('abc' from '.b'), substring('foobar' similar 'fo#"ob#"ar' escape '#'), trim(leading 'x' from 'xxa'), position('b' in 'abc'), extract(year from timestamp '2020-05-06'), normalize('é', nfd) is nfd normalized
select interval '1 day 2 hours' * 2, age(timestamp '2020-01-01', timestamp '2019-05-03'), date '2020-01-31' + interval '1 month', date_trunc('month', published_at), to_char(published_at, 'YYYY-MM-DD"T"HH24'), published_at at time zone 'Europe/Berlin' from books order by id
select date_bin('15 minutes', published_at, timestamptz '2020-01-01'), extract(epoch from published_at), date_part('dow', published_at), make_date(2020, 1, 2), (date '2020-01-01', date '2020-02-01') overlaps (date '2020-01-15', date '2020-03-01') from books where id < 4 order by id
select current_date = now()::date, localtime is not null, current_timestamp = transaction_timestamp(), localtimestamp(0) is not null
select coalesce(null, 1), nullif(1, 1), greatest(1, 2, null), least('a', 'b'), case n when 1 then 'one' when 2 then 'two' else 'many' end from books where id < 5 order by id
select 5 / 2, 5 % 2, 5.0 / 2, 2 ^ 0.5, |/ 16, ||/ 27, @ -5, 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 16 >> 2, 'a' || 1, 1 <> 2, 1 != 2
select 0x1F, 0b101, 0o17, 1_000_000, .5, 1e3, 'a' 'b'
select 'foo'
select E'a\tb', U&'\0061', $$dollar 'quoted'$$, $tag$x$tag$, B'101', X'1F', N'x'
select * from books where (id, n) in ((1, 0), (2, 1), (3, 99)) order by id
select * from books where (author_id, n) = (select author_id, n from books where id = 3) order by id
select row(1, 'a') < row(1, 'b'), row(1, null) is distinct from row(1, null), (1, 2) = (1, 2)
select id from books where n > all (select weight from reviews where book_id = 3) order by id
select id from books where n = some (array[1, 3]) order by id
select not exists (select 1 from authors where name = 'nobody'), exists (table authors)
select u.name, p.* from authors u left join lateral (select title, n from books where author_id = u.id order by n desc, id limit 1) p on true order by u.id
select u.id, p.id from authors u full join books p on p.author_id = u.id and p.n > 5 order by 1, 2
select * from authors u right join books p using (id) order by id
select * from authors natural left join (select id, isbn from books) s order by id
select j.id from (authors u join books p using (id)) j order by 1
select j.x from (authors u join books p on u.id = p.id) as j(x) order by 1
select id from authors join books using (id) as shared where shared.id > 3 order by 1
select count(*) from authors, books, reviews where authors.id = books.author_id and reviews.book_id = books.id
select a.id from books a join books b on a.sequel_of = b.id join books c on b.sequel_of = c.id order by 1
select id from books union select id from authors except select 5 intersect select 5 order by 1 limit 4 offset 1
select id from books where id < 3 union all select id from books where id < 3 order by 1
select title from books order by title collate "C", id limit 5
select title from books order by title collate "C" desc nulls last, id fetch first 2 rows only
select title from books order by 1 using > , id offset 2 rows
select n, title from books order by n desc, title fetch first row with ties
select id from books order by (select count(*) from reviews c where c.book_id = books.id) desc, id limit 3
select id as "order", title as "Select", n "group" from books order by "order" limit 1
select id select_id, n "a b", title as é from books order by id limit 1
select books.*, books.id + 1 as next from books order by id limit 2
select p.*, p.* from books p order by p.id limit 1
select count(p), count(p.*), count(distinct p) from books p
select to_jsonb(p) - 'meta', row_to_json(p) -> 'title' from books p where id = 2
select p::text, (p is null), (p is not null), (p.* is not null) from books p where id in (1, 2) order by id
select array(select p from books p where id < 3 order by id)::text
select jsonb_build_object('u', to_jsonb(u), 'books', (select coalesce(jsonb_agg(p.title order by p.id), '[]') from books p where p.author_id = u.id)) from authors u where u.id < 3 order by u.id
select sum(n)::bigint, avg(n), stddev(n), variance(weight), corr(n, weight), regr_slope(n, weight) from books
select width_bucket(n, 0, 10, 5), round(weight::numeric, 2), trunc(2.567, 1), ceil(weight), floor(-1.5), sign(-2), mod(7, 3), gcd(12, 18), lcm(4, 6), factorial(5), power(2, 10), sqrt(2), exp(1), ln(2), log(100), pi() from books where id < 4 order by id
select md5('x'), encode(sha256('x'), 'hex'), decode('YQ==', 'base64'), convert_from('\x61', 'UTF8'), ascii('a'), chr(97), initcap('foo bar'), lpad('x', 3, '0'), rpad('x', 3), repeat('ab', 2), reverse('abc'), translate('abc', 'ab', 'xy'), split_part('a,b', ',', 2), regexp_replace('abc', 'b', 'X'), regexp_match('ab12', '(\d+)'), string_to_array('a,b', ','), array_to_string(array[1,null,2], ',', '*'), format('%s-%I-%L', 'a', 'B c', 'd''e'), quote_literal('x'), concat_ws('-', 1, null, 2), left('abc', -1), right('abc', 2), btrim(' x '), strpos('abc', 'c'), starts_with('abc', 'a'), to_hex(255)
select regexp_matches('a1b2', '\d', 'g'), regexp_split_to_table('a b', ' ')
select to_tsvector('english', title) @@ to_tsquery('english', 'Novel'), ts_rank(to_tsvector('english', title), plainto_tsquery('english', 'Novel')), ts_headline('english', title, to_tsquery('Novel')) from books where id < 3 order by id
select to_tsvector('simple'::regconfig, 'a b')
select int4range(1, 5) @> 3, '[1,2]'::int4range + '[2,5]', upper(numrange(1, 2)), range_agg(int4range(n, n + 2)) from books where n < 4
select point(1,2) <-> point(4,6), box '(0,0),(1,1)' @> point '(0.5,0.5)', area(circle '((0,0),1)')
select inet '10.0.0.1/8' << inet '10.0.0.0/7', host(inet '1.2.3.4'), network(inet '10.1.2.3/8'), macaddr '08:00:2b:01:02:03'
select 12.34::money, '(1,2)'::point::text, '1 2'::text::bytea, 'a'::"char", 'x'::name, 5::bit(8), '101'::varbit, 'x'::char(3), 'xyz'::varchar(2)
select cast('5' as int), int '5', '5'::int4, int4('5'), float8 '1.5', numeric(10,2) '1.234', timestamp(0) '2020-01-01 00:00:00.7', interval '1' year, double precision '2', character varying 'x', time with time zone '10:00+02'
select '{1,2}'::int[], array[[1,2],[3,4]], '{}'::text[], array[]::int[], '[0:1]={5,6}'::int[], array[1,2] || 3, array_append(null, 1), '{1,2}'::_int4
select uuid_extract_version(gen_random_uuid()), '00000000-0000-0000-0000-000000000000'::uuid
select pg_typeof(id), pg_typeof(title), pg_typeof(tags), pg_typeof(meta), pg_typeof(published_at), pg_typeof(weight), pg_typeof(1), pg_typeof(null) from books limit 1
select 1 where false
select
select from books
select null
select 1 as x, 2 as x
select * from (select 1 as x, 2 as x) s
select count(*) from books where title = U&'\00C1pple 2'
select id /* nested /* comment */ here */ from books -- trailing
select id from books; 
select id from books where id = 1 /* ; */ ; -- ;
select $$ ; $$ as semi, ';' as x
select id from books where isbn between 'isbn-1' and 'isbn-3' order by id
select id from books where n between symmetric 5 and 3 and published is not true and isbn isnull order by id
select id from books where published is unknown or meta is null or tags notnull order by id
select any_value(title), bool_and(published), every(published), bit_or(n), json_agg(n order by id) from books
select id from books where id in (select book_id from reviews group by book_id having count(*) > 2) order by id
select count(*), count(distinct (author_id, n)) from books
select sum(n) over (order by id groups between unbounded preceding and 1 following) from books order by id
select sum(n) over (order by n range between 1 preceding and 1 following) from books order by id
select max(title), min(isbn), max(published_at), min(weight), max(tags), max(id) from books
with recursive t(n) as (values (1) union all select n + 1 from t where n < 100) select sum(n) from t
with recursive tree as (select id, sequel_of, array[id] path from books where sequel_of is null union all select p.id, p.sequel_of, path || p.id from books p join tree t on t.id = p.sequel_of) search depth first by id set ord select id from tree order by ord limit 5
with recursive t as (select id, sequel_of from books where id < 3 union select p.id, p.sequel_of from books p, t where p.sequel_of = t.id) cycle id set c to 'y' default 'n' using path select count(*), max(c) from t
with a as (select id from books), b as (select id from a where id < 5), c as (select count(*) n from b) select * from c, lateral (select max(id) from a) m
select title, nope from books
select books.nope from books p
select p.nope from books p
select nosuch(id) from books
select lower(1, 2) from books
select 'a' + 1 from books
select id + title from books
select title::int from books
select 1/0
select * from books where id = 'x'
select * from books p, books p
select id from books, authors
select id from books group by title
select sum(sum(n)) from books
select n from books having n > 1
select rank() from books
select * from books order by 99
select * from books limit -1
select * from books limit 'x'
select id from books union select id, title from books
select id from books union select title from books
select 1 from books where sum(n) > 1
with x as (select 1), x as (select 2) select * from x
with x(a, b) as (select 1) select * from x
select * from x, (with x as (select 1) select * from x) y
select (select id from books)
select (select id, title from books limit 1)
select * from jsonb_to_record('{}')
select array[1, 'x']
select '2020-13-01'::date
select 99999999999::int
select 'x'::nosuchtype
select * from nosuch.books
select p.id from books p join authors u using (nope)
select * from books natural join reviews natural join nosuch
select from
selec 1
select * from
select 'unterminated
select 1 +
select (1
select * from books where
select * from json_table('x', '$' columns (a int path '$'))
select title from books where title collate "nosuch" > 'a'
select operator(pg_catalog.-) 5, 5 operator(pg_catalog.+) 3
select pg_catalog.upper('x'), pg_catalog.count(*) from pg_catalog.generate_series(1,2)
select x.* from (select 1 a) x(b), lateral (select x.b + 1) y(c)
select exists(select) , (select count(*) from (select) x)
select id, row_number() over () from (select id from books order by n, id) s
select variance(distinct n), sum(distinct n), count(all n) from books
select n, lag(n) ignore nulls over (order by id) from books
select grouping(n) from books group by n order by 1
select coalesce(title, n) from books
select id, title from books where meta->>'s' = 'é' and (meta->'a'->>'b')::int % 2 = 0 order by (meta #> '{a,b}')::int desc
select jsonb_set(meta, '{a,b}', '99'), meta || '{"z":1}', meta - 's', meta #- '{a,b}', jsonb_pretty(meta), jsonb_typeof(meta->'tags'), jsonb_array_length(meta->'tags') from books where id between 2 and 4 order by id
select p.id, t.tag, t.i from books p cross join lateral unnest(p.tags) with ordinality t(tag, i) order by 1, 3
select t.* from books p, jsonb_array_elements_text(p.meta -> 'tags') with ordinality t order by 1, 2 limit 3
select x from books p, lateral (values (p.n), (p.n + 1)) v(x) where p.id < 3 order by 1
select to_jsonb(p), count(*) from books p join reviews c on c.book_id = p.id group by p.id order by p.id
select to_jsonb(p.*), count(*) from books p join reviews c on c.book_id = p.id group by p.id order by p.id
select id, name, title, count(*) from authors join books using (id) group by id, title order by id
select id, authors.name from authors left join books using (id) group by id order by id
select id, books.title from authors left join books using (id) group by id order by id
select id, books.title from authors right join books using (id) group by books.id order by id
select title from books group by rollup (id) order by 1
select count(*), p.title from books p group by (p.id) order by 2, 1
select count(*), p.title from books p group by distinct p.id order by 2, 1
select max((select title from authors where authors.id = p.id group by authors.id)) from books p
select title from authors, books where authors.id = books.id group by books.id, (select 1 from authors group by id limit 1) order by 1
select title, row_number() over (order by n, title) from books group by id order by 2
select title from books group by id, n + (select 0) order by n desc, title
select (select 1 group by title) from books group by id order by 1
select id as k, title from books group by k order by k
select id + 0 as id, title from books group by id order by 1
select id as title, isbn from books group by title order by 1
select p.title from books p join (select id from authors) u on true group by p.id order by 1
select title from books p(id, title) group by id order by 1
select b from books p(a, b) group by a order by 1
with books as (select id, title from books) select title from books group by id
with x as (select p from books p) select (x.p).title from x where (x.p).id = 2
select (x.p).title, (x.p).* from (select p from books p where id < 3) x order by 1
select * from (select (jsonb_populate_record(null::record, '{}'))) x
select (array_agg(p order by id))[1] from books p
select count(*) from books p where p = (select q from books q where q.id = 3)
select p.id from books p where (p.*) in (select * from books where id = 4)
select (u).name from authors u where id = 2
select u.name from authors u where u.name is not null order by u.name limit 2
select g from generate_series(1,2) g
select g.g from generate_series(1,2) g
select t.x from unnest(array[1,2]) t(x)
select ('{"a":1}'::jsonb)['a']
select ('(1,2)'::point)[0]
select pg_size_pretty(1000::bigint)
select id, price, price * 2, price::text, added, opens, kind, token from books where price > 3 order by price desc, id
select kind, sum(price), max(added), min(opens), count(distinct token) from books group by kind order by kind
select added + 1, opens + interval '1 hour', extract(month from added), to_char(price, 'FM990.00') from books where added is not null order by id limit 5
select b.token = c.token, b.id from books b join books c on b.token = c.token order by b.id limit 3
select email, upper(email) from authors where email like 'a1%' order by email
