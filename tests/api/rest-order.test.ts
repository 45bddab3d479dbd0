import type { SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Column, Json } from "#lib/catalog/types.ts";
import { dataApi } from "#lib/data-api/web.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let app: AppProject;
let client: SupabaseClient;

/** `rare` has few rows, `common` many: lists of the one are sorted, those of the other follow the index of the order. */
const items: readonly Record<string, Json>[] = Array.from({ length: 1500 }, (_, index) => ({
  id: index,
  kind: index % 100 === 7 ? "rare" : "common",
  rank: (index * 7_919) % 1_501,
  size: index % 5,
  owner_id: index % 3,
}));

const movedColumns: readonly Column[] = [
  { name: "id", type: "bigint", primary_key: true },
  { name: "kind", type: "text", required: true, indexed: true },
  { name: "rank", type: "integer", required: true, indexed: true },
];

beforeAll(async () => {
  harness = await accountsRuntime();
  app = await appProject("Order");
  const indexed: Column[] = [
    { name: "id", type: "bigint", primary_key: true },
    { name: "kind", type: "text", required: true, indexed: true },
    { name: "rank", type: "integer", required: true, indexed: true },
    { name: "size", type: "integer" },
    { name: "owner_id", type: "bigint", references: { table: "owners", column: "id" } },
  ];
  const owners: Column[] = [{ name: "id", type: "bigint", primary_key: true }];
  await app.apply(
    { kind: "create_table", table: { name: "owners", columns: owners } },
    { kind: "create_table", table: { name: "items", columns: indexed } },
  );
  await app.insert("owners", [{ id: 0 }, { id: 1 }, { id: 2 }]);
  await app.insert("items", items);
  client = await app.client(app.keys.service_role);
});
afterAll(() => harness.close());

function expected(kind: string, isDescending: boolean, from: number, to: number): unknown[] {
  const found = items.filter((item) => item.kind === kind);
  const sorted = found.toSorted((a, b) => (Number(a.rank) - Number(b.rank)) * (isDescending ? -1 : 1));
  return sorted.slice(from, to + 1).map(({ id }) => id);
}

describe("a list by the value of one indexed column in the order of another", () => {
  for (const kind of ["rare", "common", "absent"]) {
    for (const isDescending of [false, true]) {
      for (const [from, to] of [
        [0, 9],
        [5, 30],
        [1000, 1600],
      ] as const) {
        it(`answers the right rows of ${kind}, ${isDescending ? "descending" : "ascending"}, from ${from}`, async () => {
          // Counted first, then by the way that this has shown to be the shorter.
          for (let time = 0; time < 3; time += 1) {
            const list = client
              .from("items")
              .select("id, owner:owners(id)")
              .eq("kind", kind)
              .order("rank", { ascending: !isDescending })
              .range(from, to);
            const { data, error } = await list;
            expect(error).toBeNull();
            expect((data ?? []).map(({ id }) => id)).toEqual(expected(kind, isDescending, from, to));
            for (const row of data ?? []) expect(row.owner).toEqual({ id: Number(row.id) % 3 });
          }
        });
      }
    }
  }

  it("answers the right rows when few have become many and many few", async () => {
    const ids = async (kind: string) => {
      const { data } = await client.from("moved").select("id").eq("kind", kind).order("rank").limit(20);
      return (data ?? []).map(({ id }) => id);
    };
    const move = (from: string, to: string) =>
      client.from("moved").update({ kind: to }).eq("kind", from).gte("id", 3).throwOnError();
    const all = Array.from({ length: 400 }, (_, id) => id);
    await app.apply({ kind: "create_table", table: { name: "moved", columns: movedColumns } });
    await app.insert(
      "moved",
      all.map((id) => ({ id, kind: id < 3 ? "few" : "many", rank: id })),
    );
    const both = async () => [await ids("few"), await ids("many")];
    for (let time = 0; time < 2; time += 1) expect(await both()).toEqual([all.slice(0, 3), all.slice(3, 23)]);
    await move("many", "few");
    for (let time = 0; time < 2; time += 1) expect(await both()).toEqual([all.slice(0, 20), []]);
    await move("few", "many");
    for (let time = 0; time < 2; time += 1) expect(await both()).toEqual([all.slice(0, 3), all.slice(3, 23)]);
  });

  it("shows the same related rows on a short page as on a long one", async () => {
    const selects = [
      "id, owner:owners(*)",
      "id, owner:owners(id, items(id))",
      "id, ...owners(owner:id)",
      "id, owner:owners!inner(id)",
    ];
    for (const select of selects) {
      const page = (to: number) =>
        client
          .from("items")
          .select(select)
          .eq("owners.id", 1)
          .order("rank")
          .order("id", { referencedTable: "owners" })
          .range(0, to);
      const [short, long] = await Promise.all([page(39), page(400)]);
      expect(short.error).toBeNull();
      expect(short.data).toHaveLength(40);
      expect(short.data).toEqual(long.data?.slice(0, 40));
    }
  });

  it("heeds the other filters and counts", async () => {
    const list = client.from("items").select("id", { count: "exact" });
    const { data, count } = await list
      .eq("kind", "common")
      .eq("size", 2)
      .gte("id", 700)
      .order("rank")
      .limit(4);
    const found = items.filter((item) => item.kind === "common" && item.size === 2 && Number(item.id) >= 700);
    const sorted = found.toSorted((a, b) => Number(a.rank) - Number(b.rank));
    expect(count).toBe(found.length);
    expect((data ?? []).map(({ id }) => id)).toEqual(sorted.slice(0, 4).map(({ id }) => id));
  });
});

