import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import {
  type AttackedServer,
  attackedServer,
  type Headers,
  identitiesOf,
} from "./app-attacks/attacked-server.ts";
import { canaries, type ProtectedApp } from "./app-attacks/protected-app.ts";
import { lockedFunctions, steppedFunctions } from "./app-attacks/steps.ts";

// Functions that go step by step, called by those whom the rules leave nothing of what they read and write.

let server: AttackedServer;
let app: ProtectedApp;
let untouched: unknown;

beforeAll(async () => {
  server = await attackedServer();
  app = server.app;
  const sql = (query: string) => runSql(app.actor, app.databaseId, { query });
  await sql(lockedFunctions);
  for (const { sql: text } of steppedFunctions) await sql(text);
  untouched = await app.everything();
});

afterAll(() => server.close());

const identities = identitiesOf(() => app);

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
