import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { isIdentity } from "#lib/catalog/column-facts.ts";
import { namedConstraints } from "#lib/catalog/table-constraints.ts";
import type { Change, Column, Constraint, Schema, Table } from "#lib/catalog/types.ts";
import { validateRecord } from "#lib/catalog/values/validate-record.ts";

function typed(name: string, columns: readonly Column[], constraints: readonly Constraint[] = []): Table {
  return { name, origin: "sql", columns, ...(constraints.length === 0 ? {} : { constraints }) };
}

function applied(...changes: readonly Change[]): Schema {
  const result = applyChanges({ tables: [] }, changes);
  if (!result.ok) throw new Error(result.issues.map(({ path, message }) => `${path} ${message}`).join("\n"));
  return result.schema;
}

function problems(...tables: readonly Table[]): readonly string[] {
  const result = applyChanges(
    { tables: [] },
    tables.map((table) => ({ kind: "create_table" as const, table })),
  );
  return result.ok ? [] : result.issues.map(({ message }) => message);
}

describe("a table typed in SQL", () => {
  it("has exactly the columns typed, under any name, with or without a key", () => {
    const [table] = applied({
      kind: "create_table",
      table: typed("Odd Table", [{ name: "Größe", type: "text", sql_type: "character varying(20)" }]),
    }).tables;
    expect(table).toEqual({
      name: "Odd Table",
      origin: "sql",
      columns: [{ name: "Größe", type: "text", sql_type: "character varying(20)" }],
    });
  });

  it("does not count a whole-number key up by itself, unless it says so", () => {
    const key = { name: "id", type: "integer", primary_key: true } as const;
    const [plain] = applied({ kind: "create_table", table: typed("t", [key]) }).tables;
    const [counted] = applied({
      kind: "create_table",
      table: typed("t", [{ ...key, identity: "by default" }]),
    }).tables;
    expect(plain?.columns.map((column) => isIdentity(plain, column))).toEqual([false]);
    expect(counted?.columns.map((column) => isIdentity(counted, column))).toEqual([true]);
    const [built] = applied({ kind: "create_table", table: { name: "t", columns: [key] } }).tables;
    expect(built?.columns.map((column) => isIdentity(built, column))).toEqual([true, false, false]);
  });

  it("keeps names of constraints that are not Postgres's own, and drops by them", () => {
    const schema = applied({
      kind: "create_table",
      table: typed(
        "t",
        [
          { name: "a", type: "integer" },
          { name: "b", type: "integer" },
        ],
        [
          { kind: "primary_key", name: "the_key", columns: ["a"] },
          { kind: "unique", name: "t_b_key", columns: ["b"] },
          { kind: "index", name: "by_b", columns: ["b"] },
          { kind: "foreign_key", name: "up", columns: ["b"], references: { table: "t", columns: ["a"] } },
          { kind: "check", expression: "b > 0" },
          { kind: "check", expression: "a < b" },
        ],
      ),
    });
    const [table] = schema.tables;
    if (table === undefined) throw new Error("no table");
    expect(namedConstraints(table).map(({ name }) => name)).toEqual([
      "t_b_check",
      "t_check",
      "the_key",
      "t_b_key",
      "up",
      "by_b",
    ]);
    const dropped = applyChanges(schema, [{ kind: "drop_constraint", table: "t", name: "up" }]);
    expect(dropped.ok && dropped.schema.tables[0]?.columns[1]).toEqual({
      name: "b",
      type: "integer",
      unique: true,
      indexed: true,
      constraint_names: { indexed: "by_b" },
    });
  });

  it("keeps the names of its constraints when it or a column is renamed, as Postgres does", () => {
    const columns: Column[] = [
      { name: "id", type: "integer", primary_key: true },
      { name: "a", type: "integer", unique: true },
    ];
    const rename: Change[] = [
      { kind: "rename_column", table: "t", column: "a", to: "b" },
      { kind: "rename_table", table: "t", to: "u" },
    ];
    const namesOf = (table: Table) => {
      const schema = applied({ kind: "create_table", table }, ...rename);
      return schema.tables.flatMap((each) => namedConstraints(each).map(({ name }) => name));
    };
    expect(namesOf(typed("t", columns))).toEqual(["t_pkey", "t_a_key"]);
    expect(namesOf({ name: "t", columns })).toEqual(["u_pkey", "u_b_key"]);
  });

  it("says what is wrong with a type, an expression or a count", () => {
    expect(
      problems(
        typed("t", [
          { name: "a", type: "text", sql_type: "mood" },
          { name: "b", type: "text", sql_type: "smallint" },
          { name: "c", type: "integer", default: 1, generated: "b + 1" },
          { name: "d", type: "text", identity: "always" },
          { name: "e", type: "text", sql_type: "json[]", unique: true },
          { name: "f", type: "text", sql_type: "point", indexed: true },
        ]),
      ),
    ).toEqual([
      '"mood" is no type that "a" can have.',
      '"b" is of Postgres\'s type smallint, whose type here is integer.',
      '"c" has both a default and an expression that it is generated from; it can have one of them.',
      '"d" is of type text; only whole numbers can be counted up.',
      '"e" is of Postgres\'s type json[], whose type here is text[].',
      '"e" is of type json[], which cannot be a key.',
      '"f" is of type point, which cannot be indexed.',
    ]);
  });

  it("may refer to any key whose values compare with its own", () => {
    const target = typed("t", [
      { name: "id", type: "bigint", primary_key: true },
      { name: "code", type: "text", sql_type: "character varying(10)", unique: true },
    ]);
    const from = (type: Column["type"], column: string): Table =>
      typed("u", [{ name: "x", type, references: { table: "t", column } }]);
    expect(problems(target, from("integer", "id"))).toEqual([]);
    expect(problems(target, from("text", "code"))).toEqual([]);
    expect(problems(target, from("text", "id"))).toEqual([
      '"u.x" is of type text, but "t.id", which it points at, is of type bigint. Make it bigint.',
    ]);
  });

  it("takes no values for columns that are computed, nor is it asked for them", () => {
    const table = typed("t", [
      { name: "id", type: "integer", required: true, identity: "always" },
      { name: "twice", type: "integer", required: true, generated: "n * 2" },
      { name: "n", type: "integer", required: true, default_expression: "1 + 1" },
    ]);
    expect(validateRecord(table, {}, "insert")).toEqual({ ok: true, record: {} });
    expect(validateRecord(table, { id: 1, twice: 2 }, "insert")).toMatchObject({
      issues: [
        { message: "Id is computed and cannot be set." },
        { message: "Twice is computed and cannot be set." },
      ],
    });
  });

  it("changes between types, defaults and expressions", () => {
    const schema = applied({
      kind: "create_table",
      table: typed("t", [{ name: "a", type: "text", sql_type: "character varying(5)", default: "x" }]),
    });
    const alter = (set: Extract<Change, { kind: "alter_column" }>["set"]) => {
      const result = applyChanges(schema, [{ kind: "alter_column", table: "t", column: "a", set }]);
      return result.ok ? result.schema.tables[0]?.columns[0] : result.issues;
    };
    expect(alter({ type: "text" })).toEqual({ name: "a", type: "text", default: "x" });
    expect(alter({ type: "integer", sql_type: "smallint", default: null })).toEqual({
      name: "a",
      type: "integer",
      sql_type: "smallint",
    });
    expect(alter({ default_expression: "lower('X')" })).toEqual({
      name: "a",
      type: "text",
      sql_type: "character varying(5)",
      default_expression: "lower('X')",
    });
  });
});
