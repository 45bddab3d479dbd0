import { describe, expect, it } from "vitest";
import { applyChanges } from "#lib/catalog/changes/apply-changes.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { allGrants } from "#lib/catalog/normalize-access.ts";
import { advise } from "#lib/catalog/rules/advise.ts";
import { conditionMeaning } from "#lib/catalog/rules/condition-meaning.ts";
import { policyWords, whoMay } from "#lib/catalog/rules/policy-words.ts";
import { memberships, ownerColumns, presetChanges, presetPolicies } from "#lib/catalog/rules/presets.ts";
import type { CatalogFunction, CatalogTable, Policy, Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";

const toUser = { references: { table: "users", column: "id" } } as const;
const teams = completeTable({ name: "teams", columns: [{ name: "name", type: "text" }] });
const members = completeTable({
  name: "members",
  columns: [
    { name: "user_id", type: "uuid", ...toUser },
    { name: "team_id", type: "uuid", references: { table: "teams", column: "id" } },
  ],
});
const posts = completeTable({
  name: "posts",
  columns: [
    { name: "title", type: "text" },
    { name: "api_key", type: "text" },
    { name: "owner", type: "uuid" },
    { name: "author_id", type: "uuid", ...toUser },
    { name: "team_id", type: "uuid", references: { table: "teams", column: "id" } },
  ],
});

function catalogTable(table: Table, isAuth = false): CatalogTable {
  const made = newTable(table, { isAuth });
  const policies = Object.fromEntries(
    (table.policies ?? []).map(({ name, using = "" }) => [
      name,
      {
        using: { text: using, columns: ["owner", "author_id"].filter((c) => using.includes(c)), tables: [] },
      },
    ]),
  );
  return { ...made, storage: { ...made.storage, policies } };
}

const codes = (table: Table) =>
  advise({ tables: [catalogTable(usersTable, true), catalogTable(table)] })
    .filter((advice) => advice.table === table.name)
    .map(({ code, level, about }) => [code, level, about]);

describe("presets", () => {
  it("find the owner's column and the tables through which rows are shared", () => {
    expect(ownerColumns(posts, "users")).toEqual(["author_id", "owner"]);
    expect(ownerColumns(usersTable, "users")).toEqual(["id"]);
    expect(memberships(posts, [posts, members, teams], "users")).toEqual([
      { table: "members", userColumn: "user_id", groupColumn: "team_id", column: "team_id" },
    ]);
    expect(memberships(teams, [posts, members, teams], "users")[0]).toMatchObject({ column: "id" });
  });

  it("become policies that replace an earlier one of their name", () => {
    const owner = { kind: "owner", column: "author_id" } as const;
    const made = applyChanges({ tables: [usersTable, teams, posts] }, presetChanges(posts, owner));
    const table = made.ok ? made.schema.tables[2] : undefined;
    expect(table?.policies).toEqual([
      {
        name: "Only the owner",
        roles: ["authenticated"],
        using: "author_id = auth.uid()",
        check: "author_id = auth.uid()",
      },
    ]);
    expect(presetChanges(table ?? posts, owner).map(({ kind }) => kind)).toEqual([
      "drop_policy",
      "create_policy",
    ]);
  });
});

describe("a rule that asks another table", () => {
  const through = { table: "members", userColumn: "user_id", groupColumn: "team_id", column: "team_id" };
  const own = { name: "Own rows can be read", command: "select", roles: ["authenticated"] } as const;

  it("comes with what lets users read their own rows there, where nothing does", () => {
    const preset = { kind: "members", through } as const;
    const changes = presetChanges(posts, preset, [posts, members]);
    expect(changes[0]).toMatchObject({ table: "members", policy: { ...own, using: "user_id = auth.uid()" } });
    expect(applyChanges({ tables: [usersTable, teams, members, posts] }, changes).ok).toBe(true);
    const open = { ...members, policies: [{ ...own, using: "true" }] };
    expect(presetChanges(posts, preset, [posts, open]).map(({ kind }) => kind)).toEqual(["create_policy"]);
  });

  it("is advised on where that table is closed to those whom it is for, with what opens it", () => {
    const using = "exists (select 1 from members where user_id = auth.uid())";
    const ruled = catalogTable({ ...posts, policies: [{ name: "team", roles: ["authenticated"], using }] });
    const bound = { team: { using: { text: using, columns: [], tables: ["members"] } } };
    const asking = { ...ruled, storage: { ...ruled.storage, policies: bound } };
    const found = (other: Table) =>
      advise({ tables: [asking, catalogTable(other)] }).filter(
        ({ code }) => code === "rule_reads_closed_table",
      );
    const [advice] = found(members);
    expect(advice?.fixes.map(({ changes }) => changes)).toEqual([
      [{ kind: "create_policy", table: "members", policy: { ...own, using: "user_id = auth.uid()" } }],
    ]);
    expect(found({ ...members, policies: [{ ...own, using: "user_id = auth.uid()" }] })).toEqual([]);
    expect(found({ ...members, policies: [{ ...own, roles: ["anon"], using: "true" }] })).toHaveLength(1);
  });
});

describe("a rule in words", () => {
  it.each([
    ["true", "always"],
    ["( true )", "always"],
    ["(select auth.uid()) = author_id", "owner"],
    ["posts.author_id = auth.uid()", "owner"],
    ["auth.uid() is not null", "signed_in"],
    ["exists (select 1 from members m where m.user_id = auth.uid())", "members"],
    ["team_id in (select team_id from members where user_id = (select auth.uid()))", "members"],
    ["published = true", "value"],
    ["author_id = auth.uid() or true", "other"],
    ["(true) and (false)", "other"],
    ["is_public or team_id in (select team_id from members where user_id = auth.uid())", "other"],
    ["team_id not in (select team_id from members where user_id = auth.uid())", "other"],
    ["exists (select 1 from teams t where t.is_open or t.owner = auth.uid())", "other"],
    ["exists (select 1 from members where user_id = auth.uid()) and (archived)", "other"],
    ["posts.team_id in (select team_id from public.members where user_id = auth.uid())", "members"],
  ])("takes %s for %s", (text, kind) => {
    expect(conditionMeaning(text).kind).toBe(kind);
  });

  it("says who may do what with which rows", () => {
    const [owner] = presetPolicies(posts, { kind: "owner", column: "author_id" });
    const [reads] = presetPolicies(posts, { kind: "anyone_reads" });
    expect(policyWords(owner as Policy, "posts")).toBe(
      "Signed-in users may read, add, change and delete their own rows (author_id).",
    );
    expect(policyWords(reads as Policy, "posts")).toBe("Anyone may read every row of posts.");
    expect(whoMay({ policies: [owner as Policy, reads as Policy] }, "select")).toBe("the owner and anyone");
    expect(whoMay({ policies: [reads as Policy] }, "insert")).toBe("nobody");
    const seen: Policy = { name: "seen", roles: ["anon"], using: "true" };
    expect(whoMay({ policies: [seen] }, "select")).toBe("visitors");
    const revoked = (role: "anon" | "authenticated") => ({ [role]: { ...allGrants, select: false } });
    expect(whoMay({ policies: [reads as Policy], grants: revoked("anon") }, "select")).toBe(
      "signed-in users",
    );
    expect(whoMay({ policies: [reads as Policy], grants: revoked("authenticated") }, "select")).toBe(
      "visitors",
    );
    expect(whoMay({ policies: [seen], grants: revoked("anon") }, "select")).toBe("nobody");
    const never: Policy = { name: "never", using: "false" };
    expect(whoMay({ policies: [never, reads as Policy] }, "select")).toBe("anyone");
  });
});

describe("advice", () => {
  it("is given for a table without a rule, with fixes that work", () => {
    const [advice] = advise({ tables: [catalogTable(posts)] });
    expect(advice).toMatchObject({ code: "no_policy", level: "info" });
    for (const { changes } of advice?.fixes ?? [])
      expect(applyChanges({ tables: [usersTable, teams, posts] }, changes).ok).toBe(true);
  });

  it("finds functions that apps may call and that write, or run as their owner", () => {
    const made = (name: string, more: Partial<CatalogFunction>): CatalogFunction => ({
      ...{ id: name, name, arguments: [], returns: { kind: "void" }, volatility: "volatile" },
      ...{ body: "", query: "", reads: [], ...more },
    });
    const writes = { command: "DELETE", asked: [] };
    const functions = [
      made("wipe_all", { isDefiner: true, writes }),
      made("peeks", { isDefiner: true }),
      made("asks", { isDefiner: true, arguments: [{ name: "team", type: "integer" }] }),
      made("wipe_own", { writes }),
      made("reads", {}),
      made("for members", { isDefiner: true, writes, closedTo: ["anon"] }),
      made("closed", { isDefiner: true, writes, closedTo: ["anon", "authenticated"] }),
      made("touch", { touches: ["updated_at"], isDefiner: true }),
    ];
    const bound = {
      text: "",
      columns: [],
      tables: [],
      calls: [{ function: "asks", name: "asks", given: ["1"], as: "value" as const }],
    };
    const table = catalogTable({ ...posts, policies: [{ name: "p", using: "asks(1)" }] });
    const ruled = { ...table, storage: { ...table.storage, policies: { p: { using: bound } } } };
    const advice = advise({ tables: [ruled], functions }).filter(({ table: name }) => name === "");
    expect(
      advice.map(({ code, level, about, fixes }) => [code, level, about, fixes.map(({ sql }) => sql)]),
    ).toEqual([
      [
        ...["definer_function_open", "error", "wipe_all()"],
        [
          "REVOKE EXECUTE ON FUNCTION wipe_all() FROM anon",
          "REVOKE EXECUTE ON FUNCTION wipe_all() FROM anon, authenticated",
        ],
      ],
      [
        ...["definer_function_open", "warning", "peeks()"],
        [
          "REVOKE EXECUTE ON FUNCTION peeks() FROM anon",
          "REVOKE EXECUTE ON FUNCTION peeks() FROM anon, authenticated",
        ],
      ],
      ["definer_function_open", "info", "asks(integer)", []],
      [
        ...["writing_function_open", "info", "wipe_own()"],
        [
          "REVOKE EXECUTE ON FUNCTION wipe_own() FROM anon",
          "REVOKE EXECUTE ON FUNCTION wipe_own() FROM anon, authenticated",
        ],
      ],
      [
        ...["definer_function_open", "info", '"for members"()'],
        ['REVOKE EXECUTE ON FUNCTION "for members"() FROM anon, authenticated'],
      ],
    ]);
  });

  it("finds writes that are open to all, secrets that can be read and columns that are not indexed", () => {
    expect(codes({ ...posts, policies: [{ name: "all", using: "true" }] })).toEqual([
      ["policy_always_true", "error", "all"],
      ["exposed_sensitive_column", "error", "api_key"],
    ]);
    const own = { name: "own", roles: ["authenticated"], using: "owner = auth.uid()" } as const;
    expect(codes({ ...posts, policies: [own] })).toEqual([["rule_without_index", "warning", "owner"]]);
    const indexed = { ...own, using: "author_id = auth.uid()" };
    expect(codes({ ...posts, policies: [indexed] })).toEqual([]);
    const trusting = { ...own, using: "auth.jwt() -> 'user_metadata' ->> 'admin' = 'yes'" };
    expect(codes({ ...posts, policies: [trusting] })[0]).toEqual(["rule_on_user_metadata", "error", "own"]);
    const blind = { name: "u", command: "update", using: "author_id = auth.uid()" } as const;
    expect(codes({ ...posts, policies: [blind] }).map(([code]) => code)).toContain("write_without_read");
  });

  it("finds writes that ask for nobody, owners that may become others, and headers that are trusted", () => {
    const found = (policy: Policy) =>
      codes({ ...posts, policies: [policy] }).filter(
        ([code]) => !/^(?:exposed|rule_without|write_without_read)/.test(String(code)),
      );
    const drafts = {
      name: "d",
      command: "delete",
      roles: ["authenticated"],
      using: "title = 'draft'",
    } as const;
    expect(found(drafts)).toEqual([["write_without_caller", "warning", "d"]]);
    expect(found({ ...drafts, using: "char_length(title) > 3 or api_key is null" })).toHaveLength(1);
    expect(found({ ...drafts, command: "select" })).toEqual([]);
    expect(found({ ...drafts, using: "title = 'draft' and author_id = auth.uid()" })).toEqual([]);
    const own = { name: "o", command: "update", using: "author_id = auth.uid()", check: "true" } as const;
    expect(found(own)).toEqual([["check_always_true", "warning", "o"]]);
    expect(found({ ...own, check: own.using })).toEqual([]);
    const header = "current_setting('request.headers', true)::json ->> 'x-admin' = 'yes'";
    expect(found({ name: "h", command: "select", using: header })).toEqual([
      ["rule_on_header", "warning", "h"],
    ]);
    expect(
      found({ name: "h", command: "select", using: header.replace("x-admin", "x-forwarded-for") }),
    ).toEqual([]);
  });

  it("finds rights that users can give themselves, and not those that they cannot write", () => {
    const people = completeTable({
      name: "people",
      columns: [
        { name: "user_id", type: "uuid", ...toUser },
        { name: "role", type: "text" },
        { name: "team_id", type: "uuid" },
      ],
    });
    const mine = { name: "mine", command: "update", using: "user_id = auth.uid()" } as const;
    const admins = (condition: string): CatalogTable => {
      const using = `exists (select 1 from people p where p.user_id = auth.uid() and ${condition})`;
      const table = catalogTable({ ...posts, policies: [{ name: "admins", using }] });
      const bound = { using: { text: using, columns: [], tables: ["people"] } };
      return { ...table, storage: { ...table.storage, policies: { admins: bound } } };
    };
    const found = (rule: CatalogTable, other: Table) =>
      advise({ tables: [rule, catalogTable(other)] })
        .filter(({ code }) => code === "self_granted_right")
        .map(({ about, fixes }) => [about, fixes[0]?.changes]);
    const revoke = {
      ...{ kind: "revoke", table: "people", roles: ["anon", "authenticated"] },
      ...{ privileges: ["update"], columns: ["role"] },
    };
    const open = { ...people, policies: [mine] };
    for (const condition of [
      "p.role = 'admin'",
      "role in ('admin', 'owner')",
      "p.role = any (array['admin'])",
    ])
      expect(found(admins(condition), open)).toEqual([["role", [revoke]]]);
    expect(found(admins("p.team_id = posts.team_id"), open)).toEqual([]);
    expect(
      found(admins("p.role = 'admin'"), { ...people, policies: [{ ...mine, command: "select" }] }),
    ).toEqual([]);
    const grants = { authenticated: { select: true, insert: true, update: ["team_id"], delete: true } };
    expect(found(admins("p.role = 'admin'"), { ...open, grants })).toEqual([]);
  });

  it("is silent about the presets", () => {
    for (const preset of [
      { kind: "anyone_reads" },
      { kind: "signed_in_read" },
      { kind: "owner", column: "author_id" },
    ] as const) {
      const plain = { ...posts, columns: posts.columns.filter(({ name }) => name !== "api_key") };
      expect(codes({ ...plain, policies: presetPolicies(plain, preset) })).toEqual([]);
    }
  });

  it("finds users that anyone can list", () => {
    const open = { ...usersTable, policies: [{ name: "r", command: "select", using: "true" } as const] };
    expect(advise({ tables: [catalogTable(open, true)] })[0]).toMatchObject({ code: "users_exposed" });
  });
});
