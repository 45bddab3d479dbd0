// Functions that go step by step, as an app may have them: what they do, whoever calls them, is bound by the caller's rules, unless
// they say SECURITY DEFINER. Each is tried by callers whom the rules leave none of what it asks for; `there` is what it answers when it
// has been told of a row that they hide.

interface Stepped {
  readonly name: string;
  readonly sql: string;
  readonly args: object;
}

const bob = "00000000-0000-4000-8000-000000000b0b";

function step(
  name: string,
  body: string,
  more: { takes?: string; gives?: string; args?: object; kind?: string } = {},
): Stepped {
  const { takes = "", gives = "text", args = {}, kind = "" } = more;
  return {
    name,
    args,
    sql: `create function ${name}(${takes}) returns ${gives} language plpgsql ${kind} as $body$ ${body} $body$`,
  };
}

/** An error that a hidden row alone raises, let be. */
const caught = (name: string, statement: string, condition = "others") =>
  step(
    name,
    `begin begin ${statement}; exception when insufficient_privilege then return 'none'; when ${condition} then return 'there ' || sqlstate; end; if 1 = 2 then raise exception 'x'; end if; return 'none'; end`,
  );

/** What is found, as a text. */
const found = (name: string, query: string) =>
  step(
    name,
    `declare v text; begin ${query}; if v is null then raise exception 'nothing'; end if; return v; end`,
  );

/** A write that says whether it has met a row. */
const met = (name: string, write: string) =>
  step(
    name,
    `declare many int; begin ${write}; get diagnostics many = row_count; if many > 0 then return 'there ' || many; end if; return 'none'; end`,
  );

