import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Advice } from "#lib/catalog/rules/advice.ts";
import type { Change } from "#lib/catalog/types.ts";
import type { LeakMatrix } from "#lib/operations/rules/leak-matrix.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let typed: SqlServer;
let server: ApiServer;
let owner: Call;
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "owner@example.org");
  base = `/api/database/${(await newDatabase(owner, "Rules")).databaseId}`;
  await apply(
    {
      kind: "create_table",
      table: { name: "teams", columns: [{ name: "name", type: "text", required: true }] },
    },
    {
      kind: "create_table",
      table: {
        name: "members",
        columns: [
          { name: "user_id", type: "uuid", references: { table: "users", column: "id" } },
          { name: "team_id", type: "uuid", references: { table: "teams", column: "id" } },
        ],
        policies: [{ name: "Only the owner", roles: ["authenticated"], using: "user_id = auth.uid()" }],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "notes",
        columns: [
          { name: "title", type: "text", required: true },
          { name: "remark", type: "text" },
          { name: "is_public", type: "boolean", required: true, default: false },
          { name: "owner_id", type: "uuid", references: { table: "users", column: "id" } },
          { name: "team_id", type: "uuid", references: { table: "teams", column: "id" } },
        ],
        policies: [
          { name: "Only the owner", roles: ["authenticated"], using: "owner_id = auth.uid()" },
          {
            name: "Members through members",
            command: "select",
            roles: ["authenticated"],
            using:
              "exists (select 1 from members as m where m.team_id = notes.team_id and m.user_id = auth.uid())",
          },
        ],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "pages",
        columns: [{ name: "slug", type: "text", unique: true, required: true }],
        policies: [{ name: "Anyone can read", command: "select", using: "true" }],
      },
    },
  );
});
afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

async function apply(...changes: readonly Change[]): Promise<void> {
  const { status, body } = await owner("POST", `${base}/schema/apply`, { changes });
  expect(status, JSON.stringify(body)).toBe(200);
}

async function check(): Promise<LeakMatrix> {
  const { status, body } = await owner("POST", `${base}/rules/check`, {});
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as LeakMatrix;
}

const bad = ({ cells }: LeakMatrix) =>
  cells
    .filter(({ verdict }) => verdict !== "ok")
    .map((cell) => `${cell.verdict} ${cell.identity} ${cell.verb} ${cell.table}`);

