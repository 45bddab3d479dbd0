import { describe, expect, it } from "vitest";
import { drawnForEach } from "#lib/query/definition/drawn-values.ts";

const made = (text: string) => drawnForEach(text, "r.id").replaceAll(/\s+/g, " ").trim();

describe("a query that draws values", () => {
  it.each([
    ["select random()", "select random() WHERE r.id <> ''"],
    ["select a, (select random()) from t", "select a, (select random() WHERE r.id <> '' ) from t"],
    [
      "select x from t where a = 1 or random() < 0.5 order by x",
      "select x from t where r.id <> '' AND ( a = 1 or random() < 0.5 ) order by x",
    ],
    [
      "select (select string_agg(chr(65 + (random() * 9)::int), '') from generate_series(1, 8) group by 1)",
      "select (select string_agg(chr(65 + (random() * 9)::int), '') from generate_series(1, 8) WHERE r.id <> '' group by 1)",
    ],
    [
      "(select 1 union all select gen_random_uuid () limit 1)",
      "(select 1 union all select gen_random_uuid () WHERE r.id <> '' limit 1)",
    ],
    [
      "with w as (select pg_catalog.clock_timestamp() as c) select percentile_cont(0.5) within group (order by c) from w",
      "with w as (select pg_catalog.clock_timestamp() as c WHERE r.id <> '' ) select percentile_cont(0.5) within group (order by c) from w",
    ],
    ["select app.\"nextval\"('a', 'b') -- )", "select app.\"nextval\"('a', 'b') -- ) WHERE r.id <> ''"],
    [
      "select random() /* /* */ ' */ -- ' order by 1",
      "select random() /* /* */ ' */ -- ' order by 1 WHERE r.id <> ''",
    ],
    ["select random() -- '\r order by 1 -- '", "select random() -- ' WHERE r.id <> '' order by 1 -- '"],
    [
      "select random(), $é$ ' where $é$ order by '$é$'",
      "select random(), $é$ ' where $é$ WHERE r.id <> '' order by '$é$'",
    ],
    ["select random(), t.limit as where from t", "select random(), t.limit as where from t WHERE r.id <> ''"],
  ])("depends on the row: %s", (text, expected) => {
    expect(made(text)).toBe(expected);
  });

  it.each([
    "select 'random()', \"random\", $a$ random() $a$ /* random() */ from random",
    "select new.random, uuid from t",
    "select 1 /* /* */ ' */ -- ' random()",
    "select $tág$ ' random() $tág$, $é$ order by random() $é$",
    "select e'\\' random()' || nextvalue(1)",
  ])("stays as it is where it draws none: %s", (text) => {
    expect(drawnForEach(text, "r.id")).toBe(text);
  });
});
