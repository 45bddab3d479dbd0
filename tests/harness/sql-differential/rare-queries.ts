import type { Choices } from "./choices.ts";
import { type ExpressionScope, expression } from "./expressions.ts";
import { rareColumns } from "./rare-tables.ts";
import type { ValueType } from "./tables.ts";

/** A statement, and the values of its parameters. */
export interface Asked {
  readonly text: string;
  readonly params: readonly string[];
}

/** Queries about what is seldom met: odd names, enums, ranges, stored views and functions, nested set operations. */
export function rareQuery(choices: Choices): Asked {
  const parameters = new Parameters();
  const shapes = [levels, ranged, nestedSets, stored, called, documents, groupFrames, orderedSets, grouped];
  return parameters.used(choices.pick(shapes)(choices, parameters));
}

/** Values that stand beside a text. */
class Parameters {
  readonly #values: string[] = [];

  add(value: string, type: string): string {
    this.#values.push(value);
    return `$${this.#values.length}::${type}`;
  }

  /** With those alone that the text came to hold: not all that is made is picked. */
  used(text: string): Asked {
    const params: string[] = [];
    const numbered = text.replaceAll(/\$(\d+)::/g, (_, number: string) => {
      params.push(this.#values[Number(number) - 1] ?? "");
      return `$${params.length}::`;
    });
    return { text: numbered, params };
  }
}

/** The table's name as it can be written. */
const spellings = ['"Rare Öbjects"', 'U&"Rare \\00D6bjects"', `U&"Rare !00D6bjects" uescape '!'`];

interface One {
  readonly text: string;
  readonly scope: ExpressionScope;
}

function one(choices: Choices, alias = "a"): One {
  const columns = rareColumns.map(({ name, type }) => ({ text: `${alias}.${name}`, type }));
  return { text: `${choices.pick(spellings)} ${alias}`, scope: { columns } };
}

const labels = ["low", "mid", "high", "top"];

/** A value of the enum. */
function level(choices: Choices, given: Parameters, depth = 0): string {
  const literal = () => `'${choices.pick(labels)}'::rare_level`;
  const own = () => level(choices, given, depth + 1);
  if (depth > 2) return choices.pick(["a.level", literal()]);
  return choices.pick([
    () => "a.level",
    literal,
    () => `coalesce(${own()}, '${choices.pick(labels)}')`,
    () => `greatest(${own()}, ${own()})`,
    () => `least(${own()}, '${choices.pick(labels)}')`,
    () => `case when ${compared(choices, given, depth + 1)} then ${own()} else ${own()} end`,
    () => `nullif(${own()}, '${choices.pick(labels)}')`,
    () => `(array[${own()}, '${choices.pick(labels)}'])[${1 + choices.below(3)}]`,
    () => "(a).level",
    () => `(select max(l.level) from rare_view l where l.id ${choices.pick(["<", ">", "="])} a."Id")`,
    () => given.add(choices.pick(labels), "rare_level"),
    () => `cast('${choices.pick(labels)}' as rare_level)`,
  ])();
}

/** A condition on values of the enum. */
function compared(choices: Choices, given: Parameters, depth = 0): string {
  const own = () => level(choices, given, depth + 1);
  const sign = choices.pick(["<", "<=", ">", ">=", "=", "<>", "is distinct from"]);
  return choices.pick([
    () => `(${own()} ${sign} ${own()})`,
    () => `(${own()} in ('low', ${own()}))`,
    () => `(${own()} not between 'mid' and ${own()})`,
    () => `(${own()} = any (array[${own()}, 'top']))`,
    () => `(${own()} < all (array[${own()}, 'top'::rare_level]))`,
    () => `(${own()} >= any (select v.level from rare_view v where v.n > 2))`,
    () => `((${own()}, a."Id") < (${own()}, 5))`,
    () => `(${own()} is null)`,
    () => `(${own()}::text like '%o%')`,
  ])();
}

/** A range of whole numbers. */
function range(scope: ExpressionScope, choices: Choices, depth = 0): string {
  const int = () => expression(scope, "int", choices, 2);
  const own = () => range(scope, choices, depth + 1);
  if (depth > 2) return choices.pick(['a."from"', "'[2,7)'::int4range"]);
  return choices.pick([
    () => 'a."from"',
    () => "'empty'::int4range",
    () => `int4range(least(${int()}, 3), greatest(3, ${int()}), '${choices.pick(["[]", "()", "[)"])}')`,
    () => `(${own()} * ${own()})`,
    () => `range_merge(${own()}, ${own()})`,
    () => `coalesce(${own()}, '(,5]')`,
  ])();
}

function inRange(scope: ExpressionScope, choices: Choices): string {
  const own = () => range(scope, choices, 1);
  return choices.pick([
    () => `(${own()} ${choices.pick(["&&", "@>", "<@", "=", "<<", "&<", "-|-", "<", ">="])} ${own()})`,
    () => `(${own()} @> ${expression(scope, "int", choices, 2)})`,
    () => `isempty(${own()})`,
    () => `(a.many ${choices.pick(["&&", "@>", "-|-"])} ${own()})`,
    () => `(a.days @> ${expression(scope, "date", choices, 2)})`,
  ])();
}

function levels(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const value = expression(scope, choices.pick<ValueType>(["int", "text", "bool"]), choices, 1);
  const shown = choices.pick([
    () => `a."Id", ${level(choices, given)} as l, ${compared(choices, given)}`,
    () => `${level(choices, given)}, ${value}`,
    () =>
      `a."Id", rank() over (order by ${level(choices, given)} ${choices.pick(["", "desc", "nulls first"])})`,
    () => `a."Id", to_jsonb(${level(choices, given)}), array[a.level, 'low'] || ${level(choices, given)}`,
  ])();
  return `select ${shown} from ${text} where ${choices.pick([compared(choices, given), value.startsWith("(") ? "true" : 'a."Id" > 2'])}`;
}

function grouped(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const own = level(choices, given);
  const calls = choices.pick([
    `min(a.level), max(${own}) filter (where a."Id" > 3), count(distinct a.level)`,
    `array_agg(a.level order by a.level desc nulls last, a."Id"), mode() within group (order by a.level)`,
    `array_agg(distinct a.level), string_agg(a.level::text, ',' order by a.level, a."Id")`,
    `jsonb_agg(a.level order by a.level, a."Id"), (array_agg(a order by a."Id"))[1]`,
    `range_agg(a."from"), range_intersect_agg(a."from")`,
  ]);
  const key = choices.pick([
    `${own}`,
    expression(scope, "bool", choices, 1),
    `lower(${range(scope, choices)})`,
  ]);
  const having = choices.pick(["", " having count(*) > 1", " having max(a.level) > 'mid'"]);
  return `select ${key} as k, ${calls} from ${text} group by ${choices.pick(["1", "rollup (1)", "grouping sets ((1), ())"])}${having}`;
}

function ranged(choices: Choices): string {
  const { text, scope } = one(choices);
  const own = () => range(scope, choices);
  const shown = choices.pick([
    () => `${own()}, lower(${own()}), upper_inc(${own()})`,
    () => `a.many + int4multirange(${own()}), ${inRange(scope, choices)}`,
    () => `a.days * daterange('2024-01-10', null), upper(a.days) - lower(a.days)`,
    () => `(select count(*) from generate_series(lower(${own()}), least(upper(a."from"), 9)) g where g > 2)`,
    () => `unnest(a.many - int4multirange(${own()}))`,
  ])();
  return `select a."Id", ${shown} from ${text} where ${inRange(scope, choices)} is ${choices.pick(["not false", "true", "not null"])}`;
}

/** Every part is sorted by all that it gives, so that its limit cuts the same rows. */
function nestedSets(choices: Choices, given: Parameters, depth = 0): string {
  const limit = () =>
    choices.pick([
      "",
      ` order by 1 nulls first, 2 desc, 3 limit ${1 + choices.below(5)}`,
      ` order by 3 desc, 1, 2 offset ${choices.below(3)} rows fetch first 4 rows only`,
    ]);
  const arm = (): string => {
    if (depth < 2 && choices.sometimes(3)) return `(${nestedSets(choices, given, depth + 1)})`;
    const { text, scope } = one(choices);
    const third = choices.pick(["a.level", "'mid'::rare_level", level(choices, given)]);
    return `(select ${expression(scope, "int", choices, 1)}, ${expression(scope, "text", choices, 1)}, ${third} from ${text}${choices.below(2) === 0 ? "" : ` where ${compared(choices, given)}`}${limit()})`;
  };
  const sign = () =>
    choices.pick(["union", "union all", "intersect", "intersect all", "except", "except all"]);
  const parts = Array.from({ length: 1 + choices.below(2) }, () => ` ${sign()} ${arm()}`);
  return `${arm()}${parts.join("")}${limit()}`;
}

/** Stored views, alone and beside tables. */
function stored(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const condition = choices.pick([
    "v.level > 'low'",
    `v.level = ${level(choices, given)}`,
    'v.r && a."from"',
    `v.id = ${expression(scope, "int", choices, 2)}`,
  ]);
  return choices.pick([
    `select a."Id", v.id, v.level from ${text} ${choices.pick(["join", "left join"])} rare_view v on ${condition}`,
    `select g.level, g.n, g.ids[1] from "Rare Groups" g where g.level ${choices.pick([">", "<=", "<>"])} 'mid'`,
    `select v, (v).level, (v).r from rare_view v where v.n > 1`,
    `with w as (select * from rare_view where level >= 'mid') select w.s, g.n from w ${choices.pick(["join", "full join"])} "Rare Groups" g on g.level = w.level`,
    `select distinct on (v.level) v.level, v.id from rare_view v order by v.level ${choices.pick(["", "desc"])}, v.id`,
    `select v.level, x.m from rare_view v, lateral (select max(a.level) as m from ${text} where a.level <= v.level and ${condition}) x`,
  ]);
}

/** Stored functions, in FROM and as values. */
function called(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const int = expression(scope, "int", choices, 2);
  const numeric = expression(scope, "numeric", choices, 1);
  const number = given.add(String(choices.below(9)), "int");
  return choices.pick([
    `select a."Id", rare_double(${numeric}) from ${text}`,
    `select sum(rare_double(${numeric})), max(rare_double(x => ${numeric})) from ${text} where a."Id" > ${number}`,
    `select f.*, a."Id" from ${text}, rare_above(${int}) f where f.l >= 'mid' and a."Id" < ${number}`,
    `select f.id, f.l, a.level from ${text} left join lateral rare_above(a."Id", most => ${int}) f on f.l > a.level where a."Id" > ${number}`,
    `select f.* from rare_above(2, ${number}) with ordinality as f (p, q, r, s)`,
    `select (f).level, f."Id", f.level < 'top' from rare_rows(${number}) f`,
    `select f from rare_rows(${number}) f where f.level in ('low', 'top')`,
    `select count(*), min(f.l) from rare_above(least: => 1) f where f.id < ${number}`.replace(
      "least: => 1",
      "lowest => 1",
    ),
    `select a."Id", (select max(f.l) from rare_above(a."Id") f where f.id <> ${number}) from ${text}`,
    `select a."Id" from ${text} where a."Id" in (select f.id from rare_above(${number}) f) and ${compared(choices, given)}`,
  ]);
}

function documents(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const document = choices.pick([
    "a.doc",
    `jsonb_build_object('k', ${expression(scope, "int", choices, 1)}, 'l', jsonb_build_array(${expression(scope, "text", choices, 1)}, 2, null))`,
    `jsonb_build_array(a.doc, ${expression(scope, "jsonb", choices, 1)})`,
  ]);
  const path = choices.pick(["$", "lax $.l", "$[*]", "strict $.l[*]"]);
  const columns = choices.pick([
    "o for ordinality, k int path '$.k' default -1 on empty default -2 on error, has boolean exists path '$.l'",
    "k text path '$.k', nested path '$.l[*]' columns (n for ordinality, e text path '$' null on error, j jsonb path '$')",
    "l jsonb path '$.l' with wrapper, nested '$.l[*] ? (@ != null)' as p columns (e text format json path '$' keep quotes)",
    "v varchar(2) path '$.k', w numeric path '$.k' null on error, nested path '$[*]' columns (x jsonb path '$')",
    "k int path '$.k ? (@ < $low)', nested path '$.l[*]' columns (e jsonb path '$ ? (@ != $low)')",
  ]);
  const passing = columns.includes("$low") ? ` passing ${given.add("2", "int")} as low` : "";
  const join = choices.pick([",", "cross join", "left join"]);
  return `select a."Id", j.* from ${text} ${join} json_table(${document}, '${path}'${passing} columns (${columns})) j${join === "left join" ? " on true" : ""}`;
}

/** What is added up of a group does not depend on the order within it. */
function groupFrames(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const bound = (word: string) => `${choices.below(3)} ${word}`;
  const frame = choices.pick([
    `groups between ${bound("preceding")} and ${bound("following")}`,
    `groups between current row and ${bound("following")}`,
    "groups between unbounded preceding and 1 preceding",
    "groups between 1 following and unbounded following",
    "range between unbounded preceding and current row",
  ]);
  const exclude = choices.pick([
    "",
    " exclude current row",
    " exclude group",
    " exclude ties",
    " exclude no others",
  ]);
  const sorted = choices.pick([level(choices, given), expression(scope, "int", choices, 1)]);
  const shown = choices.pick([
    `sum(${expression(scope, "int", choices, 1)}) over w, count(a.level) over w`,
    `min(${level(choices, given)}) over w, max(a.level) over w`,
    `count(*) filter (where ${compared(choices, given)}) over w, bool_or(a."a.b") over w`,
  ]);
  return `select a."Id", ${shown} from ${text} window w as (partition by ${choices.pick(['a."a.b"', "true", "a.level is null"])} order by ${sorted} ${choices.pick(["", "desc", "nulls first"])} ${frame}${exclude})`;
}

function orderedSets(choices: Choices, given: Parameters): string {
  const { text, scope } = one(choices);
  const int = expression(scope, "int", choices, 1);
  const call = choices.pick([
    `percentile_disc(array[0, 0.3, null, 1]) within group (order by ${int})`,
    `percentile_disc(${choices.pick(["0.1", "0.5", "1", "array[0, 0.5, 1]"])}) within group (order by a.level)`,
    `${choices.pick(["rank", "dense_rank", "cume_dist"])}('${choices.pick(labels)}') within group (order by ${level(choices, given)} ${choices.pick(["", "desc", "nulls first"])})`,
    `percentile_cont(array[0.25, 0.5]) within group (order by ${int}::float8)`,
    `mode() within group (order by ${int} desc)`,
    `rank('x', 3) within group (order by ${expression(scope, "text", choices, 1)}, ${int})`,
    `dense_rank(2) within group (order by ${int} desc nulls first) filter (where ${compared(choices, given)})`,
    `cume_dist(1.5) within group (order by ${expression(scope, "numeric", choices, 1)}), count(*)`,
  ]);
  return `select ${choices.pick(["a.level", 'a."a.b"', `${int} > 2`])} as k, ${call} from ${text} group by 1`;
}
