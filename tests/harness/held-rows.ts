import pg from "pg";
import { blocked } from "./at-once.ts";

/** Rows that nobody else can change, so that a test says in which order statements that want to do so go on. */
export interface HeldRows {
  /** Until so many statements of the database wait for a lock. */
  awaited(count: number): Promise<void>;
  /** Those that wait go on, one after the other. */
  letGo(): Promise<void>;
}

/** Holds all rows of a table of a project. @param owner whom row-level security does not bind. */
export async function heldRows(
  owner: pg.ClientConfig,
  { projectId, table }: { readonly projectId: string; readonly table: string },
): Promise<HeldRows> {
  const client = new pg.Client(owner);
  await client.connect();
  await client.query("begin");
  await client.query(
    `select from rowhouse.project_data as d join rowhouse.project_tables as t on t.id = d.table_id
     where t.project_id = $1 and t.table_name = $2 for update of d`,
    [projectId, table],
  );
  return {
    awaited: (count) => blocked(client, count),
    async letGo() {
      await client.query("commit");
      await client.end();
    },
  };
}
