import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Column, ColumnType, Json } from "#lib/catalog/types.ts";
import { readableColumns } from "#lib/engine/column-sql.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import { type ListRequest, listStatement } from "#lib/engine/read/list.ts";
import { updateStatement } from "#lib/engine/write/records.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

let db: TestDatabase;
let owner: pg.Client;
let project: EngineProject;

beforeAll(async () => {
  db = await testDatabase();
  owner = new pg.Client(db.owner);
  await owner.connect();
  project = await engineProject(db);
});
afterAll(async () => {
  await owner.end();
  await db.close();
});

/** Values of a type as Postgres reads them, the awkward ones often. */
const values: { readonly [type: string]: fc.Arbitrary<string> } = {
  text: fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }).filter((text) => !text.includes("\0") && text.isWellFormed()),
    fc.constantFrom("", "a", "ab", "ä", "\u0001", "\u{10FFFF}"),
  ),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  "double precision": fc.oneof(
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? "-0" : String(number))),
    fc.constantFrom("NaN", "Infinity", "-Infinity", "0", "-0", "5e-324"),
  ),
  numeric: fc.oneof(
    fc
      .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -25, max: 25 }))
      .map(([digits, power]) => `${digits}e${power}`),
    fc.constantFrom("NaN", "Infinity", "-Infinity", "0", "0.00", "1", "1.0", "10", "-0.1", "-1", "99", "100"),
  ),
  date: fc.constantFrom("-infinity", "0044-03-15 BC", "1969-12-31", "1970-01-01", "2026-02-28", "infinity"),
  timestamptz: fc.constantFrom(
    "-infinity",
    "1999-12-31T23:59:59.999999Z",
    "2000-01-01Z",
    "2026-02-28Z",
    "infinity",
  ),
  time: fc.constantFrom("00:00", "00:00:00.000001", "12:00", "24:00"),
  boolean: fc.constantFrom("true", "false"),
  uuid: fc.uuid(),
};

describe("the bytes of an index over several columns", () => {
  for (const type of Object.keys(values)) {
    it(`sort as Postgres sorts ${type}, in both directions and with nulls`, async () => {
      const one = fc.option(values[type] ?? fc.constant(""), { freq: 6 });
      const samples = fc.sample(fc.tuple(one, one), { numRuns: 300, seed: 7 });
      for (const [a, b] of [
        ["asc", "asc"],
        ["asc", "desc"],
        ["desc", "asc"],
      ]) {
        const key = (name: string, direction = "asc") =>
          `app.sort_key(app.sort_bytes(${name}), ${direction === "desc"})`;
        const { rows } = await owner.query<{ wrong: number }>(
          `with given as (
             select a::${type} ${type === "text" ? 'collate "C"' : ""} as a, b::${type} ${type === "text" ? 'collate "C"' : ""} as b
               from unnest($1::text[], $2::text[]) as t (a, b)
           ), ranked as (
             select dense_rank() over (order by a ${a}, b ${b}) as by_value,
                    dense_rank() over (order by ${key("a", a)} || ${key("b", b)}) as by_key
               from given)
           select count(*)::int as wrong from ranked where by_value <> by_key`,
          [samples.map(([first]) => first), samples.map(([, second]) => second)],
        );
        expect(rows[0]?.wrong).toBe(0);
      }
    });
  }
});

