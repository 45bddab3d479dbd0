import type { Choices } from "../sql-differential/choices.ts";

/** Tables, rows, rules and functions of one trial, as SQL that Postgres and the product both take. */
export interface World {
  /** Tables, rows, functions and views. */
  readonly definitions: string;
  /** Policies. */
  readonly rules: readonly string[];
  /** What each role may not do: with a column, with that alone. */
  readonly revoked: readonly Revoked[];
}

export interface Revoked {
  readonly role: Role;
  readonly table: TableName;
  readonly verb: "select" | "insert" | "update" | "delete";
  readonly column: string | null;
}

export type Role = "anon" | "authenticated";

export const users = [
  "00000000-0000-4000-8000-00000000000a",
  "00000000-0000-4000-8000-00000000000b",
] as const;

/** Columns in the order of their definitions; `made` are not given by anybody. */
export const tables = {
  members: { columns: ["team_id", "person"], made: [], key: ["team_id", "person"] },
  teams: { columns: ["id", "name", "owner"], made: [], key: ["id"] },
  posts: {
    columns: ["id", "team_id", "parent_id", "author", "title", "n", "state", "doubled"],
    made: ["doubled"],
    key: ["id"],
  },
  comments: { columns: ["id", "post_id", "author", "body"], made: [], key: ["id"] },
} as const;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

const tablesSql = `
create table members (team_id int, person uuid, primary key (team_id, person));
create table teams (id int primary key, name text unique, owner uuid);
create table posts (
  id int primary key, team_id int references teams on delete cascade, parent_id int references posts on delete set null,
  author uuid, title text unique, n int check (n < 1000), state text not null default 'draft',
  doubled int generated always as (n * 2) stored, unique (team_id, n));
create table comments (id int primary key, post_id int references posts on delete cascade, author uuid, body text);
insert into members values (1, '${users[0]}'), (2, '${users[0]}'), (2, '${users[1]}');
insert into teams values (1, 'red', '${users[0]}'), (2, 'blue', '${users[1]}'), (3, 'grey', null);
insert into posts (id, team_id, parent_id, author, title, n, state) values
  (1, 1, null, '${users[0]}', 'one', 1, 'live'), (2, 1, 1, '${users[1]}', 'two', 2, 'draft'), (3, 2, 1, '${users[0]}', 'three', 3, 'live'),
  (4, 2, null, '${users[1]}', 'four', 4, 'draft'), (5, 3, 4, null, 'five', 5, 'live'), (6, null, null, '${users[0]}', null, null, 'draft');
insert into comments values
  (1, 1, '${users[1]}', 'a'), (2, 1, '${users[0]}', 'b'), (3, 2, null, 'c'), (4, 4, '${users[0]}', 'd'), (5, null, '${users[1]}', 'e'), (6, 5, '${users[1]}', null);
create function is_member(team int) returns boolean language sql stable security definer
  as $$ select exists (select from members m where m.team_id = team and m.person = auth.uid()) $$;
create function sees_team(team int) returns boolean language sql stable as $$ select exists (select from teams t where t.id = team) $$;
create function loud(word text) returns text language sql immutable as $$ select upper(word) $$;`;

/** After the rules: what is read through them. */
const readersSql = `
create view live_posts with (security_invoker = true) as select id, team_id, author, title, n from posts where state = 'live';
create view talk with (security_invoker = true) as
  select c.id, c.body, p.title, t.name from comments c left join posts p on p.id = c.post_id left join teams t on t.id = p.team_id;
create view tally with (security_invoker = true) as select team_id, count(*)::int as many, max(title) as top from posts group by team_id;
create view checked_posts with (security_invoker = true) as select id, author, state, n from posts where n < 50 with check option;`;

/** Conditions over a row; a table asks only those after it, so that no rule goes in a circle. */
const conditions: { readonly [table in TableName]: readonly string[] } = {
  members: ["person = auth.uid()", "team_id < 2", "auth.uid() is not null"],
  teams: [
    "owner = auth.uid()",
    "name <> 'blue'",
    "id < 3",
    "is_member(id)",
    "exists (select from members m where m.team_id = teams.id)",
    "auth.role() = 'authenticated'",
  ],
  posts: [
    "author = auth.uid()",
    "state = 'live'",
    "n < 4",
    "title <> 'two'",
    "doubled > 4",
    "team_id in (select id from teams)",
    "is_member(team_id)",
    "sees_team(team_id)",
    "loud(state) = 'LIVE'",
    "exists (select from members m where m.team_id = posts.team_id and m.person = auth.uid())",
    "(select count(*) from teams) > 1",
    "(auth.jwt() ->> 'sub') = author::text",
    "n = (select max(t.id) from teams t)",
    "coalesce(author, auth.uid()) = auth.uid()",
  ],
  comments: [
    "author = auth.uid()",
    "body is not null",
    "post_id in (select id from posts)",
    "exists (select from posts p join teams t on t.id = p.team_id where p.id = comments.post_id)",
    "(select state from posts p where p.id = comments.post_id) = 'live'",
    "not exists (select from posts p where p.id = comments.post_id and p.author <> auth.uid())",
  ],
};

export function world(choices: Choices): World {
  const revoked = tableNames.flatMap((table) => revocations(choices, table));
  const rules = tableNames.flatMap((table) => rulesOf(choices, table));
  return { definitions: tablesSql, rules, revoked };
}

export { readersSql };

function condition(choices: Choices, table: TableName, depth = 0): string {
  // Postgres folds what stands beside a constant, and with it what it would refuse to read.
  const simple = [...(depth === 0 ? ["true"] : []), ...conditions[table], ...conditions[table]];
  switch (depth > 1 ? 0 : choices.below(7)) {
    case 4:
      return `(${condition(choices, table, depth + 1)} and ${condition(choices, table, depth + 1)})`;
    case 5:
      return `(${condition(choices, table, depth + 1)} or ${condition(choices, table, depth + 1)})`;
    case 6:
      return `not (${condition(choices, table, depth + 1)})`;
    default:
      return choices.pick(simple);
  }
}

function rulesOf(choices: Choices, table: TableName): readonly string[] {
  return Array.from({ length: 1 + choices.below(4) }, (_, index) => {
    const kind = choices.sometimes(5) ? "restrictive" : "permissive";
    const verb = choices.pick(["all", "select", "all", "insert", "update", "delete", "select"]);
    const role = choices.pick(["public", "authenticated", "anon", "public"]);
    const isUsing = verb !== "insert" && !(verb !== "select" && verb !== "delete" && choices.sometimes(6));
    const isCheck =
      verb === "insert" || !isUsing || (verb !== "select" && verb !== "delete" && choices.sometimes(3));
    const using = isUsing ? ` using (${condition(choices, table)})` : "";
    const check = isCheck ? ` with check (${condition(choices, table)})` : "";
    return `create policy p${index} on ${table} as ${kind} for ${verb} to ${role}${using}${check}`;
  });
}

function revocations(choices: Choices, table: TableName): readonly Revoked[] {
  return Array.from({ length: choices.below(3) }, () => {
    const verb = choices.pick(["select", "update", "insert", "delete"] as const);
    const column = verb === "delete" || choices.sometimes(4) ? null : choices.pick(tables[table].columns);
    return { role: choices.pick(["anon", "authenticated"] as const), table, verb, column };
  });
}
