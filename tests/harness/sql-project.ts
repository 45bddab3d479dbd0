import { createSqlRunner } from "#lib/db/run-sql.ts";
import type { SqlRunner } from "#lib/db/sql-runner.ts";
import { createLog } from "#lib/log.ts";
import { executeSql } from "#lib/operations/typed-sql/execute-sql.ts";
import type { RunSqlInput, SqlResult } from "#lib/operations/typed-sql/sql-run.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import type { SqlParser } from "#lib/query/parser/sql-parser.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import type { TestDatabase } from "#tests/harness/test-database.ts";

/** Typed SQL as the product runs it, over projects of one test database. */
export interface SqlServer {
  readonly sqlParser: SqlParser;
  readonly sqlRunner: SqlRunner;
  /** Runs a text in a project; the last statement's result. */
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
  return {
    sqlParser,
    sqlRunner,
    project: () => engineProject(db),
    async run(project, query, input = {}, signal) {
      const catalog = await project.catalog();
      const { results } = await executeSql(
        { sqlParser, sqlRunner, catalogs: project.catalogs },
        { scope: project.scope, catalog },
        { ...input, query },
        signal,
      );
      const last = results.at(-1);
      if (last === undefined) throw new Error("no statement ran");
      return last;
    },
    async close() {
      await sqlParser.close();
      await sqlRunner.close();
    },
  };
}
