import { afterAll, beforeAll, expect, it } from "vitest";
import { completeTable } from "#lib/catalog/complete-table.ts";
import { defaultSort, listStatement } from "#lib/engine/read/list.ts";
import { deleteStatement, updateStatement } from "#lib/engine/write/records.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// Names that the engine's own statements use inside, or that every JavaScript object has.
const names = ["data", "record", "source", "patch", "t1", "u1", "v", "rowhouse_id", "constructor", "page"];

let db: TestDatabase;
let project: EngineProject;
beforeAll(async () => {
  db = await testDatabase();
  project = await engineProject(db);
});
afterAll(() => db.close());

it.each(names)("a column called %s is written, read, changed and deleted like any other", async (name) => {
  const columns = [
    { name, type: "text" as const },
    { name: "title", type: "text" as const, indexed: true },
    { name: "slug", type: "text" as const, unique: true },
  ];
  const tableName = `of_${name}`;
  await project.apply([{ kind: "create_table", table: completeTable({ name: tableName, columns }) }]);
  const [inserted] = await project.insert(tableName, [{ [name]: "a", title: "t", slug: "s" }]);
  expect(inserted).toMatchObject({ [name]: "a", title: "t", slug: "s" });

  const catalog = await project.catalog();
  const table = await project.table(tableName);
  const recordId = String(inserted?.id);
  const request = {
    columns: table.definition.columns,
    filter: null,
    search: null,
    sort: defaultSort(table),
    limit: 10,
    offset: 0,
    cursor: null,
  };
  const list = await db.database.query<{ records: string }>(
    project.scope,
    listStatement(catalog, table, request),
  );
  expect(JSON.parse(list.rows[0]?.records ?? "")).toMatchObject([{ [name]: "a" }]);

  const patch = { [name]: "b", title: "u", created_at: "2020-01-01T00:00:00Z" };
  const update = updateStatement(catalog, table, { recordId, patch });
  const written = await db.database.query<{ record: string }>(project.scope, update);
  expect(JSON.parse(written.rows[0]?.record ?? "")).toMatchObject({ [name]: "b", title: "u", slug: "s" });

  const deleted = await db.database.query<{ record: string }>(
    project.scope,
    deleteStatement(catalog, table, recordId),
  );
  expect(JSON.parse(deleted.rows[0]?.record ?? "")).toMatchObject({ [name]: "b" });
});
