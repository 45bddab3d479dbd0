import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";

const tables = [
  `create table people (id int primary key, email text unique, "Nick" varchar(20), born date, weight numeric(6, 2), is_in boolean, seen timestamptz, unique (born, "Nick"))`,
  "create table addresses (email text)",
  "create unique index addresses_lower on addresses (lower(email))",
  `create unique index people_some on people ("Nick") where is_in`,
  "create table scales (id int primary key, weight numeric(6, 2), is_in boolean)",
  "create unique index scales_nulls on scales (weight, is_in) nulls not distinct where weight is not null",
  "create table badges (id uuid primary key, person int references people (id) on update cascade unique)",
  "create table seats (row_no int, seat int, at timestamptz, primary key (row_no, seat))",
  "insert into people values (1, 'a@b.c', 'ann', '1990-05-01', 61.50, true, '2026-01-02 03:04:05+00'), (2, 'b@b.c', null, null, null, false, null), (3, 'c@b.c', 'cat', '1991-06-02', 70, null, null)",
  "insert into addresses values ('a@b.c')",
  "insert into scales values (1, 61.50, true), (2, 70, null)",
  "insert into badges values ('11111111-1111-4111-8111-111111111111', 1), ('22222222-2222-4222-8222-222222222222', 2)",
  "insert into seats values (1, 1, now()), (1, 2, now()), (2, 1, now())",
];

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin(tables);
});

afterAll(() => twin.close());

describe("a key that is taken", () => {
  it.each([
    "insert into people (id) values (1)",
    "insert into people (id, email) values (9, 'x@y.z'), (10, 'b@b.c'), (11, 'a@b.c')",
    "insert into people (id, email) values (9, 'x@y.z'), (10, 'x@y.z')",
    "insert into addresses values ('A@B.C')",
    "insert into people (id, \"Nick\", is_in) values (9, 'ann', true)",
    "insert into people (id, born, \"Nick\") values (9, '1990-05-01', 'ann')",
    "insert into scales values (9, 61.5, true)",
    "insert into scales values (9, 70.00)",
    "insert into people (id) select generate_series(5, 1, -1)",
    "insert into badges values ('11111111-1111-4111-8111-111111111111', 3)",
    "insert into badges values (gen_random_uuid(), 2)",
    "update people set email = 'a@b.c' where id = 3",
    "update people set id = 2 where id = 3",
    "update people set email = 'same' where id > 1",
    "update seats set seat = seat + 1 where row_no = 1 and seat = 1",
    "update badges set id = '11111111-1111-4111-8111-111111111111' where person = 2",
    "insert into seats values (2, 1, now()) on conflict (row_no, seat) do update set row_no = 1",
    "insert into people (id, email) values (1, 'b@b.c') on conflict (id) do update set email = excluded.email",
    "merge into people p using (values (7, 'a@b.c')) v (id, email) on p.id = v.id when not matched then insert (id, email) values (v.id, v.email)",
    "with gone as (delete from badges returning person) insert into people (id, email) select 20 + person, 'c@b.c' from gone where person = 1",
    "with one as (insert into seats values (7, 7) returning row_no) insert into people (id) select 2 from one",
    "with one as (insert into seats values (1, 1) returning row_no) insert into people (id) values (30)",
    "insert into people (id) values (40); savepoint s; update people set id = 41 where id = 40; insert into people (id) values (41)",
    "create table codes (c text unique, b text, a text unique, id int primary key); insert into codes values ('c', 'b', 'a', 1); insert into codes values ('c', 'b', 'a', 1)",
    "create table codes (c text unique, b int, a int, primary key (a, b)); insert into codes values ('c', 1, 1); insert into codes values ('c', 1, 1)",
    `create table codes ("order" text unique, "A b" text unique); insert into codes values ('c', 'd'); insert into codes values ('e', 'd')`,
    `create table codes ("order" text unique, "A b" text unique); insert into codes values ('c', 'd'); insert into codes values ('c', 'f')`,
  ])("is told with its values: %s", async (text) => {
    const { virtual, native } = await twin.details(text);
    expect(virtual).toEqual(native);
    expect(native.detail).toMatch(/^Key \(.*already exists\.$/);
  });

  it.each(["alter table codes add primary key (id)", "create unique index on codes (id)"])(
    "has the name that it would have where rows do not fit it: %s",
    async (text) => {
      const rows = "create table codes (id int, v int); insert into codes values (1, 1), (1, 2)";
      const { virtual, native } = await twin.details(`${rows}; ${text}`);
      expect(virtual.message).toBe(native.message);
    },
  );

  it("leaves nothing of the second attempt behind", async () => {
    const text = "create sequence told; insert into people (id) values (nextval('told'))";
    await expect(twin.details(text)).resolves.toMatchObject({
      virtual: { detail: "Key (id)=(1) already exists." },
    });
    const { virtual, native } = await twin.compare("select 1");
    expect(virtual).toEqual(native);
  });
});