/** None of these may tell, or do, anything. */
export const steppedFunctions: readonly Stepped[] = [
  // What is read
  found("s_into", "select body into v from notes where id = 2"),
  found("s_max", "select max(body) into v from notes where id > 1"),
  found(
    "s_count",
    "select 'there' into v from (select count(*) as many from notes where id > 1) x where many > 0",
  ),
  found("s_assigned", "v := (select body from notes where id = 2)"),
  found(
    "s_array",
    "v := array_to_string(array(select body from notes where id > 1), ',', 'null'); v := nullif(v, '')",
  ),
  found("s_json", "select json_agg(n)::text into v from notes n where n.id > 1"),
  found("s_row_text", "select n::text into v from notes n where n.id = 2"),
  found("s_sub", "select (select title from notes where id = 2) into v"),
  found("s_exists", "if exists (select from notes where body like 'canary%') then v := 'there'; end if"),
  found("s_found", "perform from notes where id = 2; if found then v := 'there'; end if"),
  found("s_closed", "select word into v from closed where id = 1"),
  found("s_closed_count", "select 'there' into v from closed limit 1"),
  found("s_secret", "select secret into v from posts where id = 1"),
  found("s_secret_alias", "select p.secret into v from posts as p where p.id = 1"),
  found("s_secret_whole", "select p::text into v from posts p where p.id = 1 and p::text like '%canary%'"),
  found("s_secret_json", "select to_jsonb(p) ->> 'secret' into v from posts p where p.id = 1"),
  found("s_secret_attribute", "select (p).secret into v from posts p where p.id = 1"),
  found("s_secret_condition", "select 'there' into v from posts where secret like 'canary%' limit 1"),
  found("s_secret_order", "select title into v from posts order by secret limit 1; v := 'there'"),
  found(
    "s_secret_group",
    "select max(secret) into v from posts group by state having max(secret) is not null",
  ),
  found(
    "s_secret_using",
    "select a.title into v from posts a join posts b using (secret) limit 1; v := 'there'",
  ),
  found("s_secret_view", "select secret into v from post_secrets where id = 1"),
  found("s_view", "select body into v from every_note where id = 2"),
  found("s_definer_view", "select body into v from definer_view where id = 2"),
  found("s_facts", "select top into v from note_facts where many > 1"),
  found("s_joined", "select word into v from joined where word like 'canary%'"),
  found("s_draft", "select title into v from posts where state = 'draft'"),
  found("s_log", "select line into v from logs where id = 1"),
  found(
    "s_lateral",
    "select x.body into v from links l cross join lateral (select body from notes n where n.id = l.note_id and n.id > 1) x limit 1",
  ),
  found(
    "s_recursive",
    "with recursive r(id, b) as (select id, body from notes where id = 2 union all select id + 1, b from r where id < 3) select b into v from r limit 1",
  ),
  found(
    "s_union",
    "select body into v from (select body from notes where id = 2 union select word from closed) x where body is not null limit 1",
  ),
  found("s_word", "v := word_of(1)"),
  found("s_nested_word", "select nested_word(1) into v"),
  found("s_computed", "select body_of(one) into v from notes one where one.id = 2"),
  step(
    "s_loop",
    "declare r notes%rowtype; begin for r in select * from notes where id > 1 loop return r.body; end loop; return 'none'; end",
  ),
  step(
    "s_record",
    "declare r record; begin for r in select n.body as b, n.n as m from notes n where n.n > 1000 loop return r.b || r.m; end loop; return 'none'; end",
  ),
  step(
    "s_typed",
    "declare v posts.secret%type; begin select secret into v from posts where id = 1; if v is null then raise exception 'x'; end if; return v; end",
  ),
  step(
    "s_rowtype",
    "declare r posts%rowtype; begin select * into r from posts where id = 1; if r.id is null then raise exception 'x'; end if; return r.secret; end",
  ),
  step(
    "s_row_variable",
    "declare r posts; begin select p.* into r from posts p where p.id = 1; if r.id is null then raise exception 'x'; end if; return r.secret; end",
  ),
  step(
    "s_row_out",
    "declare r posts; begin select * into r from posts where id = 1; if r.id is null then raise exception 'x'; end if; return r; end",
    { gives: "posts" },
  ),
  step(
    "s_rows",
    "begin for i in 1..3 loop return query select * from notes where id = i and id > 1; end loop; end",
    { gives: "setof notes" },
  ),
  step(
    "s_secret_rows",
    "begin for i in 1..3 loop return query select * from posts where id = i; end loop; end",
    { gives: "setof posts" },
  ),
  step(
    "s_secret_column",
    "begin for i in 1..3 loop return query select secret from posts where id = i; end loop; end",
    { gives: "setof text" },
  ),
  step(
    "s_next",
    "declare r record; begin for r in select title as t from posts where state <> 'live' loop return next r.t; end loop; end",
    { gives: "setof text" },
  ),
  step(
    "s_foreach",
    "declare t text; begin foreach t in array array(select title from posts where state <> 'live') loop return t; end loop; return 'none'; end",
  ),
  step(
    "s_out",
    "begin select body into b from notes where id = 2; if b is null then b := 'none'; end if; end",
    { takes: "out b text", gives: "text" },
  ),
  step("s_said", "begin raise exception 'it is %', (select body from notes where id = 2); end"),
  step(
    "s_detail",
    "begin raise exception 'x' using detail = (select coalesce(max(body), 'none') from notes where id > 1), hint = (select word from closed where id = 1); end",
  ),
  step(
    "s_pgrst",
    `begin raise sqlstate 'PGRST' using message = json_build_object('code', '1', 'message', coalesce((select secret from posts where id = 1), ''))::text, detail = '{"status": 400, "headers": {}}'; end`,
  ),
  step(
    "s_given",
    "begin if q is null then raise exception 'x'; end if; return (select body from notes where id = q); end",
    { takes: "q bigint default 2" },
  ),
  caught("e_secret", "perform 1 / (length(secret) - 13) from posts", "division_by_zero"),
  caught("e_draft", "perform 1 / (score - 918273645) from posts", "division_by_zero"),
  caught("e_update", "update notes set n = 1 / (n - 918273645) where id > 1", "division_by_zero"),
  caught("e_update_where", "update notes set n = n where 1 / (n - 918273645) = 5", "division_by_zero"),
  caught("e_delete", "delete from notes where 1 / (n - 918273645) = 5", "division_by_zero"),
  caught(
    "e_insert",
    "insert into logs (line) select (1 / (n - 918273645))::text from notes",
    "division_by_zero",
  ),
  caught("e_check", "update notes set n = 13 where id = 2", "check_violation"),
  // What writes meet
  met("w_update", "update notes set title = title where id > 1"),
  met("w_update_all", "update notes set n = 5 where n > 1000"),
  met("w_delete", "delete from notes where id > 1"),
  met("w_delete_teams", "delete from teams"),
  met("w_draft", "update posts set score = 0 where state = 'draft'"),
  met("w_secret", "update posts set score = score where secret like 'canary%'"),
  met("w_secret_set", "update posts set secret = 'x' where id = 1"),
  met("w_secret_copy", "update posts set title = secret where id = 1"),
  met("w_secret_from", "update posts p set score = 1 from posts q where q.secret = p.secret and p.id = 1"),
  met("w_secret_returned", "update posts set score = score where id = 1 returning secret"),
  met("w_state", "update posts set state = 'draft' where id = 1"),
  met("w_own", `insert into notes (owner, title) values ('${bob}', 'planted')`),
  met("w_steal", `update notes set owner = '${bob}' where id = 1`),
  met("w_closed", "insert into closed (id, word) values (99, 'x')"),
  met("w_closed_select", "insert into logs (line) select word from closed"),
  met("w_notes_select", "insert into logs (line) select body from notes where id > 1"),
  met("w_log", "update logs set line = 'x'"),
  met("w_log_delete", "delete from logs where id = 1"),
  met("w_member", `insert into members values (1, '${bob}')`),
  met("w_view", "update every_note set title = 'taken' where id = 2"),
  met("w_definer_view", "delete from definer_view where n > 5"),
  met(
    "w_upsert",
    "insert into notes (id, title) values (2, 'taken') on conflict (id) do update set title = excluded.title",
  ),
  met(
    "w_upsert_code",
    "insert into notes (code, title) values ('canary-note-code', 'taken') on conflict (code) do update set title = excluded.title",
  ),
  met(
    "w_upsert_read",
    "insert into notes (id, title) values (2, 'x') on conflict (id) do update set body = notes.body || 'x'",
  ),
  met(
    "w_cte",
    "with d as (delete from notes where id > 1 returning body) insert into logs (line) select body from d",
  ),
  met(
    "w_with",
    "with u as (update posts set score = 7 where state = 'draft' returning id) delete from links l using u where u.id = l.post_id",
  ),
  step(
    "w_returned",
    "declare v text; begin delete from notes where id > 1 returning body into v; if v is null then raise exception 'none'; end if; return v; end",
  ),
  step(
    "w_old",
    "declare v text; begin update notes set title = 'x' where id = 2 returning old.title into v; if v is null then raise exception 'none'; end if; return v; end",
  ),
  step(
    "w_log_returned",
    "declare v bigint; begin insert into logs (line) values ('x') returning id into v; if v is null then raise exception 'none'; end if; return 'there'; end",
  ),
  step(
    "w_loop",
    "declare r record; begin for r in update notes set title = 'taken' where id > 1 returning body loop return r.body; end loop; return 'none'; end",
  ),
  // What the key says that they go by
  ...["(secret) do nothing", "on constraint codes_secret_key do nothing", "(secret) do update set n = 5"].map(
    (conflict, index) =>
      step(
        `k_${index}`,
        `declare many int; begin insert into codes (secret, n) values ('canary-secret', 1) on conflict ${conflict}; get diagnostics many = row_count; if many < 2 then return 'there'; end if; return 'none'; end`,
      ),
  ),
  // What may not be called
  found("c_locked", "v := locked()"),
  found("c_locked_select", "select locked() into v"),
  found("c_locked_from", "select x into v from locked() x"),
  found("c_locked_sub", "v := (select max(x) from locked() x)"),
  found("c_through", "v := through_locked()"),
  found("c_locked_step", "v := locked_step()"),
  step(
    "c_locked_perform",
    "begin perform locked_step(); if 1 = 2 then raise exception 'x'; end if; return 'there'; end",
  ),
  step(
    "c_locked_caught",
    "begin begin perform locked_step(); exception when insufficient_privilege then return 'none'; end; return 'there'; end",
  ),
  step("c_locked_raise", "begin raise exception '%', locked(); end"),
  step(
    "c_locked_condition",
    "begin if locked() like 'canary%' then return 'there'; end if; raise exception 'x'; end",
  ),
  step(
    "c_locked_while",
    "declare i int := 0; begin while locked() like 'canary%' and i < 2 loop i := i + 1; end loop; if i > 0 then return 'there'; end if; return 'none'; end",
  ),
  step("d_bound", "declare v text := 'none'; begin if n = 1 then v := s_into(); end if; return v; end", {
    takes: "n int default 0",
    kind: "security definer",
  }),
];

/** What the functions above call, and nobody but the owner may. */
export const lockedFunctions = `
create table codes (id int generated always as identity primary key, secret text unique, n int);
create policy every on codes for all using (true) with check (true);
revoke select (secret) on codes from anon, authenticated;
insert into codes (secret, n) values ('canary-secret', 1);
create function locked_step() returns text language plpgsql security definer as $$ declare v text; begin select max(word) into v from closed; if v is null then raise exception 'x'; end if; return v; end $$;
create function locked_rows() returns setof text language plpgsql security definer as $$ begin for i in 1..2 loop return query select word from closed where id = i; end loop; end $$;
revoke execute on function locked_step() from public; revoke execute on function locked_rows() from public;`;
