import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Catalog, CatalogTable, Change, Json } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { insertStatement } from "#lib/engine/write/records.ts";
import { carryOut } from "#lib/operations/schema/carry-out-schema.ts";
import { planChanges } from "#lib/operations/schema/plan-changes.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import type { SqlParser } from "#lib/query/parser/sql-parser.ts";
import { type CatalogCache, createCatalogCache } from "#lib/store/schema/catalog-cache.ts";
import { bumpSchemaVersion } from "#lib/store/schema/schema-version.ts";
import { insertTables } from "#lib/store/schema/table.ts";
import type { TestDatabase } from "./test-database.ts";

/** Made for the first rule; an idle one keeps no process alive. */
let parser: SqlParser | undefined;

/** A project with its database, below the operations: for tests of the engine and of the policies. */
export interface EngineProject {
  readonly scope: TenantScope;
  readonly catalogs: CatalogCache;
  catalog(): Promise<Catalog>;
  table(name: string): Promise<CatalogTable>;
  apply(changes: readonly Change[]): Promise<void>;
  insert(table: string, records: readonly Record<string, Json>[]): Promise<Record<string, Json>[]>;
}

export async function engineProject(db: TestDatabase): Promise<EngineProject> {
  const ids = {
    user: randomUUID(),
    organization: randomUUID(),
    project: randomUUID(),
    database: randomUUID(),
  };
  await insertProject(db, ids);
  const scope = openTenantScope({
    projectId: ids.project,
    databaseId: ids.database,
    userId: ids.user,
    role: "owner",
  });
  await db.database.query(scope, insertTables(scope, [newTable(usersTable, { isAuth: true })]));
  const catalogs = createCatalogCache(db.database);
  const catalog = () => catalogs.get(scope);
  const table = async (name: string) => named(await catalog(), name);
  return {
    scope,
    catalogs,
    catalog,
    table,
    apply: async (changes) => {
      const before = await catalog();
      await db.database.transaction(scope, async (tx) => {
        const plan = await planChanges(() => (parser ??= createParserPool()), tx, before, {
          changes,
          trash: [],
        });
        await tx.query(bumpSchemaVersion(scope));
        await carryOut(scope, tx, before, plan);
      });
    },
    insert: async (name, records) => {
      const current = await catalog();
      const statement = insertStatement(current, named(current, name), records);
      const { rows } = await db.database.query<{ records: string }>(scope, statement);
      return JSON.parse(rows[0]?.records ?? "[]");
    },
  };
}

function named(catalog: Catalog, name: string): CatalogTable {
  const found = catalog.tables.find(({ definition }) => definition.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

async function insertProject(
  db: TestDatabase,
  ids: { user: string; organization: string; project: string; database: string },
): Promise<void> {
  const client = new pg.Client(db.owner);
  await client.connect();
  try {
    await client.query("insert into rowhouse.users (id, email, password_hash) values ($1, $2, 'x')", [
      ids.user,
      `${ids.user}@example.com`,
    ]);
    await client.query("insert into rowhouse.organizations (id, name) values ($1, 'test')", [
      ids.organization,
    ]);
    await client.query(
      "insert into rowhouse.organization_members (organization_id, user_id, role) values ($1, $2, 'owner')",
      [ids.organization, ids.user],
    );
    await client.query(
      "insert into rowhouse.projects (id, organization_id, ref, name) values ($1, $2, $3, 'test')",
      [ids.project, ids.organization, `p${ids.project.replaceAll("-", "").slice(0, 15)}`],
    );
    await client.query("insert into rowhouse.project_databases (project_id, id) values ($1, $2)", [
      ids.project,
      ids.database,
    ]);
  } finally {
    await client.end();
  }
}
