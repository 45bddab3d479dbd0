import type { ValueType } from "./tables.ts";

/** Of the usual types, as they are written behind a dot. */
export const rareColumns: readonly { readonly name: string; readonly type: ValueType }[] = [
  { name: '"Id"', type: "int" },
  { name: '"select"', type: "text" },
  { name: '"q""q"', type: "int" },
  { name: '"größe"', type: "numeric" },
  { name: '"a.b"', type: "bool" },
  { name: "doc", type: "jsonb" },
];

/** Odd names, an enum, ranges, and stored views and functions over them. */
export const rareTables: readonly string[] = [
  "create type rare_level as enum ('low', 'mid', 'high', 'top')",
  `create table "Rare Öbjects" ("Id" int primary key, "select" text, "q""q" int, "größe" numeric, "a.b" bool, doc jsonb,
    level rare_level, "from" int4range, days daterange, many int4multirange)`,
  `insert into "Rare Öbjects" values
    (1, 'x', 1, 0.5, true, '{"k": 1, "l": ["a", 2, null]}', 'mid', '[1,5)', '[2024-01-01,2024-02-01)', '{[1,3),[5,8)}'),
    (2, 'Ärger', 3, 2.50, false, '{"k": "2", "l": []}', 'low', '[5,8)', '[2024-01-15,)', '{}'),
    (3, null, null, null, null, null, null, null, null, null),
    (4, '', -2, -1.25, true, '[1, {"k": 3}]', 'top', 'empty', 'empty', '{(,2)}'),
    (5, 'Novel 3', 12, 10, false, '{"k": null}', 'high', '(,4]', '(,2024-01-05]', '{[2,9)}'),
    (6, 'x', 3, 0.50, true, '"text"', 'mid', '[2,2]', '[2024-03-01,2024-03-02)', null),
    (7, 'zz', 0, 7, null, '{"l": [{"k": 1}, "x"]}', 'low', '(,)', '(,)', '{(,)}'),
    (8, 'novel', 7, null, true, 'null', 'top', '[7,20)', null, '{[7,8)}'),
    (9, 'y', 1, 3, false, '{"k": 9, "l": 5}', null, '[3,6]', '[2024-01-10,2024-01-20]', '{[3,4),[6,7)}'),
    (10, 'i-1', 5, 0, true, '{}', 'high', '[10,11)', '[2023-12-31,2024-01-02)', '{[0,100)}')`,
  `create view rare_view as select "Id" as id, "select" as s, level, "from" as r, coalesce("q""q", 0) as n from "Rare Öbjects"`,
  `create view "Rare Groups" as select level, count(*) as n, array_agg("Id" order by "Id") as ids from "Rare Öbjects" group by level`,
  `create function rare_above(lowest int, most int default 100) returns table (id int, s text, l rare_level) language sql stable
    as $$ select "Id", "select", level from "Rare Öbjects" where "Id" between lowest and most order by "Id" $$`,
  `create function rare_rows(n int) returns setof "Rare Öbjects" language sql stable
    as $$ select * from "Rare Öbjects" where "q""q" >= n order by "Id" $$`,
  "create function rare_double(x numeric) returns numeric language sql immutable as 'select x * 2'",
];
