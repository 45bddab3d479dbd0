import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { signClaims } from "#lib/db/claims.ts";
import { openTenantScope, type Role, type Scope, systemScope } from "#lib/db/scope.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

/** Tables with a project_id: what one tenant must never see of another. */
const tenantTables = [
  "project_databases",
  "project_tables",
  "schema_changes",
  "project_keys",
  "project_credentials",
  "project_sessions",
  "project_sequences",
  "generations",
  "project_data",
  "project_identities",
  "project_one_time_tokens",
  "project_flow_states",
  "project_factors",
  "project_factor_challenges",
  "project_auth_settings",
  "project_messages",
  "project_audit_log",
  "project_objects",
  "sequence_values",
  "project_signing_keys",
  "project_batches",
  "schema_jobs",
  "assistant_turns",
  "confirmed_reach",
  "deleted_rows",
  "table_views",
  "sql_runs",
  "sql_queries",
  "sql_undo_rows",
  "imports",
  "import_parts",
  "import_problems",
  "project_usage",
] as const;
const platformTables = [
  "users",
  "sessions",
  "personal_access_tokens",
  "organizations",
  "organization_members",
  "organization_invitations",
  "organization_activity",
  "account_tokens",
  "account_messages",
  "projects",
] as const;

let db: TestDatabase;
let mine: EngineProject;
let theirs: EngineProject;
let owner: pg.Client;
let request: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  owner = await connected(db.owner);
  request = await connected(db.login("rowhouse_request"));
  [mine, theirs] = [await engineProject(db), await engineProject(db)];
  for (const project of [mine, theirs]) await fill(project);
});

afterAll(async () => {
  await Promise.all([owner.end(), request.end()]);
  await db.close();
});

async function connected(login: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(login);
  await client.connect();
  return client;
}

/** Which project a database belongs to: the gate asks before anybody of it is known. Holds no content of a tenant. */
const directory: ReadonlySet<string> = new Set([
  // Numbers alone.
  "project_usage",
  "project_databases",
  "project_auth_settings",
  "project_keys",
  "project_signing_keys",
  // What work waits in which database.
  "schema_jobs",
  "imports",
]);

