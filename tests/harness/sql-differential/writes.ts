import type { Choices } from "./choices.ts";
import { type ExpressionScope, expression, type ScopeColumn } from "./expressions.ts";
import { namedWrites } from "./named-writes.ts";
import { item, scopeOf } from "./queries.ts";
import { type TwinTable, twinTables, type ValueType } from "./tables.ts";

/** An INSERT, UPDATE, DELETE or MERGE, alone or in a WITH query. */
export function write(choices: Choices): string {
  const shapes = [
    update,
    insertValues,
    remove,
    insertQuery,
    upsert,
    update,
    inWith,
    together,
    upsertLines,
    merge,
    merge,
    ...namedWrites,
  ];
  return choices.pick(shapes)(choices);
}

function settable(table: TwinTable): readonly [string, ValueType][] {
  return Object.entries(table.columns).filter(
    ([name]) => name !== "id" && table.generated?.includes(name) !== true,
  );
}

function returning(alias: string, columns: readonly ScopeColumn[], choices: Choices): string {
  switch (choices.below(6)) {
    case 0:
      return "";
    case 1:
      return " returning *";
    case 2:
      return ` returning ${alias}`;
    case 3:
      return ` returning ${alias}.id, old.id as was, new.id as is_now`;
    default:
      return ` returning ${alias}.id, ${expression({ columns }, choices.pick(["int", "text", "bool"]), choices, 1)}`;
  }
}

function update(choices: Choices): string {
  const table = choices.pick(twinTables);
  const target = item(table, "t");
  const other = choices.sometimes(3) ? item(choices.pick(twinTables), "o") : null;
  const columns = [...target.columns, ...(other?.columns ?? [])];
  const scope = { ...scopeOf([target], choices, 1), columns };
  const chosen = settable(table).filter(() => choices.sometimes(3));
  const set = chosen.length > 0 ? chosen : settable(table).slice(0, 1);
  const items = set.map(
    ([name, type]) =>
      `${name} = ${choices.sometimes(6) ? "default" : assignable(name, expression(scope, type, choices, 1))}`,
  );
  const several = settable(table)
    .filter(([name]) => !set.some(([used]) => used === name))
    .slice(0, 2);
  if (several.length === 2 && choices.sometimes(4)) {
    const values = several.map(([name, type]) => assignable(name, expression(scope, type, choices, 2)));
    items.push(
      `(${several.map(([name]) => name).join(", ")}) = ${choices.below(2) === 0 ? `(${values.join(", ")})` : `(select ${values.join(", ")})`}`,
    );
  }
  if (
    table.name === "books" &&
    !set.some(([name]) => name === "meta") &&
    !several.some(([name]) => name === "meta") &&
    choices.sometimes(4)
  )
    items.push(`meta['z'] = to_jsonb(t.n)`);
  if (table.name === "lines") items.push(...elements(items, choices));
  // One row of FROM for each of the target: which of several is taken is nobody's promise.
  const from = other === null ? "" : ` from ${other.text}`;
  const join =
    other === null
      ? expression(scope, "bool", choices, 1)
      : `o.id = t.id and ${expression(scope, "bool", choices, 2)}`;
  return `update ${target.text} set ${items.join(", ")}${from} where ${join}${returning("t", columns, choices)}`;
}

/** Elements of columns that the statement does not set as a whole. */
function elements(items: readonly string[], choices: Choices): readonly string[] {
  const isFree = (name: string) => !items.some((item) => new RegExp(`\\b${name}\\b.*=`).test(item));
  const value = () => expression({ columns: [{ text: "t.qty", type: "int" }] }, "int", choices, 2);
  const made: string[] = [];
  if (isFree("info") && choices.sometimes(3))
    made.push(
      `info['b']['c'] = to_jsonb(${value()})`,
      ...(choices.sometimes(2) ? [`info['n'] = '"new"'`] : []),
    );
  if (isFree("nums") && choices.sometimes(3))
    made.push(
      choices.pick([
        `nums[${1 + choices.below(4)}] = ${value()}`,
        "nums[2:3] = '{7,8}'",
        "nums[:2] = array[t.qty, 5]",
      ]),
    );
  if (isFree("marks") && choices.sometimes(3)) made.push(`marks[${1 + choices.below(3)}] = 'mark'`);
  return made;
}

