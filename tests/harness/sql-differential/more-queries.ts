import type { Choices } from "./choices.ts";
import { type ExpressionScope, expression } from "./expressions.ts";
import { twinTables } from "./tables.ts";

/** Shapes beyond the usual ones; each gives the same whatever the order in which rows are found. */
export const moreQueries: readonly ((choices: Choices) => string)[] = [
  recursive,
  searched,
  grouping,
  rangeFrames,
  hypothetical,
  aggregates,
  jsonObjects,
  wholeRows,
  groupedByKey,
  joinedUsing,
  subqueries,
  values,
  rowsFrom,
];

interface One {
  readonly text: string;
  readonly scope: ExpressionScope;
}

/** A table as `a`, or under another name. */
function one(choices: Choices, alias = "a"): One {
  const table = choices.pick(twinTables);
  const columns = Object.entries(table.columns).map(([name, type]) => ({ text: `${alias}.${name}`, type }));
  return { text: `${table.name} ${alias}`, scope: { columns } };
}

function filter(scope: ExpressionScope, choices: Choices): string {
  return choices.below(2) === 0 ? "" : ` where ${expression(scope, "bool", choices, 1)}`;
}

function recursive(choices: Choices): string {
  const { text, scope } = one(choices);
  // A column of a virtual table has no length (`char(3)`), which a recursion compares: a cast makes both sides the same.
  const start = `${expression(scope, "text", choices, 2)}::text`;
  const all = choices.pick(["union all", "union"]);
  return `with recursive r (id, depth, path) as (select a.id::bigint, 0, ${start} from ${text}${filter(scope, choices)} ${all} select r.id + ${choices.pick([1, 2, 7])}, r.depth + 1, left(r.path || ${choices.pick(["'x'", "r.id::text", "coalesce(b.title, '-')"])}, 30) from r join books b on b.id = r.id where r.depth < ${1 + choices.below(3)}) ${choices.pick(["select * from r", "select depth, count(*), min(path) from r group by depth"])}`;
}

function searched(choices: Choices): string {
  const clause = choices.pick([
    "search depth first by id set o",
    "search breadth first by id set o",
    "cycle id set c using p",
    "cycle id set c to 'yes' default 'no' using p",
  ]);
  const shown = clause.startsWith("search")
    ? "id, n, row_number() over (order by o, id)"
    : "id, n, c, p::text";
  return `with recursive r (id, n) as (select id, of from parts where of is ${choices.pick(["null", "not null"])} union all select p.id, p.of from parts p join r on ${choices.pick(["p.of = r.id", "p.id = r.n"])}) ${clause} select ${shown} from r`;
}

function grouping(choices: Choices): string {
  const { text, scope } = one(choices);
  const [k, l] = [expression(scope, "bool", choices, 2), expression(scope, "text", choices, 2)];
  const sets = choices.pick([
    "grouping sets (rollup (k, l), cube (l))",
    "distinct rollup (k, l), rollup (l, k)",
    "grouping sets ((k), (k), ())",
    "rollup (k), cube (l)",
    "()",
  ]);
  const shown = sets === "()" ? "count(*)" : "k, l, grouping(k, l), count(*), count(distinct m)";
  return `select ${shown} from (select ${k} as k, ${l} as l, ${expression(scope, "int", choices, 2)} as m from ${text}${filter(scope, choices)}) x group by ${sets}${choices.sometimes(3) ? " having count(*) > 1" : ""}`;
}

function rangeFrames(choices: Choices): string {
  const { text, scope } = one(choices);
  const frame = choices.pick([
    "range between 2 preceding and 3 following",
    "range unbounded preceding",
    "groups between 1 preceding and current row exclude group",
    "rows between 1 following and 2 following",
    "range between current row and unbounded following exclude current row",
  ]);
  return `select x.id, sum(x.v) over w, count(*) over w, max(x.v) filter (where x.v > 1) over w from (select a.id, ${expression(scope, "int", choices, 1)} as v from ${text}${filter(scope, choices)}) x window w as (order by x.id ${frame})`;
}

function hypothetical(choices: Choices): string {
  const { text, scope } = one(choices);
  const value = expression(scope, "int", choices, 1);
  const call = choices.pick(["dense_rank(3)", "percent_rank(3)", "cume_dist(3)", "percentile_cont(0.25)"]);
  return `select ${call} within group (order by ${value}::float8 ${choices.pick(["", "desc", "nulls first"])}) from ${text}${filter(scope, choices)}`.replace(
    "(3) within group (order by",
    "(3::float8) within group (order by",
  );
}

function aggregates(choices: Choices): string {
  const { text, scope } = one(choices);
  const [int, string, bool] = (["int", "text", "bool"] as const).map((type) =>
    expression(scope, type, choices, 1),
  );
  const calls = [
    `string_agg(distinct ${string}, ',' order by ${string})`,
    `array_agg(${int} order by a.id desc)`,
    `sum(distinct ${int}), count(${string})`,
    `bool_and(${bool}), every(${bool})`,
    `jsonb_agg(${string} order by a.id) filter (where ${bool})`,
    `max(${string}), min(${int}), stddev_pop(${int})::numeric(20, 5)`,
    `bit_or(${int}), regr_count(${int}, a.id)`,
    `any_value(1), mode() within group (order by ${int})`,
    `range_agg(int4range(a.id::int, a.id::int + 2))`,
  ];
  return `select ${choices.pick(calls)}, ${choices.pick(calls)} from ${text}${filter(scope, choices)}${choices.below(2) === 0 ? "" : ` group by ${bool}`}`;
}

