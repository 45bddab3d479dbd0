import type { Suggestion } from "./suggestion.ts";
import type { Token } from "./tokens.ts";

function keywords(words: string, rank: number): readonly Suggestion[] {
  return words.split(", ").map((word) => ({ label: word, kind: "keyword", detail: "", text: word, rank }));
}

export const statementWords: readonly Suggestion[] = keywords(
  "select, with, insert into, update, delete from, merge into, create table, create view, create function, create index, alter table, drop table, explain, explain analyze, begin, commit, rollback, truncate, comment on",
  1,
);

/** What often begins. */
export const snippets: readonly Suggestion[] = (
  [
    ["select …", "select ‹2:*›\nfrom ‹1:table›\nwhere ‹3:true›\nlimit 100;", "Rows of a table"],
    [
      "select … group by",
      "select ‹2:column›, count(*) as count\nfrom ‹1:table›\ngroup by ‹2:column›\norder by count desc;",
      "Count by a column",
    ],
    [
      "with …",
      "with ‹1:name› as (\n  select ‹2:*› from ‹3:table›\n)\nselect * from ‹1:name›;",
      "A query with a name",
    ],
    ["insert …", "insert into ‹1:table› (‹2:columns›)\nvalues (‹3:values›)\nreturning *;", "Add rows"],
    [
      "update …",
      "update ‹1:table›\nset ‹2:column› = ‹3:value›\nwhere ‹4:condition›\nreturning *;",
      "Change rows",
    ],
    ["delete …", "delete from ‹1:table›\nwhere ‹2:condition›\nreturning *;", "Delete rows"],
    [
      "create table …",
      "create table ‹1:name› (\n  id uuid primary key default gen_random_uuid(),\n  ‹2:column› text not null,\n  created_at timestamptz not null default now()\n);",
      "A new table",
    ],
    [
      "create function …",
      "create function ‹1:name› (‹2:argument› text)\nreturns table (‹3:column› text)\nlanguage sql stable as $$\n  select ‹4:column› from ‹5:table›\n$$;",
      "A stored query",
    ],
  ] as const
).map(([label, text, detail]) => ({
  ...{ label, kind: "snippet", detail, isSnippet: true, rank: 0 },
  text: text.replaceAll("$$", "\\$\\$").replaceAll(/‹(\d:[^›]*)›/g, (_all, place: string) => `\${${place}}`),
}));

const inExpression =
  "and, or, not, is null, is not null, in, between, like, ilike, exists, case, when, then, else, end, as, distinct, null, true, false, current_date, interval, cast, filter, over, partition by, asc, desc, nulls first, nulls last, at time zone, is distinct from, any, all";

/** What may follow each clause. */
const following: Readonly<Record<string, string>> = {
  select: "from, distinct, all",
  from: "where, join, left join, right join, full join, cross join, on, using, group by, order by, limit, as, lateral, union, union all",
  where: "group by, order by, limit, returning, union, union all, for update",
  group: "having, order by, limit, rollup, cube, grouping sets",
  having: "order by, limit",
  order: "limit, offset, asc, desc, nulls first, nulls last",
  limit: "offset",
  into: "values, select, default values, on conflict, returning",
  values: "on conflict, returning, default",
  conflict: "do nothing, do update set, where",
  update: "set",
  set: "where, from, returning, default",
  delete: "where, using, returning",
  with: "as, as materialized, as not materialized, recursive, select, insert into, update, delete from",
  returning: "old, new",
};

const clauses = new Set(Object.keys(following));

/** Key words that fit behind the tokens of one query: first those of the clause that it is in. */
export function clausesAfter(own: readonly Token[]): readonly Suggestion[] {
  const depth = Math.min(...own.map((token) => token.depth));
  const clause = own.findLast(
    ({ kind, name, depth: at }) => kind === "word" && at === depth && clauses.has(name),
  );
  const next = keywords(following[clause?.name ?? "select"] ?? "", 3);
  const known = new Set(next.map(({ label }) => label));
  return [...next, ...keywords(inExpression, 5).filter(({ label }) => !known.has(label))];
}
