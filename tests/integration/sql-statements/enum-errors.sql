select id from tickets where state = 'nope'
select id from tickets where 'nope' = state
select id from tickets where state in ('new', 'nope')
select id from tickets where state < 'nope'
select id from tickets where state between 'new' and 'nope'
select id from tickets where state = any ('{new,nope}')
select id from tickets where state is distinct from 'nope'
select coalesce(state, 'nope') from tickets
select case state when 'nope' then 1 end from tickets
select case when true then state else 'nope' end from tickets
select nullif(state, 'nope') from tickets
select greatest(state, 'nope') from tickets
select 'nope'::ticket_state
select lower('NOPE')::ticket_state
select cast('' as ticket_state)
select array['new', 'nope']::ticket_state[]
select state from tickets union select 'nope'
select id from tickets where state = 'new'::text
select id from tickets where state <> lower('NEW')
select id from tickets where state = 1
select id from tickets where state like '%e%'
select id from tickets where state ilike 'new'
select id from tickets where state ~ 'new'
select upper(state) from tickets
select length(state) from tickets
select sum(state) from tickets
select state + 1 from tickets
select state || state from tickets
select state::integer from tickets
select 1::ticket_state
select coalesce(state, 'x'::text) from tickets
select case when true then state else lower('x') end from tickets
select state from tickets union select 'x'::text
select t.id from tickets t join queues q on t.state = q.name
update tickets set state = 'new'::text
update tickets set state = upper('new')
update tickets set id = state
insert into tickets (id, state) values (11, lower('NEW'))
insert into tickets (id, state) select 11, name from queues
insert into tickets (id, state) values (11, 'nope')
insert into tickets (id, state) select 11, 'nope'
update tickets set state = 'nope'
select state collate "C" from tickets
create type ticket_state as enum ('a')
create type twice as enum ('a', 'b', 'a')
alter type ticket_state add value 'new'
alter type ticket_state add value 'x' before 'nope'
alter type ticket_state rename value 'nope' to 'x'
alter type ticket_state rename value 'new' to 'closed'
select * from after('nope')
select - state from tickets
select not state from tickets
select id from tickets where id > 1 or state
select state is not unknown from tickets
select id, state, state::text from tickets order by state
select a.state, b.state from tickets a, tickets b order by state
select array_cat(array[state], '{strange}') from tickets
select * from json_to_recordset('[{"s": "odd"}]') as x (s ticket_state)
select * from jsonb_populate_record(null::tickets, '{"state": "odd"}')
select t.id from tickets t where (t).state = 'odd'
select rank('unknown') within group (order by state) from tickets
