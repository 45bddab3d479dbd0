import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import pg from "pg";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import type { BenchServer } from "./bench-server.ts";
import { fillAuthors, fillTasks } from "./load-target.ts";
import { createAuthors, createTasks } from "./tables.ts";

const tablesPerProject = 10;

/**
 * Fills one project through the engine (a table of authors, nine of tasks) and copies it as often as it takes, row by
 * row as the engine laid them out, with ids of each copy's own.
 */
export async function loadBackground(server: BenchServer, tables: number, rows: number): Promise<void> {
  const template = await engineProject(server);
  const names = Array.from(
    { length: Math.min(tables, tablesPerProject) - 1 },
    (_, index) => `tasks_${index}`,
  );
  await template.apply([createAuthors, ...names.map(createTasks)]);
  const authorIds = await fillAuthors(template, rows);
  for (const name of names) await fillTasks(template, name, rows, authorIds);
  const copies = Math.max(0, Math.ceil(tables / tablesPerProject) - 1);
  const copy = await copying(server, template);
  const work = Array.from({ length: copies }, () => randomUUID());
  const clients = Array.from({ length: availableParallelism() }, () => new pg.Client(server.owner));
  await Promise.all(
    clients.map(async (client) => {
      await client.connect();
      // The rows are those of a project whose references were checked.
      await client.query("set session_replication_role = replica");
      for (let id = work.pop(); id !== undefined; id = work.pop()) await copy(client, id);
      await client.end();
    }),
  );
}

/** Statements that copy the template into a new project: its metadata, then its rows. */
async function copying(
  { superuser }: BenchServer,
  template: EngineProject,
): Promise<(client: pg.Client, projectId: string) => Promise<void>> {
  const { projectId } = template.scope;
  const { rows: columns } = await superuser.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = 'rowhouse.project_data'::regclass and attnum > 0 and not attisdropped`,
  );
  const values = columns.map(({ name }) => {
    if (name === "project_id") return "$2::uuid";
    if (name === "table_id" || /^rt\d$/.test(name)) return copiedId(name, "$2");
    if (name === "id" || name === "owner_id" || /^r\d$/.test(name)) return copiedId(name, "$2");
    if (name === "data")
      return `case when data ? 'author_id' then data || jsonb_build_object('author_id', ${copiedId("(data->>'author_id')", "$2")}, 'status', ${varied.t1}, 'amount', ${varied.m1}, 'due', ${varied.d1}) else data end`;
    return varied[name] ?? name;
  });
  const names = columns.map(({ name }) => name).join(", ");
  const metadata = [
    `insert into rowhouse.projects (id, organization_id, ref, name)
     select $2::uuid, organization_id, 'p' || substr(md5($2::text), 1, 15), 'background' from rowhouse.projects where id = $1::uuid`,
    `insert into rowhouse.project_databases (project_id, id) select $2::uuid, $2::uuid where $1::uuid is not null`,
    `insert into rowhouse.project_tables (project_id, id, database_id, table_name, schema_json, storage_json, is_auth)
     select $2::uuid, ${copiedId("id", "$2")}, $2::uuid, table_name, schema_json, storage_json, is_auth
       from rowhouse.project_tables where project_id = $1::uuid`,
    `insert into rowhouse.project_data (${names})
     select ${values.join(", ")} from rowhouse.project_data where project_id = $1::uuid order by table_id, id`,
  ];
  return async (client, id) => {
    for (const statement of metadata) await client.query(statement, [projectId, id]);
  };
}

/**
 * Other words in every second project, other amounts and years in each: what is common among all tenants is not what is
 * common in the table that is measured.
 */
const varied: { readonly [slot: string]: string } = {
  t1: "case when $2::text < '8' then t1 else md5(t1 || left($2::text, 2)) end",
  m1: "m1 * (1 + get_byte(uuid_send($2::uuid), 1))",
  d1: "d1 - get_byte(uuid_send($2::uuid), 2) * interval '7 days'",
};

/** An id of the copy's own that sorts as the original does: its end is the new project's. */
function copiedId(expression: string, project: string): string {
  return `(left(${expression}::text, 24) || right(${project}::text, 12))::uuid`;
}