describe("a list that an index over several columns serves", () => {
  const columns: Column[] = [
    { name: "kind", type: "text" },
    { name: "rank", type: "integer" },
    { name: "price", type: "numeric" },
    { name: "on_day", type: "date" },
  ];
  const records = Array.from({ length: 120 }, (_, index) => ({
    kind: index % 7 === 0 ? null : `kind ${index % 3}`,
    rank: index % 11 === 0 ? null : (index * 7) % 5,
    price: index % 13 === 0 ? null : ((index * 31) % 17) / 4 - 2,
    on_day: `2026-01-${String(1 + (index % 28)).padStart(2, "0")}`,
  }));
  const names = { indexed: "indexed_items", plain: "plain_items" };

  beforeAll(async () => {
    const table = (name: string, constraints: object[]) => ({
      kind: "create_table" as const,
      table: {
        name,
        columns: [{ name: "id", type: "uuid" as ColumnType, primary_key: true }, ...columns],
        constraints,
      },
    });
    await project.apply([
      table(names.indexed, [
        { kind: "index", columns: ["kind", "rank", "price"], directions: ["asc", "desc", "asc"] },
        { kind: "index", columns: ["rank", "on_day"] },
      ]),
      table(names.plain, []),
    ] as Parameters<EngineProject["apply"]>[0]);
    const made = await project.insert(names.indexed, records);
    await project.insert(names.plain, made);
  });

  const sorts = [
    {
      filters: { kind: "kind 1" },
      sort: [
        ["rank", true],
        ["price", false],
      ],
    },
    {
      filters: { kind: "kind 2" },
      sort: [
        ["rank", false],
        ["price", true],
      ],
    },
    { filters: { kind: "kind 0", rank: 3 }, sort: [["price", false]] },
    { filters: { kind: "kind 0", rank: 3, on_day: "2026-01-04" }, sort: [["price", true]] },
    {
      filters: {},
      sort: [
        ["kind", false],
        ["rank", true],
        ["price", false],
      ],
    },
    {
      filters: {},
      sort: [
        ["rank", false],
        ["on_day", false],
      ],
    },
    {
      filters: {},
      sort: [
        ["rank", true],
        ["on_day", true],
      ],
    },
  ] as const;

  async function pages(
    name: string,
    request: (typeof sorts)[number],
  ): Promise<{ ids: Json[]; text: string }> {
    const catalog = await project.catalog();
    const table = await project.table(name);
    const ids: Json[] = [];
    let cursor: ListRequest["cursor"] = null;
    for (let page = 0; page < 40; page += 1) {
      const statement = listStatement(catalog, table, {
        columns: readableColumns(table),
        filter: parseFilter(table, request.filters),
        search: null,
        sort: request.sort.map(([column, isDescending]) => ({
          column: readableColumns(table).find((one) => one.name === column) as Column,
          isDescending,
          nullsFirst: isDescending,
        })),
        limit: 7,
        offset: 0,
        cursor,
      });
      const { rows } = await db.database.query<{ records: string; last_key: (string | null)[] | null }>(
        project.scope,
        statement,
      );
      ids.push(...(JSON.parse(rows[0]?.records ?? "[]") as { id: Json }[]).map(({ id }) => id));
      cursor = rows[0]?.last_key ?? null;
      if (cursor === null)
        return { ids, text: statement.chunks.filter((chunk) => typeof chunk === "string").join("") };
    }
    throw new Error("the pages do not end");
  }

  for (const request of sorts) {
    it(`pages through ${JSON.stringify(request)} as without the index`, async () => {
      const [indexed, plain] = [await pages(names.indexed, request), await pages(names.plain, request)];
      expect(indexed.ids).toEqual(plain.ids);
      expect(new Set(indexed.ids).size).toBe(indexed.ids.length);
      expect(indexed.text).toMatch(/"k[12]"/);
    });
  }

  it("keeps its key true through updates of any of its columns, and through changes of the definition", async () => {
    const table = await project.table(names.indexed);
    const catalog = await project.catalog();
    for (const name of [names.indexed, names.plain]) {
      const [recordId] = (await pages(name, sorts[0])).ids;
      for (const patch of [{ rank: 4 }, { price: null }, { kind: "kind 0" }]) {
        const change = updateStatement(catalog, await project.table(name), {
          recordId: String(recordId),
          patch,
        });
        await db.database.query(project.scope, change);
      }
    }
    for (const request of sorts)
      expect((await pages(names.indexed, request)).ids).toEqual((await pages(names.plain, request)).ids);
    const { rows } = await owner.query<{ wrong: number }>(
      `select count(*)::int as wrong from rowhouse.project_data where table_id = $1 and k1 is null`,
      [table.id],
    );
    expect(rows[0]?.wrong).toBe(0);
    await project.apply([
      {
        kind: "add_constraint",
        table: names.plain,
        constraint: { kind: "index", columns: ["rank", "on_day"] },
      },
    ]);
    const [request] = sorts.slice(-1);
    if (request === undefined) throw new Error("no sort");
    expect((await pages(names.plain, request)).ids).toEqual((await pages(names.indexed, request)).ids);
  });
});
