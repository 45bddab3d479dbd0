import { randomUUID } from "node:crypto";
import type { Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertDatabase, type ProjectDatabase } from "#lib/store/projects/project-database.ts";
import { insertKeys, type ProjectKey } from "#lib/store/projects/project-key.ts";
import { insertSigningKey } from "#lib/store/projects/project-signing-key.ts";
import { insertSchemaChange } from "#lib/store/schema/schema-change.ts";
import { insertTables } from "#lib/store/schema/table.ts";
import { withTokens } from "../keys/project-keys.ts";

/** A new database with all that its owner needs to begin. */
export interface CreatedDatabase {
  readonly database: ProjectDatabase;
  readonly tables: readonly { readonly id: string; readonly table_name: string; readonly schema: Table }[];
  /** The tokens that clients send. */
  readonly keys: { readonly anon: string; readonly service_role: string };
  /** Where the data API of the project is. */
  readonly url: string;
}

/** Makes the database of the scope's project, its `users` table and its keys. Null if the project has one already. */
export async function provisionDatabase(
  tx: Transaction,
  scope: TenantScope,
  ref: string,
): Promise<CreatedDatabase | null> {
  const { rows } = await tx.query<ProjectDatabase>(insertDatabase(scope));
  const [database] = rows;
  if (database === undefined) return null;
  const users = newTable(usersTable, { isAuth: true, position: { x: 0, y: 0 } });
  const [keys] = await Promise.all([
    tx.query<ProjectKey>(insertKeys(scope, { anon: randomUUID(), serviceRole: randomUUID() })),
    tx.query(insertSigningKey(scope, randomUUID())),
    tx.query(insertTables(scope, [users])),
    tx.query(insertSchemaChange(scope, 1, [{ kind: "create_table", table: users.definition }])),
  ]);
  return {
    database,
    tables: [{ id: users.id, table_name: users.definition.name, schema: users.definition }],
    keys: await tokensByKind(keys.rows, { id: scope.projectId, ref }),
    url: projectUrl(ref),
  };
}

/** What a client of the project's data API is created with. */
export function projectUrl(ref: string): string {
  return `${runtime().config.appUrl}/p/${ref}`;
}

async function tokensByKind(
  keys: readonly ProjectKey[],
  project: { id: string; ref: string },
): Promise<CreatedDatabase["keys"]> {
  const signed = await withTokens(keys, project);
  const tokenOf = (kind: ProjectKey["kind"]) => signed.find((key) => key.kind === kind)?.token ?? "";
  return { anon: tokenOf("anon"), service_role: tokenOf("service_role") };
}
