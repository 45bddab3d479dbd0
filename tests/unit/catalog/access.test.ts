import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Schema, Table } from "#lib/catalog/types.ts";

const members: Table = completeTable({
  name: "members",
  columns: [
    { name: "team_id", type: "uuid" },
    { name: "user_id", type: "uuid" },
  ],
});
const posts: Table = completeTable({
  name: "posts",
  columns: [
    { name: "title", type: "text" },
    { name: "team_id", type: "uuid" },
    { name: "author_id", type: "uuid" },
  ],
});
const schema: Schema = { tables: [members, posts] };

function applied(changes: readonly Change[], base: Schema = schema): Schema {
  const result = applyChanges(base, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.schema;
}

function refused(changes: readonly Change[]): readonly string[] {
  const result = applyChanges(schema, changes);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path} ${message}`);
}

const postsOf = ({ tables }: Schema) => tables.find(({ name }) => name === "posts" || name === "articles");

const ofMembers = "exists (select 1 from members m where m.team_id = posts.team_id and user_id = auth.uid())";

describe("policies", () => {
  it("are made, changed and dropped like any other part of a table", () => {
    const made = applied([
      { kind: "create_policy", table: "posts", policy: { name: "read", command: "select", using: " true " } },
      {
        kind: "create_policy",
        table: "posts",
        policy: { name: "write", command: "all", roles: ["authenticated", "anon"], using: "false" },
      },
    ]);
    expect(postsOf(made)?.policies).toEqual([
      { name: "read", command: "select", using: "true" },
      { name: "write", using: "false" },
    ]);
    const changed = applied(
      [
        { kind: "alter_policy", table: "posts", name: "write", set: { name: "own", check: "true" } },
        { kind: "alter_policy", table: "posts", name: "own", set: { using: null, roles: ["anon"] } },
        { kind: "drop_policy", table: "posts", name: "read" },
      ],
      made,
    );
    expect(postsOf(changed)?.policies).toEqual([{ name: "own", roles: ["anon"], check: "true" }]);
    expect(diffSchemas(made, schema)).toEqual([
      { kind: "drop_policy", table: "posts", name: "read" },
      { kind: "drop_policy", table: "posts", name: "write" },
    ]);
  });

  it("are refused where they say nothing or contradict their verb, at the place of the mistake", () => {
    const policy = (fields: object): Change => ({
      kind: "create_policy",
      table: "posts",
      policy: { name: "p", ...fields },
    });
    expect(refused([policy({ command: "insert", using: "true" })])).toEqual([
      "/0/policy/using A policy for insert has only a check: there is no row before.",
    ]);
    expect(refused([policy({ command: "select", check: "true" })])).toEqual([
      "/0/policy/check A policy for select has no check: nothing is written.",
    ]);
    expect(refused([policy({ using: " " })])).toEqual([
      "/0/policy/using A policy's condition cannot be empty.",
    ]);
    expect(refused([policy({}), policy({})])).toEqual(['/1/policy/name "posts" already has a policy "p".']);
    expect(refused([{ kind: "drop_policy", table: "posts", name: "q" }])).toEqual([
      '/0/name "posts" has no policy "q".',
    ]);
  });

  it("follow a column and a table to their new names, and leave others' of the same name alone", () => {
    const made = applied([
      {
        kind: "create_policy",
        table: "posts",
        policy: { name: "p", using: `author_id = auth.uid() or ${ofMembers} or title = 'author_id'` },
      },
    ]);
    const renamed = applied(
      [
        { kind: "rename_column", table: "members", column: "team_id", to: "group_id" },
        { kind: "rename_column", table: "members", column: "user_id", to: "person" },
        { kind: "rename_column", table: "posts", column: "author_id", to: "writer" },
        { kind: "rename_table", table: "posts", to: "articles" },
        { kind: "rename_table", table: "members", to: "people" },
      ],
      made,
    );
    expect(postsOf(renamed)?.policies?.[0]?.using).toBe(
      "writer = auth.uid() or exists (select 1 from people m where m.group_id = articles.team_id and person = auth.uid()) or title = 'author_id'",
    );
  });
});

describe("grants", () => {
  const revoke = (fields: object): Change => ({
    kind: "revoke",
    table: "posts",
    roles: ["anon"],
    privileges: ["select"],
    ...fields,
  });

  it("are everything until something is taken, and everything again when it is given back", () => {
    const taken = applied([revoke({ privileges: ["insert", "update", "delete"] })]);
    expect(postsOf(taken)?.grants).toEqual({
      anon: { select: true, insert: false, update: false, delete: false },
    });
    const given = applied(
      [{ ...revoke({}), kind: "grant", privileges: ["insert", "update", "delete"] } as Change],
      taken,
    );
    expect(postsOf(given)).toEqual(posts);
  });

  it("take single columns out of a privilege on the whole table, and follow their names", () => {
    const taken = applied([
      revoke({ roles: ["public"], columns: ["author_id"] }),
      { kind: "rename_column", table: "posts", column: "title", to: "headline" },
      { kind: "drop_column", table: "posts", column: "team_id" },
    ]);
    const select = ["created_at", "headline", "id", "updated_at"];
    expect(postsOf(taken)?.grants).toEqual({
      anon: { select, insert: true, update: true, delete: true },
      authenticated: { select, insert: true, update: true, delete: true },
    });
    const back = applied(diffSchemas(taken, schema), taken);
    expect(postsOf(back)?.grants).toBeUndefined();
  });

  it("name columns that are there, and none for deleting", () => {
    expect(refused([revoke({ columns: ["titel"] })])).toEqual([
      expect.stringMatching(/^\/0\/columns\/0 "posts" has no column "titel"/),
    ]);
    expect(refused([revoke({ privileges: ["delete"], columns: ["title"] })])).toEqual([
      "/0/columns A row is deleted as a whole: this privilege has no columns.",
    ]);
  });
});
