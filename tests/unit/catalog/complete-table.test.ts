import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { parseTable } from "#lib/catalog/checks/validate-schema.ts";
import { primaryKey } from "#lib/catalog/column-facts.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { columnTypes, type Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";

const names = (table: Table) => table.columns.map((column) => column.name);

describe("completeTable", () => {
  it("puts id first and the timestamps last", () => {
    const table = completeTable({ name: "posts", columns: [{ name: "title", type: "text" }] });
    expect(table.columns).toEqual([
      { name: "id", type: "uuid", primary_key: true, required: true, default: "gen_random_uuid()" },
      { name: "title", type: "text" },
      { name: "created_at", type: "timestamptz", required: true, default: "now()" },
      { name: "updated_at", type: "timestamptz", required: true, default: "now()" },
    ]);
  });

  it("adds no id to a table that has another key", () => {
    const byFlag = completeTable({
      name: "countries",
      columns: [{ name: "code", type: "text", primary_key: true }],
    });
    expect(names(byFlag)).toEqual(["code", "created_at", "updated_at"]);
    const byConstraint = completeTable({
      name: "seats",
      columns: [
        { name: "row", type: "integer" },
        { name: "number", type: "integer" },
      ],
      constraints: [{ kind: "primary_key", columns: ["row", "number"] }],
    });
    expect(names(byConstraint)).toEqual(["row", "number", "created_at", "updated_at"]);
    expect(byConstraint.columns[0]).toEqual({ name: "row", type: "integer", required: true });
    expect(byConstraint.constraints).toEqual([
      { name: "seats_pkey", kind: "primary_key", columns: ["row", "number"] },
    ]);
  });

  it("takes an existing id of a fitting type for the key", () => {
    for (const type of ["bigint", "integer", "text"] as const) {
      const table = completeTable({ name: "t", columns: [{ name: "id", type }] });
      expect(table.columns[0]).toEqual({ name: "id", type, primary_key: true, required: true });
    }
    const uuid = completeTable({ name: "t", columns: [{ name: "id", type: "uuid" }] });
    expect(uuid.columns[0]).toMatchObject({ primary_key: true, default: "gen_random_uuid()" });
  });

  it("leaves an id of another type alone, which the check then explains", () => {
    const table = completeTable({ name: "t", columns: [{ name: "id", type: "date" }] });
    expect(checkSchema({ tables: [table] })[0]?.message).toContain(
      'Make "id" a uuid, bigint, integer or text',
    );
  });

  it("makes a key of several flagged columns one constraint", () => {
    const table = completeTable({
      name: "post_tags",
      columns: [
        { name: "post_id", type: "uuid", primary_key: true },
        { name: "tag_id", type: "uuid", primary_key: true },
      ],
    });
    expect(primaryKey(table)).toEqual(["post_id", "tag_id"]);
    expect(checkSchema({ tables: [table] })).toEqual([]);
  });

  it("gives a key that is a reference no value of its own", () => {
    const id = {
      name: "id",
      type: "uuid",
      primary_key: true,
      references: { table: "users", column: "id" },
    } as const;
    expect(completeTable({ name: "profiles", columns: [id] }).columns[0]).not.toHaveProperty("default");
  });

  it("turns constraints over one column into that column's flags", () => {
    const table = completeTable({
      name: "posts",
      columns: [
        { name: "slug", type: "text" },
        { name: "author_id", type: "uuid" },
      ],
      constraints: [
        { kind: "unique", columns: ["slug"] },
        { kind: "index", columns: ["slug"] },
        { kind: "foreign_key", columns: ["author_id"], references: { table: "users", columns: ["id"] } },
      ],
    });
    expect(table.constraints).toBeUndefined();
    expect(table.columns.slice(1, 3)).toEqual([
      { name: "slug", type: "text", unique: true, indexed: true },
      { name: "author_id", type: "uuid", references: { table: "users", column: "id" } },
    ]);
  });

  it("changes nothing the second time", () => {
    const column = fc.record({
      name: fc.constantFrom("id", "title", "created_at", "code"),
      type: fc.constantFrom(...columnTypes),
      primary_key: fc.boolean(),
      unique: fc.boolean(),
      required: fc.boolean(),
      description: fc.constantFrom("", "words"),
    });
    const columns = fc.uniqueArray(column, { selector: ({ name }) => name });
    fc.assert(
      fc.property(columns, (list) => {
        const once = completeTable({ name: "things", columns: list });
        expect(completeTable(once)).toEqual(once);
        expect(parseTable(once)).toEqual({ ok: true, value: once });
      }),
    );
  });
});

describe("usersTable", () => {
  it("has the columns that the contract names, and is valid", () => {
    expect(names(usersTable)).toEqual([
      "id",
      "email",
      "password_hash",
      "full_name",
      "avatar_url",
      "created_at",
      "updated_at",
    ]);
    expect(usersTable.columns[1]).toEqual({ name: "email", type: "text", unique: true, required: true });
    expect(usersTable.columns[2]).toMatchObject({ type: "text", required: true });
    expect(checkSchema({ tables: [usersTable] })).toEqual([]);
  });
});
