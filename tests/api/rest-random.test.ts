import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dataApi } from "#lib/data-api/web.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { listing, type Question, summary } from "#tests/harness/rest-differential/requests.ts";
import { definitions, rows } from "#tests/harness/rest-differential/tables.ts";
import { Choices } from "#tests/harness/sql-differential/choices.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

// Random requests, each beside the SQL that a person would write for it over tables of Postgres's own.
// REST_RUNS=5000 SEED=7 vitest run --project api tests/api/rest-random.test.ts

const runs = Number(process.env.REST_RUNS ?? 400);
const seed = Number(process.env.SEED ?? 20_261_122);

let harness: AccountsHarness;
let typed: SqlServer;
let app: AppProject;
let native: pg.Client;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  app = await appProject("Random");
  native = new pg.Client(harness.owner);
  await native.connect();
  await native.query("create schema native; set search_path = native, pg_catalog; set timezone = 'UTC'");
  for (const query of [definitions, rows]) {
    await native.query(query);
    await runSql(app.actor, app.databaseId, { query });
  }
});
afterAll(async () => {
  await native.end();
  await typed.close();
  await harness.close();
});

interface Answer {
  readonly body?: unknown;
  readonly total?: number;
  readonly code?: string;
}

async function ask({ path, params }: Question): Promise<Answer> {
  const search = params
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  const url = `http://localhost:3000/p/${app.ref}/rest/v1/${path}?${search}`;
  const key = app.keys.service_role;
  const response = await dataApi(new Request(url, { headers: { apikey: key, prefer: "count=exact" } }));
  expect(response.status).toBeLessThan(500);
  const body: unknown = await response.json();
  const range = response.headers.get("content-range") ?? "";
  // Behind the end of a list there is nothing to show.
  if (response.status === 416) return { body: [], total: Number(range.split("/")[1]) };
  if (response.status >= 300) return { code: (body as { code: string }).code };
  return { body, total: Number(range.split("/")[1]) };
}

async function told({ sql }: Question): Promise<Answer> {
  try {
    const { rows } = await native.query<{ body: unknown; total: string }>(sql);
    return { body: rows[0]?.body, total: Number(rows[0]?.total) };
  } catch (error) {
    return { code: (error as { code: string }).code };
  }
}

/** A value that its column cannot take, or an operator that its type does not have. */
const wrongValue = /^(?:22\w{3}|42704|42883)$/;

it("answers any request as the same question in SQL is answered over plain tables", async () => {
  const counts = { questions: 0, errors: 0 };
  const numbers = fc.array(fc.nat(9_999), { minLength: 30, maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(listing, listing, listing, summary), numbers, async (make, given) => {
      const question = make(new Choices(given));
      const [virtual, expected] = [await ask(question), await told(question)];
      counts.questions += 1;
      if (expected.code !== undefined) counts.errors += 1;
      // Of several wrong values either may be told.
      if (expected.code !== undefined) expect(virtual.code, JSON.stringify(question)).toMatch(wrongValue);
      else expect(virtual, JSON.stringify(question)).toEqual(expected);
    }),
    { numRuns: runs, seed },
  );
  expect(counts.errors).toBeLessThan(counts.questions / 2);
});
