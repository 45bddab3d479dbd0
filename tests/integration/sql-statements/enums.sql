-- Each on a type whose labels are declared in an order that is not that of the letters.
select id from tickets order by state, id
select id, state::text from tickets order by state desc, id limit 3
select id from tickets order by state nulls first, id
select state::text as s, id from tickets order by 1, 2
select id as n, state as s from tickets order by s, n offset 1
select distinct state from tickets order by state
select distinct state, id from tickets order by state desc nulls last, 2 limit 4
select distinct on (state) state, id from tickets order by state, id desc
select distinct on (t.state) t.id, t.state as now from tickets t order by t.state desc, id
select state, count(*) from tickets group by state order by state
select state from tickets where id < 3 union select state from tickets where id > 4 order by state desc
select state from tickets union all select 'waiting' order by 1
select id from tickets where state < 'waiting' order by id
select id from tickets where state >= 'active' and state <> 'closed' order by id
select id from tickets where 'active' < state order by id
select id from tickets where state between 'active' and 'waiting' order by id
select id from tickets where state not between symmetric 'closed' and 'active' order by id
select id from tickets where (state, id) > ('active', 2) order by id
select id from tickets where state < any (array['waiting', 'active']::ticket_state[]) order by id
select id from tickets where state = any ('{new,closed}') order by id
select id from tickets where state in ('new', 'closed') order by id
select id from tickets where state is distinct from 'new' order by id
select min(state), max(state) from tickets
select min(state) from tickets where false
select max(state) filter (where id < 4) as latest, count(distinct state) from tickets
select queue, min(state), max(state) from tickets group by queue order by max(state), queue
select id, min(state) over (partition by queue) from tickets order by id
select id, rank() over (order by state desc nulls last) from tickets order by id
select id, lag(state, 1, 'closed') over w, first_value(state) over w from tickets window w as (order by state, id) order by id
select id, row_number() over (order by state, id rows between unbounded preceding and current row) from tickets order by id
select greatest(state, 'active'), least(state, 'waiting') from tickets order by id
select array_agg(state order by state desc, id) from tickets
select string_agg(state::text, ',' order by state, id) from tickets
select mode() within group (order by state) from tickets
select percentile_disc(0.5) within group (order by state) from tickets
select enum_range(null::ticket_state)
select enum_range('active'::ticket_state, null), enum_range(null, 'active'::ticket_state)
select enum_first(state), enum_last(state) from tickets where id = 1
select case when id = 1 then state else 'new' end as s from tickets order by 1
select coalesce(state, 'new') from tickets order by id
select nullif(state, 'new') from tickets order by id
select 'active'::ticket_state
select cast('active' as ticket_state), 'new'::ticket_state as s
select id, state::ticket_state from tickets order by id
select (lower('ACTIVE'))::ticket_state > 'new'
select lower('ACTIVE')::text::ticket_state
select array['new', 'closed']::ticket_state[]
select unnest(enum_range(null::ticket_state)) as s order by s desc
select s from unnest(enum_range(null::ticket_state)) as s where s > 'new'
select s, n from unnest(array['closed', 'new']::ticket_state[]) with ordinality as x (s, n) order by s
select (array_agg(state order by id))[1] from tickets
select t.id from tickets t join queues q on t.state = q.kind order by t.state, t.id
select q.id, x.state from queues q, lateral (select state from tickets t where t.queue = q.id order by state limit 1) x order by q.id
with s as (select id, state as st from tickets) select id from s where st > 'new' order by st desc, id
with recursive r (n, st) as (select 1, 'new'::ticket_state union all select n + 1, 'closed'::ticket_state from r where n < 2) select n from r order by st desc
select id from (select id, coalesce(state, 'waiting') as w from tickets) x order by w, id
select id from tickets where state = (select max(state) from tickets)
select id from tickets where state in (select kind from queues) order by id
select id from tickets t where exists (select 1 from queues where kind > t.state) order by id
select state || '!', 'x' || state from tickets where id = 1
select to_json(state), jsonb_build_object('s', state) from tickets where id = 1
select pg_typeof(state)::text from tickets where id = 1
select concat(state, 1), format('%s', state), quote_literal(state) from tickets where id = 1
select state::text like '%e%' from tickets order by id
select length(state::text), upper(state::text) from tickets order by id
select id from tickets order by state::text, id
select id from tickets order by case when state = 'closed' then 0 else 1 end, state, id
select count(*) from tickets where not (state < 'new')
values ('active'::ticket_state), ('new') order by 1
insert into tickets (id, state) values (10, 'waiting') returning state > 'new' as later, state
insert into tickets (id, state) select id + 20, state from tickets where state > 'active' returning id
update tickets set state = 'closed' where state < 'closed' returning id, state
update tickets set state = coalesce(state, 'new') returning state
update tickets set state = (select max(state) from tickets) where id = 3 returning state
delete from tickets where state >= 'waiting' returning id
merge into tickets t using queues q on t.id = q.id when matched and t.state < q.kind then update set state = q.kind when not matched then insert (id, state) values (q.id, q.kind) returning t.id, t.state
insert into tickets (id, state) values (1, 'new') on conflict (id) do update set state = greatest(excluded.state, tickets.state) returning state
with gone as (delete from tickets where state > 'active' returning id, state) select id from gone order by state desc, id
create view open as select id, state from tickets where state < 'closed'; select id from open order by state, id
alter type ticket_state add value 'blocked' before 'closed'; select id from tickets where state < 'closed' order by state, id
alter type ticket_state rename value 'active' to 'busy'; select id, state::text from tickets where state > 'new' order by state, id
create view later as select id, state from tickets where state > 'active' order by state; alter type ticket_state rename value 'waiting' to 'held'; select id, state::text from later order by state, id
create view now_and_then as select id, coalesce(state, 'new') as s from tickets; alter type ticket_state add value 'blocked' before 'new'; select id from now_and_then where id < 4
select * from after('active')
select tickets.state::ticket_state from tickets order by 1
select 'closed'::ticket_state from queues order by 1 desc
select state < any (select kind from queues) from tickets order by id
select id from tickets where state >= all (select 'active'::ticket_state union select 'waiting') order by id
select id from tickets where not (state < any (with q as (select kind from queues) select max(kind) from q)) order by id
select 'waiting' = any (enum_range('active'::ticket_state, 'closed')), 'new' = any (enum_range('active'::ticket_state, null))
select array_cat(array[state], '{new}') from tickets where id = 2
select array[state] < array['waiting'::ticket_state] from tickets order by id
select array[state, 'new'] >= '{active,new}' from tickets where id > 1 order by id
create view shown as select max(state) as last, min(state) as first from tickets group by queue; select * from shown where last > 'new' order by last, first
create view shown as select state as s from tickets union select 'waiting'; select s from shown order by s desc
create view shown as select id, coalesce(state, 'active') as s from tickets; select id, s from shown where s >= 'active' order by s, id
create view shown as select id, coalesce(state, 'active') as s from tickets; create view further as select s, count(*) as n from shown group by s; select * from further where s < 'closed' order by s
create function latest() returns ticket_state language sql as 'select max(state) from tickets'; select latest(), latest() > 'new', latest() = 'closed'
create function listed(n int) returns table (id int, s ticket_state) language sql as 'select id, state from tickets where queue = n'; select * from listed(1) order by s, id
create function of_queue(n int) returns setof tickets language sql as 'select * from tickets where queue = n'; select t.*, t.state > 'active' from of_queue(1) t order by t.state, t.id
select t.id from tickets t order by (t).state desc nulls last limit 1
select t.id, (t).state > 'active' from tickets t order by t.id
select t.id, f.id from tickets t join flows f on t.state = any (f.path) order by 1, 2
select t.id, f.id from tickets t, flows f where f.path[1] = t.state or t.state < any (f.path) order by 1, 2
select f.id, t.id from flows f, unnest(f.path) s join tickets t on t.state = s order by 1, 2
select id from flows where path && array['new', 'closed']::ticket_state[] order by 1
select f.id, coalesce(path, array['new'::ticket_state]) = '{new}', array_position(path, 'new') from flows f order by 1
select (jsonb_populate_record(null::tickets, '{"state": "new"}')).state < 'active'
select (jsonb_populate_record(null::tickets, '{"id": 8, "state": "closed"}')).*
select id from jsonb_populate_recordset(null::tickets, '[{"id": 1, "state": "closed"}, {"id": 2, "state": "new"}, {"id": 3}]') order by state limit 1
select (row(9, 'waiting', null)::tickets).state > 'new', ('(9,closed,)'::tickets).state < 'new'
select s, n from json_to_recordset('[{"s": "closed", "n": 1}, {"s": "active", "n": 2}, {"n": 3}]') as x (s ticket_state, n int) order by s limit 1
select t.id, x."S" from tickets t left join lateral json_to_recordset(json_build_array(json_build_object('S', t.state))) x ("S" ticket_state) on x."S" > 'new' order by 1
select max(s), min(s) from jsonb_to_recordset('[{"s": "new"}, {"s": "waiting"}]') x (s ticket_state)
create function before(s ticket_state) returns bool language sql as $$ select s < 'waiting' and s in ('new', 'active') $$; select id, before(state) from tickets order by id
create function between_states(ticket_state, ticket_state) returns bool language sql as $$ select $1 < $2 $$; select between_states('new', 'closed'), between_states('closed', 'active')
create function from_state(lowest ticket_state) returns setof tickets language sql as $$ select * from tickets t where t.state >= lowest order by t.state, t.id $$; select id from from_state('waiting') order by state, id
create function next_of(s ticket_state) returns ticket_state language sql as $$ select min(state) from tickets where state > next_of.s $$; select next_of('new'), next_of('active'), next_of('closed')
create function is_late(t tickets) returns bool language sql as $$ select t.state > 'active' $$; select t.id, is_late(t), t.is_late from tickets t order by t.id
create function is_late(tickets) returns bool language sql as $$ select ($1).state > 'active' $$; select t.id, is_late(t) from tickets t order by t.id
create function state_of(t tickets) returns ticket_state language sql as $$ select t.state $$; select t.id from tickets t order by t.state_of desc nulls last, t.id limit 2
create function opened() returns table (n int, s ticket_state) language sql as $$ select id, state from tickets $$; select (opened()).s < 'waiting'
create function close_up(s ticket_state) returns int language sql as $$ update tickets set state = 'closed' where state < s; select count(*)::int from tickets where state = 'closed' and state > s $$; select close_up('waiting')
-- Places that values would have, lists of ordered sets, tables made from queries, functions that give values of an enum.
select rank('active') within group (order by state), dense_rank('closed') within group (order by state desc) from tickets
select cume_dist('waiting') within group (order by state), percent_rank('new', 3) within group (order by state, id) from tickets
select queue, percentile_disc(array[0, 0.5, 1]) within group (order by state) filter (where id > 1) from tickets group by queue order by queue
create table copies as select id, state, coalesce(state, 'new') as told from tickets; select id, told, state > 'new' from copies order by told, state, id
select id, state into copies from tickets; insert into copies values (9, 'closed'); select max(state) from copies
create function of_ticket(i int) returns ticket_state language sql stable as $$ select state from tickets where id = i $$; select of_ticket(id), count(*) from tickets group by of_ticket(id) order by 1
create function of_ticket(i int) returns ticket_state language sql stable as $$ select state from tickets where id = i $$; select of_ticket(id) as s, id from tickets order by s desc nulls last, id limit 3
-- Texts of a length are cast as other texts are.
create table drafts (id int, state varchar(12), code char(6), list varchar(9)[]); insert into drafts values (1, 'new', 'closed', '{active,new}'), (2, null, null, '{}'); select id, state::ticket_state < 'closed', cast(code as ticket_state) = 'closed', list::ticket_state[] from drafts order by id
create table drafts (id int, state varchar(12)); insert into drafts values (1, 'new'), (2, 'waiting'); alter table drafts alter column state type ticket_state using state::ticket_state; select id from drafts where state > 'new'
select (r).state > 'new', (x.r).id from (select jsonb_populate_record(null::tickets, '{"state": "closed"}') as r) x
with x as (select jsonb_populate_recordset(null::tickets, '[{"id": 3, "state": "new"}, {"id": 4}]') as r) select (r).id, (x.r).state from x order by 1
