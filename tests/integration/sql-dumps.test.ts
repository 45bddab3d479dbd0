import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";

let server: SqlServer;

beforeAll(async () => {
  server = await ownSqlServer();
});

afterAll(() => server.close());

describe("an enum that gets other values as Prisma does it", () => {
  it("takes the place of the old one, which then has no columns and can be dropped", async () => {
    const project = await server.project();
    await server.run(
      project,
      `create type role as enum ('USER', 'ADMIN');
       create table accounts (id int primary key, role role not null default 'USER', other role);
       insert into accounts values (1, 'ADMIN', 'USER');
       create type role_new as enum ('ADMIN', 'OWNER', 'USER');
       alter table accounts alter column role drop default;
       alter table accounts alter column role type role_new using ("role"::text::"role_new");
       alter table accounts alter column other type text;
       alter type role rename to role_old;
       alter type role_new rename to role;
       drop type role_old;
       alter table accounts alter column role set default 'USER';
       alter type role add value 'GUEST';
       insert into accounts (id, role, other) values (2, 'GUEST', 'whatever');
       insert into accounts (id) values (3)`,
    );
    const { rows } = await server.run(project, "select * from accounts order by id");
    expect(rows).toEqual([
      [1, "ADMIN", "USER"],
      [2, "GUEST", "whatever"],
      [3, "USER", null],
    ]);
    await expect(server.run(project, "drop type role")).rejects.toMatchObject({ code: "2BP01" });
    await expect(
      server.run(
        project,
        "create type tiny as enum ('ADMIN'); alter table accounts alter role drop default; alter table accounts alter role type tiny using role::text::tiny",
      ),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^2/) });
    await server.run(project, "alter table accounts alter role type text using lower(role::text)");
    const { rows: lowered } = await server.run(project, "select role from accounts order by id");
    expect(lowered).toEqual([["admin"], ["guest"], ["user"]]);
  });
});

describe("a dump", () => {
  it("is applied as far as it can be, its counters too", async () => {
    const dump = `
      SET client_encoding = 'UTF8';
      CREATE TYPE public.status AS ENUM ('new', 'done');
      ALTER TYPE public.status OWNER TO postgres;
      CREATE TABLE public.tasks (
        id integer NOT NULL,
        title text NOT NULL,
        status public.status DEFAULT 'new'::public.status NOT NULL,
        tags text[] DEFAULT '{}'::text[]
      );
      CREATE SEQUENCE public.tasks_id_seq AS integer START WITH 1;
      ALTER TABLE ONLY public.tasks ALTER COLUMN id SET DEFAULT nextval('public.tasks_id_seq'::regclass);
      INSERT INTO public.tasks (id, title) VALUES (41, 'a');
      SELECT pg_catalog.setval('public.tasks_id_seq', 41, true);
      ALTER TABLE ONLY public.tasks ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);
      CREATE TRIGGER touch BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.touch();
      GRANT ALL ON TABLE public.tasks TO service_role;
      INSERT INTO public.tasks (title) VALUES ('b') RETURNING *`;
    const { rows } = await server.run(await server.project(), dump, { unsupported: "skip" });
    expect(rows).toEqual([[42, "b", "new", []]]);
  });

  it("may be closed to other commands of psql, as pg_dump does", async () => {
    const project = await server.project();
    const text = [
      "--\n-- PostgreSQL database dump\n--\n",
      "\\restrict aB3\n",
      "create table t (id int, a text);",
      "copy t (id, a) from stdin;\n1\t\\restrict x\n\\.\n",
      "-- done\n\n\\unrestrict aB3\n\n",
    ].join("\n");
    await server.run(project, text);
    expect((await server.run(project, "select * from t")).rows).toEqual([[1, "\restrict x"]]);
    await expect(server.run(project, "select 1;\n\\restrict aB3\nselect 2")).rejects.toMatchObject({
      code: "42601",
    });
  });
});

describe("defaults of the extension pgcrypto", () => {
  it("gen_random_bytes(n) gives n random bytes to each row", async () => {
    const project = await server.project();
    await server.run(
      project,
      `create table t (id int primary key, code text default encode(gen_random_bytes(8), 'hex') unique,
         more text default encode(extensions.gen_random_bytes(64), 'hex') || ' gen_random_bytes(1) ' || length(gen_random_bytes(2)));
       insert into t (id) select * from generate_series(1, 50)`,
    );
    const { rows } = await server.run(
      project,
      "select count(distinct code), min(length(code)), max(length(code)), min(length(more)), min(right(more, 1)) from t",
    );
    expect(rows).toEqual([[50, 16, 16, 128 + 22, "2"]]);
    const wrong = [
      "gen_random_bytes(65)",
      "gen_random_bytes('a')",
      "gen_random_bytes(2) || pg_read_file('x')",
    ];
    for (const text of wrong)
      await expect(
        server.run(project, `create table w (a bytea default ${text})`),
        text,
      ).rejects.toMatchObject({
        code: expect.stringMatching(/^42(?:883|501)$/),
      });
  });
});

describe("COPY", () => {
  const table = "create table t (id int primary key, a text, n numeric);\n";

  it("reads the text format: escapes, nulls, a table without a list of columns", async () => {
    const project = await server.project();
    await server.run(
      project,
      `${table}copy t from stdin;\n1\tq"'\\\\\\t;\\n\\N\t\\N\n2\t\\N\t3.50\n\\.\nselect 1`,
    );
    const { rows } = await server.run(project, "select * from t order by id");
    expect(rows).toEqual([
      [1, "q\"'\\\t;\nN", null],
      [2, null, "3.50"],
    ]);
  });

  it("is refused without data, from files and programs, and with too few columns", async () => {
    const project = await server.project();
    await server.run(project, table);
    const failing: readonly [string, string][] = [
      ["copy t from '/etc/passwd'", "42501"],
      ["copy t from program 'id'", "42501"],
      ["copy t to '/tmp/x'", "42501"],
      ["copy t to stdout", "42501"],
      ["copy t (id, a) from stdin;\n1\n\\.\n", "22P04"],
      ["copy t (id) from stdin;\nx\n\\.\n", "22P02"],
      ["copy nope (id) from stdin;\n1\n\\.\n", "42P01"],
      ["copy t (id) from stdin with (format csv);\n1\n\\.\n", "0A000"],
    ];
    for (const [text, code] of failing)
      await expect(server.run(project, text), text).rejects.toMatchObject({ code });
  });
});
