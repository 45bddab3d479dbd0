import type { Choices } from "#tests/harness/sql-differential/choices.ts";
import { condition, literal, tableNamed, values } from "./conditions.ts";
import { type Table, type Type, tables } from "./tables.ts";

/** A write and what Postgres does for the same. */
export interface Change {
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly params: readonly (readonly [string, string])[];
  readonly prefer: string;
  readonly body: unknown;
  /** Gives the rows that were written. */
  readonly sql: string;
}

type Value = string | null;

/** A value that its column mostly can take, as JSON writes it into a text. */
function value(choices: Choices, name: string, type: Type): Value {
  if (choices.sometimes(6)) return null;
  if (name === "id" || name.endsWith("_id")) return String(choices.below(choices.sometimes(3) ? 70 : 6));
  return choices.pick(values[type]);
}

const sqlValue = (given: Value, type: Type) =>
  given === null ? "null" : type === "jsonb" ? `to_jsonb(${literal(given)}::text)` : literal(given);

const list = (table: Table) => Object.keys(table.columns).join(", ");

function some(choices: Choices, { columns }: Table): readonly [string, Type][] {
  const all = Object.entries(columns);
  const found = Array.from({ length: 1 + choices.below(3) }, () => choices.pick(all));
  return [...new Map(found)];
}

function filters(choices: Choices, table: Table) {
  const found = Array.from({ length: 1 + choices.below(2) }, () => condition(choices, table, "t0"));
  const params = found.map(({ name, value: text }) => [name, text] as const);
  return { params, where: found.map(({ sql }) => sql).join(" and ") };
}

export function update(choices: Choices): Change {
  const path = choices.pick(Object.keys(tables));
  const table = tableNamed(path);
  const set = some(choices, table).map(([name, type]) => ({ name, type, given: value(choices, name, type) }));
  const { params, where } = filters(choices, table);
  const assignments = set.map(({ name, type, given }) => `${name} = ${sqlValue(given, type)}`).join(", ");
  return {
    ...{ method: "PATCH", path, params, prefer: "" },
    body: Object.fromEntries(set.map(({ name, given }) => [name, given])),
    sql: `update ${path} as t0 set ${assignments} where ${where} returning ${list(table)}`,
  };
}

export function removal(choices: Choices): Change {
  const path = choices.pick(Object.keys(tables));
  const table = tableNamed(path);
  const { params, where } = filters(choices, table);
  const sql = `delete from ${path} as t0 where ${where} returning ${list(table)}`;
  return { method: "DELETE", path, params, prefer: "", body: null, sql };
}

/** New rows; those of a key that there is are refused, left alone or changed. */
export function insertion(choices: Choices): Change {
  const path = choices.pick(Object.keys(tables));
  const table = tableNamed(path);
  const given = [
    ...new Map([...table.key.map((name): [string, Type] => [name, "integer"]), ...some(choices, table)]),
  ];
  const names = given.map(([name]) => name);
  const rows = Array.from({ length: 1 + choices.below(3) }, () =>
    given.map(([name, type]) => ({ name, type, given: value(choices, name, type) })),
  );
  const prefer = choices.pick(["", "resolution=merge-duplicates", "resolution=ignore-duplicates"]);
  const rest = names.map((name) => `${name} = excluded.${name}`).join(", ");
  const conflict =
    prefer === ""
      ? ""
      : ` on conflict (${table.key.join(", ")}) do ${prefer.includes("ignore") ? "nothing" : `update set ${rest}`}`;
  const lists = rows.map((row) => `(${row.map((one) => sqlValue(one.given, one.type)).join(", ")})`);
  return {
    ...{ method: "POST", path, prefer },
    params: [["columns", names.join(",")]],
    body: rows.map((row) => Object.fromEntries(row.map((one) => [one.name, one.given]))),
    sql: `insert into ${path} (${names.join(", ")}) values ${lists.join(", ")}${conflict} returning ${list(table)}`,
  };
}
