import fc from "fast-check";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { normalizeTable } from "#lib/catalog/normalize-table.ts";
import {
  type Column,
  type ColumnType,
  columnTypes,
  type Json,
  type Policy,
  type Schema,
  type Table,
} from "#lib/catalog/types.ts";

/** Few names, so that two random schemas share tables and columns. */
const tableNames = ["posts", "authors", "tags", "orders", "rooms"] as const;
const columnNames = ["title", "price", "status", "starts_on", "notes", "count", "email_address"] as const;

const defaults: Partial<Record<ColumnType, Json>> = {
  text: "new",
  integer: 3,
  boolean: false,
  number: 1.5,
  numeric: "12.50",
  date: "now()",
  timestamptz: "now()",
  uuid: "gen_random_uuid()",
  jsonb: "{}",
  "text[]": "{}",
};

const column = (name: string): fc.Arbitrary<Column> =>
  fc
    .record({
      type: fc.constantFrom(...columnTypes),
      required: fc.boolean(),
      hasDefault: fc.boolean(),
      flag: fc.constantFrom("unique", "indexed", "none", "none", "none"),
      description: fc.constantFrom(undefined, "What it is", "Something else"),
      enum_values: fc.subarray(["draft", "sent", "paid"], { minLength: 1 }),
    })
    .map(({ type, required, hasDefault, flag, description, enum_values }) => ({
      name,
      type,
      required,
      ...(type === "enum" ? { enum_values } : {}),
      ...(hasDefault && defaults[type] !== undefined ? { default: defaults[type] } : {}),
      ...(flag !== "none" && type !== "jsonb" && type !== "text[]" ? { [flag]: true } : {}),
      ...(description === undefined ? {} : { description }),
    }));

/** What only SQL gives a column. */
const sqlColumn = (name: string): fc.Arbitrary<Column> =>
  fc.constantFrom<Column>(
    { name, type: "integer", sql_type: "smallint", default: 3 },
    { name, type: "text", sql_type: "character varying(20)", unique: true },
    { name, type: "numeric", sql_type: "numeric(10,2)", default_expression: "1 + 1" },
    { name, type: "text[]", sql_type: "integer[]" },
    { name, type: "integer", default_expression: "length('abc')" },
    { name, type: "text", generated: "created_at::text" },
    { name, type: "text", generated: "title || 'x'", required: true },
  );

const columns = fc
  .subarray([...columnNames], { minLength: 2 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => (name === "title" ? column(name) : fc.oneof(column(name), sqlColumn(name)))),
    ),
  )
  .map(withinLimits);

/** At most one unique or indexed column of a kind is far within the limits. */
function withinLimits(list: readonly Column[]): readonly Column[] {
  const flagged = list.filter((each) => each.unique === true || each.indexed === true).slice(0, 2);
  return list.map((each) => (flagged.includes(each) ? each : { ...each, unique: false, indexed: false }));
}

const key = fc.constantFrom<readonly Column[]>(
  [],
  [{ name: "id", type: "bigint", primary_key: true }],
  [{ name: "code", type: "text", primary_key: true }],
  [
    { name: "left_code", type: "text", primary_key: true },
    { name: "right_code", type: "integer", primary_key: true },
  ],
);

const policies: readonly Policy[] = [
  { name: "read", command: "select", using: "true" },
  { name: "write", roles: ["authenticated"], using: "false", check: "true" },
  { name: "never", kind: "restrictive", using: "created_at > '2000-01-01'" },
];

const grants = { select: true, insert: true, update: false, delete: true } as const;

function privilege(kind: "all" | "none" | "one", list: readonly Column[]): boolean | readonly string[] {
  return kind === "one" ? list.slice(0, 1).map(({ name }) => name) : kind === "all";
}

const table = (name: string): fc.Arbitrary<Table> =>
  fc
    .record({
      key,
      columns,
      description: fc.constantFrom(undefined, "A thing"),
      hasUniquePair: fc.boolean(),
      hasCheck: fc.boolean(),
      policies: fc.subarray([...policies]),
      select: fc.constantFrom("all", "none", "one"),
    })
    .map(({ key: keyColumns, columns: others, description, hasUniquePair, hasCheck, ...access }) => {
      const pair = others.filter(({ type }) => type !== "jsonb" && type !== "text[]").slice(0, 2);
      return completeTable({
        name,
        ...(description === undefined ? {} : { description }),
        columns: [...keyColumns, ...others],
        policies: access.policies,
        grants: { anon: { ...grants, select: privilege(access.select, others) } },
        constraints: [
          ...(hasUniquePair && pair.length === 2
            ? [{ kind: "unique" as const, columns: pair.map((each) => each.name) }]
            : []),
          ...(hasCheck
            ? [{ kind: "check" as const, name: `${name}_sane`, expression: "created_at > '2000-01-01'" }]
            : []),
        ],
      });
    });

const link = fc.record({
  from: fc.nat(),
  to: fc.nat(),
  on_delete: fc.constantFrom("cascade" as const, "restrict" as const, undefined),
});

/** Valid schemas of one to five completed tables with references between them, in circles too. */
export const schemaArbitrary: fc.Arbitrary<Schema> = fc
  .record({
    tables: fc.subarray([...tableNames], { minLength: 1 }).chain((names) => fc.tuple(...names.map(table))),
    links: fc.array(link, { maxLength: 6 }),
  })
  .map(({ tables, links }) => ({ tables: links.reduce<readonly Table[]>(withLink, tables) }));

function withLink(
  tables: readonly Table[],
  { from, to, on_delete }: { from: number; to: number; on_delete?: "cascade" | "restrict" | undefined },
): readonly Table[] {
  const source = tables[from % tables.length];
  const target = tables[to % tables.length];
  const [only, ...others] = target === undefined ? [] : primaryKey(target);
  const targetColumn = target?.columns.find(({ name }) => name === only);
  const name = `${target?.name}_key`;
  const isPossible =
    source !== undefined && target !== undefined && targetColumn !== undefined && others.length === 0;
  if (!isPossible || source.columns.some((each) => each.name === name)) return tables;
  const references = {
    table: target.name,
    column: targetColumn.name,
    ...(on_delete === undefined ? {} : { on_delete }),
  };
  const linked = { ...source, columns: [...source.columns, { name, type: targetColumn.type, references }] };
  return tables.map((each) => (each === source ? normalizeTable(linked) : each));
}

/** The schema with tables, columns and constraints in one order. */
export function sorted({ tables }: Schema): unknown {
  const byName = <T extends { readonly name?: string }>(list: readonly T[]) =>
    list.toSorted((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  return byName(tables).map((each) => ({
    ...each,
    columns: byName(each.columns),
    constraints: byName(each.constraints ?? []),
    policies: byName(each.policies ?? []),
  }));
}
