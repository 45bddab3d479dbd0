import type { BenchServer } from "./bench-server.ts";
import type { Loaded } from "./load.ts";
import { type Operation, operationNames } from "./operations.ts";
import { listOperations, type Samples, sqlOperations } from "./read-operations.ts";
import { embeddingOperations } from "./rest-operations.ts";
import { typedSql } from "./typed-sql.ts";
import { writeOperations } from "./write-operations.ts";

/** All operations, reads before writes: what they change is measured by none. */
export async function operationsOf(
  server: BenchServer,
  { catalog, scope }: Loaded,
  rows: number,
): Promise<readonly Operation[]> {
  const tasks = catalog.tables.find(({ definition }) => definition.name === "tasks");
  if (tasks === undefined) throw new Error("there is no table of tasks");
  const samples = await drawSamples(server, rows);
  const authors = await server.superuser.query<{ id: string }>("select id from native.authors order by id");
  const authorIds = authors.rows.map(({ id }) => id);
  const sql = await typedSql(catalog);
  const all = [
    ...(await sqlOperations(sql, samples)),
    ...embeddingOperations(catalog, scope),
    ...listOperations(catalog, tasks, samples),
    ...writeOperations(catalog, tasks, samples, authorIds),
  ];
  await sql.close();
  const rank = ({ name }: Operation) =>
    operationNames.indexOf(name) + (isWrite(name) ? operationNames.length : 0);
  return all.toSorted((a, b) => rank(a) - rank(b));
}

const isWrite = (name: string) => name === "insert" || name.startsWith("update");

/** Tasks of the listed status from all over the order, as cursors tell them. */
async function drawSamples({ superuser }: BenchServer, rows: number): Promise<Samples> {
  const { rows: tasks } = await superuser.query<Samples["tasks"][number]>(
    "select id, due::text as due from native.tasks where status = 'open' order by md5(id::text) limit 1000",
  );
  return { rows, tasks };
}
