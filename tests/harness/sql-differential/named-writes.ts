import type { Choices } from "./choices.ts";
import { expression } from "./expressions.ts";
import { item } from "./queries.ts";
import { type TwinTable, twinTables } from "./tables.ts";

/** Writes of tables with quoted names, keys of several columns, and references that act in several ways. */
export const namedWrites: readonly ((choices: Choices) => string)[] = [
  rekey,
  upsert,
  mergeNamed,
  removeParents,
  severalParts,
];

const [carrier, child] = twinTables.slice(-2) as [TwinTable, TwinTable];

const some = (table: TwinTable, alias: string, choices: Choices) =>
  expression({ columns: item(table, alias).columns }, "bool", choices, 1);

const number = (table: TwinTable, alias: string, choices: Choices) =>
  `abs(coalesce(${expression({ columns: item(table, alias).columns }, "int", choices, 1)}, 1)) % 40`;

function answer(choices: Choices, alias: string): string {
  return choices.pick([
    "",
    " returning *",
    ` returning ${alias}`,
    ` returning old.id, new.id as "new id", ${alias}.*`,
    ` returning with (old as o, new as "n é") o.*, "n é".id`,
    ` returning ${alias}.id, (select count(*) from "Kind ""1""") as "Kinder"`,
  ]);
}

/** Keys that others refer to get other values; rows of one statement may take each other's. */
function rekey(choices: Choices): string {
  const set = choices.pick([
    "id = id + 100",
    '"K 2" = "K 2" + 1',
    `"K 2" = ${number(carrier, "t", choices)}`,
    'id = id + 100, "K 2" = 7',
    '"sélect" = "sélect" || \'!\'',
    '"sélect" = null',
    `"sélect" = upper("sélect"), "Menge" = ${number(carrier, "t", choices)}`,
    '(id, "K 2") = (select id + 50, "K 2")',
    '("ref a", "ref b") = (t.id, t."K 2")',
    '"ref a" = null',
    '"ref a" = t."ref a" + 1',
  ]);
  const where = choices.pick([
    "t.id = 3",
    "t.id % 2 = 0",
    "t.id > 9",
    `t.id < 6 and ${some(carrier, "t", choices)}`,
    "t.id = 99",
  ]);
  return `update "Träger" as t set ${set} where ${where}${answer(choices, "t")}`;
}

function upsert(choices: Choices): string {
  const rows = Array.from(
    { length: 1 + choices.below(3) },
    (_, row) =>
      `(${choices.pick([1, 4, 77]) + row}, ${choices.pick([1, 2])}, ${choices.pick(["null", `'é${row}'`, "'x11'"])}, ${choices.pick(["null", "1.5", "default"])})`,
  );
  const excluded = item(carrier, "excluded").columns;
  const scope = { columns: [...item(carrier, "t").columns, ...excluded] };
  const set = choices.pick([
    '"Menge" = excluded."Menge"',
    '("sélect", "Menge") = (left(t."sélect" || excluded."sélect", 30), default)',
    `"user" = ${expression(scope, "bool", choices, 1)}`,
    '"Menge" = coalesce(t."Menge", 0) + excluded.id, "sélect" = default',
    '"K 2" = t."K 2" + 10',
  ]);
  const where = choices.sometimes(2) ? ` where ${expression(scope, "bool", choices, 1)}` : "";
  const on = choices.pick(['(id, "K 2")', '("K 2", id)', 'on constraint "träger key"', '("sélect")', ""]);
  const action = on === "" || choices.below(4) === 0 ? "nothing" : `update set ${set}${where}`;
  return `insert into "Träger" as t (id, "K 2", "sélect", "Menge") values ${rows.join(", ")} on conflict ${on} do ${action}${answer(choices, "t")}`;
}

function mergeNamed(choices: Choices): string {
  const source = choices.pick([
    '(values (1, 1, 5), (2, 2, 6), (80, 1, 7)) as "S é" (id, k, n)',
    '(select a as id, b as k, min("n n") as n from "Kind ""1""" where a is not null group by 1, 2) "S é"',
  ]);
  const both = {
    columns: [
      ...item(carrier, "t").columns,
      { text: '"S é".id', type: "int" as const },
      { text: '"S é".n', type: "int" as const },
    ],
  };
  const condition = () => (choices.below(2) === 0 ? "" : ` and ${expression(both, "bool", choices, 1)}`);
  const matched = choices.pick([
    'update set "Menge" = "S é".n, "user" = default',
    '"update"',
    'update set ("Menge", "sélect") = ("S é".n + 1, null)',
    'update set "K 2" = t."K 2" + 20',
    "delete",
    "do nothing",
  ]);
  const action = matched === '"update"' ? 'update set "Menge" = t."Menge" * 2' : matched;
  const missing = choices.pick([
    'insert (id, "K 2", "Menge") values ("S é".id + 200, "S é".k, "S é".n)',
    'insert ("K 2", id) values (default, "S é".id + 200)',
    "do nothing",
  ]);
  const bySource = choices.pick([
    "",
    " when not matched by source and t.id > 10 then delete",
    ' when not matched by source then update set "Menge" = 0',
  ]);
  return `merge into "Träger" t using ${source} on t.id = "S é".id and t."K 2" = "S é".k when matched${condition()} then ${action} when not matched then ${missing}${bySource}${choices.pick(["", " returning merge_action(), t.*", ' returning merge_action() as "was geschah", old.id, new."Menge", "S é"'])}`;
}

function removeParents(choices: Choices): string {
  const where = choices.pick([
    "t.id = 3",
    "t.id % 3 = 0",
    some(carrier, "t", choices),
    'exists (select from "Kind ""1""" k where k.a = t.id and k.b = t."K 2")',
  ]);
  return `delete from "Träger" t where ${where}${answer(choices, "t")}`;
}

/** Parts of one statement about rows that refer to each other; each row is written by one of them. */
function severalParts(choices: Choices): string {
  const parents = choices.pick([
    'delete from "Träger" t where t.id in (2, 3) returning t.id',
    `update "Träger" t set "sélect" = "sélect" || '?' where t.id in (2, 3, 4) returning t.id`,
    'update "Träger" t set "K 2" = "K 2" + 5 where t.id in (2, 3, 4) returning t.id',
    `insert into "Träger" (id, "K 2") values (300, 1), (301, 1) returning id`,
  ]);
  const children = choices.pick([
    `update "Kind ""1""" k set "n n" = k."n n" + 100 where ${some(child, "k", choices)} returning k.id`,
    'update "Kind ""1""" k set "order"[\'z\'] = to_jsonb(k.id) where k.id > 4 returning k.id',
    `delete from "Kind ""1""" k where ${some(child, "k", choices)} returning k.id`,
    'insert into "Kind ""1""" (id, a, b, "n n") values (900, 1, 1, 77), (901, null, 5, 78) returning id',
  ]);
  const [one, two] = choices.below(2) === 0 ? [parents, children] : [children, parents];
  return choices.below(2) === 0
    ? `with a as (${one}) ${two}`
    : `with a as (${one}), b as (${two}) select (select count(*) from a), (select count(*) from b)`;
}
