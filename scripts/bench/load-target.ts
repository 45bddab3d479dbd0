import type { EngineProject } from "#tests/harness/engine-project.ts";
import type { BenchServer } from "./bench-server.ts";
import { authorRecord, createAuthors, createTasks, nativeTables, taskRecord } from "./tables.ts";
import { typedSql } from "./typed-sql.ts";

const authors = 1_000;
const batch = 2_000;

/** The bytes that one table's rows take, with their share of all indexes. */
export interface Bytes {
  readonly native: number;
  readonly virtual: number;
}

/** Fills the target through the engine's writer, then a native table with the same rows in the same order. */
export async function loadTarget(server: BenchServer, project: EngineProject, rows: number): Promise<Bytes> {
  await project.apply([createAuthors, createTasks()]);
  const authorIds = await fillAuthors(project, Math.min(authors, rows));
  const before = await settledSize(server, "rowhouse.project_data");
  await fillTasks(project, "tasks", rows, authorIds);
  const virtual = (await settledSize(server, "rowhouse.project_data")) - before;
  await server.superuser.query(nativeTables);
  const catalog = await project.catalog();
  const sql = await typedSql(catalog);
  for (const table of ["authors", "tasks"])
    await server.superuser.query(
      `insert into native.${table} ${await sql.text(`select * from ${table} order by created_at, id`)}`,
    );
  await sql.close();
  return { virtual, native: await settledSize(server, "native.tasks") };
}

export async function fillAuthors(project: EngineProject, count: number): Promise<readonly string[]> {
  const records = Array.from({ length: count }, (_, index) => authorRecord(index));
  return (await project.insert("authors", records)).map(({ id }) => String(id));
}

export async function fillTasks(
  project: EngineProject,
  table: string,
  rows: number,
  authorIds: readonly string[],
): Promise<void> {
  for (let start = 0; start < rows; start += batch) {
    const length = Math.min(batch, rows - start);
    await project.insert(
      table,
      Array.from({ length }, (_, index) => taskRecord(start + index, authorIds)),
    );
  }
}

async function settledSize(server: BenchServer, relation: string): Promise<number> {
  await server.superuser.query(`vacuum ${relation}`);
  const { rows } = await server.superuser.query<{ bytes: string }>(
    "select pg_total_relation_size($1::regclass) as bytes",
    [relation],
  );
  return Number(rows[0]?.bytes);
}
