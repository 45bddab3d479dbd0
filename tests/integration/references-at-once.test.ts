import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Meeting, type MeetingPlace, meetingPlace } from "#tests/harness/at-once.ts";

// Two transactions over rows that refer to each other, in a forced order, beside the same ones on Postgres's own tables.

let place: MeetingPlace;

beforeAll(async () => {
  place = await meetingPlace();
});

afterAll(() => place.close());

/** A parent that is a whole number, which rows find by its key, and one that is a uuid, which is the storage id itself. */
const keys = [
  ["a number", "int", "1", "2", "3"],
  [
    "a uuid",
    "uuid",
    "'11111111-1111-4111-8111-111111111111'",
    "'22222222-2222-4222-8222-222222222222'",
    "'33333333-3333-4333-8333-333333333333'",
  ],
] as const;

/** Parents 1 and 2, a child of the first, and a row that refers to the child. */
function family(
  type: string,
  [one, two]: readonly [string, string],
  actions: string,
  grandActions = actions,
): string {
  return `create table pa (id ${type} primary key, n int);
    create table ch (id int primary key, pa ${type} references pa (id) ${actions}, n int);
    create table gr (id int primary key, ch int references ch (id) ${grandActions});
    insert into pa values (${one}, 0), (${two}, 0); insert into ch values (1, ${one}, 0); insert into gr values (1, 1)`;
}

const asked =
  "select 'pa', id::text, null from pa union all select 'ch', id::text, pa::text from ch union all select 'gr', id::text, ch::text from gr order by 1, 2, 3";

async function expectTheSame(meeting: Meeting): Promise<void> {
  const native = await place.native(meeting);
  expect(await place.virtual(meeting)).toEqual(native);
}

describe.each(keys)("beside a row that is being changed, with a key that is %s,", (_, type, one, two) => {
  const pair = [one, two] as const;
  const remove = `delete from pa where id = ${one}`;

  it.each([
    [
      "ON DELETE CASCADE leaves a child that has moved away",
      "on delete cascade",
      `update ch set pa = ${two}`,
    ],
    [
      "ON DELETE CASCADE takes a child that was changed otherwise",
      "on delete cascade",
      "update ch set n = n + 1",
    ],
    [
      "ON DELETE CASCADE leaves a child that refers to nothing any more",
      "on delete cascade",
      "update ch set pa = null",
    ],
    [
      "ON DELETE CASCADE takes a child that is just coming",
      "on delete cascade",
      `insert into ch values (2, ${one}, 0)`,
    ],
    [
      "ON DELETE CASCADE takes a child's child that is just coming",
      "on delete cascade",
      "insert into gr values (2, 1)",
    ],
    [
      "ON DELETE CASCADE leaves a child's child that has moved away",
      "on delete cascade",
      `insert into ch values (2, ${two}, 0); update gr set ch = 2`,
    ],
    [
      "ON DELETE CASCADE takes a child that moves in",
      "on delete cascade",
      `insert into ch values (2, ${two}, 0); update ch set pa = ${one}`,
    ],
    [
      "ON DELETE CASCADE is done beside a change of the row itself",
      "on delete cascade",
      `update pa set n = n + 1`,
    ],
    [
      "ON DELETE CASCADE is done beside a delete of the child",
      "on delete cascade",
      "delete from ch where id = 1",
    ],
    [
      "ON DELETE SET NULL leaves a child that has moved away",
      "on delete set null",
      `update ch set pa = ${two}`,
    ],
    [
      "ON DELETE SET NULL empties a child that was changed otherwise",
      "on delete set null",
      "update ch set n = n + 1",
    ],
    [
      "ON DELETE SET NULL empties a child that is just coming",
      "on delete set null",
      `insert into ch values (2, ${one}, 0)`,
    ],
    [
      "NO ACTION holds a row back while a child is just coming",
      "",
      `delete from gr; delete from ch; insert into ch values (2, ${one}, 0)`,
    ],
    ["NO ACTION holds a row back whose child is just moving away", "", `update ch set pa = ${two}`],
    ["NO ACTION lets a row go whose child goes", "", "delete from gr; delete from ch"],
    ["NO ACTION holds a row back whose child is changed otherwise", "", "update ch set n = n + 1"],
    ["RESTRICT lets a row go whose child goes", "on delete restrict", "delete from gr; delete from ch"],
  ] as const)("%s", async (_name, actions, first) => {
    await expectTheSame({ given: family(type, pair, actions), first, second: remove, asked });
  });
});

describe("beside a key that is being changed", () => {
  const parents = (actions: string) => `create table pa (id int primary key, code text unique, n int);
    create table ch (id int primary key, pa int references pa (id) ${actions}, code text references pa (code) ${actions});
    create table gr (id int primary key, ch int references ch (id) ${actions});
    insert into pa values (1, 'a', 0), (2, 'b', 0); insert into ch values (1, 2, 'b')`;
  const rows =
    "select 'pa', id::text, code from pa union all select 'ch', concat_ws(' ', id, pa), code from ch union all select 'gr', id::text, ch::text from gr order by 1, 2, 3";
  const changes = ["update pa set id = 7 where id = 1", "update pa set code = 'z' where code = 'a'"];
  const comers = [
    "insert into ch values (5, 1, null)",
    "insert into ch values (5, null, 'a')",
    "update ch set pa = 1",
    "update ch set code = 'a'",
    "insert into ch values (1, 1, 'a') on conflict (id) do update set pa = excluded.pa, code = excluded.code",
  ];
  const pairs = ["", "on update cascade", "on update set null"].flatMap((actions) =>
    changes.flatMap((change) => comers.map((comer) => [actions, change, comer] as const)),
  );

  it.each(pairs)("no row is left that refers to nothing (%s): %s; %s", async (actions, change, comer) => {
    const given = parents(actions);
    await expectTheSame({ given, first: change, second: comer, asked: rows });
    await expectTheSame({ given, first: comer, second: change, asked: rows });
  });

  it.each([
    [
      "a row that is changed otherwise is referred to",
      "update pa set n = 1 where id = 1",
      "insert into ch values (5, 1, 'a')",
    ],
    [
      "a row that is referred to is changed otherwise",
      "insert into ch values (5, 1, 'a')",
      "update pa set n = 1 where id = 1",
    ],
    [
      "a row whose child goes gets another key",
      "delete from ch",
      "update pa set code = 'z' where code = 'b'",
    ],
  ] as const)("%s", async (_name, first, second) => {
    await expectTheSame({ given: parents(""), first, second, asked: rows });
  });
});
