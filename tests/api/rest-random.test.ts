import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dataApi } from "#lib/data-api/web.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { type Change, insertion, removal, update } from "#tests/harness/rest-differential/changes.ts";
import { listing, type Question, summary } from "#tests/harness/rest-differential/requests.ts";
import { definitions, rows } from "#tests/harness/rest-differential/tables.ts";
import { Choices } from "#tests/harness/sql-differential/choices.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

// Random requests, each beside the SQL that a person would write for it over tables of Postgres's own.

const runs = randomRuns(300, 20_261_122);
const timeout = 120_000 + runs.numRuns * 50;

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

it("answers any request as the same question in SQL is answered over plain tables", { timeout }, async () => {
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
    runs,
  );
  expect(counts.errors).toBeLessThan(counts.questions / 2);
});

const wrongRow = /^(?:2[123]\w{3}|42704|42883)$/;

/** Rows in an order of their own: nobody has asked for one. */
const sorted = (rows: unknown) => (rows as readonly unknown[]).map((row) => JSON.stringify(row)).sort();

async function write({ method, path, params, prefer, body }: Change) {
  const search = params
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  const wishes = ["return=representation", "tx=rollback", prefer].filter((wish) => wish !== "").join(",");
  const headers = { apikey: app.keys.service_role, prefer: wishes, "content-type": "application/json" };
  const url = `http://localhost:3000/p/${app.ref}/rest/v1/${path}?${search}`;
  const response = await dataApi(
    new Request(url, { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) }),
  );
  const answer: unknown = await response.json();
  return response.status >= 300 ? { code: (answer as { code: string }).code } : { rows: sorted(answer) };
}

async function written({ sql }: Change) {
  await native.query("begin");
  try {
    const { rows } = await native.query<{ r: unknown }>(
      `with w as (${sql}) select row_to_json(w) as r from w`,
    );
    return { rows: sorted(rows.map(({ r }) => r)) };
  } catch (error) {
    return { code: (error as { code: string }).code };
  } finally {
    await native.query("rollback");
  }
}

it("writes what the same statement writes to plain tables, and refuses what it refuses", {
  timeout,
}, async () => {
  const counts = { writes: 0, errors: 0 };
  const numbers = fc.array(fc.nat(9_999), { minLength: 15, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(update, removal, insertion), numbers, async (make, given) => {
      const change = make(new Choices(given));
      const [virtual, expected] = [await write(change), await written(change)];
      counts.writes += 1;
      if ("code" in expected) counts.errors += 1;
      // Of several mistakes either may be told: of values, of keys and references, of one row that is given twice. A value that
      // no row takes need not be read.
      if ("code" in expected && "rows" in virtual && expected.code.startsWith("22"))
        expect(virtual.rows).toEqual([]);
      else if ("code" in expected)
        expect(virtual, JSON.stringify([change, expected])).toMatchObject({
          code: expect.stringMatching(wrongRow),
        });
      else expect(virtual, JSON.stringify(change)).toEqual(expected);
    }),
    runs,
  );
  expect(counts.errors).toBeLessThan(counts.writes);
});
