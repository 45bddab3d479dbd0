import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { type OwnSqlServer, ownSqlServer } from "#tests/harness/sql-project.ts";

let server: OwnSqlServer;
let mine: EngineProject;
let theirs: EngineProject;

beforeAll(async () => {
  server = await ownSqlServer();
  [mine, theirs] = [await server.project(), await server.project()];
  const fill = (rows: number) =>
    `create table items (id int primary key, n int); insert into items select g, g % 10 from generate_series(1, ${rows}) g`;
  // Nearly all rows are of one project: where a scan of everything is the cheapest plan.
  await server.run(mine, fill(5_000));
  await server.run(theirs, fill(137));
  const owner = new pg.Client(server.db.owner);
  await owner.connect();
  await owner.query("vacuum analyze rowhouse.project_data");
  await owner.end();
});

afterAll(() => server.close());

describe("a plan", () => {
  it.each([
    "select * from items",
    "select count(n) from items",
    "select * from items where n = 3",
    "update items set n = n + 1",
  ])("reads, and counts, no row of another project: %s", async (query) => {
    const { rows } = await server.run(mine, `explain (analyze) ${query}`, { dry_run: true });
    const plan = rows.flat().join("\n");
    expect(plan).toMatch(/(?:Index|Bitmap).*Scan.* on items/);
    expect(plan).not.toMatch(/Seq Scan on items/);
    const counts = [...plan.matchAll(/(?:rows=|Removed by Filter: )(\d+)/g)].map(([, count]) =>
      Number(count),
    );
    expect(counts.filter((count) => count > 5_000 && count % 5_000 !== 0)).toEqual([]);
  });
});
