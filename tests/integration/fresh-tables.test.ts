import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change } from "#lib/catalog/types.ts";
import { openTenantScope } from "#lib/db/scope.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { deleteStatement, insertStatement } from "#lib/engine/write/records.ts";
import { createLog } from "#lib/log.ts";
import { serveBatch } from "#lib/operations/data-api/serve-batch.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { importRecords } from "#lib/operations/records/import-records.ts";
import { createTable } from "#lib/operations/schema/create-table.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { createRowStatistics } from "#lib/store/schema/row-statistics.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { testDatabase } from "#tests/harness/test-database.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let db: AccountsHarness;
let owner: pg.Client;
let neighbour: EngineProject;

const table = (name: string): Change => ({
  kind: "create_table",
  table: completeTable({
    name,
    columns: [
      { name: "word", type: "text" },
      { name: "code", type: "text", indexed: true },
    ],
  }),
});

async function fill(project: EngineProject, name: string, rows: number): Promise<void> {
  for (let start = 0; start < rows; start += 1000)
    await project.insert(
      name,
      Array.from({ length: Math.min(1000, rows - start) }, (_, index) => ({
        word: `word ${start + index}`,
        code: `c${start + index}`,
      })),
    );
}

interface Plan {
  readonly "Node Type": string;
  readonly "Plan Rows": number;
  readonly "Index Name"?: string;
  readonly Plans?: readonly Plan[];
}

async function planOf({ scope }: EngineProject, statement: Sql): Promise<Plan> {
  const { rows } = await db.database.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    scope,
    sql`explain (format json) ${statement}`,
  );
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  if (plan === undefined) throw new Error("no plan");
  return plan;
}

const indexes = (plan: Plan): readonly string[] => [
  ...(plan["Index Name"] === undefined ? [] : [plan["Index Name"]]),
  ...(plan.Plans ?? []).flatMap(indexes),
];
const nodes = (plan: Plan): readonly string[] => [plan["Node Type"], ...(plan.Plans ?? []).flatMap(nodes)];

async function relation(project: EngineProject, name: string): Promise<Sql> {
  return sql`(${relationSelect(await project.catalog(), await project.table(name))})`;
}

async function believed(project: EngineProject, name: string): Promise<number> {
  return (await planOf(project, sql`select * from ${await relation(project, name)} as t`))["Plan Rows"];
}

async function tell(project: EngineProject, names: readonly string[], rows: number): Promise<void> {
  const statistics = createRowStatistics(db.database, createLog("silent"));
  await statistics.wrote(project.scope, names, rows);
  await statistics.close();
}

beforeAll(async () => {
  db = await accountsRuntime();
  owner = new pg.Client(db.owner);
  await owner.connect();
  // What autovacuum would make right meanwhile is not what is looked at.
  await owner.query("alter table rowhouse.project_data set (autovacuum_enabled = off)");
  neighbour = await engineProject(db);
  await neighbour.apply([table("known")]);
  await fill(neighbour, "known", 3000);
  await owner.query("analyze rowhouse.project_data");
}, 60_000);
afterAll(async () => {
  await owner.end();
  await db.close();
});

it("knows how many rows a table has that was just filled, and still how many the others have", async () => {
  const project = await engineProject(db);
  await project.apply([table("cats"), table("dogs")]);
  await fill(project, "cats", 2000);
  await fill(project, "dogs", 500);
  await tell(project, ["cats", "dogs"], 500);
  expect(await believed(project, "cats")).toBeGreaterThan(1800);
  expect(await believed(project, "cats")).toBeLessThan(2200);
  expect(await believed(project, "dogs")).toBeGreaterThan(450);
  expect(await believed(project, "dogs")).toBeLessThan(550);
  expect(await believed(neighbour, "known")).toBeGreaterThan(2700);
  expect(await believed(neighbour, "known")).toBeLessThan(3300);
});

it("joins two tables that were just filled without comparing each row with each", async () => {
  const project = await engineProject(db);
  await project.apply([table("cats"), table("dogs")]);
  await fill(project, "cats", 2000);
  await fill(project, "dogs", 2000);
  await tell(project, ["cats", "dogs"], 2000);
  const [cats, dogs] = [await relation(project, "cats"), await relation(project, "dogs")];
  for (const column of [sql`word`, sql`code`]) {
    const join = sql`select count(*) from ${cats} as a join ${dogs} as b on a.${column} = b.${column}`;
    expect(nodes(await planOf(project, join))).toContainEqual(expect.stringMatching(/Hash Join|Merge Join/));
    const missing = sql`select count(*) from ${cats} as a where not exists (select from ${dogs} as b where a.${column} = b.${column})`;
    // Or a nested loop that looks each row up in the index of the code.
    expect(nodes(await planOf(project, missing))).not.toContain("Materialize");
  }
});

