import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { alice, canaries, nobody, type ProtectedApp, protectedApp } from "./app-attacks/protected-app.ts";
import { lockedFunctions, steppedFunctions } from "./app-attacks/steps.ts";

// Functions that go step by step, called by those whom the rules leave nothing of what they read and write.

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let app: ProtectedApp;
let untouched: unknown;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  app = await protectedApp();
  const sql = (query: string) => runSql(app.actor, app.databaseId, { query });
  await sql(lockedFunctions);
  for (const { sql: text } of steppedFunctions) await sql(text);
  untouched = await app.everything();
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

type Headers = Readonly<Record<string, string>>;

const identities: readonly (readonly [string, () => Promise<Headers>])[] = [
  ["a visitor", async () => ({ apikey: app.keys.anon })],
  [
    "another user",
    async () => ({ apikey: app.keys.anon, Authorization: `Bearer ${await app.token(alice)}` }),
  ],
  [
    "a user without rows",
    async () => ({ apikey: app.keys.anon, Authorization: `Bearer ${await app.token(nobody)}` }),
  ],
  ["a key of one table", async () => ({ apikey: app.narrow })],
];

async function call(path: string, body: unknown, by: Headers) {
  const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/rpc/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...by },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe.each(identities)("%s", (_who, credentials) => {
  it.each(steppedFunctions)(
    "is not told what is hidden by a function's steps: $name",
    async ({ name, args }) => {
      const by = await credentials();
      const answers = [
        await call(name, args, by),
        await call("_batch", { ops: [{ path: `/rpc/${name}`, body: args }], dry_run: true }, by),
      ];
      for (const { status, text } of answers) {
        expect([name, status]).toEqual([name, expect.toSatisfy((code) => code < 500 || code === 501)]);

        expect([text, canaries.filter((word) => text.includes(word))]).toEqual([text, []]);
        expect(text).not.toContain("there");
        expect(text.match(/rowhouse|project_data|project_id|app\.\w+|\$data|syntax error/g)).toBeNull();
      }
    },
  );

  it("has changed nothing by any of them", async () => {
    expect(await app.everything()).toEqual(untouched);
  });
});
