import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseChanges, parseSchema, parseTable } from "#lib/catalog/checks/validate-schema.ts";
import type { Change } from "#lib/catalog/types.ts";
import { schemaArbitrary } from "./schema-arbitrary.ts";

const issues = (result: ReturnType<typeof parseTable | typeof parseSchema | typeof parseChanges>) =>
  result.ok ? [] : result.issues.map(({ path, message }) => `${path} ${message}`);

const column = { name: "title", type: "text" } as const;
const table = { name: "posts", columns: [column] } as const;

/** One of each kind, with every field: a kind or a field that the shapes forget fails here. */
const everyChange: { readonly [Kind in Change["kind"]]: Required<Extract<Change, { readonly kind: Kind }>> } =
  {
    create_table: { kind: "create_table", table, position: { x: 1.5, y: -2 } },
    rename_table: { kind: "rename_table", table: "posts", to: "articles" },
    drop_table: { kind: "drop_table", table: "posts", cascade: true },
    describe_table: { kind: "describe_table", table: "posts", description: "" },
    add_column: { kind: "add_column", table: "posts", column, after: "id" },
    rename_column: { kind: "rename_column", table: "posts", column: "title", to: "headline" },
    alter_column: {
      kind: "alter_column",
      table: "posts",
      column: "title",
      set: {
        type: "enum",
        required: true,
        unique: false,
        indexed: true,
        default: null,
        description: "x",
        enum_values: ["a"],
        references: null,
      },
    },
    move_column: { kind: "move_column", table: "posts", column: "title", after: null },
    drop_column: { kind: "drop_column", table: "posts", column: "title", cascade: true },
    restore_table: { kind: "restore_table", table: "posts" },
    restore_column: { kind: "restore_column", table: "posts", column: "title" },
    add_constraint: {
      kind: "add_constraint",
      table: "posts",
      constraint: {
        name: "x",
        kind: "foreign_key",
        columns: ["a", "b"],
        references: { table: "t", columns: ["a", "b"], on_delete: "set null" },
        expression: "true",
      },
    },
    drop_constraint: { kind: "drop_constraint", table: "posts", name: "posts_title_key" },
    create_policy: {
      kind: "create_policy",
      table: "posts",
      policy: {
        name: "owners",
        command: "update",
        roles: ["authenticated"],
        kind: "restrictive",
        using: "author_id = auth.uid()",
        check: "author_id = auth.uid()",
      },
    },
    alter_policy: {
      kind: "alter_policy",
      table: "posts",
      name: "owners",
      set: { name: "authors", roles: ["public"], using: null, check: "true" },
    },
    drop_policy: { kind: "drop_policy", table: "posts", name: "authors" },
    grant: { kind: "grant", table: "posts", roles: ["anon"], privileges: ["select"], columns: ["title"] },
    revoke: { kind: "revoke", table: "posts", roles: ["anon"], privileges: ["update"], columns: ["title"] },
    move_table: { kind: "move_table", table: "posts", position: { x: 0, y: 0 } },
  };

describe("parseChanges", () => {
  it("takes every kind of change with every field", () => {
    const changes = Object.values(everyChange);
    expect(parseChanges(changes)).toEqual({ ok: true, value: changes });
  });

  it.each(Object.entries(everyChange))("refuses %s with an unknown key, naming it", (_kind, change) => {
    expect(issues(parseChanges([{ ...change, zzzz: 1 }]))).toEqual([
      expect.stringMatching(/^\/0\/zzzz Unknown key "zzzz"\. Known/),
    ]);
  });

  it("names the kinds when the kind is unknown, and asks for one that is missing", () => {
    expect(issues(parseChanges([{ kind: "create_tabel" }, {}, null]))).toEqual([
      expect.stringMatching(
        /^\/0\/kind "kind" must be one of: create_table, .*Perhaps you meant "create_table"\.$/,
      ),
      '/1/kind "kind" is missing.',
      "/2 Entry 3 of the list must be an object.",
    ]);
  });

  it("refuses what is no list", () => {
    expect(issues(parseChanges({}))).toEqual([" The value must be a list."]);
  });
});

describe("parseTable", () => {
  it("reports all errors at once, at their places", () => {
    const input = {
      name: 1,
      colums: [],
      columns: [{ name: "a", type: "string", references: { table: "x" } }, 5],
    };
    expect(issues(parseTable(input))).toEqual([
      '/colums Unknown key "colums". Perhaps you meant "columns".',
      '/name "name" must be text.',
      expect.stringMatching(/^\/columns\/0\/type "type" must be one of: uuid, text, /),
      '/columns/0/references/column "column" is missing.',
      "/columns/1 Entry 2 of the list must be an object.",
    ]);
  });

  it("refuses null where a value is expected, and takes it as a default", () => {
    expect(issues(parseTable({ name: "t", columns: [{ name: "a", type: "text", unique: null }] }))).toEqual([
      '/columns/0/unique "unique" must be true or false.',
    ]);
    expect(parseTable({ name: "t", columns: [{ name: "a", type: "text", default: null }] }).ok).toBe(true);
  });

  it("refuses keys that come from the prototype's names", () => {
    const input: unknown = JSON.parse('{"name": "t", "columns": [], "__proto__": {}, "constructor": 1}');
    expect(issues(parseTable(input)).map((issue) => issue.split(" ")[0])).toEqual([
      "/__proto__",
      "/constructor",
    ]);
  });

  it("does not drown the reader: a hundred issues at most", () => {
    expect(issues(parseTable({ name: "t", columns: Array.from({ length: 500 }, () => 1) }))).toHaveLength(
      100,
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        for (const parse of [parseTable, parseSchema, parseChanges]) {
          const result = parse(input);
          if (!result.ok) expect(result.issues.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("parseSchema", () => {
  it("takes any valid schema as it is", () => {
    fc.assert(
      fc.property(schemaArbitrary, (schema) => {
        expect(parseSchema(schema)).toEqual({ ok: true, value: schema });
      }),
    );
  });
});
