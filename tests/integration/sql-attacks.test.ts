import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeSql } from "#lib/operations/typed-sql/execute-sql.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

const file = new URL("./sql-statements/attacks.sql", import.meta.url);
const attacks = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("--"));

let server: SqlServer;
let mine: EngineProject;
let theirs: EngineProject;

beforeAll(async () => {
  server = await ownSqlServer();
  [mine, theirs] = [await server.project(), await server.project()];
  for (const [project, note] of [
    [mine, "mine"],
    [theirs, "secret-of-another"],
  ] as const) {
    await project.apply([
      { kind: "create_table", table: { name: "notes", columns: [{ name: "note", type: "text" }] } },
    ]);
    await project.insert("notes", [{ note }, { note }]);
  }
});

afterAll(() => server.close());

/** What an attacker learns: everything that comes back, and how long it took. */
async function told(query: string): Promise<string> {
  const services = { sqlParser: server.sqlParser, sqlRunner: server.sqlRunner, catalogs: mine.catalogs };
  try {
    const place = { scope: mine.scope, catalog: await mine.catalog() };
    // Undone, and ended soon: nothing here is meant to stay.
    const signal = AbortSignal.timeout(700);
    return JSON.stringify(await executeSql(services, place, { query, dry_run: true }, signal));
  } catch (error) {
    const { code, message, hint, details } = error as Record<string, unknown>;
    expect(code, query).toBeTypeOf("string");
    return JSON.stringify({ code, message, hint, details });
  }
}

describe("an attack", () => {
  it.each(attacks)("tells nothing of others and stops nobody: %s", async (query) => {
    const answer = await told(query);
    const secrets = [
      "secret-of-another",
      "root:",
      "rowhouse_owner",
      'signing_key"',
      "/var/lib",
      "PostgreSQL 1",
    ];
    for (const secret of [...secrets, theirs.scope.projectId, mine.scope.projectId])
      expect(answer.includes(secret) && !query.includes(secret), answer).toBe(false);
    // Others are served meanwhile, and nothing of theirs has changed.
    const { rows } = await server.run(theirs, "select note from notes");
    expect(rows).toEqual([["secret-of-another"], ["secret-of-another"]]);
  });

  it("by any of the texts leaves the attacker's own table as it was", async () => {
    expect((await server.run(mine, "select note from notes")).rows).toEqual([["mine"], ["mine"]]);
  });
});