describe("the leak matrix", () => {
  it("tries every table, verb, identity and way in, and finds nothing under sound rules", async () => {
    const matrix = await check();
    expect(bad(matrix)).toEqual([]);
    expect(matrix.untested).toEqual([]);
    expect(matrix.identities.map(({ name }) => name)).toEqual([
      "visitor",
      "owner",
      "other",
      "service",
      "stranger",
    ]);
    const reached = (identity: string, table: string, verb = "select") =>
      matrix.cells
        .filter((cell) => cell.identity === identity && cell.table === table && cell.verb === verb)
        .map(({ reachedBy }) => reachedBy.length > 0);
    expect(reached("visitor", "notes")).toEqual([false, false]);
    expect(reached("owner", "notes")).toEqual([true, false]);
    expect(reached("other", "notes")).toEqual([false, true]);
    expect(reached("visitor", "pages")).toEqual([true, true]);
    expect(reached("visitor", "pages", "delete")).toEqual([false, false]);
    expect(reached("service", "notes", "update")).toEqual([true, true]);
    expect(reached("owner", "notes", "insert")).toEqual([true, false]);
    for (const table of ["users", "teams", "members", "notes", "pages"])
      expect(reached("stranger", table)).toEqual([false, false]);
    expect(new Set(matrix.cells.flatMap(({ reachedBy }) => reachedBy))).toContain("embedded in members");
  });

  it("tries tables whatever their keys, types and checks ask of a row, and names those that it cannot", async () => {
    const other = `/api/database/${(await newDatabase(owner, "Shapes")).databaseId}`;
    const made = await owner("POST", `${other}/sql`, {
      query: `
        create domain percentage as numeric(5,2) check (value between 10 and 20);
        create table profiles (id uuid primary key references users(id), handle varchar(12) not null unique);
        create table teams (org int, no smallint, label char(3) not null, primary key (org, no));
        create table members (
          org int not null, no int not null, user_id uuid not null references users(id),
          "order" text not null check ("order" in ('first', 'last')),
          primary key (org, no, user_id), foreign key (org, no) references teams (org, no));
        create table bills (
          id bigint generated always as identity primary key, owner_id uuid not null references users(id),
          amount numeric(12,2) not null check (amount > 100 and amount <= 1000), rate numeric(3,3) not null,
          currency text not null check (char_length(currency) = 3 and currency = upper(currency)),
          share percentage not null, stars int not null check (stars between 1 and 5), flags bit(4) not null,
          starts_on date not null, ends_on date not null, check (ends_on > starts_on),
          kind text not null default 'person', vat_id text, check (kind <> 'company' or vat_id is not null),
          at timestamp not null, near inet not null, parts int4range not null, tags text[] not null check (cardinality(tags) > 0));
        create table events (said text);
        create table mottos (id uuid primary key, said text not null check (md5(said) = 'x'));
        create policy own on profiles to authenticated using (id = auth.uid());
        create policy own on members to authenticated using (user_id = auth.uid());
        create policy own on bills to authenticated using (owner_id = auth.uid());`,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const matrix = (await owner("POST", `${other}/rules/check`, {})).body as unknown as LeakMatrix;
    expect(matrix.untested).toEqual([
      { table: "events", reason: "Without a primary key one of its rows cannot be asked for." },
      { table: "mottos", reason: expect.stringContaining("mottos_said_check") },
    ]);
    expect(bad(matrix)).toEqual([]);
    for (const table of ["profiles", "members", "bills"])
      for (const verb of ["select", "insert", "delete"])
        expect(
          matrix.cells
            .filter((cell) => cell.identity === "owner" && cell.table === table && cell.verb === verb)
            .map(({ reachedBy }) => reachedBy.length > 0),
          `${verb} ${table}`,
        ).toEqual([true, false]);
    await owner("POST", `${other}/sql`, { query: "create policy faulty on members using (no is not null)" });
    const after = (await owner("POST", `${other}/rules/check`, {})).body as unknown as LeakMatrix;
    expect(bad(after)).toEqual(
      expect.arrayContaining(["leak visitor select members", "leak other delete members"]),
    );
  });

  it("goes through views too, which show each reader what its rules leave", async () => {
    const made = await owner("POST", `${base}/sql`, {
      query: "create view all_notes as select id, title, owner_id from notes",
    });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const matrix = await check();
    expect(bad(matrix)).toEqual([]);
    const own = matrix.cells.find(
      (cell) => cell.identity === "owner" && cell.table === "notes" && cell.row === "owner",
    );
    expect(own?.reachedBy).toContain("view all_notes");
    const ways = matrix.cells
      .filter((cell) => cell.identity === "owner" && cell.table === "notes" && cell.row === "owner")
      .flatMap(({ reachedBy }) => reachedBy);
    expect(ways).toEqual(
      expect.arrayContaining([
        "insert through view all_notes",
        "update through view all_notes",
        "delete through view all_notes",
      ]),
    );
  });

  it("takes a row that is published for all for no leak, and one that is not for one", async () => {
    await apply({
      kind: "create_table",
      table: {
        name: "articles",
        columns: [
          { name: "state", type: "text", required: true, default: "live" },
          { name: "owner_id", type: "uuid", references: { table: "users", column: "id" } },
        ],
        policies: [{ name: "Published", command: "select", using: "state = 'live'" }],
      },
    });
    expect(bad(await check())).toEqual([]);
    await apply({
      kind: "alter_policy",
      table: "articles",
      name: "Published",
      set: { using: "state <> 'x'" },
    });
    expect(bad(await check())).toContain("leak visitor select articles");
    await apply({ kind: "drop_table", table: "articles" });
  });

  it("goes through stored functions too", async () => {
    await owner("POST", `${base}/sql`, {
      query: `create function notes_titled(wanted text) returns setof notes language sql stable
                as $$ select * from notes where wanted is null or title = wanted $$`,
    });
    const matrix = await check();
    expect(bad(matrix)).toEqual([]);
    const own = matrix.cells.find(
      (cell) => cell.identity === "owner" && cell.table === "notes" && cell.row === "owner",
    );
    expect(own?.reachedBy).toContain("function notes_titled");
  });

  it("takes no row that others refer to for one that a rule hides", async () => {
    await apply({
      kind: "create_table",
      table: {
        name: "marks",
        columns: [{ name: "note_id", type: "uuid", references: { table: "notes", column: "id" } }],
      },
    });
    const matrix = await check();
    expect(bad(matrix)).toEqual([]);
    const deletes = matrix.cells.filter(
      ({ identity, table, verb }) => identity === "owner" && table === "notes" && verb === "delete",
    );
    expect(deletes.map(({ reachedBy }) => reachedBy)).toEqual([
      ["delete", "delete through view all_notes"],
      [],
    ]);
    await apply({ kind: "drop_table", table: "marks" });
  });

  it("runs on every change of a rule, and says what it found to whoever made it", async () => {
    const policy = { name: "faulty", using: "owner_id is not null" };
    const made = await owner("POST", `${base}/schema/apply`, {
      changes: [{ kind: "create_policy", table: "notes", policy }],
    });
    expect(JSON.stringify(made.body.impact)).toContain("Leak: visitor can");
    const dropped = await owner("POST", `${base}/schema/apply`, {
      changes: [{ kind: "drop_policy", table: "notes", name: "faulty" }],
    });
    expect(JSON.stringify(dropped.body.impact)).not.toContain("Leak");
    const typed = await owner("POST", `${base}/sql`, {
      query: "create policy faulty on notes using (true or title = '')",
    });
    expect(JSON.stringify(typed.body.results)).toContain("Leak: visitor can");
    const sound = await owner("POST", `${base}/sql`, { query: "drop policy faulty on notes" });
    expect(JSON.stringify(sound.body)).not.toContain("Leak");
  });

  it("leaves nothing behind", async () => {
    await check();
    const { body } = await owner("POST", `${base}/records/query`, { tableName: "notes", count: "exact" });
    expect(body.count).toBe(0);
  });

  describe("on a faulty rule", () => {
    // One rule that is changed: each change of a rule runs the matrix as well.
    beforeAll(() =>
      apply({ kind: "create_policy", table: "notes", policy: { name: "faulty", using: "false" } }),
    );
    afterAll(() => apply({ kind: "drop_policy", table: "notes", name: "faulty" }));

    it.each([
      ["owner_id = auth.uid() or true", "select"],
      ["owner_id = owner_id", "select"],
      ["owner_id is not null", "select"],
      ["not is_public", "select"],
      ["auth.uid() = auth.uid() or is_public = false", "delete"],
      ["owner_id <> auth.uid()", "select"],
      ["owner_id = auth.uid() or title like '%'", "update"],
      ["coalesce(owner_id <> auth.uid(), true)", "select"],
      ["created_at <= now()", "delete"],
      ["auth.jwt() ->> 'role' = 'authenticated'", "select"],
      ["exists (select 1 from members m where m.user_id = auth.uid())", "select"],
      ["team_id = team_id", "update"],
      ["owner_id = (select n.owner_id from (values (notes.owner_id)) n (owner_id))", "select"],
      ["title is not null", "insert"],
      ["length(remark) > 3", "select"],
      ["auth.uid() in (owner_id, auth.uid())", "delete"],
    ])("fails: %s", async (using, verb) => {
      await apply({ kind: "alter_policy", table: "notes", name: "faulty", set: { using } });
      const matrix = await check();
      expect(matrix.leaks).toBeGreaterThan(0);
      expect(bad(matrix)).toContain(`leak other ${verb} notes`);
    });
  });

  it("keeps quiet of what was confirmed, until the rules of the table change", async () => {
    const policy = { name: "shared", command: "select", using: "title <> 'private'" } as const;
    await apply({ kind: "create_policy", table: "notes", policy });
    const leaks = (await check()).cells.filter(({ verdict }) => verdict === "leak");
    expect(leaks.length).toBeGreaterThan(0);
    for (const { table, verb, identity, row } of leaks) {
      const body = { table, verb, identity, row, is_confirmed: true };
      expect((await owner("POST", `${base}/rules/confirm`, body)).body).toEqual({ is_confirmed: true });
    }
    const quiet = await check();
    expect([quiet.leaks, quiet.cells.filter(({ verdict }) => verdict === "confirmed").length]).toEqual([
      0,
      leaks.length,
    ]);
    const [first] = leaks;
    const withdrawn = { table: "notes", verb: first?.verb, identity: first?.identity, row: first?.row };
    await owner("POST", `${base}/rules/confirm`, { ...withdrawn, is_confirmed: false });
    expect((await check()).leaks).toBe(1);
    const changed = await owner("POST", `${base}/schema/apply`, {
      changes: [
        { kind: "alter_policy", table: "notes", name: "shared", set: { using: "title <> 'secret'" } },
      ],
    });
    expect(JSON.stringify(changed.body.impact)).toContain("Leak: visitor can select");
    expect((await check()).leaks).toBe(leaks.length);
    await apply({ kind: "drop_policy", table: "notes", name: "shared" });
  });

  it("fails where rules are worded one way and held up another", async () => {
    const { body } = await owner("POST", `${base}/rules/check`, {});
    expect(body.leaks).toBe(0);
    // What is stored as the rule's running form is changed behind its words, as a mistake in the compiler would.
    const pg = await import("pg");
    const client = new pg.default.Client(harness.owner);
    await client.connect();
    const rewrite = async (text: string) => {
      await client.query(
        `update rowhouse.project_tables set storage_json = jsonb_set(storage_json, '{policies,Only the owner,using,text}', to_jsonb($1::text)) where table_name = 'notes'`,
        [text],
      );
      await client.query("update rowhouse.project_databases set version = version + 1");
    };
    await rewrite("true");
    const broken = await check();
    await rewrite("owner_id = (select app.end_user_id())");
    await client.end();
    expect(bad(broken)).toContain("leak other select notes");
    expect(bad(await check())).toEqual([]);
  });
});

describe("the test bench", () => {
  it("shows which rows somebody sees, and how many they could change", async () => {
    const user = randomUUID();
    await owner("POST", `${base}/records/create`, {
      tableName: "users",
      data: { id: user, email: "u@example.org", password_hash: "correct horse" },
    });
    await owner("POST", `${base}/records/create`, {
      tableName: "notes",
      records: [{ title: "mine", owner_id: user }, { title: "nobody's" }],
    });
    const as = async (input: object) =>
      (await owner("POST", `${base}/rules/try`, { table: "notes", ...input })).body;
    expect(await as({ role: "authenticated", user_id: user })).toMatchObject({
      visible: 1,
      total: 2,
      changeable: 1,
      rows: [{ title: "mine" }],
    });
    expect(await as({ role: "anon" })).toMatchObject({ visible: 0, total: 2, deletable: 0, rows: [] });
    expect(await as({ role: "service_role" })).toMatchObject({ visible: 2, changeable: 2 });
    const stranger = await newUser(server.url, "stranger@example.org");
    expect((await stranger("POST", `${base}/rules/try`, { table: "notes", role: "anon" })).status).toBe(404);
  });
});

describe("a rule typed in SQL", () => {
  it.each(["alter policy nope on notes using (true)", "drop policy nope on notes"])(
    "is told to be missing as Postgres tells it: %s",
    async (query) => {
      const { status, body } = await owner("POST", `${base}/sql`, { query });
      const message = 'policy "nope" for table "notes" does not exist';
      expect([status, body.error]).toEqual([400, expect.objectContaining({ code: "42704", message })]);
    },
  );
});

describe("advice", () => {
  it("names what is wrong, with changes that can be applied as they are", async () => {
    await apply({ kind: "create_policy", table: "pages", policy: { name: "open", using: "true" } });
    const { body } = await owner("GET", `${base}/rules/advice`);
    const items = body.items as unknown as { code: string; table: string; fixes: { changes: Change[] }[] }[];
    const found = items.find(({ code }) => code === "policy_always_true");
    expect(found?.table).toBe("pages");
    await apply(...(found?.fixes.at(-1)?.changes ?? []));
    const after = await owner("GET", `${base}/rules/advice`);
    expect(JSON.stringify(after.body)).not.toContain("policy_always_true");
  });
});

describe("advice on functions", () => {
  it("names those that are open, with a text that closes them", async () => {
    const run = async (query: string) => {
      const { status, body } = await owner("POST", `${base}/sql`, { query });
      expect(status, JSON.stringify(body)).toBe(200);
    };
    await run(
      `create function "wipe everything"(a int, b text) returns void language sql security definer as $$ delete from notes $$`,
    );
    const found = async () => {
      const { body } = await owner("GET", `${base}/rules/advice`);
      const items = body.items as unknown as readonly Advice[];
      return items.filter(({ code }) => code === "definer_function_open");
    };
    const [advice] = await found();
    expect(advice).toMatchObject({ level: "error", table: "", about: '"wipe everything"(integer, text)' });
    await run(advice?.fixes[0]?.sql ?? "");
    expect(await found()).toMatchObject([{ level: "info" }]);
    await run(advice?.fixes[1]?.sql ?? "");
    expect(await found()).toEqual([]);
    await run(`drop function "wipe everything"`);
  });
});