/** At least one row in every tenant table. */
async function fill(project: EngineProject): Promise<void> {
  await project.apply([
    {
      kind: "create_table",
      table: completeTable({ name: "notes", columns: [{ name: "body", type: "text" }] }),
    },
  ]);
  const [user] = await project.insert("users", [{ email: `${randomUUID()}@example.com` }]);
  const { projectId, databaseId } = project.scope;
  const tableId = (await project.table("notes")).id;
  const usersId = (await project.table("users")).id;
  const rows: [string, unknown[]][] = [
    [
      "insert into rowhouse.schema_changes (project_id, database_id, version, changes) values ($1, $2, 99, '[]')",
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.project_keys (project_id, id, kind) values ($1, gen_random_uuid(), 'anon')",
      [projectId],
    ],
    [
      "insert into rowhouse.project_credentials (project_id, user_id, users_table_id, password_hash) values ($1, $2, $3, 'x')",
      [projectId, user?.id, usersId],
    ],
    [
      "insert into rowhouse.project_sessions (project_id, id, user_id) values ($1, gen_random_uuid(), $2)",
      [projectId, user?.id],
    ],
    [
      "insert into rowhouse.project_identities (project_id, id, user_id, provider, provider_id, identity_data) values ($1, gen_random_uuid(), $2, 'email', 'x', '{}')",
      [projectId, user?.id],
    ],
    [
      "insert into rowhouse.project_one_time_tokens (project_id, user_id, kind, token_hash, code_hash, sent_to, expires_at) values ($1, $2, 'recovery', '\\x00', '\\x00', 'x', now())",
      [projectId, user?.id],
    ],
    [
      "insert into rowhouse.project_flow_states (project_id, id, provider, authentication_method, expires_at) values ($1, gen_random_uuid(), 'email', 'otp', now())",
      [projectId],
    ],
    [
      "insert into rowhouse.project_factors (project_id, id, user_id, factor_type) values ($1, $2, $2, 'totp')",
      [projectId, user?.id],
    ],
    [
      "insert into rowhouse.project_factor_challenges (project_id, id, factor_id, expires_at) values ($1, gen_random_uuid(), $2, now())",
      [projectId, user?.id],
    ],
    ["insert into rowhouse.project_auth_settings (project_id, settings) values ($1, '{}')", [projectId]],
    [
      "insert into rowhouse.project_messages (project_id, channel, template, recipient) values ($1, 'email', 'recovery', 'x')",
      [projectId],
    ],
    [
      "insert into rowhouse.project_audit_log (project_id, event, severity) values ($1, 'user_signed_in', 'info')",
      [projectId],
    ],
    [
      "insert into rowhouse.project_objects (project_id, database_id, id, kind, name, definition) values ($1, $2, gen_random_uuid(), 'enum', 'mood', '{}')",
      [projectId, databaseId],
    ],
    [
      `with own as (insert into rowhouse.project_objects (project_id, database_id, id, kind, name, definition)
         values ($1, $2, gen_random_uuid(), 'sequence', 'counter', '{}') returning project_id, id)
       insert into rowhouse.sequence_values select project_id, id, 1, false, 1, 1, 9, false from own`,
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.project_signing_keys (project_id, id) values ($1, gen_random_uuid()) on conflict do nothing",
      [projectId],
    ],
    [
      "insert into rowhouse.project_batches (project_id, caller, key, request) values ($1, 'anon', 'x', '\\x00')",
      [projectId],
    ],
    [
      "insert into rowhouse.schema_jobs (project_id, id, database_id, kind) values ($1, gen_random_uuid(), $2, 'change')",
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.assistant_turns (project_id, id, description, answer) values ($1, gen_random_uuid(), 'a shop', '{}')",
      [projectId],
    ],
    [
      "insert into rowhouse.confirmed_reach (project_id, table_id, verb, identity, whose, rules) values ($1, $2, 'select', 'visitor', 'owner', 'x')",
      [projectId, tableId],
    ],
    [
      "insert into rowhouse.deleted_rows (project_id, undo_id, table_id, id, schema_version, stored) values ($1, gen_random_uuid(), $2, gen_random_uuid(), 1, '{}')",
      [projectId, tableId],
    ],
    [
      "insert into rowhouse.table_views (project_id, id, database_id, table_id, name, definition) values ($1, gen_random_uuid(), $2, $3, 'Mine', '{}')",
      [projectId, databaseId, tableId],
    ],
    [
      "insert into rowhouse.sql_runs (project_id, id, user_id, query, status, ms) values ($1, gen_random_uuid(), $2, 'select 1', 'done', 1)",
      [projectId, project.scope.userId],
    ],
    [
      "insert into rowhouse.sql_queries (project_id, owner_id, name, query) values ($1, $2, 'One', 'select 1')",
      [projectId, project.scope.userId],
    ],
    [
      "insert into rowhouse.sql_undo_rows (project_id, run_id, user_id, statement, table_id, row_id) values ($1, gen_random_uuid(), $2, 0, $3, gen_random_uuid())",
      [projectId, project.scope.userId, tableId],
    ],
    [
      "insert into rowhouse.imports (project_id, id, database_id, file_name, bytes) values ($1, $2, $2, 'x.csv', 1)",
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.import_parts (project_id, import_id, starts, content) values ($1, $2, 0, 'x')",
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.import_problems (project_id, import_id, row_number, place, reason, original) values ($1, $2, 1, 0, 'x', 'x')",
      [projectId, databaseId],
    ],
    [
      "insert into rowhouse.project_usage (project_id, day, requests) values ($1, current_date, 1)",
      [projectId],
    ],
    [
      "insert into rowhouse.project_sequences (project_id, table_id, last_value) values ($1, $2, 1)",
      [projectId, tableId],
    ],
    [
      "insert into rowhouse.generations (project_id, id, purpose, generator) values ($1, gen_random_uuid(), 'schema', 'builtin')",
      [projectId],
    ],
  ];
  for (const [text, values] of rows) await owner.query(text, values);
}

/** Not granted at all counts as no row touched. */
function refused(error: { readonly code: string }): number {
  expect(error.code).toBe("42501");
  return 0;
}

/** Runs a statement as the request login with a raw value of `app.claims`, and rolls back. */
async function as(claims: string | null, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  await request.query("begin");
  try {
    if (claims !== null) await request.query(`set local "app.claims" = ${pg.escapeLiteral(claims)}`);
    return await request.query(text, values);
  } finally {
    await request.query("rollback");
  }
}

const signed = (scope: Scope, now?: Date) => signClaims(scope, db.signingKey, now);

describe("every table", () => {
  it("has row-level security switched on", async () => {
    const { rows } = await owner.query<{ name: string; relrowsecurity: boolean }>(`
      select c.oid::regclass::text as name, c.relrowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`);
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ relrowsecurity }) => !relrowsecurity)).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...tenantTables, ...platformTables].map((name) => `rowhouse.${name}`)),
    );
  });

  it("is listed in this test once it has a project_id", async () => {
    const { rows } = await owner.query<{ table_name: string }>(
      "select table_name from information_schema.columns where table_schema = 'rowhouse' and column_name = 'project_id' order by 1",
    );
    expect(rows.map(({ table_name }) => table_name)).toEqual([...tenantTables].sort());
  });

  it("is owned by neither login, and neither bypasses policies", async () => {
    const { rows } = await owner.query(
      "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'rowhouse\\_%' and rolname <> current_user",
    );
    expect(rows.map(({ rolname }) => rolname).sort()).toEqual(["rowhouse_request", "rowhouse_sql"]);
    for (const row of rows)
      expect(row).toMatchObject({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
      });
    const owned = await owner.query(
      "select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ('rowhouse_request', 'rowhouse_sql')",
    );
    expect(owned.rows).toEqual([]);
  });

  it("has project_id first in its primary key when it belongs to a project", async () => {
    const { rows } = await owner.query<{ name: string; first: string }>(
      `
      select c.relname as name, a.attname as first from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indisprimary and c.relname = any($1)`,
      [tenantTables],
    );
    expect(rows.length).toBe(tenantTables.length);
    expect(rows.filter(({ first }) => first !== "project_id")).toEqual([]);
  });
});

