import { afterAll, beforeAll, expect, it } from "vitest";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

// What a definition in typed SQL says of stored rows that do not fit it: Postgres's code and words, and which rows.

let server: SqlServer;
let project: EngineProject;

beforeAll(async () => {
  server = await ownSqlServer();
  project = await server.project();
  await server.run(
    project,
    `create table p (id int primary key, n int, v text);
     create table q (id int primary key, p_id int, v text);
     insert into p values (1, 5, 'x'), (2, null, 'x'), (3, -1, null);
     insert into q values (1, 1, '7'), (2, 9, 'abc'), (3, null, '8')`,
  );
});

afterAll(() => server.close());

it.each([
  [
    "alter table p add unique (v)",
    "23505",
    'could not create unique index "p_v_key"',
    "Key (v)=(x) is duplicated. Rows: 1 (x), 2 (x).",
  ],
  [
    "alter table p add constraint only_one unique (v)",
    "23505",
    'could not create unique index "only_one"',
    "Key (v)=(x) is duplicated. Rows: 1 (x), 2 (x).",
  ],
  [
    "alter table p alter column n set not null",
    "23502",
    'column "n" of relation "p" contains null values',
    "Row: 2.",
  ],
  [
    "alter table p add column z int not null",
    "23502",
    'column "z" of relation "p" contains null values',
    "Rows: 1, 2, 3.",
  ],
  [
    "alter table q add foreign key (p_id) references p",
    "23503",
    'insert or update on table "q" violates foreign key constraint "q_p_id_fkey"',
    'Key (p_id)=(9) is not present in table "p". Row: 2 (9).',
  ],
  [
    "alter table p add constraint positive check (n > 0)",
    "23514",
    'check constraint "positive" of relation "p" is violated by some row',
    "Row: 3.",
  ],
  [
    "alter table q alter column v type int using v::int",
    "22P02",
    'invalid input syntax for type integer: "abc"',
    "Row: 2 (abc).",
  ],
])(
  "tells the rows that %s finds at fault, alone and among other statements",
  async (text, code, message, detail) => {
    for (const query of [text, `select 1; ${text}`])
      await expect(server.run(project, query)).rejects.toMatchObject({ code, message, details: { detail } });
  },
);

it("tells how many more rows there are than it lists", async () => {
  await server.run(
    project,
    "create table many (id int primary key, n int); insert into many select g from generate_series(1, 25) g",
  );
  await expect(server.run(project, "alter table many alter n set not null")).rejects.toMatchObject({
    code: "23502",
    details: { detail: expect.stringMatching(/^Rows: \d+(, \d+){9}, and 15 more\.$/) },
  });
});

it("gives thousands of numbers of a sequence in one transaction, each once, and goes on behind a savepoint or setval", async () => {
  const given = await server.run(
    project,
    `create sequence s; create table t (id bigint default nextval('s') primary key, v int);
     insert into t (v) select g from generate_series(1, 3000) g;
     select count(distinct id), max(id), nextval('s') from t`,
  );
  expect(given.rows).toEqual([[3000, 3000, 3001]]);
  const after = await server.run(
    project,
    `select nextval('s'); savepoint a; select nextval('s'), nextval('s'); rollback to a; select nextval('s');
     select setval('s', 5000); select nextval('s'), nextval('s'), currval('s')`,
  );
  expect(after.rows).toEqual([[5001, 5002, 5002]]);
  expect((await server.run(project, "select nextval('s')")).rows).toEqual([[5003]]);
  expect(
    (
      await server.run(
        project,
        "select nextval('s'); savepoint a; select nextval('s'); rollback to a; select nextval('s')",
      )
    ).rows,
  ).toEqual([[5005]]);
});

it("tells the first of many rows that refer to nothing", async () => {
  await server.run(project, "create table r (id int primary key, p_id int references p, n int)");
  const many = "insert into r (id, p_id) select g, g + 100 from generate_series(1, 20000) g";
  await expect(server.run(project, many)).rejects.toMatchObject({
    code: "23503",
    message: 'insert or update on table "r" violates foreign key constraint "r_p_id_fkey"',
    details: { detail: 'Key (p_id)=(101) is not present in table "p".' },
  });
  await expect(
    server.run(project, `insert into r (id, p_id) values (1, 900) on conflict do nothing; ${many}`),
  ).rejects.toMatchObject({
    code: "23503",
    details: { detail: 'Key (p_id)=(900) is not present in table "p".' },
  });
});
