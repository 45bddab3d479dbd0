import type { Choices } from "./choices.ts";
import { type ExpressionScope, expression, type ScopeColumn, valueTypes } from "./expressions.ts";
import { moreQueries } from "./more-queries.ts";
import { type TwinTable, twinTables, type ValueType } from "./tables.ts";

/** A table under a name. */
export interface FromItem {
  readonly text: string;
  readonly columns: readonly ScopeColumn[];
  readonly key: string;
}

export function item(table: TwinTable, alias: string): FromItem {
  const columns = Object.entries(table.columns).map(([name, type]) => ({ text: `${alias}.${name}`, type }));
  return { text: table.name === alias ? table.name : `${table.name} ${alias}`, columns, key: `${alias}.id` };
}

export function scopeOf(items: readonly FromItem[], choices: Choices, depth = 0): ExpressionScope {
  const columns = items.flatMap((one) => one.columns);
  return {
    columns,
    ...(depth > 1 ? {} : { query: (type: ValueType) => scalarQuery(columns, type, choices, depth + 1) }),
  };
}

/** A sub-select of one value: an aggregate, so that it never has two rows. */
function scalarQuery(
  outer: readonly ScopeColumn[],
  type: ValueType,
  choices: Choices,
  depth: number,
): string {
  const inner = item(choices.pick(twinTables), `s${depth}`);
  const scope = { columns: [...inner.columns, ...outer] };
  const value = expression({ columns: inner.columns }, type, choices, 2);
  const where = choices.below(2) === 0 ? "" : ` where ${expression(scope, "bool", choices, 1)}`;
  const aggregated = ["jsonb", "bool", "texts", "uid"].includes(type)
    ? `(array_agg(${value} order by ${inner.key}))[1]`
    : `max(${value})`;
  return `(select ${aggregated} from ${inner.text}${where})`;
}

/** FROM: one to three tables, joined in all ways. */
function fromClause(choices: Choices): { readonly text: string; readonly items: readonly FromItem[] } {
  const first = item(choices.pick(twinTables), "a");
  const items = [first];
  let text = first.text;
  for (const alias of ["b", "c"]) {
    if (!choices.sometimes(3)) break;
    const next = item(choices.pick(twinTables), alias);
    items.push(next);
    const on =
      choices.below(2) === 0
        ? `${alias}.id = a.id`
        : expression({ columns: items.flatMap((one) => one.columns) }, "bool", choices, 2);
    const kind = choices.pick(["join", "left join", "right join", "full join", "cross join"]);
    // A full join takes conditions that can be merged or hashed only.
    const condition = kind === "full join" ? `${alias}.id = a.id` : on;
    text += kind === "cross join" ? ` cross join ${next.text}` : ` ${kind} ${next.text} on ${condition}`;
  }
  return { text, items };
}

/** A query whose result does not depend on the order in which rows are found. */
export function query(choices: Choices): string {
  const shapes = [
    plain,
    grouped,
    plain,
    windowed,
    setOperation,
    withQuery,
    distinctQuery,
    lateral,
    framed,
    groupedSets,
    orderedSet,
    withTies,
    jsonTable,
    elements,
    ...moreQueries,
  ];
  return choices.pick(shapes)(choices);
}

function outputs(scope: ExpressionScope, choices: Choices): string {
  const count = 1 + choices.below(3);
  return Array.from({ length: count }, (_, index) => {
    const value = expression(scope, choices.pick(valueTypes), choices);
    return choices.below(2) === 0 ? `${value} as o${index}` : value;
  }).join(", ");
}

function where(scope: ExpressionScope, choices: Choices): string {
  return choices.below(3) === 0 ? "" : ` where ${expression(scope, "bool", choices)}`;
}

function plain(choices: Choices): string {
  const { text, items } = fromClause(choices);
  const scope = scopeOf(items, choices);
  const star = choices.sometimes(4) ? `${choices.pick(["*", "a.*"])}, ` : choices.sometimes(6) ? "a, " : "";
  const keys = items.map(({ key }) => key).join(", ");
  const limit = choices.sometimes(3)
    ? ` order by ${expression(scope, "int", choices, 1)} desc nulls last, ${keys} limit 5`
    : "";
  return `select ${star}${outputs(scope, choices)} from ${text}${where(scope, choices)}${limit}`;
}

function grouped(choices: Choices): string {
  const { text, items } = fromClause(choices);
  const scope = scopeOf(items, choices, 2);
  const key = expression(scope, choices.pick(["int", "text", "bool"]), choices, 1);
  const aggregates = [
    "count(*)",
    `sum(${expression(scope, "int", choices, 1)})`,
    `min(${expression(scope, "text", choices, 1)})`,
    `bool_or(${expression(scope, "bool", choices, 1)})`,
    `count(distinct ${expression(scope, "int", choices, 1)})`,
    `avg(${expression(scope, "numeric", choices, 1)})`,
  ];
  const having = choices.sometimes(3) ? ` having count(*) > ${choices.below(3)}` : "";
  const grouping = choices.sometimes(5) ? `rollup ((${key}))` : "1";
  return `select ${key} as k, ${choices.pick(aggregates)}, ${choices.pick(aggregates)} filter (where ${expression(scope, "bool", choices, 2)}) from ${text}${where(scope, choices)} group by ${grouping}${having}`.replace(
    /count\(\*\), (.*) filter/s,
    "count(*), $1 filter",
  );
}

