import { createSqlRunner } from "#lib/db/run-sql.ts";
import type { SqlRunner } from "#lib/db/sql-runner.ts";
import { createLog } from "#lib/log.ts";
import { executeSql } from "#lib/operations/typed-sql/execute-sql.ts";
import type { RunSqlInput, SqlResult } from "#lib/operations/typed-sql/sql-run.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import type { SqlParser } from "#lib/query/parser/sql-parser.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

/** Typed SQL as the product runs it, over projects of one test database. */
export interface SqlServer {
  readonly sqlParser: SqlParser;
  readonly sqlRunner: SqlRunner;
  /** Runs a text in a project; each statement's result. */
  results(
    project: EngineProject,
    query: string,
    input?: Omit<RunSqlInput, "query">,
    signal?: AbortSignal,
  ): Promise<readonly SqlResult[]>;
  /** The same; the last statement's. */
  run(
    project: EngineProject,
    query: string,
    input?: Omit<RunSqlInput, "query">,
    signal?: AbortSignal,
  ): Promise<SqlResult>;
  project(): Promise<EngineProject>;
  close(): Promise<void>;
}

export function sqlServer(db: TestDatabase): SqlServer {
  const sqlParser = createParserPool();
  const sqlRunner = createSqlRunner({
    login: db.login("rowhouse_sql"),
    schemaLogin: db.login("rowhouse_request"),
    signingKey: db.signingKey,
    improvements: db.improvements,
    log: createLog("silent"),
  });
  const results: SqlServer["results"] = async (project, query, input = {}, signal) => {
    const services = { sqlParser, sqlRunner, catalogs: project.catalogs };
    const place = { scope: project.scope, catalog: await project.catalog() };
    return (await executeSql(services, place, { ...input, query }, signal)).results;
  };
  return {
    sqlParser,
    sqlRunner,
    project: () => engineProject(db),
    results,
    async run(...asked) {
      const last = (await results(...asked)).at(-1);
      if (last === undefined) throw new Error("no statement ran");
      return last;
    },
    async close() {
      await sqlParser.close();
      await sqlRunner.close();
    },
  };
}

/** The same over a test database of its own, which ends with it. */
export interface OwnSqlServer extends SqlServer {
  readonly db: TestDatabase;
}

export async function ownSqlServer(): Promise<OwnSqlServer> {
  const db = await testDatabase();
  const server = sqlServer(db);
  return {
    ...server,
    db,
    async close() {
      await server.close();
      await db.close();
    },
  };
}
