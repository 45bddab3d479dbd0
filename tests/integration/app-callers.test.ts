import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signClaims } from "#lib/db/claims.ts";
import { type ApiRole, openTenantScope } from "#lib/db/scope.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// What Postgres itself holds up under the compiler: whatever statement ran in the context of an app's visitor or user.

let db: TestDatabase;
let project: EngineProject;
let client: pg.Client;

/** Tables of a project that an app's visitor is not kept from by Postgres itself. */
let open: readonly { readonly name: string }[];

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  client = new pg.Client(db.login("rowhouse_request"));
  await client.connect();
  const owner = new pg.Client(db.owner);
  await owner.connect();
  const { projectId } = project.scope;
  await owner.query(
    "insert into rowhouse.project_keys (project_id, id, kind) values ($1, gen_random_uuid(), 'anon')",
    [projectId],
  );
  await owner.query(
    "insert into rowhouse.project_signing_keys (project_id, id) values ($1, gen_random_uuid())",
    [projectId],
  );
  ({ rows: open } = await owner.query<{ name: string }>(`
      select c.relname as name
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped
       where c.relnamespace = 'rowhouse'::regnamespace and c.relkind in ('r', 'p')
         and not exists (select from pg_policy p
                          where p.polrelid = c.oid and p.polname = 'no_app_caller' and not p.polpermissive and p.polcmd = '*')
       order by 1`));
  await owner.end();
});

afterAll(async () => {
  await client.end();
  await db.close();
});

async function as(apiRole: ApiRole | null, statement: string): Promise<number | string> {
  const { projectId, databaseId } = project.scope;
  const scope = openTenantScope({ projectId, databaseId, userId: null, role: "editor", apiRole });
  const claims = pg.escapeLiteral(signClaims(scope, db.signingKey));
  await client.query(`begin; set local "app.claims" = ${claims}`);
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query("rollback");
  }
}

const callers = ["anon", "authenticated"] as const;

/** What a request of an app reads or writes itself. */
const reachedByApps = [
  "project_batches",
  "project_data",
  "project_databases",
  "project_objects",
  "project_sequences",
  "project_tables",
];

describe("in the context of an app's visitor or user", () => {
  it("every table of a project is closed but for those that apps reach", () => {
    expect(open.map(({ name }) => name)).toEqual(reachedByApps);
  });

  it.each([
    "project_keys",
    "project_signing_keys",
    "project_credentials",
    "project_sessions",
    "project_identities",
    "project_one_time_tokens",
    "project_factors",
    "project_messages",
    "project_audit_log",
    "schema_changes",
  ])("%s has no row, which other callers of the project have", async (table) => {
    for (const caller of callers) expect(await as(caller, `select from rowhouse.${table}`)).toBe(0);
    if (table === "project_keys" || table === "project_signing_keys")
      expect(await as(null, `select from rowhouse.${table}`)).toBe(1);
  });

  it("no definition can be changed", async () => {
    for (const caller of callers) {
      expect(await as(caller, "select from rowhouse.project_tables")).toBe(1);
      expect(await as(caller, "update rowhouse.project_tables set table_name = 'x'")).toBe(0);
      expect(await as(caller, "delete from rowhouse.project_tables")).toBe(0);
      expect(
        await as(
          caller,
          "insert into rowhouse.project_tables (project_id, id, database_id, table_name, schema_json, storage_json) select project_id, gen_random_uuid(), id, 'x', '{}', '{}' from rowhouse.project_databases",
        ),
      ).toBe("42501");
    }
    expect(await as(null, "update rowhouse.project_tables set table_name = 'x'")).toBe(1);
  });
});