function windowed(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const call = choices.pick([
    "row_number()",
    "rank()",
    `lag(${expression(scope, "int", choices, 1)})`,
    `sum(${expression(scope, "int", choices, 2)})`,
    "count(*)",
  ]);
  return `select a.id, ${call} over (partition by ${expression(scope, "bool", choices, 1)} order by a.id) from ${one.text}${where(scope, choices)}`;
}

function setOperation(choices: Choices): string {
  const types = [choices.pick(valueTypes.filter((type) => type !== "jsonb")), "int"] as const;
  const arm = () => {
    const one = item(choices.pick(twinTables), "a");
    const scope = scopeOf([one], choices, 2);
    return `select ${types.map((type) => expression(scope, type, choices, 1)).join(", ")} from ${one.text}${where(scope, choices)}`;
  };
  return `${arm()} ${choices.pick(["union", "union all", "intersect", "except"])} ${arm()}`;
}

function withQuery(choices: Choices): string {
  const name = choices.pick(["w", "books", "reviews"]);
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const body = `select a.id, ${expression(scope, "text", choices, 1)} as t from ${one.text}${where(scope, choices)}`;
  const materialized = choices.pick(["", "materialized ", "not materialized "]);
  return `with ${name} as ${materialized}(${body}) select x.t, count(*) from ${name} x left join authors u on u.id = x.id group by x.t`;
}

function distinctQuery(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const value = expression(scope, choices.pick(["int", "text"]), choices, 1);
  return choices.below(2) === 0
    ? `select distinct ${value}, ${expression(scope, "bool", choices, 1)} from ${one.text}`
    : `select distinct on (1) ${value}, a.id from ${one.text}${where(scope, choices)} order by 1, 2`;
}

function lateral(choices: Choices): string {
  const outer = item(choices.pick(twinTables), "a");
  const inner = item(choices.pick(twinTables), "b");
  const scope = { columns: [...outer.columns, ...inner.columns] };
  return `select a.id, x.m from ${outer.text} left join lateral (select max(${expression(scope, "int", choices, 1)}) as m from ${inner.text} where ${expression(scope, "bool", choices, 1)}) x on true`;
}

/** A window with a frame; its order is by the key, so that every frame is one. */
function framed(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const frame = choices.pick([
    "rows between 1 preceding and 1 following",
    "rows between unbounded preceding and current row exclude current row",
    "groups between 1 preceding and current row",
    "range between unbounded preceding and unbounded following exclude ties",
  ]);
  const value = expression(scope, choices.pick(["int", "text", "numeric"]), choices, 1);
  const call = choices.pick(["count", "min", "max", "first_value", "last_value", "array_agg"]);
  return `select a.id, ${call}(${value}) over w, count(*) filter (where ${expression(scope, "bool", choices, 2)}) over w from ${one.text} window w as (partition by ${expression(scope, "bool", choices, 2)} order by a.id ${frame})`;
}

function groupedSets(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const [first, second] = [expression(scope, "bool", choices, 2), expression(scope, "int", choices, 2)];
  const sets = choices.pick([
    "cube (k, l)",
    "rollup (k, l)",
    "grouping sets ((k, l), (l), ())",
    "k, cube (l)",
  ]);
  return `select k, l, count(*), grouping(l), max(t) from (select ${first} as k, ${second} as l, ${expression(scope, "text", choices, 1)} as t from ${one.text}${where(scope, choices)}) x group by ${sets}`;
}

function orderedSet(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const value = expression(scope, choices.pick(["int", "numeric"]), choices, 1);
  const call = choices.pick(["percentile_disc(0.5)", "percentile_disc(array[0.1, 0.9])", "mode()"]);
  return `select ${expression(scope, "bool", choices, 2)} as k, ${call} within group (order by ${value}), rank(3) within group (order by ${value}) from ${one.text}${where(scope, choices)} group by 1`;
}

function withTies(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const value = expression(scope, choices.pick(["int", "text", "bool"]), choices, 1);
  return `select x.v from (select ${value} as v from ${one.text}${where(scope, choices)}) x order by x.v ${choices.pick(["", "desc ", "nulls first "])}fetch first ${1 + choices.below(5)} rows with ties`;
}

function jsonTable(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  const document = `jsonb_build_object('v', ${expression(scope, "int", choices, 1)}, 'l', ${expression(scope, "texts", choices, 1)})`;
  const columns = choices.pick([
    "v int path '$.v', l jsonb path '$.l'",
    "o for ordinality, v text path '$.v' default 'none' on empty",
    "h boolean exists path '$.l[0]', nested path '$.l[*]' columns (t text path '$')",
  ]);
  return `select a.id, j.* from ${one.text}, json_table(${document}, '$' columns (${columns})) j`;
}

/** Elements of arrays and of documents. */
function elements(choices: Choices): string {
  const one = item(choices.pick(twinTables), "a");
  const scope = scopeOf([one], choices, 2);
  return choices.below(2) === 0
    ? `select a.id, t.v, t.o from ${one.text} cross join lateral unnest(${expression(scope, "texts", choices, 1)}) with ordinality as t (v, o)${where(scope, choices)}`
    : `select a.id, (${expression(scope, "texts", choices, 1)})[${1 + choices.below(3)}], (${expression(scope, "jsonb", choices, 1)})['a'] from ${one.text}${where(scope, choices)}`;
}