it("what is changed or deleted is answered as it was made, however the rows lie", async () => {
  for (const kind of ["rare", "common"])
    await client.from("items").update({ kind }).eq("id", 3).throwOnError();
  const owner = new pg.Client(harness.owner);
  await owner.connect();
  await owner.query("analyze rowhouse.project_data");
  await owner.end();
  const made = items.flatMap(({ id, size }) => (size === 3 ? [id] : []));
  const changed = client.from("items").update({ size: 9 }).eq("size", 3).select("id").rollback();
  expect((await changed.throwOnError()).data?.map(({ id }) => id)).toEqual(made);
  const deleted = client.from("items").delete().eq("size", 3).select("id").rollback();
  expect((await deleted.throwOnError()).data?.map(({ id }) => id)).toEqual(made);
});

describe("a list without an order", () => {
  const shelf: readonly Column[] = [
    { name: "id", type: "bigint", primary_key: true },
    { name: "title", type: "text" },
    { name: "notes", type: "jsonb" },
    { name: "owner_id", type: "bigint", references: { table: "owners", column: "id" } },
  ];
  beforeAll(async () => {
    await app.apply({ kind: "create_table", table: { name: "shelf", columns: shelf } });
    await app.insert(
      "shelf",
      [4, 2, 5, 1].map((id) => ({ id, title: `no ${id}`, owner_id: 1 })),
    );
    await client.from("shelf").update({ title: "changed" }).eq("id", 2).throwOnError();
    await client
      .from("shelf")
      .insert({ id: 3, title: "new", notes: { size: 1 }, owner_id: 1 })
      .throwOnError();
    await client.from("shelf").upsert({ id: 4, title: "again" }, { defaultToNull: false }).throwOnError();
  });
  const ids = (rows: readonly { readonly id: unknown }[] | null) => (rows ?? []).map(({ id }) => id);

  it("shows rows as they were last written", async () => {
    const { data } = await client.from("shelf").select("id").throwOnError();
    expect(ids(data)).toEqual([5, 1, 2, 3, 4]);
    const some = await client.from("shelf").select("id").neq("title", "changed").throwOnError();
    expect(ids(some.data)).toEqual([5, 1, 3, 4]);
  });

  it("shows embedded rows the same way", async () => {
    const { data } = await client.from("owners").select("id, shelf(id)").eq("id", 1).single().throwOnError();
    expect(ids(data.shelf)).toEqual([5, 1, 2, 3, 4]);
  });

  it("shows rows that are equal in a place of JSON the same way, on the pages that they were on", async () => {
    const list = () => client.from("shelf").select("id, owner:owners(id)").order("notes->size");
    expect(ids((await list().throwOnError()).data)).toEqual([3, 5, 1, 2, 4]);
    expect(ids((await list().range(0, 2).throwOnError()).data)).toEqual([3, 2, 4]);
    expect(ids((await list().range(3, 4).throwOnError()).data)).toEqual([5, 1]);
  });

  it("chooses the rows of a page as they were made, whatever is changed between two pages", async () => {
    const first = await client.from("shelf").select("id").range(0, 1).throwOnError();
    await client.from("shelf").update({ title: "once more" }).eq("id", 4).throwOnError();
    const second = await client.from("shelf").select("id").range(2, 4).throwOnError();
    expect(ids(first.data)).toEqual([2, 4]);
    expect(ids(second.data)).toEqual([5, 1, 3]);
  });

  it("binds the caller's rules to it", async () => {
    const odd = { name: "odd", command: "select", using: "id % 2 = 1" } as const;
    await app.apply({ kind: "create_policy", table: "shelf", policy: odd });
    const anon = await app.client(app.keys.anon);
    const { data } = await anon.from("shelf").select("id").throwOnError();
    expect(ids(data)).toEqual([5, 1, 3]);
  });
});

