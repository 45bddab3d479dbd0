import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { type DatabaseOptions, openDatabase } from "#lib/db/open-database.ts";
import { systemScope } from "#lib/db/scope.ts";
import { isAppError } from "#lib/errors/app-error.ts";
import { createLog } from "#lib/log.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { createDatabase } from "#lib/operations/projects/create-database.ts";
import { createProject } from "#lib/operations/projects/create-project.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { updateRecord } from "#lib/operations/records/update-record.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime, newActor } from "./accounts-harness.ts";

let db: AccountsHarness;
let project: EngineProject;
let owner: pg.Client;

beforeAll(async () => {
  db = await accountsRuntime();
  await db.allow("execute on function pg_sleep(float8)");
  project = await engineProject(db);
  owner = new pg.Client(db.owner);
  await owner.connect();
  await project.apply([
    {
      kind: "create_table",
      table: { name: "notes", columns: [{ name: "body", type: "text", indexed: true }] },
    },
  ]);
});

afterAll(async () => {
  await owner.end();
  await db.close();
});

/** A pool like the product's, with settings of a test's own. */
const pool = (settings: Pick<DatabaseOptions, "connectionsMax" | "silenceMs" | "answerBytesMax">): Database =>
  openDatabase({
    login: db.login("rowhouse_request"),
    signingKey: db.signingKey,
    log: createLog("silent"),
    migrationVersion: "",
    improvements: {},
    connectionsMax: 1,
    ...settings,
  });

const query = <Row extends object = object>(statement: Sql, database: Database = db.database) =>
  database.query<Row>(project.scope, statement);

const insertNote = (body: Sql) => sql`
  insert into rowhouse.project_data (project_id, table_id, id, data)
  select ${project.scope.projectId}::uuid, id, gen_random_uuid(), jsonb_build_object('body', ${body})
    from rowhouse.project_tables where table_name = 'notes'`;

const pidOf = sql`select pg_backend_pid() as pid`;

async function storedNotes(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::integer as count from rowhouse.project_data where project_id = $1",
    [project.scope.projectId],
  );
  return rows[0]?.count ?? 0;
}

const unreachable = { code: "RH008", status: 503 };

describe("a connection that is lost", () => {
  it("in the middle of a statement is a clear error, and the next request works", async () => {
    const running = query(sql`select pg_sleep(20), pg_backend_pid()`);
    running.catch(() => undefined);
    await waitFor(
      "select from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active' and datname = current_database() and pid <> pg_backend_pid()",
    );
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and datname = current_database() and pid <> pg_backend_pid()",
    );
    await expect(running).rejects.toMatchObject(unreachable);
    expect((await query(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });

  it("between two statements fails the transaction and not the process, and nothing of it is stored", async () => {
    const before = await storedNotes();
    const lost = db.database.transaction(project.scope, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>(pidOf);
      await tx.query(insertNote(sql`'unfinished'::text`));
      await owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await sleep(100);
      return tx.query(sql`select 1`);
    });
    await expect(lost).rejects.toMatchObject(unreachable);
    expect(await storedNotes()).toBe(before);
    await project.insert("notes", [{ body: "after" }]);
    expect(await storedNotes()).toBe(before + 1);
  });
});

describe("a server that does not answer", () => {
  it("is given up after the statement's timeout, and the next request works", async () => {
    const impatient = pool({ silenceMs: 500, connectionsMax: 4 });
    const { rows } = await query<{ pid: number }>(pidOf, impatient);
    const pid = rows[0]?.pid ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      const unanswered = impatient.query(project.scope, sql`select 1`, { timeoutMs: 100 });
      await expect(unanswered).rejects.toMatchObject(unreachable);
      expect((await query(sql`select 1 as one`, impatient)).rows).toEqual([{ one: 1 }]);
    } finally {
      process.kill(pid, "SIGCONT");
      await impatient.close();
    }
  });
});

describe("an answer that is too large", () => {
  const large = sql`select repeat('x', 3000000) as text`;
  const tooLarge = { code: "54000", status: 413 };

  it("is cut off before it is put together, and the next statement is answered", async () => {
    const limited = pool({ answerBytesMax: 1_000_000 });
    await expect(query(large, limited)).rejects.toMatchObject(tooLarge);
    expect((await query(sql`select 1 as one`, limited)).rows).toEqual([{ one: 1 }]);
    await limited.close();
  });

  it("ends its transaction, of which nothing is stored", async () => {
    const before = await storedNotes();
    const limited = pool({ answerBytesMax: 1_000_000 });
    const lost = limited.transaction(project.scope, async (tx) => {
      await tx.query(insertNote(sql`'kept?'`));
      await tx.query(large);
    });
    await expect(lost).rejects.toMatchObject(tooLarge);
    expect(await storedNotes()).toBe(before);
    await limited.close();
  });

  it("is one statement's: many of a transaction may be larger together", async () => {
    const limited = pool({ answerBytesMax: 1_000_000 });
    const asked = limited.transaction(project.scope, async (tx) => {
      for (let part = 0; part < 5; part += 1) await tx.query(sql`select repeat('x', 400000) as text`);
    });
    await expect(asked).resolves.toBeUndefined();
    await limited.close();
  });
});

