import type { Choices } from "../sql-differential/choices.ts";
import { type Asked, quoted, type Value, values } from "./asked.ts";
import { called } from "./calls.ts";
import { type TableName, tableNames, tables } from "./world.ts";

export function request(choices: Choices): Asked {
  return choices.pick([
    list,
    list,
    aggregate,
    embed,
    parents,
    shown,
    insert,
    insert,
    upsert,
    change,
    change,
    remove,
    called,
    called,
  ])(choices);
}

interface Source {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

const source = (name: TableName): Source => ({ name, ...tables[name] });

function someColumns(choices: Choices, { columns, key }: Source): readonly string[] {
  const rest = columns.filter((column) => !key.includes(column) && !choices.sometimes(2));
  return [...key, ...rest];
}

/** A condition in both languages; empty: none. */
function filter(choices: Choices, { columns }: Source): { readonly rest: string; readonly sql: string } {
  const known = columns.filter((column) => column in values);
  const one = () => {
    const column = choices.pick(known);
    const value = choices.pick((values[column] ?? []).filter((each) => each !== null));
    switch (choices.below(5)) {
      case 1:
        return { key: column, text: "is.null", sql: `${column} is null` };
      case 2:
        return { key: column, text: `neq.${value}`, sql: `${column} <> ${quoted(value)}` };
      case 3: {
        const other = choices.pick((values[column] ?? []).filter((each) => each !== null));
        return {
          key: column,
          text: `in.(${value},${other})`,
          sql: `${column} in (${quoted(value)}, ${quoted(other)})`,
        };
      }
      case 4:
        return { key: column, text: `not.eq.${value}`, sql: `not (${column} = ${quoted(value)})` };
      default:
        return { key: column, text: `eq.${value}`, sql: `${column} = ${quoted(value)}` };
    }
  };
  const [a, b] = [one(), one()];
  switch (choices.below(4)) {
    case 1:
      return { rest: `${a.key}=${a.text}`, sql: a.sql };
    case 2:
      return { rest: `or=(${a.key}.${a.text},${b.key}.${b.text})`, sql: `(${a.sql} or ${b.sql})` };
    case 3:
      return { rest: `${a.key}=${a.text}&${b.key}=${b.text}`, sql: `(${a.sql} and ${b.sql})` };
    default:
      return { rest: "", sql: "true" };
  }
}

/** As `filter`, but never none: what changes rows must say which. */
function demanded(choices: Choices, from: Source): { readonly rest: string; readonly sql: string } {
  const found = filter(choices, from);
  const [key = "id"] = from.key;
  return found.rest === "" ? { rest: `${key}=gt.0`, sql: `${key} > 0` } : found;
}

const rows = (select: string) => `select coalesce(json_agg(x), '[]') as rows from (${select}) x`;

function read(choices: Choices, from: Source): Asked {
  const columns = someColumns(choices, from);
  const where = filter(choices, from);
  const order = from.key.join(",");
  const query = [`select=${columns.join(",")}`, where.rest, `order=${order}`].filter((part) => part !== "");
  return {
    method: "GET",
    path: `/${from.name}?${query.join("&")}`,
    native: rows(`select ${columns.join(", ")} from ${from.name} where ${where.sql} order by ${order}`),
  };
}

const list = (choices: Choices) => read(choices, source(choices.pick(tableNames)));

const views: readonly Source[] = [
  { name: "live_posts", columns: ["id", "team_id", "author", "title", "n"], key: ["id"] },
  { name: "talk", columns: ["id", "body", "title", "name"], key: ["id"] },
  { name: "tally", columns: ["team_id", "many", "top"], key: ["team_id"] },
  { name: "checked_posts", columns: ["id", "author", "state", "n"], key: ["id"] },
];

const shown = (choices: Choices) => read(choices, choices.pick(views));

function aggregate(choices: Choices): Asked {
  const from = source(choices.pick(["posts", "comments", "teams"]));
  const where = filter(choices, from);
  const by = choices.pick(from.columns.filter((column) => !from.key.includes(column)));
  const isGrouped = choices.sometimes(2);
  const select = isGrouped ? `${by},id.sum(),count()` : "id.max(),count()";
  const grouped = isGrouped ? `group by ${by} order by ${by}` : "";
  const list = isGrouped ? `${by}, sum(id), count(*)` : "max(id), count(*)";
  const query = [`select=${select}`, where.rest, isGrouped ? `order=${by}` : ""].filter(
    (part) => part !== "",
  );
  return {
    method: "GET",
    path: `/${from.name}?${query.join("&")}`,
    native: rows(`select ${list} from ${from.name} where ${where.sql} ${grouped}`),
  };
}

/** Rows with those that refer to them. */
function embed(choices: Choices): Asked {
  const isInner = choices.sometimes(2);
  const where = filter(choices, source("comments"));
  const inner = where.rest === "" ? "" : `&${where.rest.replaceAll(/(^|&)(?=\w+=)/g, "$1comments.")}`;
  const exists = `exists (select from comments where comments.post_id = p.id and ${where.sql})`;
  return {
    method: "GET",
    path: `/posts?select=id,comments${isInner ? "!inner" : ""}(id,body)&comments.order=id&order=id${inner}`,
    native: rows(
      `select p.id, (select coalesce(json_agg(y), '[]') from (select id, body from comments where post_id = p.id and ${where.sql} order by id) y) as comments from posts p ${isInner ? `where ${exists}` : ""} order by p.id`,
    ),
  };
}

/** Rows with what they refer to, two steps far. */
function parents(choices: Choices): Asked {
  const isInner = choices.sometimes(2);
  const join = isInner ? "join" : "left join";
  return {
    method: "GET",
    path: `/comments?select=id,posts${isInner ? "!inner" : ""}(title,teams(name))&order=id`,
    native: rows(
      `select c.id, case when p.id is null then null else json_build_object('title', p.title, 'teams', case when t.id is null then null else json_build_object('name', t.name) end) end as posts from comments c ${join} posts p on p.id = c.post_id left join teams t on t.id = p.team_id order by c.id`,
    ),
  };
}

function record(choices: Choices, { columns, key }: Source, made: readonly string[]): Record<string, Value> {
  const given = columns.filter(
    (column) => !made.includes(column) && (key.includes(column) || !choices.sometimes(3)),
  );
  return Object.fromEntries(given.map((column) => [column, choices.pick(values[column] ?? [null])]));
}

function inserted(
  choices: Choices,
  conflict: string,
  prefer: string,
  table = choices.pick(tableNames),
): Asked {
  const from = source(table);
  const first = record(choices, from, tables[table].made);
  const names = Object.keys(first);
  const second = Object.fromEntries(names.map((name) => [name, choices.pick(values[name] ?? [null])]));
  const body = choices.sometimes(4) ? [first, second] : [first];
  const isSeen = choices.sometimes(2);
  const select = someColumns(choices, from);
  const given = body
    .map((each) => `(${names.map((name) => quoted(each[name] ?? null)).join(", ")})`)
    .join(", ");
  const statement = `insert into ${table} (${names.join(", ")}) values ${given} ${conflict.replace("$set", names.map((name) => `${name} = excluded.${name}`).join(", "))}`;
  return {
    method: "POST",
    path: `/${table}${isSeen ? `?select=${select.join(",")}` : ""}`,
    prefer: [prefer, isSeen ? "return=representation" : "return=minimal"]
      .filter((part) => part !== "")
      .join(","),
    body,
    native: isSeen ? returning(statement, select) : statement,
  };
}

const returning = (statement: string, columns: readonly string[]) =>
  `with w as (${statement} returning ${columns.join(", ")}) select coalesce(json_agg(w), '[]') as rows from w`;

const insert = (choices: Choices) => inserted(choices, "", "");

function upsert(choices: Choices): Asked {
  const table = choices.pick(["teams", "posts", "comments"] as const);
  const unique = { teams: ["id", "name"], posts: ["id", "title"], comments: ["id", "id"] }[table];
  const key = choices.pick(unique);
  const isMerged = !choices.sometimes(3);
  const action = isMerged ? "do update set $set" : "do nothing";
  const asked = inserted(
    choices,
    `on conflict (${key}) ${action}`,
    `resolution=${isMerged ? "merge" : "ignore"}-duplicates`,
    table,
  );
  return { ...asked, path: `${asked.path}${asked.path.includes("?") ? "&" : "?"}on_conflict=${key}` };
}

function change(choices: Choices): Asked {
  const table = choices.pick(tableNames);
  const writable = [
    ...views.filter(({ name }) => name === "live_posts" || name === "checked_posts"),
    source(table),
  ];
  const from = choices.sometimes(4) ? choices.pick(writable) : source(table);
  const free = from.columns.filter((column) => column !== "doubled");
  const body = Object.fromEntries(
    [choices.pick(free), choices.pick(free)].map((column) => [
      column,
      choices.pick(values[column] ?? [null]),
    ]),
  );
  const set = Object.entries(body).map(([column, value]) => `${column} = ${quoted(value)}`);
  return written(choices, from, `update ${from.name} set ${set.join(", ")}`, { method: "PATCH", body });
}

function remove(choices: Choices): Asked {
  const from = choices.sometimes(6)
    ? choices.pick(views.filter(({ name }) => name === "live_posts" || name === "checked_posts"))
    : source(choices.pick(tableNames));
  return written(choices, from, `delete from ${from.name}`, { method: "DELETE" });
}

function written(
  choices: Choices,
  from: Source,
  statement: string,
  more: Pick<Asked, "method" | "body">,
): Asked {
  const where = demanded(choices, from);
  const isSeen = choices.sometimes(2);
  const select = someColumns(choices, from);
  const whole = `${statement} where ${where.sql}`;
  return {
    ...more,
    path: `/${from.name}?${where.rest}${isSeen ? `&select=${select.join(",")}` : ""}`,
    prefer: isSeen ? "return=representation" : "return=minimal",
    native: isSeen ? returning(whole, select) : whole,
  };
}