describe("a cursor", () => {
  const page = (search: string) =>
    dataApi(
      new Request(`http://localhost:3000/p/${app.ref}/rest/v1/${search}`, {
        headers: { apikey: app.keys.service_role },
      }),
    );

  it("leads through all rows, each once", async () => {
    const found: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const response = await page(`items?select=id&order=size.desc,rank&limit=400&cursor=${cursor}`);
      found.push(...((await response.json()) as { id: number }[]).map(({ id }) => id));
      cursor = response.headers.get("x-next-cursor");
    }
    const sorted = items.toSorted(
      (a, b) => Number(b.size) - Number(a.size) || Number(a.rank) - Number(b.rank),
    );
    expect(found).toEqual(sorted.map(({ id }) => id));
  });

  it("is of one table and one order; behind no row there is none", async () => {
    const next = async (search: string) => {
      const response = await page(`${search}&cursor=`);
      await response.text();
      return response.headers.get("x-next-cursor");
    };
    expect(await next("items?select=id&order=size&limit=0")).toBeNull();
    const cursor = await next("items?select=id&order=size&limit=1");
    const behind = async (search: string) => {
      const response = await page(`${search}&limit=1&cursor=${cursor}`);
      return [response.status, ((await response.json()) as { message?: string }).message];
    };
    expect(await behind("items?select=size&order=size&size=gt.0")).toEqual([200, undefined]);
    const refusal = [400, "The cursor is of another table, or of another order"];
    for (const search of [
      "items?order=size.desc",
      "items?order=rank",
      "items?order=size,rank",
      "owners?order=id",
      "items?select=id",
    ])
      expect([search, ...(await behind(search))]).toEqual([search, ...refusal]);
  });

  it.each([
    "items?select=size&distinct=true",
    "items?select=size,count()",
    "items?select=id,owner:owners(id)&order=owner(id)",
    "owners?select=id&order=items(count).desc",
  ])(
    "is refused where nothing goes on behind a row, which would look like the last page: %s",
    async (search) => {
      const response = await page(`${search}&limit=1&cursor=`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ hint: expect.any(String) });
    },
  );
});

describe("rows that are equal in all that they are ordered by", () => {
  it("are on one page of a list each, when it is ordered by a related row", async () => {
    const pages = Array.from({ length: 15 }, (_, page) =>
      client
        .from("items")
        .select("id, owner:owners(id)")
        .order("owner(id)")
        .range(page * 100, page * 100 + 99),
    );
    const found = (await Promise.all(pages)).flatMap(({ data }) => (data ?? []).map(({ id }) => id));
    expect(found).toHaveLength(1500);
    expect(new Set(found).size).toBe(1500);
  });

  it("are on one page each below another row as well", async () => {
    const pages = [0, 100, 200, 300, 400].map((from) =>
      client
        .from("owners")
        .select("items(id)")
        .eq("id", 1)
        .order("size", { referencedTable: "items" })
        .range(from, from + 99, { referencedTable: "items" })
        .single(),
    );
    const found = (await Promise.all(pages)).flatMap(({ data }) => (data?.items ?? []).map(({ id }) => id));
    expect(new Set(found).size).toBe(500);
  });

  it("are on one page each when they are groups", async () => {
    const pages = Array.from({ length: 15 }, (_, page) =>
      client
        .from("items")
        .select("id, count()")
        .order("count")
        .range(page * 100, page * 100 + 99),
    );
    const found = (await Promise.all(pages)).flatMap(({ data }) => (data ?? []).map(({ id }) => id));
    expect(new Set(found).size).toBe(1500);
  });
});
