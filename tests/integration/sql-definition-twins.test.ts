import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let server: SqlServer;
let twin: SqlTwin;

beforeAll(async () => {
  db = await testDatabase();
  server = sqlServer(db);
  twin = await sqlTwin(db, server, await server.project());
});

afterAll(async () => {
  await twin.close();
  await server.close();
  await db.close();
});

/** The scripts of a file, one a line. */
function scripts(name: string): readonly string[] {
  return readFileSync(new URL(`./sql-statements/${name}.sql`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("--"));
}

describe.each(["functions", "objects", "plpgsql"])("definitions of %s", (name) => {
  it.each(scripts(name))("do what Postgres's own do: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(virtual).toEqual(native);
  });
});
