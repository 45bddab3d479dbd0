import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Catalog, CatalogTable, Column } from "#lib/catalog/types.ts";
import { readableColumns } from "#lib/engine/column-sql.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import type { Way } from "#lib/engine/read/known-ways.ts";
import { countStatement, type ListRequest, listStatement } from "#lib/engine/read/list.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let project: EngineProject;
let catalog: Catalog;
let posts: CatalogTable;
let authors: CatalogTable;

const postColumns: readonly Column[] = [
  { name: "title", type: "text", required: true },
  { name: "slug", type: "text", unique: true },
  { name: "status", type: "text", required: true, indexed: true },
  { name: "views", type: "integer", required: true, indexed: true },
  { name: "published_at", type: "timestamptz", indexed: true },
  { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
];

/** Until every page is told to be visible to all: a snapshot of autovacuum's own may be in the way for a moment. */
async function vacuum(owner: pg.Client): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await owner.query("vacuum analyze rowhouse.project_data");
    const { rowCount } = await owner.query(
      "select from pg_class where oid = 'rowhouse.project_data'::regclass and relallvisible >= relpages",
    );
    if (rowCount === 1) return;
    await sleep(250);
  }
}

/** Enough rows of others that an index is worth its while, and enough of one's own that the order of a list matters. */
async function fill(target: EngineProject, rows: number): Promise<void> {
  await target.apply([
    {
      kind: "create_table",
      table: completeTable({ name: "authors", columns: [{ name: "name", type: "text", indexed: true }] }),
    },
    {
      kind: "create_table",
      table: completeTable({
        name: "posts",
        columns: postColumns,
        constraints: [
          { kind: "index", columns: ["status", "views"], directions: ["asc", "desc"] },
          { kind: "index", columns: ["title"], method: "search" },
        ],
      }),
    },
  ]);
  const made = await target.insert(
    "authors",
    Array.from({ length: 50 }, (_, index) => ({ name: `Author ${index}` })),
  );
  const post = (_: unknown, index: number) => ({
    title: `Title ${((index * 7919) % 100_003).toString(36)} of ${"many words ".repeat(20)}`,
    slug: `post-${index}`,
    status: ["draft", "public"][index % 2] ?? "",
    views: (index * 31) % 1000,
    published_at: index % 3 === 0 ? null : new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
    author_id: made[index % made.length]?.id ?? null,
  });
  for (let start = 0; start < rows; start += 1000)
    await target.insert(
      "posts",
      Array.from({ length: 1000 }, (_, index) => post(_, start + index)),
    );
}

beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
  await fill(await engineProject(db), 6000);
  await fill(project, 3000);
  catalog = await project.catalog();
  posts = await project.table("posts");
  authors = await project.table("authors");
  const owner = new pg.Client(db.owner);
  await owner.connect();
  // Commits that have not reached the disk yet are visible to all only for those who ask again.
  await owner.query("checkpoint");
  await vacuum(owner);
  await owner.end();
}, 60_000);
afterAll(() => db.close());

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "One-Time Filter"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

/** How the product's own login carries a statement out, in the project's signed context. */
async function planOf(statement: Sql): Promise<readonly Plan[]> {
  const { rows } = await db.database.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    project.scope,
    sql`explain (format json, costs off) ${statement}`,
  );
  const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)];
  const plans = rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan }) => all(Plan)));
  const scans = plans.filter((plan) => plan["Relation Name"] === "project_data");
  expect(scans.length).toBeGreaterThan(0);
  // The policy is asked once, above the scans or above their join, and of no row.
  const filters = plans.flatMap((plan) => plan["One-Time Filter"] ?? []);
  expect(filters.length).toBeGreaterThan(0);
  for (const { Filter = "" } of plans) expect(Filter).not.toContain("project_id");
  for (const filter of filters) expect(filter).toContain("app.project_id() =");
  expect(scans.map((plan) => plan["Node Type"])).not.toContain("Seq Scan");
  return plans;
}

/** The conditions under which an index is searched. */
async function searches(statement: Sql): Promise<readonly string[]> {
  const plans = await planOf(statement);
  return plans.flatMap((plan) =>
    plan["Index Cond"] === undefined ? [] : [`${plan["Index Name"]}: ${plan["Index Cond"]}`],
  );
}

const from = (table: CatalogTable) => sql`(${relationSelect(catalog, table)})`;

function list(
  part: Omit<Partial<ListRequest>, "filter" | "sort"> & { filters?: object; sort?: readonly string[] },
): Sql {
  const { filters, sort = [], ...rest } = part;
  return listStatement(catalog, posts, {
    columns: readableColumns(posts),
    filter: filters === undefined ? null : parseFilter(posts, filters),
    search: null,
    sort: sort.map((name) => ({ column: column(name), isDescending: false, nullsFirst: false })),
    limit: 20,
    offset: 0,
    cursor: null,
    ...rest,
  });
}

