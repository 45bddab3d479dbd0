import type { Choices } from "../sql-differential/choices.ts";
import { type Asked, quoted, type Value } from "./asked.ts";
import { users } from "./world.ts";

/** Functions that run as their caller, or as the owner: a name, what it takes, and its body. */
export const functions: readonly { readonly name: string; readonly sql: string }[] = [
  fn("titles()", "setof text", "stable", "select title from posts order by id"),
  fn("teams_of(a uuid)", "setof int", "stable", "select id from teams where owner = a order by id"),
  fn("counted()", "bigint", "stable", "select count(*) from comments c join posts p on p.id = c.post_id"),
  fn("all_titles()", "bigint", "stable security definer", "select count(title) from posts"),
  fn("through()", "bigint", "stable", "select all_titles() + (select count(*) from posts)"),
  fn("of_view()", "setof text", "stable", "select top from tally order by team_id"),
  fn(
    "retitle(a int, b text)",
    "setof int",
    "volatile",
    "update posts set title = b where id = a returning id",
  ),
  fn("retitle_quietly(a int, b text)", "void", "volatile", "update posts set title = b where id = a"),
  fn(
    "retitle_freely(a int, b text)",
    "void",
    "volatile security definer",
    "update posts set title = b where id = a",
  ),
  fn("drop_team(a int)", "void", "volatile", "delete from teams where id = a"),
  fn(
    "copy_posts(a int)",
    "setof int",
    "volatile",
    "insert into comments (id, body) select id + 20 + a, title from posts where n = a returning id",
  ),
  fn(
    "move(a int, b int)",
    "setof int",
    "volatile",
    "update comments c set post_id = p.id from posts p where p.id = b and c.id = a returning c.id",
  ),
  fn(
    "swap(a int, b int)",
    "setof int",
    "volatile",
    "with d as (delete from comments where id = a returning post_id) insert into comments (id, post_id) select b + 40, post_id from d returning id",
  ),
  fn(
    "whole(a int)",
    "setof text",
    "volatile",
    "update posts p set state = state where id = a returning p::text",
  ),
  fn("was(a int)", "setof text", "volatile", "delete from comments where id = a returning (old).body"),
  fn("own_words(a int)", "void", "volatile", "update comments set body = author::text"),
  fn("next_n(a int)", "void", "volatile", "update posts set n = n + a"),
  fn(
    "put(a int, b text)",
    "setof text",
    "volatile",
    "insert into teams (id, name) values (a, b) on conflict (id) do update set name = excluded.name where teams.name is not null returning name",
  ),
  block(
    "p_count(a int)",
    "bigint",
    "declare r record; many bigint := 0; begin for r in select id from posts where n >= a loop many := many + 1; end loop; return many; end",
  ),
  block(
    "p_titles()",
    "setof text",
    "declare r record; begin for r in select title as t from posts order by id loop return next r.t; end loop; end",
  ),
  block(
    "p_divide(a int)",
    "int",
    "begin perform 1 / (n - a) from posts; return 0; exception when division_by_zero then return 1; end",
  ),
  block(
    "p_where(a int)",
    "int",
    "begin perform from posts where 1 / (n - a) > 5; return 0; exception when division_by_zero then return 1; end",
  ),
  block(
    "p_change_where(a int)",
    "int",
    "begin update comments set body = body where 1 / (post_id - a) > 5; return 0; exception when division_by_zero then return 1; when others then return -1; end",
  ),
  block(
    "p_rename(a int, b text)",
    "int",
    "declare many int; begin update teams set name = b where id = a; get diagnostics many = row_count; return many; exception when unique_violation then return -1; when others then return -2; end",
  ),
  block(
    "p_upsert(a int, b text)",
    "text",
    "declare v_owner uuid; begin insert into teams (id, name) values (a, b) on conflict (id) do update set name = excluded.name returning owner into v_owner; if v_owner is null then return 'nobody'; end if; return v_owner::text; end",
  ),
  block(
    "p_ignore(a int, b text)",
    "int",
    "declare many int; begin insert into teams (id, name) values (a, b) on conflict do nothing; get diagnostics many = row_count; return many; end",
  ),
  block(
    "p_take(a int)",
    "text",
    "declare v_body text; begin delete from comments where id = a returning body into v_body; if found then return coalesce(v_body, 'empty'); end if; return 'none'; end",
  ),
  block(
    "p_freely(a int, b text)",
    "int",
    "begin update posts set title = b where id = a; if not found then raise exception 'no post %', a; end if; return a; end",
    "security definer",
  ),
  block(
    "p_nested(a int)",
    "bigint",
    "declare v_all bigint; v_own bigint; begin v_all := all_titles(); v_own := p_count(a); if v_own > v_all then raise exception 'more'; end if; return v_all * 100 + v_own; end",
  ),
  block(
    "p_within(a int)",
    "bigint",
    "declare v_own bigint; begin v_own := p_count(a); if v_own < 0 then raise exception 'less'; end if; return v_own; end",
    "security definer",
  ),
  block(
    "p_each(a int)",
    "int",
    "declare r record; many int := 0; begin for r in select id, n from posts where n < a order by id loop update posts set n = r.n + 10 where id = r.id; if found then many := many + 1; end if; end loop; return many; end",
  ),
  block(
    "p_attempts(a int)",
    "int",
    "declare many int := 0; begin for i in 1..3 loop begin insert into comments (id, post_id, body) values (i * 10 + a, i, 'x'); many := many + 1; exception when others then many := many + 10; end; end loop; return many; end",
  ),
  block(
    "p_view(a int)",
    "setof text",
    "begin if a > 3 then return query select title from live_posts where team_id = 2 order by id; else return query select top from tally order by team_id; end if; end",
  ),
];

/** What nothing but steps can say, of its caller unless it is the owner's. */
function block(head: string, returns: string, body: string, kind = "") {
  const name = head.slice(0, head.indexOf("("));
  return {
    name,
    sql: `create function ${head} returns ${returns} language plpgsql ${kind} as $$ ${body} $$`,
  };
}

function fn(head: string, returns: string, kind: string, body: string) {
  const name = head.slice(0, head.indexOf("("));
  return { name, sql: `create function ${head} returns ${returns} language sql ${kind} as $$ ${body} $$` };
}

/** A call of one of them. */
export function called(choices: Choices): Asked {
  const { name, sql } = choices.pick(functions);
  const args = /\((.*?)\)/.exec(sql)?.[1] ?? "";
  const given: Record<string, Value> = {};
  for (const argument of args === "" ? [] : args.split(", ")) {
    const [key = "", type] = argument.split(" ");
    given[key] = choices.pick(
      (type === "text"
        ? ["one", "two", "red", "x"]
        : type === "uuid"
          ? users
          : [1, 2, 3, 5, 7]) as readonly Value[],
    );
  }
  const list = Object.entries(given).map(([key, value]) => `${key} => ${quoted(value)}`);
  return {
    method: "POST",
    path: `/rpc/${name}`,
    body: given,
    native: `select coalesce(json_agg(x), '[]') as rows from ${name}(${list.join(", ")}) x`,
  };
}
