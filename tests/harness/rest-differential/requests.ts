import type { Choices } from "#tests/harness/sql-differential/choices.ts";
import { condition, tableNamed } from "./conditions.ts";
import { type Relation, type Table, type Type, tables } from "./tables.ts";

/** A request and what Postgres says to the same question. */
export interface Question {
  readonly path: string;
  readonly params: readonly (readonly [string, string])[];
  /** Gives one row: `body`, the list, and `total`, all rows whatever the page. */
  readonly sql: string;
}

interface Node {
  /** Items of `select`. */
  readonly select: readonly string[];
  readonly params: readonly (readonly [string, string])[];
  /** What stands between SELECT and FROM, with names. */
  readonly outputs: readonly string[];
  readonly where: readonly string[];
  readonly order: string;
  readonly range: string;
}

/** Counts aliases and names of one request. */
class Names {
  #last = 0;
  next(prefix: string): string {
    this.#last += 1;
    return `${prefix}${this.#last}`;
  }
}

const numbers: readonly Type[] = ["integer", "bigint", "numeric", "double"];

interface Place {
  readonly table: Table;
  /** The alias under which Postgres knows its rows. */
  readonly row: string;
  /** What stands before the names of its parameters. */
  readonly prefix: string;
  readonly depth: number;
}

/** What is asked of one resource: columns, filters, order, page, and what it embeds. */
function node(choices: Choices, names: Names, place: Place): Node {
  const { table, row, prefix, depth } = place;
  const columns = Object.keys(table.columns);
  const select: string[] = [];
  const outputs: string[] = [];
  for (let item = 0; item < 1 + choices.below(3); item += 1) {
    const column = choices.pick(columns);
    const name = names.next("c");
    const cast = choices.sometimes(4) ? choices.pick(["text", "varchar", "json"]) : null;
    const isJson = cast === "json" && !numbers.includes(table.columns[column] ?? "text");
    const type = cast === null || isJson ? "" : `::${cast === "json" ? "text" : cast}`;
    select.push(`${name}:${column}${type}`);
    outputs.push(`${row}.${column}${type} as ${name}`);
  }
  const params: (readonly [string, string])[] = [];
  const where: string[] = [];
  const keys: OrderKey[] = [];
  for (let filter = choices.below(3); filter > 0; filter -= 1) {
    const { name, value, sql } = condition(choices, table, row);
    params.push([`${prefix}${name}`, value]);
    where.push(sql);
  }
  for (let embed = depth < 2 ? choices.below(3) : 0; embed > 0; embed -= 1) {
    if (table.relations.length === 0) break;
    const found = embedded(choices, names, place, choices.pick(table.relations));
    select.push(found.select);
    params.push(...found.params);
    outputs.push(...found.outputs);
    where.push(...found.where);
    keys.push(...found.keys);
  }
  if (table.relations.length > 0 && choices.sometimes(3)) {
    const found = asked(choices, names, place, choices.pick(table.relations));
    params.push(...found.params);
    where.push(...found.where);
    keys.push(...found.keys);
  }
  return { select, params, outputs, where, ...page(choices, place, { params, keys }) };
}

/** Texts sort by bytes here. */
const collation = ({ columns }: Table, name: string) => (columns[name] === "text" ? ' collate "C"' : "");

/** A key of `order=`, and of ORDER BY. */
type OrderKey = readonly [string, string];

/** An order that leaves nothing open, and some rows of it. */
function page(
  choices: Choices,
  { table, row, prefix }: Place,
  { params, keys: offered }: { params: (readonly [string, string])[]; keys: readonly OrderKey[] },
): Pick<Node, "order" | "range"> {
  const keys: OrderKey[] = offered.slice(0, choices.below(3));
  for (let key = choices.below(3); key > 0; key -= 1) {
    const column = choices.pick(Object.keys(table.columns));
    const [word, words] = choices.pick([
      ["", ""],
      [".desc", " desc"],
      [".asc.nullsfirst", " nulls first"],
      [".desc.nullslast", " desc nulls last"],
    ] as const);
    keys.push([`${column}${word}`, `${row}.${column}${collation(table, column)}${words}`]);
  }
  for (const column of table.key) keys.push([column, `${row}.${column}`]);
  params.push([`${prefix}order`, keys.map(([word]) => word).join(",")]);
  let range = "";
  if (choices.sometimes(3)) {
    const limit = choices.below(7);
    params.push([`${prefix}limit`, String(limit)]);
    range += ` limit ${limit}`;
  }
  if (choices.sometimes(4)) {
    const offset = choices.below(5);
    params.push([`${prefix}offset`, String(offset)]);
    range += ` offset ${offset}`;
  }
  return { order: ` order by ${keys.map(([, words]) => words).join(", ")}`, range };
}

/** What is asked of related rows that are not shown: how many there are, or whether one is such. */
function asked(
  choices: Choices,
  names: Names,
  outer: Place,
  relation: Relation,
): Omit<Embedded, "select" | "outputs"> {
  const row = names.next("t");
  const from = ` from ${relation.table} as ${row} where ${relation.join(outer.row, row)}`;
  if (choices.sometimes(2)) {
    const part = condition(choices, tableNamed(relation.table), row, 3);
    const other = condition(choices, outer.table, outer.row, 3);
    const tree = `(${other.element},${relation.embed}.${part.element})`;
    return {
      params: [[`${outer.prefix}or`, tree]],
      where: [`(${other.sql} or exists (select${from} and ${part.sql}))`],
      keys: [],
    };
  }
  const count = `(select count(*)${from})`;
  const least = choices.below(4);
  return {
    params: [[`${outer.prefix}${relation.embed}(count)`, `gte.${least}`]],
    where: [`${count} >= ${least}`],
    // Of one related row `(count)` would be its column.
    keys: relation.kind === "many" ? [[`${relation.embed}(count).desc`, `${count} desc`]] : [],
  };
}