function column(name: string): Column {
  const found = posts.definition.columns.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

const anId = "01a1fe75-1589-7ddf-a80d-cb42f4833a91";

describe("the plan", () => {
  it("of one row by its id searches the key", async () => {
    const found = await searches(sql`select * from ${from(posts)} as p where id = ${anId}`);
    expect(found).toEqual([expect.stringMatching(/^project_data_pkey: .*project_id = .*table_id = .*id = /)]);
  });

  it("of one row by a unique column searches the unique index", async () => {
    const found = await searches(sql`select * from ${from(posts)} as p where slug = ${"post-7"}`);
    expect(found).toEqual([expect.stringMatching(/^project_data_u1_key: .*table_id = .*u1 = /)]);
  });

  it("of a list in the order of a required indexed column follows its index", async () => {
    expect(await searches(list({ sort: ["views"] }))).toEqual([
      expect.stringMatching(/^project_data_n1_idx: .*table_id = /),
    ]);
  });

  it("of a list in the order of a nullable indexed column follows its index, then looks for the nulls", async () => {
    const found = await searches(list({ sort: ["published_at"] }));
    expect(found).toContainEqual(expect.stringMatching(/^project_data_d1_idx: /));
  });

  it("of a page behind a cursor starts at the cursor", async () => {
    const cursor = ["500", anId];
    expect(await searches(list({ sort: ["views"], cursor }))).toEqual([
      expect.stringMatching(/^project_data_n1_idx: .*n1 >= /),
    ]);
  });

  it("of a list by a value that is known to be common follows the order's index alone, of a rare one the value's", async () => {
    const request = { columns: readableColumns(posts), search: null, limit: 20, offset: 0, cursor: null };
    const filter = parseFilter(posts, { author_id: anId });
    const sort = [{ column: column("views"), isDescending: false, nullsFirst: false }];
    const on = (way: Way) => searches(listStatement(catalog, posts, { ...request, filter, sort }, way));
    expect(await on("followed")).toEqual([expect.stringMatching(/^project_data_n1_idx: .*table_id = /)]);
    expect(await on("sorted")).toEqual([expect.stringMatching(/^project_data_r1_idx: .*r1 = /)]);
    expect(await on("counted")).toHaveLength(3);
  });

  it("of a list that an index over several columns serves is one search in it", async () => {
    const [sort] = [{ column: column("views"), isDescending: true, nullsFirst: true }];
    const request = { columns: readableColumns(posts), search: null, limit: 20, offset: 0, cursor: null };
    const filter = parseFilter(posts, { status: "draft" });
    const found = await searches(listStatement(catalog, posts, { ...request, filter, sort: [sort] }));
    expect(found).toEqual([expect.stringMatching(/^project_data_k1_idx: .*k1 >= .*k1 < /)]);
  });

  it("of a range searches the range", async () => {
    const found = await searches(
      sql`select id, views from ${from(posts)} as p where views >= ${10}::int4 and views < ${12}::int4`,
    );
    expect(found).toEqual([expect.stringMatching(/n1 >= .*n1 < /)]);
  });

  it("of the rows that refer to another searches the reference", async () => {
    const found = await searches(sql`select id from ${from(posts)} as p where author_id = ${anId}::uuid`);
    expect(found).toEqual([expect.stringMatching(/^project_data_r1_idx: .*r1 = /)]);
  });

  it("of a row with its parent searches the parent's key", async () => {
    const page = sql`select * from ${from(posts)} as p where slug = ${"post-7"}`;
    const found = await searches(
      sql`select p.id, a.name from (${page}) as p left join lateral (select * from ${from(authors)} as a where a.id = p.author_id) as a on true`,
    );
    expect(found).toContainEqual(expect.stringMatching(/^project_data_pkey: .*id = /));
  });

  it("of a count with a filter reads an index alone", async () => {
    const count = countStatement(catalog, posts, {
      filter: parseFilter(posts, { status: "draft" }),
      search: null,
    });
    const plans = await planOf(count);
    const scan = plans.find((plan) => plan["Relation Name"] === "project_data");
    expect(scan?.["Node Type"]).toBe("Index Only Scan");
    expect(scan?.["Index Cond"]).toMatch(/t1 = /);
  });

  it("of a grouping by indexed columns reads an index alone, also joined with another table", async () => {
    for (const query of [
      sql`select status, sum(views) from ${from(posts)} as p group by status`,
      sql`select a.name, sum(p.views) from ${from(posts)} as p join ${from(authors)} as a on a.id = p.author_id group by a.name`,
    ]) {
      const scans = (await planOf(query)).filter((plan) => plan["Relation Name"] === "project_data");
      expect(new Set(scans.map((plan) => plan["Node Type"]))).toEqual(new Set(["Index Only Scan"]));
    }
  });

  it("of a search uses the search index", async () => {
    const found = await searches(list({ search: "5k3" }));
    expect(found).toContainEqual(expect.stringMatching(/^project_data_s1_idx: .*s1 ~~\* /));
  });
});
