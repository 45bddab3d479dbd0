import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { accountsRuntime } from "#tests/integration/accounts-harness.ts";
import type { AppProject } from "./app-project.ts";
import { blogProject } from "./blog-project.ts";
import { type DataApiServer, startDataApiServer } from "./data-api-server.ts";
import { sqlServer } from "./sql-project.ts";

/** A blog and what is typed for it besides, behind the data API. */
export interface RestProject {
  readonly server: DataApiServer;
  readonly app: AppProject;
  close(): Promise<void>;
}

export async function restProject(definitions: string): Promise<RestProject> {
  const harness = await accountsRuntime();
  const typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  const server = await startDataApiServer();
  const app = await blogProject();
  await runSql(app.actor, app.databaseId, { query: definitions });
  return {
    server,
    app,
    async close() {
      await server.close();
      await typed.close();
      await harness.close();
    },
  };
}