interface Embedded {
  readonly select: string;
  readonly params: readonly (readonly [string, string])[];
  readonly outputs: readonly string[];
  readonly where: readonly string[];
  readonly keys: readonly OrderKey[];
}

function embedded(choices: Choices, names: Names, outer: Place, relation: Relation): Embedded {
  const table = tableNamed(relation.table);
  const name = names.next("e");
  const row = names.next("t");
  const from = ` from ${relation.table} as ${row} where ${relation.join(outer.row, row)}`;
  if (choices.sometimes(4)) return summarized(choices, relation, { name, row, from });
  const place = { table, row, prefix: `${outer.prefix}${name}.`, depth: outer.depth + 1 };
  const inner = node(choices, names, place);
  const found = `${from}${inner.where.map((sql) => ` and ${sql}`).join("")}`;
  const rows = `select ${inner.outputs.join(", ")}${found}`;
  const isOne = relation.kind === "one";
  // As in PostgREST rows that an offset leaves out do not count as related. Of one related row there is no page.
  const offset = isOne ? "" : (/ offset \d+/.exec(inner.range)?.[0] ?? "");
  const paging = ["order", "limit", "offset"].map((word) => `${place.prefix}${word}`);
  const isInner = choices.sometimes(3);
  const exists = `exists (select${found}${offset})`;
  const [word, not] = choices.pick([
    ["not.is.null", ""],
    ["is.null", "not "],
  ] as const);
  const isTested = choices.sometimes(5);
  const column = choices.pick(Object.keys(table.columns));
  return {
    select: `${name}:${relation.embed}${isInner ? "!inner" : ""}(${inner.select.join(",")})`,
    params: [
      ...inner.params.filter(([param]) => !isOne || !paging.includes(param)),
      ...(isTested ? [[`${outer.prefix}${name}`, word] as const] : []),
    ],
    outputs: [
      isOne
        ? `(select row_to_json(r) from (${rows}) as r) as ${name}`
        : `(select coalesce(json_agg(r), '[]') from (${rows}${inner.order}${inner.range}) as r) as ${name}`,
    ],
    where: [...(isInner ? [exists] : []), ...(isTested ? [`${not}${exists}`] : [])],
    keys: isOne
      ? [[`${name}(${column})`, `(select ${row}.${column}${found})${collation(table, column)}`]]
      : [],
  };
}

/** Of many related rows their number, of one its column among those of the row itself. */
function summarized(
  choices: Choices,
  { embed, table: related, kind }: Relation,
  { name, row, from }: { readonly name: string; readonly row: string; readonly from: string },
): Embedded {
  const column = choices.pick(Object.keys(tableNamed(related).columns));
  const number = `(select json_agg(r) from (select count(*) as count${from}) as r) as ${name}`;
  return {
    select: kind === "many" ? `${name}:${embed}(count)` : `...${row}:${embed}(${name}:${column})`,
    params: [],
    outputs: [kind === "many" ? number : `(select ${row}.${column}${from}) as ${name}`],
    where: [],
    keys: [],
  };
}

/** A list of rows with what they embed. */
export function listing(choices: Choices): Question {
  const names = new Names();
  const path = choices.pick(Object.keys(tables));
  const table = tableNamed(path);
  const { select, params, outputs, where, order, range } = node(choices, names, {
    table,
    row: "t0",
    prefix: "",
    depth: 0,
  });
  const from = ` from ${path} as t0${where.length === 0 ? "" : ` where ${where.join(" and ")}`}`;
  return {
    path,
    params: [["select", select.join(",")], ...params],
    sql: `select coalesce(json_agg(r), '[]') as body, (select count(*)${from}) as total from (select ${outputs.join(", ")}${from}${order}${range}) as r`,
  };
}

/** Aggregates, grouped by the columns beside them. */
export function summary(choices: Choices): Question {
  const path = choices.pick(Object.keys(tables));
  const table = tableNamed(path);
  const plain = Object.keys(table.columns).filter(
    (name) => !["jsonb", "text[]"].includes(table.columns[name] ?? ""),
  );
  const groups = [...new Set(Array.from({ length: choices.below(3) }, () => choices.pick(plain)))];
  const measured = plain.filter((name) => numbers.includes(table.columns[name] ?? "text"));
  const measures = Array.from({ length: 1 + choices.below(3) }, (_, index) => {
    const column = choices.pick(measured);
    const aggregate = choices.pick(["sum", "avg", "min", "max", "count"]);
    const cast = choices.sometimes(3) ? "::text" : "";
    return {
      item: `m${index}:${column}.${aggregate}()${cast}`,
      sql: `${aggregate}(t0.${column})${cast} as m${index}`,
    };
  });
  const found = choices.sometimes(2) ? condition(choices, table, "t0") : null;
  const where = found === null ? "" : ` where ${found.sql}`;
  const list = [...groups.map((name) => `t0.${name}`), ...measures.map(({ sql }) => sql)].join(", ");
  const collated = groups.map((name) => `t0.${name}${collation(table, name)}`);
  const rows = `select ${list} from ${path} as t0${where}${groups.length === 0 ? "" : ` group by ${groups.map((name) => `t0.${name}`).join(", ")} order by ${collated.join(", ")}`}`;
  return {
    path,
    params: [
      ["select", [...groups, ...measures.map(({ item }) => item)].join(",")],
      ...(found === null ? [] : [[found.name, found.value] as const]),
      ...(groups.length === 0 ? [] : [["order", groups.join(",")] as const]),
    ],
    sql: `select coalesce(json_agg(r), '[]') as body, count(*) as total from (${rows}) as r`,
  };
}
