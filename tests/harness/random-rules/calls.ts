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
];

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
