import type { CatalogTable, Column, Json } from "#lib/catalog/types.ts";
import { columnValue } from "#lib/engine/column-sql.ts";
import { writableRelation } from "#lib/engine/relation.ts";
import { ident, sql } from "#lib/sql/sql.ts";
import type { Operation, Row } from "./operations.ts";
import type { Twins } from "./twins.ts";

/** Does the same to both. @returns the SQLSTATE of each; null: it was done. */
export async function perform(twins: Twins, operation: Operation): Promise<[string | null, string | null]> {
  const key = twins.key.join(", ");
  switch (operation.kind) {
    case "insert":
    case "upsert":
    case "ignore": {
      const { text, values } = valuesList(operation.rows);
      const conflict = {
        insert: { clause: "" },
        ignore: { clause: "on conflict do nothing", onConflict: { action: "nothing", columns: null } },
        upsert: {
          clause: `on conflict (${key}) do update set b = excluded.b, c = excluded.c`,
          onConflict: { action: "update", columns: twins.key },
        },
      } as const;
      const { clause, ...more } = conflict[operation.kind];
      const virtual = await twins.virtual("p", (_, table) => ({
        kind: "insert",
        source: {
          kind: "json",
          records: json(operation.rows as unknown as Json),
          columns: columnsNamed(table, names),
          missing: "default",
        },
        ...(operation.kind === "upsert"
          ? {
              onConflict: {
                action: "update",
                columns: twins.key,
                set: columnsNamed(table, ["b", "c"]).map((column) => ({
                  column,
                  value: sql`excluded.${ident(column.name)}`,
                })),
              },
            }
          : more),
      }));
      return [virtual, await twins.native(`${text} ${clause}`, values)];
    }
    case "patch": {
      const { where, a, c } = operation;
      const virtual = await twins.virtual("p", (_, table) => ({
        kind: "patch",
        values: json({ a, c }),
        set: columnsNamed(table, ["a", "c"]),
        where: sql`${columnValue(table, columnsNamed(table, ["b"])[0] ?? never(), "d")} = ${where}::int4`,
      }));
      return [virtual, await twins.native("update p set a = $1, c = $2 where b = $3", [a, c, where])];
    }
    case "shift": {
      const { by } = operation;
      const virtual = await twins.virtual("p", (catalog, table) => ({
        kind: "update",
        source: sql`select p."$id", p.b + ${by}::int4 as b from (${writableRelation(catalog, table)}) as p where p.a is not null for no key update of p`,
        set: columnsNamed(table, ["b"]),
      }));
      return [virtual, await twins.native("update p set b = b + $1::int where a is not null", [by])];
    }
    case "delete": {
      const virtual = await twins.virtual("p", (_, table) => ({
        kind: "delete",
        where: sql`${columnValue(table, columnsNamed(table, ["a"])[0] ?? never(), "d")} = ${operation.where}::int4`,
      }));
      return [virtual, await twins.native("delete from p where a = $1", [operation.where])];
    }
    case "child": {
      const { k, a } = operation;
      const virtual = await twins.virtual("c", (_, table) => ({
        kind: "insert",
        source: {
          kind: "json",
          records: json([{ pk: k, pa: a }]),
          columns: columnsNamed(table, ["pk", "pa"]),
          missing: "default",
        },
      }));
      return [virtual, await twins.native("insert into c values ($1, $2)", [k, a])];
    }
    case "children": {
      const { rows: given } = operation;
      const virtual = await twins.virtual("c", (_, table) => ({
        kind: "insert",
        source: {
          kind: "json",
          records: json(given as unknown as Json),
          columns: columnsNamed(table, ["pk", "pa", "n", "u"]),
          missing: "default",
        },
      }));
      const values = given.flatMap(({ pk, pa, n, u }) => [pk, pa, n, u]);
      const places = given.map(
        (_, row) => `(${[1, 2, 3, 4].map((at) => `$${row * 4 + at}::int`).join(", ")})`,
      );
      return [virtual, await twins.native(`insert into c values ${places.join(", ")}`, values)];
    }
    case "rechild": {
      const { pk, u, n, where } = operation;
      const virtual = await twins.virtual("c", (_, table) => ({
        kind: "patch",
        values: json({ pk, u, n }),
        set: columnsNamed(table, ["pk", "u", "n"]),
        where: sql`${columnValue(table, columnsNamed(table, ["u"])[0] ?? never(), "d")} = ${where}::int4`,
      }));
      return [
        virtual,
        await twins.native("update c set pk = $1, u = $2, n = $3 where u = $4", [pk, u, n, where]),
      ];
    }
    case "rekey": {
      const { k, by } = operation;
      const virtual = await twins.virtual("p", (catalog, table) => ({
        kind: "update",
        source: sql`select p."$id", p.k + ${by}::int4 as k from (${writableRelation(catalog, table)}) as p where p.k = ${k}::int4 for no key update of p`,
        set: columnsNamed(table, ["k"]),
      }));
      return [virtual, await twins.native("update p set k = k + $1::int where k = $2", [by, k])];
    }
  }
}

function columnsNamed(table: CatalogTable, names: readonly string[]): readonly Column[] {
  return table.definition.columns.filter(({ name }) => names.includes(name));
}

const names = ["k", "a", "b", "c"];
const json = (value: Json) => sql`${JSON.stringify(value)}::jsonb`;

function valuesList(given: readonly Row[]): { text: string; values: unknown[] } {
  const values = given.flatMap(({ k, a, b, c }) => [k, a, b, c]);
  const text = given.map(
    (_, row) => `($${row * 4 + 1}::int, $${row * 4 + 2}::int, $${row * 4 + 3}::int, $${row * 4 + 4})`,
  );
  return { text: `insert into p (k, a, b, c) values ${text.join(", ")}`, values };
}

function never(): never {
  throw new Error("the table lacks a column that the test made");
}