/** Values that fit the column, mostly: what does not is an error on both sides. */
function assignable(name: string, value: string): string {
  if (name === "code") return `left(${value}, 8)`;
  if (name === "kind") return `left(coalesce(${value}, 'k'), 3)`;
  if (name === "of" || name === "of_no") return "null";
  if (name === "name") return `coalesce(${value}, 'nameless')`;
  if (name === "stars") return `abs(${value}) % 6`;
  if (name === "up") return `abs(${value}) % 8 + 1`;
  if (name === "qty") return `abs(coalesce(${value}, 1)) % 50`;
  if (name === "cost") return `abs(${value}) % 600`;
  if (name === '"sélect"') return `left(${value}, 30)`;
  if (name === '"ref a"' || name === '"ref b"' || name === '"By"') return "null";
  if (name === '"Menge"') return `abs(${value}) % 600`;
  if (name === '"n n"') return `coalesce(${value}, 5) % 3000`;
  if (name === "marks") return `(${value})[1:2]`;
  // JSON has no zero below zero.
  if (name === "weight") return `(${value}) + 0`;
  if (name === "author_id" || name === "book_id") return `abs(${value}) % 12 + 1`;
  return value;
}

function insertValues(choices: Choices): string {
  const table = choices.pick(twinTables);
  const named = [
    ["id", "int"] as const,
    ...settable(table).filter(([name]) => name === "name" || choices.sometimes(2)),
  ];
  const rows = Array.from({ length: 1 + choices.below(3) }, (_, row) => {
    const cells = named.map(([name, type]) => {
      if (name === "id") return String(100 + row + (choices.sometimes(8) ? -99 : 0));
      if (choices.sometimes(6)) return "default";
      return assignable(name, expression({ columns: [] }, type, choices, 2));
    });
    return `(${cells.join(", ")})`;
  });
  const target = item(table, table.name);
  return `insert into ${table.name} (${named.map(([name]) => name).join(", ")}) values ${rows.join(", ")}${returning(table.name, target.columns, choices)}`;
}

function insertQuery(choices: Choices): string {
  const table = choices.pick(twinTables);
  const source = item(choices.pick(twinTables), "s");
  const scope = scopeOf([source], choices, 1);
  const named = settable(table).filter(([name]) => name === "name" || choices.sometimes(3));
  const values = named.map(([name, type]) =>
    name === "email" || name === "isbn" || name === '"sélect"'
      ? "null"
      : assignable(name, expression(scope, type, choices, 1)),
  );
  const target = item(table, table.name);
  return `insert into ${table.name} (${["id", ...named.map(([name]) => name)].join(", ")}) select ${["s.id + 100", ...values].join(", ")} from ${source.text} where ${expression(scope, "bool", choices, 1)}${returning(table.name, target.columns, choices)}`;
}

function upsert(choices: Choices): string {
  const id = choices.pick(["3", "200"]);
  const email = choices.pick(["'a1@x.io'", "'new@x.io'", "null"]);
  const target = item(twinTables[0] as TwinTable, "u");
  const on = choices.pick([
    "(id)",
    "(email)",
    "on constraint authors_email_key",
    "on constraint authors_pkey",
  ]);
  const columns = [
    ...target.columns,
    ...target.columns.map(({ text, type }) => ({ text: text.replace("u.", "excluded."), type })),
  ];
  const action =
    choices.below(3) === 0
      ? "nothing"
      : `update set age = ${expression({ columns }, "int", choices, 1)}, name = coalesce(${expression({ columns }, "text", choices, 1)}, 'x')${choices.sometimes(3) ? ` where ${expression({ columns }, "bool", choices, 1)}` : ""}`;
  const row = `(${id}, ${expression({ columns: [] }, "text", choices, 2)} || 'n', ${email})`;
  return `insert into authors as u (id, name, email) values ${row} on conflict ${on} do ${action}${returning("u", target.columns, choices)}`;
}