function jsonObjects(choices: Choices): string {
  const { text, scope } = one(choices);
  const [value, string] = [
    expression(scope, choices.pick(["int", "bool", "jsonb", "texts", "date", "numeric"]), choices, 1),
    expression(scope, "text", choices, 1),
  ];
  const made = choices.pick([
    `json_object('a' value ${value}, 'b' : ${string} absent on null)`,
    `json_array(${value}, ${string} null on null)`,
    `json_array(${value}, ${string} returning jsonb)`,
    `json_scalar(${string})`,
    `to_jsonb(${value}) || jsonb_build_object('s', ${string})`,
    `jsonb_set(jsonb_build_object('s', ${string}), '{t}', coalesce(to_jsonb(${value}), '0'))`,
    `json_serialize(json_array(${string}))`,
  ]);
  return choices.below(3) === 0
    ? `select json_arrayagg(${string} order by a.id absent on null), json_objectagg(a.id : ${string}) from (select * from ${text}${filter(scope, choices)} order by a.id) a`
    : `select a.id, ${made} from ${text}${filter(scope, choices)}`;
}

function wholeRows(choices: Choices): string {
  const { text, scope } = one(choices);
  const shown = choices.pick([
    "a",
    "to_jsonb(a)",
    "row_to_json(a)::jsonb - 'id'",
    "(a).id, (a.*)::text",
    "a is null, a is not null",
    "array[a.id, (a).id]",
    "row(a.*, 1)",
    "array[a], (coalesce(a, null)).id",
    "((array[a])[1]).*",
    "a.id, (lag(a) over (order by a.id)).id, (first_value(a) over (order by a.id desc)).*",
    "(case when a.id > 3 then a end).id, ((select a)).*",
    "(select count(*) from jsonb_object_keys(to_jsonb(a)))",
  ]);
  return `select ${shown} from ${text}${filter(scope, choices)}`;
}

/** A primary key shows the other columns of its table. */
function groupedByKey(choices: Choices): string {
  const { text, scope } = one(choices);
  const value = expression(scope, choices.pick(["int", "text", "bool"]), choices, 1);
  const shown = choices.pick(["a.*", "a", `${value} as v`, "(a).id, to_jsonb(a)"]);
  return `select ${shown}, count(*), max(b.id) from ${text} left join reviews b on b.book_id = a.id${filter(scope, choices)} group by a.id`;
}

function joinedUsing(choices: Choices): string {
  const kind = choices.pick(["", "left ", "full ", "right "]);
  const join = choices.pick([
    `authors a ${kind}join reviews b using (id)`,
    `authors a ${kind}join reviews b using (id) as j`,
    `(select id, name from authors) a natural ${kind}join (select id, body from reviews) b`,
    `(authors a cross join (values (1), (2)) v (id2)) ${kind}join reviews b on b.id = a.id`,
    `authors a ${kind}join (parts p join reviews b using (id)) using (id)`,
  ]);
  const shown = join.endsWith("as j") ? "j.id, id" : choices.pick(["*", "b.*", "a.id, b.id", "count(*)"]);
  return `select ${shown} from ${join}`;
}

function subqueries(choices: Choices): string {
  const { text, scope } = one(choices);
  const inner = one(choices, "s");
  const both = { columns: [...scope.columns, ...inner.scope.columns] };
  const int = expression(scope, "int", choices, 1);
  const own = expression(inner.scope, "int", choices, 1);
  const where = expression(both, "bool", choices, 1);
  const condition = choices.pick([
    `${int} in (select ${own} from ${inner.text} where ${where})`,
    `${int} not in (select ${own} from ${inner.text} where ${where})`,
    `${int} > all (select ${own} from ${inner.text} where ${where})`,
    `${int} = any (array(select ${own} from ${inner.text} where ${where}))`,
    `(${int}, a.id) in (select ${own}, s.id from ${inner.text})`,
    `exists (select 1 from ${inner.text} where ${where} having count(*) > 2)`,
    `(${int}, 1) = (select max(${own}), 1 from ${inner.text})`,
  ]);
  return `select a.id, ${condition} from ${text}${choices.below(2) === 0 ? "" : ` where ${condition}`}`;
}

function values(choices: Choices): string {
  const cell = (type: "int" | "text" | "span" | "nums") => expression({ columns: [] }, type, choices, 1);
  const rows = Array.from(
    { length: 1 + choices.below(3) },
    () => `(${cell("int")}, ${cell("text")}, ${cell("span")}, ${cell("nums")})`,
  );
  return `${choices.pick(["select v.* from (", "table w except all (", "select v.a, count(*) from ("])}values ${rows.join(", ")}${""}) v (a, b, c, d)`
    .replace(/^table w except all \((values .*)\) v \(a, b, c, d\)$/s, "with w as ($1) table w union table w")
    .replace(/^select v\.a, count(.*)$/s, "select v.a, count$1 group by v.a");
}

function rowsFrom(choices: Choices): string {
  const { text, scope } = one(choices);
  const array = expression(scope, choices.pick(["texts", "nums"]), choices, 1);
  const calls = choices.pick([
    `rows from (unnest(${array}), generate_series(1, ${1 + choices.below(3)})) with ordinality as f (x, y, z)`,
    `jsonb_each_text(jsonb_build_object('k', ${expression(scope, "text", choices, 1)})) as f (x, y)`,
    `generate_subscripts(${array}, 1) as f`,
    `string_to_table(${expression(scope, "text", choices, 1)}, 'o') with ordinality as f (x, y)`,
    `regexp_matches(${expression(scope, "text", choices, 1)}, '([a-z])(\\d)?', 'g') with ordinality as f (x, y)`,
  ]);
  return `select a.id, f.* from ${text} ${choices.pick(["cross join lateral", ",", "left join lateral"])} ${calls}`.replace(
    /(left join lateral .*)$/s,
    "$1 on true",
  );
}
