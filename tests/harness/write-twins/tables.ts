import fc from "fast-check";
import type { Column, Table } from "#lib/catalog/types.ts";

/** What two tables have, of which the second refers to the first. */
export interface Shape {
  readonly hasCompositeKey: boolean;
  readonly hasUnique: boolean;
  readonly hasCheck: boolean;
  readonly hasGenerated: boolean;
  readonly onDelete: "cascade" | "set null" | "restrict" | undefined;
}

export const shapes = fc.record<Shape>({
  hasCompositeKey: fc.boolean(),
  hasUnique: fc.boolean(),
  hasCheck: fc.boolean(),
  hasGenerated: fc.boolean(),
  onDelete: fc.constantFrom("cascade", "set null", "restrict", undefined),
});

export function parentTable(shape: Shape): Table {
  const constraints = [
    ...(shape.hasCompositeKey ? [{ kind: "primary_key", columns: ["k", "a"] } as const] : []),
    ...(shape.hasUnique ? [{ kind: "unique", columns: ["b", "c"] } as const] : []),
    ...(shape.hasCheck
      ? [
          {
            kind: "check",
            name: "p_order",
            expression: "a is null or b is null or a <= b -- in order",
          } as const,
        ]
      : []),
  ];
  return {
    name: "p",
    origin: "sql",
    columns: [
      { name: "k", type: "integer", ...(shape.hasCompositeKey ? { required: true } : { primary_key: true }) },
      { name: "a", type: "integer", default: 1, ...(shape.hasCompositeKey ? { required: true } : {}) },
      { name: "b", type: "integer", indexed: true },
      { name: "c", type: "text" },
      ...(shape.hasGenerated
        ? [
            {
              name: "g",
              type: "integer",
              generated: "coalesce(a, 0) * 10 + coalesce(p.b, 0)",
              indexed: true,
            } as const,
          ]
        : []),
    ],
    ...(constraints.length === 0 ? {} : { constraints }),
  };
}

export function childTable({ hasCompositeKey, onDelete }: Shape): Table {
  const action = onDelete === undefined ? {} : { on_delete: onDelete };
  const columns: Column[] = [
    {
      name: "pk",
      type: "integer",
      ...(hasCompositeKey ? {} : { references: { table: "p", column: "k", ...action } }),
    },
    { name: "pa", type: "integer" },
    { name: "n", type: "integer", required: true, default: 1 },
    { name: "u", type: "integer", unique: true },
  ];
  const check = { kind: "check", name: "c_n", expression: "n >= 0" } as const;
  const foreign = {
    kind: "foreign_key",
    columns: ["pk", "pa"],
    references: { table: "p", columns: ["k", "a"], ...action },
  } as const;
  return { name: "c", origin: "sql", columns, constraints: hasCompositeKey ? [foreign, check] : [check] };
}

/** The same two as plain tables, in a schema of their own. */
export function nativeTables(schema: string, shape: Shape): string {
  const onDelete = shape.onDelete === undefined ? "" : `on delete ${shape.onDelete}`;
  return `create schema ${schema}; set search_path = ${schema};
    create table p (k int ${shape.hasCompositeKey ? "" : "primary key"}, a int default 1, b int, c text
      ${shape.hasGenerated ? ", g int generated always as (coalesce(a, 0) * 10 + coalesce(b, 0)) stored" : ""}
      ${shape.hasCompositeKey ? ", primary key (k, a)" : ""} ${shape.hasUnique ? ", unique (b, c)" : ""}
      ${shape.hasCheck ? ", constraint p_order check (a is null or b is null or a <= b)" : ""});
    create table c (pk int, pa int, n int not null default 1 constraint c_n check (n >= 0), u int unique, foreign key ${shape.hasCompositeKey ? "(pk, pa) references p (k, a)" : "(pk) references p (k)"} ${onDelete});`;
}