/** Over a key beside the primary one, with what ON CONFLICT may set. */
function upsertLines(choices: Choices): string {
  const lines = twinTables[4] as TwinTable;
  const target = item(lines, "u");
  const excluded = target.columns.map(({ text, type }) => ({ text: text.replace("u.", "excluded."), type }));
  const scope = { columns: [...target.columns, ...excluded] };
  const rows = Array.from({ length: 1 + choices.below(3) }, (_, row) => {
    const slot = [choices.pick([4, 5, 90]), 7 + row, 95 + row][row];
    return `(${400 + row}, ${slot}, ${expression({ columns: [] }, "int", choices, 2)}, ${assignable("qty", expression({ columns: [] }, "int", choices, 2))})`;
  });
  const set = choices.pick([
    `qty = ${assignable("qty", expression(scope, "int", choices, 1))}`,
    `(qty, cost) = (${assignable("qty", expression(scope, "int", choices, 1))}, ${assignable("cost", expression(scope, "numeric", choices, 1))})`,
    `(qty, due) = (select ${assignable("qty", expression(scope, "int", choices, 2))}, ${expression(scope, "date", choices, 2)} from authors a where a.id = u.author_id)`,
    "info['seen'] = to_jsonb(excluded.qty), nums[2] = u.qty",
    "cost = default, due = excluded.due",
    `up = u.id, marks = ${assignable("marks", expression(scope, "texts", choices, 1))}`,
  ]);
  const on = choices.pick(["(slot)", "(slot)", "on constraint lines_slot_key", ""]);
  const where = choices.sometimes(3) ? ` where ${expression(scope, "bool", choices, 1)}` : "";
  const action = on === "" || choices.below(4) === 0 ? "nothing" : `update set ${set}${where}`;
  return `insert into lines as u (id, slot, author_id, qty) values ${rows.join(", ")} on conflict ${on} do ${action}${returning("u", target.columns, choices)}`;
}

function remove(choices: Choices): string {
  const table = choices.pick(twinTables);
  const target = item(table, "t");
  const other = choices.sometimes(3) ? item(choices.pick(twinTables), "o") : null;
  const columns = [...target.columns, ...(other?.columns ?? [])];
  const scope = { ...scopeOf([target], choices, 1), columns };
  const using = other === null ? "" : ` using ${other.text}`;
  const join = other === null ? "" : "o.id = t.id and ";
  return `delete from ${target.text}${using} where ${join}${expression(scope, "bool", choices, 1)}${returning("t", columns, choices)}`;
}

function inWith(choices: Choices): string {
  const target = item(twinTables[2] as TwinTable, "t");
  const condition = expression({ columns: target.columns }, "bool", choices, 1);
  const first = choices.pick([
    `delete from reviews t where ${condition} returning t.id, t.book_id, t.body`,
    `update reviews t set body = ${expression({ columns: target.columns }, "text", choices, 1)} where ${condition} returning t.id, t.book_id, t.body`,
  ]);
  const body = choices.pick([
    "select d.*, (select count(*) from reviews) from d",
    "insert into reviews (id, body) select id + 1000, coalesce(body, '') || '!' from d returning id, body",
    "select count(*), count(b.id) from d left join books b on b.id = d.book_id",
    "update authors u set age = coalesce(u.age, 0) + 1 from d where d.id = u.id returning u.id, d.body, u.age",
  ]);
  return `with d as (${first}) ${body}`;
}

/** Several writes at once, of which one deletes what rows of the others refer to. Each row is the business of one of them alone. */
function together(choices: Choices): string {
  const some = (alias: string, table: TwinTable) =>
    expression({ columns: item(table, alias).columns }, "bool", choices, 1);
  const [authors, books, reviews, parts, lines] = twinTables as [
    ...[TwinTable, TwinTable, TwinTable, TwinTable, TwinTable],
  ];
  const of = choices.pick([2, 3, 5]);
  const values = (table: TwinTable, alias: string, names: readonly string[]) =>
    names
      .map((name) => {
        const type = table.columns[name] ?? "int";
        const columns = item(table, alias).columns;
        return `${name} = ${assignable(name, expression({ columns }, type, choices, 1))}`;
      })
      .join(", ");
  const writes = choices.pick([
    [
      `delete from authors a where a.id % ${of} = 0 and ${some("a", authors)} returning a.id`,
      `update books b set ${values(books, "b", choices.pick([["n"], ["title", "price"], ["meta"]]))} where ${some("b", books)} returning b.id, b.author_id`,
    ],
    [
      `delete from books b where b.id % ${of} = 0 and ${some("b", books)} returning b.id`,
      `update reviews r set ${values(reviews, "r", choices.pick([["body"], ["stars"], ["body", "stars"]]))} where ${some("r", reviews)} returning r.id, r.book_id`,
    ],
    [
      `delete from books b where b.id % ${of} = 0 returning b.id`,
      `delete from reviews r where ${some("r", reviews)} returning r.id`,
      "delete from authors a where a.id % 4 = 1 returning a.id",
    ],
    [
      `delete from lines l where l.id % ${of} = 0 returning l.id, l.up`,
      `update lines l set ${values(lines, "l", choices.pick([["qty"], ["cost", "due"], ["info", "nums"]]))} where l.id % ${of} <> 0 returning l.id, l.up, l.total`,
      "delete from authors a where a.id % 3 = 1 returning a.id",
    ],
    [
      `delete from parts p where p.id % ${of} = 0 returning p.id`,
      `update parts p set ${values(parts, "p", choices.pick([["label"], ["amount", "span"], ["nums"]]))} where p.id % ${of} <> 0 returning p.id, p.of`,
    ],
  ]);
  const listed = choices.below(2) === 0 ? writes : writes.toReversed();
  const names = listed.map((_, index) => `w${index}`);
  const queries = listed.map((write, index) => `${names[index]} as (${write})`);
  const [last = ""] = listed.slice(-1);
  return choices.below(2) === 0
    ? `with ${queries.slice(0, -1).join(", ")} ${last}`
    : `with ${queries.join(", ")} select ${names.map((name) => `(select count(*) from ${name})`).join(", ")}`;
}

