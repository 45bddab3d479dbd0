import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTenantScope, type Scope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let owner: pg.Pool;
let project: EngineProject;
let neighbour: EngineProject;

beforeAll(async () => {
  db = await testDatabase();
  await db.allow("execute on function pg_sleep(float8), current_setting(text)");
  owner = new pg.Pool(db.owner);
  await owner.query(`
    grant usage on schema public to rowhouse_request;
    create table public.marks (id integer primary key, n integer not null default 0);
    grant select, insert, update on public.marks to rowhouse_request;`);
  project = await engineProject(db);
  neighbour = await engineProject(db);
});
afterAll(async () => {
  await owner.end();
  await db.close();
});

/** At the same time, each by itself or in company. */
const ask = <Row extends object>(scope: Scope, statement: Sql) =>
  db.database.query<Row>(scope, statement, { mayShare: true });
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const add = (id: number) =>
  sql`update public.marks set n = n + 1 where id = ${id} returning n, now()::text as begun`;
const mark = (id: number) => sql`insert into public.marks (id) values (${id}) returning now()::text as begun`;
const sleep = (seconds: number) => sql`select pg_sleep(${seconds}), now()::text as begun`;

interface Begun {
  /** When its transaction began, which tells transactions apart. */
  readonly begun: string;
}

let nextId = 1;
/** A row of its own. Its statement has shown already that it is quick. */
async function markedRow(): Promise<number> {
  const id = nextId++;
  await ask(project.scope, mark(id));
  await ask(project.scope, add(id));
  return id;
}

async function storedCount(id: number): Promise<unknown> {
  const { rows } = await owner.query("select n from public.marks where id = $1", [id]);
  return rows[0]?.n;
}

describe("statements that wait at the same time", () => {
  it("are committed together when one caller asks them, and all of them are done", async () => {
    const id = await markedRow();
    const results = await times(60, () => ask<Begun & { n: number }>(project.scope, add(id)));
    const seen = results.map(({ rows }) => rows[0]?.n).sort((one, other) => Number(one) - Number(other));
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
    expect(await storedCount(id)).toBe(61);
    expect(new Set(results.map(({ rows }) => rows[0]?.begun)).size).toBeLessThan(60);
  });

  it("never share a transaction with those of another caller", async () => {
    const other = openTenantScope({ ...project.scope, endUserId: "00000000-0000-4000-8000-000000000001" });
    const scopes = [project.scope, other, neighbour.scope];
    const id = await markedRow();
    const begun = scopes.map(() => new Set<string | undefined>());
    const who = sql`select app.project_id() as project, current_setting('app.claims') as claims, now()::text as begun`;
    await Promise.all(scopes.map((scope) => ask(scope, who)));
    await times(90, async (index) => {
      const at = index % scopes.length;
      const scope = scopes[at] ?? other;
      const [result] = await Promise.all([
        ask<Begun & { project: string; claims: string }>(scope, who),
        ask(project.scope, add(id)),
      ]);
      const [row] = result.rows;
      expect(row?.project).toBe(scope.kind === "project" ? scope.projectId : null);
      expect(row?.claims.includes("00000000-0000-4000-8000-000000000001")).toBe(scope === other);
      begun[at]?.add(row?.begun);
    });
    for (const [at, own] of begun.entries())
      for (const others of begun.slice(at + 1)) expect([...own].filter((one) => others.has(one))).toEqual([]);
  });

  it("are answered only when they are committed", async () => {
    await markedRow();
    const before = nextId;
    nextId += 40;
    await times(40, async (index) => {
      await ask(project.scope, mark(before + index));
      expect(await storedCount(before + index)).toBe(0);
    });
  });

  it("leave the others alone when one fails, which is told its own error and nothing else", async () => {
    const id = await markedRow();
    const taken = await markedRow();
    const outcomes = await times(60, (index) =>
      ask(project.scope, index % 10 === 3 ? mark(taken) : add(id)).then(
        () => "done",
        (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
      ),
    );
    const failed = outcomes.filter((_, index) => index % 10 === 3);
    expect(new Set(failed)).toEqual(
      new Set(['23505 duplicate key value violates unique constraint "marks_pkey"']),
    );
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(54);
    expect(await storedCount(id)).toBe(1 + 54);
  });

  it("change the same rows in whatever order without waiting for each other for ever", async () => {
    const ids = await times(3, markedRow);
    await times(120, (index) => ask(project.scope, add(ids[(index * 7) % 3] ?? 0)));
    for (const id of ids) expect(await storedCount(id)).toBe(41);
  });

  it("do not wait for one that takes longer than it used to", async () => {
    await ask(project.scope, sleep(0));
    const ended: number[] = [];
    await times(40, async (index) => {
      await ask(project.scope, sleep(index === 20 ? 1 : 0));
      ended.push(index);
    });
    expect(ended.at(-1)).toBe(20);
    expect(ended).toHaveLength(40);
  });

  it("keep the time that each has by itself", async () => {
    const limited = (seconds: number) =>
      db.database.query(project.scope, sleep(seconds), { mayShare: true, timeoutMs: 300 });
    await limited(0);
    const outcomes = await times(20, (index) =>
      limited(index === 7 ? 0.2 : index === 13 ? 5 : 0).then(
        () => "done",
        (error: { code?: string }) => error.code,
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(19);
    expect(outcomes[13]).toBe("57014");
  });

  it("see what was committed before they were asked", async () => {
    const id = await markedRow();
    const read = sql`select n from public.marks where id = ${id}`;
    const reading = () =>
      db.database.query<{ n: number }>(project.scope, read, { mayShare: true, readOnly: true });
    await reading();
    await times(60, async () => {
      const written = await ask<{ n: number }>(project.scope, add(id));
      const seen = await reading();
      expect(seen.rows[0]?.n).toBeGreaterThanOrEqual(written.rows[0]?.n ?? Number.POSITIVE_INFINITY);
    });
  });
});

describe("statements whose connection is lost", () => {
  beforeEach(async () => {
    await owner.query(`
      create function public.pause() returns trigger language plpgsql as $$
        begin perform pg_sleep(0.02); return null; end $$;
      create trigger pause after insert on public.marks for each row execute function public.pause();
      create function public.cut() returns trigger language plpgsql security definer as $$
        begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
      create trigger really_cut after insert on public.marks for each row when (new.id % 1000 = 999)
        execute function public.cut();`);
  });
  afterEach(async () => {
    await owner.query(`
      drop trigger pause on public.marks; drop function public.pause();
      drop trigger really_cut on public.marks; drop function public.cut();`);
  });

  it("are not run again, since nobody knows what was written, and none of them is there twice or half", async () => {
    await ask(project.scope, mark(5001));
    const outcomes = await times(30, (index) =>
      ask(project.scope, mark(5970 + index)).then(
        () => "done",
        (error: { code?: string }) => error.code,
      ),
    );
    expect(outcomes.at(-1)).toBe("RH008");
    const { rows } = await owner.query<{ id: number }>(
      "select id from public.marks where id >= 5970 order by id",
    );
    const done = outcomes.flatMap((outcome, index) => (outcome === "done" ? [5970 + index] : []));
    expect(rows.map(({ id }) => id)).toEqual(done);
  });
});
