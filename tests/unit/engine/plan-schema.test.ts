import { expect, it } from "vitest";
import type { Catalog, Change } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { planSchema } from "#lib/engine/evolve/plan-schema.ts";

const users = newTable(usersTable, { isAuth: true });
const catalog: Catalog = { projectId: users.id, databaseId: users.id, version: 1, tables: [users] };
const constraint = (kind: "primary_key" | "unique", ...columns: string[]): Change => ({
  kind: "add_constraint",
  table: "users",
  constraint: { kind, columns },
});
const drop = (name: string): Change => ({ kind: "drop_constraint", table: "users", name });

it.each<[string, Change[]]>([
  ["lets two users have one e-mail", [drop("users_email_key")]],
  ["makes the e-mail the key", [drop("users_pkey"), constraint("primary_key", "email")]],
  ["compares passwords", [constraint("unique", "password_hash")]],
  ["compares passwords with something else", [constraint("unique", "email", "password_hash")]],
  [
    "does so after a new name",
    [
      { kind: "rename_table", table: "users", to: "people" },
      { kind: "drop_constraint", table: "people", name: "people_email_key" },
    ],
  ],
])("refuses a change of the table of end users that %s", (_what, changes) => {
  expect(() => planSchema(catalog, changes)).toThrow(expect.objectContaining({ code: "RH206" }));
});

it("lets the table of end users have keys of its own beside those", () => {
  expect(planSchema(catalog, [constraint("unique", "email", "full_name")]).changed).toHaveLength(1);
});