/** One source row for each of the target, so that no row is affected twice; its number never meets a key that is there. */
function merge(choices: Choices): string {
  const table = choices.pick(twinTables);
  const target = item(table, "t");
  const other = choices.pick(twinTables);
  const named = choices.sometimes(3) ? item(other, "s") : null;
  const columns = Object.entries(other.columns).map(([name, type]) => ({ text: `s.${name}`, type }));
  const source = {
    text: named?.text ?? `(select * from ${other.name} where id % ${1 + choices.below(4)} = 0) s`,
    columns,
  };
  const both = { columns: [...target.columns, ...source.columns] };
  const shift = choices.pick([0, 0, 5, 20]);
  const branches = [
    ...Array.from({ length: choices.below(3) }, () => branch(choices, "when matched", both)),
    ...Array.from({ length: choices.below(2) }, () =>
      branch(choices, "when not matched by source", { columns: target.columns }),
    ),
    ...Array.from({ length: choices.below(3) }, () => insertBranch(choices)),
  ];
  const clauses =
    branches.length > 0 ? branches : [{ condition: "", action: "when matched then do nothing" }];
  return `merge into ${target.text} using ${source.text} on t.id = s.id + ${shift} ${inOrder(clauses)}${mergeReturning(choices)}`;

  function branch(own: Choices, when: string, scope: ExpressionScope) {
    const condition = own.below(2) === 0 ? "" : ` and ${expression(scope, "bool", own, 1)}`;
    const [name, type] = own.pick(settable(table));
    const value = own.sometimes(6) ? "default" : assignable(name, expression(scope, type, own, 1));
    const action = own.pick([`update set ${name} = ${value}`, "delete", "do nothing"]);
    return { condition, action: `${when}${condition} then ${action}` };
  }

  function insertBranch(own: Choices) {
    const scope = { columns: source.columns };
    const condition = own.below(2) === 0 ? "" : ` and ${expression(scope, "bool", own, 1)}`;
    const list = settable(table).filter(([name]) => name === "name" || own.sometimes(4));
    const cells = list.map(([name, type]) => {
      if (name === "email" || name === "isbn" || name === '"sélect"') return "default";
      return assignable(name, expression(scope, type, own, 2));
    });
    const insert = `insert (${["id", ...list.map(([name]) => name)].join(", ")}) values (${["s.id + 300", ...cells].join(", ")})`;
    return { condition, action: `when not matched${condition} then ${insert}` };
  }

  function mergeReturning(own: Choices): string {
    const action = own.below(2) === 0 ? "" : "merge_action(), ";
    switch (own.below(5)) {
      case 0:
        return "";
      case 1:
        return ` returning ${action}*`;
      case 2:
        return ` returning ${action}t, s.id`;
      case 3:
        return ` returning ${action}old.id as was, new.id as is_now, s`;
      default:
        return ` returning ${action}t.id, ${expression(both, own.pick(["int", "text", "bool"]), own, 1)}`;
    }
  }
}

/** A branch without a condition ends those of its kind. */
function inOrder(clauses: readonly { readonly condition: string; readonly action: string }[]): string {
  return clauses
    .toSorted((a, b) => Number(a.condition === "") - Number(b.condition === ""))
    .map(({ action }) => action)
    .join(" ");
}
