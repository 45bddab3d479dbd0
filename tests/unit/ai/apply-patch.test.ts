import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPatch } from "#lib/ai/pipeline/apply-patch.ts";
import { propose } from "#lib/ai/pipeline/propose.ts";
import { readSchemaAnswer } from "#lib/ai/pipeline/read-schema-answer.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import type { Schema } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";

const base: Schema = { tables: [usersTable] };

function patched(answer: object, from: Schema = base): Schema {
  const read = readSchemaAnswer(JSON.stringify(answer));
  if (!read.ok) throw new Error(read.problems.join());
  return applyPatch(from, read.answer.patch).schema;
}

function columnsOf(schema: Schema, table: string): readonly string[] {
  const columns = schema.tables.find(({ name }) => name === table)?.columns ?? [];
  return columns.map(({ name, type }) => `${name} ${type}`);
}

describe("a model's answer", () => {
  it("may use the types of other dialects", () => {
    const types = [
      "VARCHAR(255)",
      "int",
      "decimal(10,2)",
      "DateTime",
      "bool",
      "json",
      "string[]",
      "double precision",
    ];
    const columns = types.map((type, index) => ({ name: `c${index}`, type }));
    expect(columnsOf(patched({ tables: [{ name: "things", columns }] }), "things").slice(1, -2)).toEqual([
      "c0 text",
      "c1 integer",
      "c2 numeric",
      "c3 timestamptz",
      "c4 boolean",
      "c5 jsonb",
      "c6 text[]",
      "c7 number",
    ]);
  });

  it("gets plural names without reserved words", () => {
    const tables = ["Blog Post", "category", "order", "people", "Straßen-Fest"].map((name) => ({
      name,
      columns: [{ name: "select", type: "text" }],
    }));
    const schema = patched({ tables });
    expect(schema.tables.slice(1).map(({ name }) => name)).toEqual([
      "blog_posts",
      "categories",
      "orders",
      "people",
      "strassen_fests",
    ]);
    expect(checkSchema(schema)).toEqual([]);
  });

  it("gives references the final name and the type of what they point at", () => {
    const tables = [
      {
        name: "post",
        columns: [{ name: "author", type: "integer", references: { table: "user", column: "id" } }],
      },
      { name: "comment", columns: [{ name: "post_id", type: "text", references: "post(id)" }] },
    ];
    const schema = patched({ tables });
    expect(columnsOf(schema, "posts")).toContain("author uuid");
    expect(schema.tables[2]?.columns[1]?.references).toEqual({ table: "posts", column: "id" });
    expect(checkSchema(schema)).toEqual([]);
  });

  it("may leave out or bring along the key and the timestamps", () => {
    const columns = [
      { name: "id", type: "serial", primary_key: true },
      { name: "title", type: "text", nullable: false },
      { name: "created_at", type: "date" },
    ];
    const schema = patched({ tables: [{ name: "posts", columns }] });
    expect(columnsOf(schema, "posts")).toEqual([
      "id uuid",
      "title text",
      "created_at timestamptz",
      "updated_at timestamptz",
    ]);
    expect(schema.tables[1]?.columns[1]?.required).toBe(true);
  });

  it("reads enums, defaults and keys over several columns", () => {
    const columns = [
      { name: "status", type: "enum", values: ["draft", " live ", "draft"], default: "'draft'::text" },
      { name: "kind", type: "enum", enum_values: [] },
      { name: "starts_at", type: "timestamp", default: "CURRENT_TIMESTAMP" },
      { name: "slug", type: "text", default: "" },
    ];
    const [, table] = patched({
      tables: [{ name: "posts", columns, unique_together: [["status", "slug"]] }],
    }).tables;
    expect(table?.columns.slice(1, 5)).toEqual([
      { name: "status", type: "enum", default: "draft", enum_values: ["draft", "live"] },
      { name: "kind", type: "text" },
      { name: "starts_at", type: "timestamptz", default: "now()" },
      { name: "slug", type: "text" },
    ]);
    expect(table?.constraints).toEqual([
      expect.objectContaining({ kind: "unique", columns: ["status", "slug"] }),
    ]);
  });

  it("cannot change what signing in needs", () => {
    const columns = [
      { name: "email", type: "integer", required: false, unique: false },
      { name: "id", type: "integer" },
      { name: "bio", type: "text" },
    ];
    const schema = patched({
      tables: [{ name: "Users", columns }],
      dropped_tables: ["users"],
      renamed_tables: [{ from: "users", to: "people" }],
      dropped_columns: [{ table: "users", column: "password_hash" }],
    });
    const [users] = schema.tables;
    expect(users?.columns.filter(({ name }) => name !== "bio")).toEqual(usersTable.columns);
    expect(users?.columns.some(({ name }) => name === "bio")).toBe(true);
  });

  it("loses no column when the table that it points at is dropped", () => {
    const authors = { name: "authors", columns: [{ name: "name", type: "text" }] };
    const books = { name: "books", columns: [{ name: "author_id", type: "uuid", references: "authors.id" }] };
    const before = patched({ tables: [authors, books] });
    const after = patched({ tables: [], dropped_tables: ["author"] }, before);
    expect(after.tables.map(({ name }) => name)).toEqual(["users", "books"]);
    expect(after.tables[1]?.columns[1]).toEqual({ name: "author_id", type: "uuid" });
  });

  it("leaves a table alone that was typed as SQL", () => {
    const typed: Schema = {
      tables: [usersTable, { name: "Log", columns: [{ name: "Line", type: "text" }] }],
    };
    expect(patched({ tables: [{ name: "notes", columns: [] }] }, typed).tables[1]).toEqual(typed.tables[1]);
  });

  it("is a valid proposal or a list of problems, whatever it holds", () => {
    const name = fc.oneof(
      fc.constantFrom("posts", "comment", "users", "title", "post_id", "id", "order", "a b", "é", ""),
      fc.string(),
    );
    const type = fc.oneof(fc.constantFrom("text", "int", "enum", "uuid", "boolean", "date"), fc.string());
    const column = fc.record(
      {
        name,
        type,
        required: fc.boolean(),
        default: fc.anything(),
        enum_values: fc.array(fc.string()),
        references: fc.oneof(name, fc.record({ table: name, column: name })),
      },
      { requiredKeys: [] },
    );
    const table = fc.record({ name, columns: fc.array(column, { maxLength: 4 }) }, { requiredKeys: [] });
    const answer = fc.record(
      {
        tables: fc.array(table, { maxLength: 4 }),
        dropped_tables: fc.array(name),
        renamed_tables: fc.array(fc.record({ from: name, to: name })),
        renamed_columns: fc.array(fc.record({ table: name, from: name, to: name })),
        dropped_columns: fc.array(fc.record({ table: name, column: name })),
      },
      { requiredKeys: [] },
    );
    const posts = { name: "posts", columns: [{ name: "title", type: "text" }] };
    const comments = {
      name: "comments",
      columns: [{ name: "post_id", type: "uuid", references: "posts.id" }],
    };
    const blog = patched({ tables: [posts, comments] });
    fc.assert(
      fc.property(answer, (given) => {
        const read = readSchemaAnswer(JSON.stringify(given));
        if (!read.ok) {
          expect(read.problems.length).toBeGreaterThan(0);
          return;
        }
        const draft = {
          status: "ok",
          explanation: "",
          assumptions: [],
          questions: [],
          ...applyPatch(blog, read.answer.patch),
        } as const;
        const outcome = propose(blog, draft, { name: "mistral", model: "m" }, null);
        if (!outcome.ok) {
          expect(outcome.issues.length).toBeGreaterThan(0);
          return;
        }
        expect(checkSchema(outcome.proposal.schema)).toEqual([]);
        expect(outcome.proposal.schema.tables.some((one) => one.name === "users")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
