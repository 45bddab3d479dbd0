import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileSelect } from "#lib/query/compile-select.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { createLibrary, type NativeTwin, nativeTwin, type Reading } from "#tests/harness/library-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

const file = new URL("./sql-statements/queries.sql", import.meta.url);
const statements = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "");

let server: OwnSqlServer;
let project: EngineProject;
let native: NativeTwin;

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  await createLibrary(project);
  native = await nativeTwin(server.db, server, project);
});

afterAll(async () => {
  await native.close();
  await server.close();
});

/** As the product reads, with values as text. */
async function read(query: string): Promise<Reading> {
  const parsed = await server.sqlParser.parse(query);
  if (!parsed.ok) return { ok: false, sqlstate: parsed.code };
  const [statement] = parsed.statements;
  if (statement === undefined) throw new Error("no statement");
  const outcome = compileSelect(await project.catalog(), query, statement);
  if (!outcome.ok) return { ok: false, sqlstate: outcome.refusal.code };
  const limits = { timeoutMs: 15_000, rowsMax: 10_000, bytesMax: 10_000_000 };
  const ran = await server.sqlRunner.selectAll(
    project.scope,
    [{ text: outcome.compiled.text, values: [] }],
    limits,
  );
  if (!ran.ok) return { ok: false, sqlstate: ran.failure.sqlstate };
  const [result] = ran.results;
  if (result === undefined) throw new Error("no result");
  return { ok: true, columns: result.columns, rows: result.rows.map((row) => [...row]) };
}

/** Without ORDER BY the order of rows says nothing. */
function comparable(query: string, reading: Reading): Reading {
  if (!reading.ok || /order by/i.test(query)) return reading;
  const rows = reading.rows.map((row) => JSON.stringify(row)).sort();
  return { ...reading, rows: rows.map((row) => JSON.parse(row) as unknown[]) };
}

describe("a query over virtual tables", () => {
  it.each(statements)("reads what plain tables would give: %s", async (query) => {
    const expected = await native.read(query);
    expect(comparable(query, await read(query))).toEqual(comparable(query, expected));
  });
});