it("looks up what rows refer to by its key, one row at a time, also among rows of the same statement", async () => {
  const project = await engineProject(db);
  const id = { name: "id", type: "integer", primary_key: true } as const;
  const references = { table: "numbers", column: "id" };
  await project.apply([
    {
      kind: "create_table",
      table: completeTable({
        name: "numbers",
        columns: [id, { name: "before", type: "integer", references }],
      }),
    },
  ]);
  const count = 2000;
  const records = Array.from({ length: count }, (_, n) => ({ id: n + 1, before: n === 0 ? null : n }));
  await project.insert("numbers", records);
  const statement = insertStatement(await project.catalog(), await project.table("numbers"), [{ before: 7 }]);
  const used = indexes(await planOf(project, statement));
  expect(used).toContain("project_data_u1_key");
  expect(used).not.toContain("project_data_pkey");
  const { rows } = await owner.query(
    `select count(*)::int4 as linked from rowhouse.project_data as d join rowhouse.project_data as p on p.project_id = d.project_id and p.table_id = d.rt1 and p.id = d.r1
      where d.project_id = $1 and (p.data ->> 'id')::int4 = (d.data ->> 'before')::int4`,
    [project.scope.projectId],
  );
  expect(rows).toEqual([{ linked: count - 1 }]);
});

it("finds the rows that refer to a deleted one by the reference's index, whatever becomes of them", async () => {
  for (const action of ["cascade", "set null"] as const) {
    const project = await engineProject(db);
    const references = { table: "cats", column: "id", on_delete: action };
    await project.apply([
      table("cats"),
      {
        kind: "create_table",
        table: completeTable({ name: "kittens", columns: [{ name: "cat_id", type: "uuid", references }] }),
      },
    ]);
    const cats = await project.insert("cats", [{ word: "one" }, { word: "two" }]);
    const kittens = Array.from({ length: 1000 }, (_, index) => ({ cat_id: cats[index % 2]?.id ?? null }));
    await project.insert("kittens", kittens);
    await tell(project, ["cats", "kittens"], 1000);
    const statement = deleteStatement(
      await project.catalog(),
      await project.table("cats"),
      String(cats[0]?.id),
    );
    expect(indexes(await planOf(project, statement))).toContain("project_data_r1_idx");
  }
});

it("is told of the rows of an import before that has been answered", async () => {
  const actor = await newActor("fresh@example.com");
  const { database } = await createProjectWithDatabase(actor, { name: "Fresh" });
  const databaseId = database.id;
  await createTable(actor, databaseId, {
    schemaJson: { name: "words", columns: [{ name: "word", type: "text" }] },
  });
  async function* rows() {
    for (let line = 1; line <= 2500; line += 1) yield { line, value: { word: `word ${line}` } };
  }
  await importRecords(actor, databaseId, { tableName: "words", onError: "stop", rows: rows() });
  const { rows: tables } = await owner.query<{ id: string; project_id: string }>(
    "select id, project_id from rowhouse.project_tables where database_id = $1 and table_name = 'words'",
    [databaseId],
  );
  const [words] = tables;
  const { rows: plans } = await owner.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (format json) select from rowhouse.project_data where project_id = '${words?.project_id}' and table_id = '${words?.id}'`,
  );
  expect(plans[0]?.["QUERY PLAN"][0].Plan["Plan Rows"]).toBeGreaterThan(2000);
  expect(runtime().rowStatistics).toBeDefined();
});

it("is told of the rows of a batch of requests once it is committed", async () => {
  const project = await engineProject(db);
  await project.apply([table("cats")]);
  const body = Array.from({ length: 800 }, (_, n) => ({ word: `word ${n}`, code: `c${n}` }));
  const ops = [
    { method: "POST", path: "/cats", body },
    { method: "POST", path: "/cats", body },
  ];
  const batch = (dry_run: boolean) => ({
    method: "POST",
    path: ["rpc", "_batch"],
    params: [],
    header: () => null,
    body: JSON.stringify({ ops, dry_run }),
  });
  const { projectId, databaseId } = project.scope;
  const scope = openTenantScope({
    projectId,
    databaseId,
    userId: null,
    role: "owner",
    apiRole: "service_role",
  });
  await serveBatch(scope, batch(true));
  expect(await believed(project, "cats")).toBeLessThan(200);
  await serveBatch(scope, batch(false));
  await expect.poll(() => believed(project, "cats"), { timeout: 10_000 }).toBeGreaterThan(1400);
});

it("counts also where nothing was ever counted before", async () => {
  const young = await testDatabase();
  try {
    const project = await engineProject(young);
    await project.apply([table("cats")]);
    await fill(project, "cats", 1000);
    const statistics = createRowStatistics(young.database, createLog("silent"));
    await statistics.wrote(project.scope, ["cats"], 1000);
    const { rows } = await young.database.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      project.scope,
      sql`explain (format json) select from ${await relation(project, "cats")} as t`,
    );
    expect(rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"]).toBe(1000);
  } finally {
    await young.close();
  }
});

it("waits for nobody: while vacuum is at work, the answer is to ask again", async () => {
  const project = await engineProject(db);
  await project.apply([table("cats")]);
  await owner.query("begin; lock table rowhouse.project_data in share update exclusive mode");
  const { rows } = await db.database.query<{ is_done: boolean }>(
    project.scope,
    sql`select app.learn_rows(${[(await project.table("cats")).id]}::uuid[]) as is_done`,
  );
  await owner.query("rollback");
  expect(rows).toEqual([{ is_done: false }]);
});
