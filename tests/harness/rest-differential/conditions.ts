import type { Choices } from "#tests/harness/sql-differential/choices.ts";
import { type Table, type Type, tables } from "./tables.ts";

/** A condition as a request writes it in its own parameter and between brackets, and as Postgres does. */
export interface Condition {
  /** Before `=`; for a logic tree `or` and the like. */
  readonly name: string;
  readonly value: string;
  /** The same as one element of a logic tree. */
  readonly element: string;
  readonly sql: string;
}

/** Texts of each type, some of which are none. */
export const values: { readonly [type in Type]: readonly string[] } = {
  integer: ["1", "2", "7", "-3", "0", "99999999999", "x"],
  bigint: ["100", "700", "1500", "0", "1.5"],
  numeric: ["1.5", "10.50", "-1", "1e1", "NaN", ""],
  double: ["0.25", "5", "1e400", "Infinity"],
  text: ["Ada", "Book 3", "text 1", "", "A,(b)", 'say "hi"', "back\\slash", "top"],
  boolean: ["true", "f", "yes", "maybe"],
  date: ["1815-12-10", "2000-02-29", "1999-02-29", "infinity"],
  timestamptz: ["2020-03-01", "2020-03-05T22:00:00Z", "2020-03-05 22:00:00+02", "never"],
  jsonb: ['{"a": 1}', "[1]", '"text"', "null", "{"],
  "text[]": ["{x}", "{}", '{"y z"}', "{x,y}", "{null}", "x"],
};

const casts: { readonly [type in Type]: string } = {
  ...{ integer: "int4", bigint: "int8", numeric: "numeric", double: "float8", text: "text" },
  ...{ boolean: "bool", date: "date", timestamptz: "timestamptz", jsonb: "jsonb", "text[]": "text[]" },
};

const comparisons = { eq: "=", neq: "<>", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
const patterns = { like: "~~", ilike: "~~*", match: "~", imatch: "~*" } as const;
const containment = { cs: "@>", cd: "<@" } as const;

export const literal = (text: string) =>
  text.includes("\\")
    ? ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;

/** A value as an element between commas and brackets. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

interface Field {
  readonly name: string;
  readonly sql: string;
  readonly type: Type;
}

/** A column, or a place inside one that is JSON. */
function field(choices: Choices, { columns }: Table, row: string): Field {
  const name = choices.pick(Object.keys(columns));
  const type = columns[name] ?? "text";
  const sql = `${row}.${name}`;
  if (type !== "jsonb" || !choices.sometimes(2)) return { name, sql, type };
  const [arrows, path] = choices.pick([
    ["->>a", "->> 'a'"],
    ["->>b", "->> 'b'"],
    ["->b->>c", "-> 'b' ->> 'c'"],
    ["->list->>0", "-> 'list' ->> 0"],
    ["->>k", "->> 'k'"],
  ] as const);
  return { name: `${name}${arrows}`, sql: `(${sql} ${path})`, type: "text" };
}

interface Operation {
  readonly text: string;
  /** The text between brackets, where commas and quotes have a meaning. */
  readonly element: string;
  readonly sql: string;
}

function operation(choices: Choices, { sql, type }: Field): Operation {
  const plain = (name: string, sign: string, value: string): Operation => ({
    text: `${name}.${value}`,
    element: `${name}.${quoted(value)}`,
    sql: `${sql} ${sign} ${literal(value)}::${casts[type]}`,
  });
  const kinds = ["compare", "is", "in", "isdistinct", ...(type === "text" ? ["pattern", "any"] : [])];
  if (type === "text[]" || type === "jsonb") kinds.push("contain");
  switch (choices.pick(kinds)) {
    case "is": {
      const [word, words] = choices.pick([
        ["null", "null"],
        ["not_null", "not null"],
        ...(type === "boolean"
          ? ([
              ["true", "true"],
              ["unknown", "unknown"],
            ] as const)
          : []),
      ] as const);
      return { text: `is.${word}`, element: `is.${word}`, sql: `${sql} is ${words}` };
    }
    case "in": {
      const some = [choices.pick(values[type]), choices.pick(values[type])];
      const list = `in.(${some.map(quoted).join(",")})`;
      return {
        text: list,
        element: list,
        sql: `${sql} = any (${literal(`{${some.map(quoted).join(",")}}`)})`,
      };
    }
    case "isdistinct":
      return plain("isdistinct", "is distinct from", choices.pick(values[type]));
    case "pattern": {
      const [name, sign] = choices.pick(Object.entries(patterns));
      const value = choices.pick(
        name.endsWith("like") ? ["%a%", "B%", "_da", "%", "", "text _"] : ["^B", "a$", "[0-9]", "o+k"],
      );
      return plain(name, sign, value);
    }
    case "any": {
      const [name, sign] = choices.pick(
        Object.entries({ ...comparisons, ...patterns }).filter(([word]) => word !== "neq"),
      );
      const quantifier = choices.pick(["any", "all"]);
      const text = `${name}(${quantifier}).{Ada,B%,Book 3}`;
      return { text, element: text, sql: `${sql} ${sign} ${quantifier} (array['Ada', 'B%', 'Book 3'])` };
    }
    case "contain": {
      const [name, sign] = choices.pick(Object.entries(containment));
      return plain(name, sign, choices.pick(values[type]));
    }
    default: {
      const [name, sign] = choices.pick(Object.entries(comparisons));
      return plain(name, sign, choices.pick(values[type]));
    }
  }
}

function test(choices: Choices, table: Table, row: string): Condition {
  const found = field(choices, table, row);
  const { text, element, sql } = operation(choices, found);
  const not = choices.sometimes(4);
  const prefix = not ? "not." : "";
  return {
    name: found.name,
    value: `${prefix}${text}`,
    element: `${found.name}.${prefix}${element}`,
    sql: not ? `not (${sql})` : `(${sql})`,
  };
}

function tree(choices: Choices, table: Table, row: string, depth: number): Condition {
  const kind = choices.pick(["or", "and"]);
  const parts = Array.from({ length: 1 + choices.below(3) }, () => condition(choices, table, row, depth + 1));
  const not = choices.sometimes(4);
  const name = `${not ? "not." : ""}${kind}`;
  const list = parts.map(({ element }) => element).join(",");
  const sql = parts.map((part) => part.sql).join(` ${kind} `);
  return { name, value: `(${list})`, element: `${name}(${list})`, sql: not ? `not (${sql})` : `(${sql})` };
}

/** @param row the alias under which Postgres knows the row. */
export function condition(choices: Choices, table: Table, row: string, depth = 0): Condition {
  return depth < 3 && choices.sometimes(4) ? tree(choices, table, row, depth) : test(choices, table, row);
}

export function tableNamed(name: string): Table {
  const table = tables[name];
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}