describe.each([...tenantTables])("%s", (table) => {
  it("shows its own project's rows", async () => {
    const { rows } = await as(signed(mine.scope), `select project_id from rowhouse.${table}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ project_id }) => project_id))).toEqual(new Set([mine.scope.projectId]));
  });

  it("shows nothing without a context", async () => {
    expect((await as(null, `select from rowhouse.${table}`)).rowCount).toBe(0);
    expect((await as("", `select from rowhouse.${table}`)).rowCount).toBe(0);
  });

  it.skipIf(directory.has(table))("shows nothing in the system's context", async () => {
    expect((await as(signed(systemScope), `select from rowhouse.${table}`)).rowCount).toBe(0);
  });

  it("shows nothing of another project, even when asked by its id", async () => {
    const { rowCount } = await as(signed(mine.scope), `select from rowhouse.${table} where project_id = $1`, [
      theirs.scope.projectId,
    ]);
    expect(rowCount).toBe(0);
  });

  it("raises on a forged, tampered or expired context", async () => {
    const good = signed(mine.scope);
    const tampered = good.replace(mine.scope.projectId, theirs.scope.projectId);
    const forged = signClaims(mine.scope, new Uint8Array(32));
    const expired = signed(mine.scope, new Date(Date.now() - 3_600_000));
    for (const claims of [tampered, forged, expired, "nonsense", good.slice(66)]) {
      await expect(as(claims, `select from rowhouse.${table}`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("lets no statement change or delete another project's rows", async () => {
    for (const text of [
      `delete from rowhouse.${table}`,
      `update rowhouse.${table} set project_id = project_id`,
    ]) {
      const count = await as(signed(mine.scope), `${text} where project_id = $1`, [
        theirs.scope.projectId,
      ]).then((result) => result.rowCount, refused);
      expect(count).toBe(0);
    }
  });

  it("takes no row for another project", async () => {
    const { rows } = await owner.query<{ names: string }>(
      "select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns where table_schema = 'rowhouse' and table_name = $1 and column_name <> 'project_id'",
      [table],
    );
    const names = rows[0]?.names;
    const copy = `insert into rowhouse.${table} (project_id, ${names}) select $1::uuid, ${names} from rowhouse.${table}`;
    await expect(as(signed(mine.scope), copy, [theirs.scope.projectId])).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("is read-only for a viewer", async () => {
    const viewer = openTenantScope({ ...mine.scope, role: "viewer" satisfies Role });
    const result = await as(signed(viewer), `delete from rowhouse.${table}`).then(
      ({ rowCount }) => rowCount,
      refused,
    );
    expect(result).toBe(0);
  });
});

describe("platform tables", () => {
  it.each([...platformTables])(
    "%s shows nothing without a context, and nothing of other people",
    async (table) => {
      expect((await as(null, `select from rowhouse.${table}`)).rowCount).toBe(0);
      const me = { kind: "user", userId: mine.scope.userId } as Scope;
      const other = theirs.scope.userId;
      const { rows } = await as(signed(me), `select * from rowhouse.${table}`);
      expect(JSON.stringify(rows)).not.toContain(other);
    },
  );
});

describe("the typed-SQL login", () => {
  it("reaches its project's rows and counters, and no other table", async () => {
    const client = await connected(db.login("rowhouse_sql"));
    try {
      await client.query(`begin; set local "app.claims" = ${pg.escapeLiteral(signed(mine.scope))}`);
      for (const table of written) {
        const { rows } = await client.query(`select distinct project_id from rowhouse.${table}`);
        expect(rows).toEqual([{ project_id: mine.scope.projectId }]);
      }
      await client.query("rollback");
      const others = tenantTables.filter((name) => !written.has(name));
      for (const table of [...others, ...platformTables]) {
        await expect(client.query(`select from rowhouse.${table}`)).rejects.toMatchObject({ code: "42501" });
      }
      await expect(client.query("select * from app.signing_key")).rejects.toMatchObject({ code: "42501" });
      await expect(
        client.query(
          "insert into rowhouse.project_data (project_id, table_id, id, data) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{}')",
        ),
      ).rejects.toMatchObject({ code: expect.stringMatching(/42501|25006/) });
    } finally {
      await client.end();
    }
  });
});

/** What typed writes need: rows, and the counters of identity columns. */
const written: ReadonlySet<string> = new Set(["project_data", "project_sequences"]);

describe("identity of a stored row", () => {
  it.each(["project_id", "table_id"])("%s cannot be changed by any request", async (column) => {
    await expect(
      as(signed(mine.scope), `update rowhouse.project_data set ${column} = gen_random_uuid()`),
    ).rejects.toMatchObject({ code: "42501" });
  });
});
