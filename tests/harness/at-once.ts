import pg from "pg";
import { vi } from "vitest";
import { ownSqlServer } from "#tests/harness/sql-project.ts";

/** Two transactions that meet: what the first does is not committed before the second waits for it, or is done. */
export interface Meeting {
  /** Definitions and rows. */
  readonly given: string;
  readonly first: string;
  readonly second: string;
  /** What is asked when both are over. */
  readonly asked: string;
}

/** What became of it: the SQLSTATE of each transaction, null if it was committed, and the rows in the end. */
export interface Met {
  readonly first: string | null;
  readonly second: string | null;
  readonly rows: readonly (readonly unknown[])[];
}

/** Lets the same transactions meet in the same order as typed SQL over virtual tables and as Postgres's own over native ones. */
export interface MeetingPlace {
  virtual(meeting: Meeting): Promise<Met>;
  native(meeting: Meeting): Promise<Met>;
  close(): Promise<void>;
}

/** Over a test database of its own. */
export async function meetingPlace(): Promise<MeetingPlace> {
  const server = await ownSqlServer();
  const connect = async () => {
    const client = new pg.Client(server.db.owner);
    await client.connect();
    return client;
  };
  const [one, other, watcher] = [await connect(), await connect(), await connect()];
  let schemas = 0;
  return {
    async virtual({ given, first, second, asked }) {
      const project = await server.project();
      await server.run(
        project,
        `${given}; create table latch (id uuid primary key, n int); insert into latch values (gen_random_uuid(), 0)`,
      );
      const run = (query: string) => server.run(project, query);
      const [[latch]] = (await run("select id from latch")).rows as [[string]];
      await one.query("begin");
      await lockedRows(one, [latch]);
      // It stops at the latch with its own change made and not committed.
      const earlier = codeOf(run(`${first}; update latch set n = n + 1`));
      await Promise.race([earlier, blocked(watcher, 1)]);
      const later = codeOf(run(second));
      await Promise.race([later, blocked(watcher, 2)]);
      await one.query("commit");
      const codes = { first: await earlier, second: await later };
      return { ...codes, rows: (await run(asked)).rows };
    },
    async native({ given, first, second, asked }) {
      schemas += 1;
      const schema = `native_${schemas}`;
      for (const client of [one, other])
        await client.query(`create schema if not exists ${schema}; set search_path = ${schema}, pg_catalog`);
      await one.query(given);
      await one.query(`begin; ${first}`);
      const later = codeOf(other.query(second));
      await Promise.race([later, blocked(watcher, 1)]);
      const codes = { first: await codeOf(one.query("commit")), second: await later };
      const { rows } = await one.query({ text: asked, rowMode: "array" });
      return { ...codes, rows };
    },
    async close() {
      for (const client of [one, other, watcher]) await client.end();
      await server.close();
    },
  };
}

/** Holds stored rows, by their storage ids, until the client's transaction ends: who changes one waits. */
async function lockedRows(client: pg.Client, ids: readonly string[]): Promise<void> {
  const { rowCount } = await client.query(
    "select from rowhouse.project_data where id = any($1::uuid[]) for update",
    [ids],
  );
  if (rowCount !== ids.length) throw new Error("not all of these rows are stored");
}

/** Waits until so many of the database's statements wait for another's lock. */
export async function blocked(watcher: pg.Client, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rowCount } = await watcher.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      if ((rowCount ?? 0) < count) throw new Error(`${rowCount} wait, not ${count}`);
    },
    { timeout: 15_000, interval: 10 },
  );
}

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === undefined) throw error;
    return code;
  }
}