describe("a pool without a free connection", () => {
  it("lets requests wait, and serves them when one is free", async () => {
    const small = pool({ connectionsMax: 2 });
    const sleepers = [1, 2].map(() => query(sql`select pg_sleep(0.5)`, small));
    const waiting = Array.from({ length: 10 }, (_, n) => query(sql`select ${n}::integer as n`, small));
    const answers = await Promise.all(waiting);
    expect(answers.map(({ rows }) => rows[0])).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })));
    await Promise.all(sleepers);
    await small.close();
  });

  it("is a clear error after ten seconds, and works again afterwards", async () => {
    const small = pool({ connectionsMax: 1 });
    const sleeper = query(sql`select pg_sleep(11)`, small);
    await sleep(100);
    await expect(small.query(systemScope, sql`select 1`)).rejects.toMatchObject(unreachable);
    await sleeper;
    expect((await query(sql`select 1 as one`, small)).rows).toEqual([{ one: 1 }]);
    await small.close();
  });
});

describe("a statement that takes too long", () => {
  it("is stopped with nothing stored, and its connection serves the next", async () => {
    const before = await storedNotes();
    const slow = db.database.query(project.scope, insertNote(sql`pg_sleep(20)::text`), { timeoutMs: 200 });
    await expect(slow).rejects.toMatchObject({ code: "57014" });
    expect(await storedNotes()).toBe(before);
    expect((await query(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });
});

describe("writers that meet", () => {
  let actor: Actor;
  let databaseId: string;
  const rowOf = (json: string) => JSON.parse(json).record.id as string;
  const create = (tableName: string, data: object) => createRecords(actor, databaseId, { tableName, data });

  beforeAll(async () => {
    actor = await newActor("faults@example.org");
    databaseId = (await createDatabase(actor, (await createProject(actor, { name: "Faults" })).id)).database
      .id;
    const parent = {
      name: "parent_id",
      type: "uuid",
      references: { table: "parents", column: "id" },
    } as const;
    await applySchema(actor, databaseId, {
      changes: [
        { kind: "create_table", table: { name: "parents", columns: [{ name: "n", type: "integer" }] } },
        { kind: "create_table", table: { name: "children", columns: [parent] } },
      ],
    });
  });

  it("in a deadlock: an insert of rows that is one statement is made again, once", async () => {
    const first = rowOf((await create("parents", { n: 1 })).json);
    const second = rowOf((await create("parents", { n: 2 })).json);
    await owner.query("begin; set local deadlock_timeout = '1min'");
    const lock = "select from rowhouse.project_data where id = $1 for update";
    await owner.query(lock, [second]);
    const records = [{ parent_id: first }, { parent_id: second }];
    const children = createRecords(actor, databaseId, { tableName: "children", records });
    children.catch(() => undefined);
    const other = new pg.Client(db.owner);
    await other.connect();
    await waitFor(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      other,
    );
    // The insert holds the first row's key and waits for the second: whoever waits first finds out.
    await owner.query(lock, [first]);
    await owner.query("rollback");
    expect(JSON.parse((await children).json).records).toHaveLength(2);
    const { rows } = await other.query(
      "select count(*)::integer as n from rowhouse.project_data where r1 = any($1::uuid[])",
      [[first, second]],
    );
    expect(rows).toEqual([{ n: 2 }]);
    await other.end();
  });

  it("in a deadlock: a text of several statements of typed SQL is run again, and once in the end", async () => {
    const typed = sqlServer(db);
    const [first, second] = (await project.insert("notes", [{ body: "a" }, { body: "b" }])).map(
      ({ id }) => id,
    );
    const lock = "select from rowhouse.project_data where id = $1 for update";
    await owner.query("begin; set local deadlock_timeout = '1min'");
    await owner.query(lock, [second]);
    const set = (id: unknown) => `update notes set body = body || body where id = '${id}'`;
    const script = typed.run(
      project,
      `${set(first)}; ${set(second)}; select string_agg(body, ',' order by body) from notes where length(body) = 2`,
    );
    script.catch(() => undefined);
    const other = new pg.Client(db.owner);
    await other.connect();
    await waitFor(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      other,
    );
    await other.end();
    await owner.query(lock, [first]);
    await owner.query("rollback");
    expect((await script).rows).toEqual([["aa,bb"]]);
    await typed.close();
  });

  it("under a stricter isolation: an update that another one overtook is made again", async () => {
    const recordId = rowOf((await create("parents", { n: 0 })).json);
    await owner.query(
      `alter role rowhouse_request in database ${db.owner.database} set default_transaction_isolation = 'repeatable read'`,
    );
    try {
      await owner.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rowhouse_request' and datname = current_database()",
      );
      await owner.query("begin");
      await owner.query("update rowhouse.project_data set updated_at = now() where id = $1", [recordId]);
      const attempt = () =>
        updateRecord(actor, databaseId, { tableName: "parents", recordId, data: { n: 7 } });
      // It may be given one of the connections that were just ended, and be told so.
      const unlessLost = (error: unknown) =>
        isAppError(error) && error.code === "RH008" ? attempt() : Promise.reject(error);
      const update = attempt().catch(unlessLost).catch(unlessLost).catch(unlessLost);
      update.catch(() => undefined);
      const other = new pg.Client(db.owner);
      await other.connect();
      await waitFor(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        other,
      );
      await other.end();
      await owner.query("commit");
      expect(JSON.parse((await update).json).record).toMatchObject({ n: 7 });
    } finally {
      await owner.query(
        `alter role rowhouse_request in database ${db.owner.database} reset default_transaction_isolation`,
      );
    }
  });
});

async function waitFor(condition: string, watcher: pg.Client = owner): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await watcher.query(condition)).rowCount !== 0) return;
    await sleep(25);
  }
  throw new Error(`never true: ${condition}`);
}
