import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { workOnDueImport } from "#lib/operations/imports/work-on-imports.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Answer, type Call, type Loose, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let server: ApiServer;
let owner: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  owner = await newUser(server.url, "importer@example.org");
  base = `/api/database/${(await newDatabase(owner, "Files")).databaseId}`;
  const columns = [
    { name: "sku", type: "text", required: true, unique: true },
    { name: "price", type: "numeric" },
    { name: "note", type: "text" },
  ];
  await owner("POST", `${base}/tables/create`, { schemaJson: { name: "goods", columns } });
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

/** Uploads a file in parts of a size. @returns the path of its import. */
async function upload(name: string, content: string | Uint8Array, partBytes = 1_000_000): Promise<string> {
  const bytes = Buffer.from(content);
  const created = await owner("POST", `${base}/imports`, { file_name: name, bytes: bytes.length });
  expect(created.status).toBe(201);
  const path = `${base}/imports/${created.body.import?.id}`;
  for (let at = 0; at < bytes.length; at += partBytes) {
    const answer = await put(path, at, bytes.subarray(at, at + partBytes));
    expect(answer).toMatchObject({
      status: 200,
      body: { received_bytes: Math.min(bytes.length, at + partBytes) },
    });
  }
  return path;
}

async function put(path: string, offset: number, part: Uint8Array): Promise<{ status: number; body: Loose }> {
  const response = await fetch(`${server.url}${path}/content?offset=${offset}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/octet-stream" },
    body: new Uint8Array(part),
  });
  return { status: response.status, body: (await response.json()) as Loose };
}

async function run(path: string, input: object): Promise<Loose> {
  const started = await owner("POST", `${path}/start`, input);
  expect(started).toMatchObject({ status: 200 });
  await workOnDueImport();
  return (await owner("GET", path)).body.import as Loose;
}

async function rows(table: string, more: object = {}): Promise<Loose> {
  const { body } = await owner("POST", `${base}/records/query`, {
    tableName: table,
    count: "exact",
    limit: 10_000,
    ...more,
  });
  return body;
}

const text = async (path: string) =>
  (await fetch(server.url + path, { headers: { Authorization: `Bearer ${owner.token}` } })).text();

const goods = [
  { source: "SKU", column: "sku" },
  { source: "Price", column: "price" },
];

it("makes a table of a file that lay in parts, and tells what it found", async () => {
  const csv = "id;Größe;Datum;Preis;PLZ\n1;10;31.03.2026;1,50;01234\n2;20;01.04.2026;2,00;10115\n";
  const path = await upload("straße.csv", Buffer.from(csv, "latin1"), 7);
  const preview = await owner("POST", `${path}/preview`);
  expect(preview.body).toMatchObject({
    read: {
      format: "csv",
      encoding: "windows-1252",
      delimiter: ";",
      has_header: true,
      date_order: "dmy",
      decimal: ",",
    },
    columns: [
      { source: "id", column: "id", type: "integer" },
      { source: "Größe", column: "grosse", type: "integer", isRenamed: true },
      { source: "Datum", column: "datum", type: "date" },
      { source: "Preis", column: "preis", type: "numeric" },
      { source: "PLZ", column: "plz", type: "text" },
    ],
    rows: [
      ["1", "10", "31.03.2026", "1,50", "01234"],
      ["2", "20", "01.04.2026", "2,00", "10115"],
    ],
  });
  const columns = (preview.body.columns as unknown as Record<string, string>[]).map(
    ({ source, column, type }) => ({
      source,
      column,
      type,
    }),
  );
  const done = await run(path, { table: "places", create_table: true, columns });
  expect(done).toMatchObject({
    status: "done",
    table: "places",
    rows: { read: 3, inserted: 2, updated: 0, skipped: 0 },
    error: null,
  });
  expect((await rows("places")).records).toMatchObject([
    { id: 1, grosse: 10, datum: "2026-03-31", preis: 1.5, plz: "01234" },
    { id: 2, grosse: 20, datum: "2026-04-01", preis: 2, plz: "10115" },
  ]);
});

it("stores nothing when it is to stop, names the row, and takes the table away that was made for it", async () => {
  const lines = Array.from({ length: 2500 }, (_, index) => `a${index},${index === 2400 ? "dear" : 1}`);
  const file = `SKU,Price\n${lines.join("\n")}\n`;
  const failed = await run(await upload("goods.csv", file), { table: "goods", columns: goods });
  expect(failed).toMatchObject({ status: "failed", rows: { inserted: 0 }, error: { code: "RH300" } });
  expect(failed.error?.message).toMatch(/^Row 2402: /);
  expect((await rows("goods")).count).toBe(0);
  const twice = await run(await upload("twice.csv", "SKU,Price\nx,1\ny,2\nx,3\n"), {
    table: "goods",
    columns: goods,
  });
  expect(twice.error?.message).toMatch(/^Row 4: .*sku/);
  const columns = [
    { source: "SKU", column: "sku", type: "text" },
    { source: "Price", column: "price", type: "numeric" },
  ];
  await run(await upload("goods.csv", file), { table: "brand_new", create_table: true, columns });
  expect((await owner("GET", `${base}/tables`)).body.items).not.toContainEqual(
    expect.objectContaining({ table_name: "brand_new" }),
  );
});

it("stores what can be stored when it is to skip, and gives the rest as a file to correct", async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `s${index},${index}`);
  lines[10] = "s9,1";
  lines[1500] = ",1";
  lines[2000] = '"s2000","=cmd|dear"';
  lines[2999] = "s2999,1,surplus";
  const path = await upload("goods.csv", `SKU,Price\n${lines.join("\n")}\n`);
  const done = await run(path, { table: "goods", columns: goods, on_error: "skip" });
  expect(done).toMatchObject({ status: "done", rows: { read: 3001, inserted: 2996, skipped: 4 } });
  expect((await rows("goods", { limit: 1 })).count).toBe(2996);
  const file = (await text(`${path}/problems`)).split("\r\n");
  expect(file[0]).toBe("row,column,reason,SKU,Price");
  expect(file.slice(1, 5).map((line) => line.split(",")[0])).toEqual(["12", "1502", "2002", "3001"]);
  expect(file[1]).toMatch(/same .*,s9,1$/);
  expect(file[2]).toMatch(/^1502,sku,Sku is required\.,,1$/);
  expect(file[3]).toMatch(/,s2000,'=cmd\|dear$/);
});

it("changes the rows that are there when it is to update, and counts both", async () => {
  const file = "SKU,Price\ns1,100\nfresh,5\ns1,101\n";
  const key = { on_duplicate: "update", key: ["sku"] };
  const done = await run(await upload("goods.csv", file), { table: "goods", columns: goods, ...key });
  expect(done).toMatchObject({ status: "done", rows: { inserted: 1, updated: 2, skipped: 0 } });
  expect((await rows("goods", { filters: { sku: "s1" } })).records).toMatchObject([{ price: 101 }]);
  const again = await run(await upload("goods.csv", file), {
    table: "goods",
    columns: goods,
    on_duplicate: "skip",
  });
  expect(again).toMatchObject({ status: "done", rows: { inserted: 0, updated: 0, skipped: 3 } });
});

it("takes a part that was sent twice once, and goes on where an upload was cut off", async () => {
  const file = Buffer.from("SKU,Price\nparts,1\n");
  const created = await owner("POST", `${base}/imports`, { file_name: "p.csv", bytes: file.length });
  const path = `${base}/imports/${created.body.import?.id}`;
  expect((await put(path, 0, file.subarray(0, 5))).body).toEqual({ received_bytes: 5 });
  expect((await put(path, 0, file.subarray(0, 5))).body).toEqual({ received_bytes: 5 });
  expect((await put(path, 9, file.subarray(9))).body).toEqual({ received_bytes: 5 });
  expect((await owner("POST", `${path}/preview`)).status).toBe(409);
  expect((await put(path, 5, Buffer.alloc(50))).status).toBe(400);
  expect((await put(path, 5, file.subarray(5))).body).toEqual({ received_bytes: file.length });
  expect(await run(path, { table: "goods", columns: goods })).toMatchObject({ rows: { inserted: 1 } });
  expect((await put(path, 5, file.subarray(5))).status).toBe(409);
});

it("lets one import of a project run at a time, cancels what waits, and throws uploads away", async () => {
  const [first, second] = [await upload("a.csv", "SKU\nq1\n"), await upload("b.csv", "SKU\nq2\n")];
  const input = { table: "goods", columns: [{ source: "SKU", column: "sku" }] };
  expect((await owner("POST", `${first}/start`, input)).status).toBe(200);
  expect(await owner("POST", `${second}/start`, input)).toMatchObject({
    status: 409,
    body: { error: { code: "RH305" } },
  });
  expect((await owner("DELETE", first)).body.import?.status).toBe("cancelling");
  await workOnDueImport();
  expect((await owner("GET", first)).body.import).toMatchObject({
    status: "cancelled",
    rows: { inserted: 0 },
  });
  expect((await owner("DELETE", second)).body.import?.status).toBe("cancelled");
  expect((await owner("DELETE", second)).status).toBe(409);
  const listed = (await owner("GET", `${base}/imports?limit=2`)).body;
  expect(listed.items).toMatchObject([{ file_name: "b.csv" }, { file_name: "a.csv" }]);
});

it("makes columns that are missing, and reads objects with every digit", async () => {
  const lines = ['{"sku":"n1","price":0.10,"weight":12345678901234567890.5}', '{"sku":"n2","tags":["a"]}'];
  const path = await upload("more.ndjson", lines.join("\n"));
  const preview = await owner("POST", `${path}/preview`, { table: "goods" });
  expect(preview.body.columns).toMatchObject([
    { source: "sku", column: "sku" },
    { source: "price", column: "price" },
    { source: "weight", column: null, name: "weight", type: "numeric" },
    { source: "tags", column: null, type: "text[]" },
  ]);
  const columns = [
    { source: "sku", column: "sku" },
    { source: "price", column: "price" },
    { source: "weight", column: "weight", type: "numeric" },
    { source: "tags", column: "tags", type: "text[]" },
  ];
  expect(await run(path, { table: "goods", columns })).toMatchObject({ rows: { inserted: 2 } });
  expect(await text0("n1")).toContain('"price":0.10');
  expect(await text0("n1")).toContain('"weight":12345678901234567890.5');
});

async function text0(sku: string): Promise<string> {
  const response = await fetch(`${server.url}${base}/records/query`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ tableName: "goods", filters: { sku } }),
  });
  return response.text();
}

it("goes on where a server died, without a row twice or lost; all or nothing begins anew", async () => {
  const alive = runtime();
  const lines = Array.from(
    { length: 6500 },
    (_, index) => `d${index},${index % 1000 === 7 ? "dear" : index}`,
  );
  const columns = [
    { source: "SKU", column: "sku", type: "text" },
    { source: "Price", column: "price", type: "numeric" },
  ];
  for (const on_error of ["skip", "stop"]) {
    const table = `died_${on_error}`;
    const file = on_error === "skip" ? lines : lines.filter((line) => !line.endsWith("dear"));
    const path = await upload(`${table}.csv`, `SKU,Price\n${file.join("\n")}\n`);
    await owner("POST", `${path}/start`, { table, create_table: true, columns, on_error });
    installRuntime({ ...alive, database: dyingAfter(alive.database, on_error === "skip" ? 9 : 7) });
    await workOnDueImport();
    installRuntime(alive);
    const left = (await owner("GET", path)).body.import as unknown as {
      status: string;
      rows: { inserted: number };
    };
    expect(left.status).toBe("running");
    expect((await rows(table, { limit: 1 })).count).toBe(left.rows.inserted);
    expect(left.rows.inserted > 0).toBe(on_error === "skip");
    // Nobody else may touch it before its lease is over.
    expect(await workOnDueImport()).toBe(false);
    await asOwner(
      "update rowhouse.imports set lease_until = now() - interval '1 second' where status = 'running'",
    );
    expect(await workOnDueImport()).toBe(true);
    const done = (await owner("GET", path)).body.import;
    const skipped = on_error === "skip" ? 7 : 0;
    expect(done).toMatchObject({ status: "done", rows: { inserted: file.length - skipped, skipped } });
    expect((await rows(table, { limit: 1 })).count).toBe(file.length - skipped);
  }
});

/** A database whose server is gone after so many questions: nothing that is asked later comes back. */
function dyingAfter(database: Database, questions: number): Database {
  let asked = 0;
  const gone = () => {
    asked += 1;
    if (asked > questions) throw new AppError("RH008", "The database cannot be reached.");
  };
  return {
    ...database,
    query: async (...question) => {
      gone();
      return database.query(...question);
    },
    transaction: async (scope, work, options) =>
      database.transaction(
        scope,
        async (tx) => {
          gone();
          return work({
            ...tx,
            query: async (statement) => {
              gone();
              return tx.query(statement);
            },
          } as typeof tx);
        },
        options,
      ),
  } as Database;
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client(harness.owner);
  await client.connect();
  await client.query(statement);
  await client.end();
}

it("is given back by a server that stops, and finished by the next", async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `t${index},1`);
  const path = await upload("stopping.csv", `SKU,Price\n${lines.join("\n")}\n`);
  await owner("POST", `${path}/start`, { table: "goods", columns: goods, on_error: "skip" });
  await workOnDueImport(AbortSignal.abort());
  expect((await owner("GET", path)).body.import).toMatchObject({ status: "running", rows: { inserted: 0 } });
  expect(await workOnDueImport()).toBe(true);
  expect((await owner("GET", path)).body.import).toMatchObject({ status: "done", rows: { inserted: 3000 } });
});

it("reads people without passwords, and never takes one", async () => {
  const file = "email,full_name,password_hash\nann@example.org,Ann,secret\n";
  const people = await upload("people.csv", file);
  const named = [
    { source: "email", column: "email" },
    { source: "full_name", column: "full_name" },
  ];
  const secret = { source: "password_hash", column: "password_hash" };
  expect(
    (await owner("POST", `${people}/start`, { table: "users", columns: [...named, secret] })).status,
  ).toBe(400);
  expect(await run(people, { table: "users", columns: named })).toMatchObject({
    status: "done",
    rows: { inserted: 1 },
  });
});

it("refuses what cannot be imported with words that say why", async () => {
  const refusal = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    return [status, body.error?.code, body.error?.message] as unknown as [number, string, string];
  };
  const csv = await upload("x.csv", "a,b\n1,2\n");
  expect(
    await refusal(
      owner("POST", `${csv}/start`, { table: "nowhere", columns: [{ source: "a", column: "sku" }] }),
    ),
  ).toMatchObject([404, "RH004", expect.any(String)]);
  expect(
    (
      await refusal(
        owner("POST", `${csv}/start`, { table: "goods", columns: [{ source: "z", column: "sku" }] }),
      )
    )[2],
  ).toMatch(/no column "z"/);
  expect(
    (
      await refusal(
        owner("POST", `${csv}/start`, { table: "goods", columns: [{ source: "a", column: "zzz" }] }),
      )
    )[2],
  ).toMatch(/no column "zzz"/);
  expect(
    (
      await refusal(
        owner("POST", `${csv}/start`, {
          table: "goods",
          columns: [{ source: "a", column: "price" }],
          on_duplicate: "update",
          key: ["price"],
        }),
      )
    )[2],
  ).toMatch(/unique key/);
  const binary = await upload("photo.csv", Buffer.from([1, 0, 2, 0, 0, 0, 9, 9]));
  expect(await refusal(owner("POST", `${binary}/preview`))).toMatchObject([422, "RH304", expect.any(String)]);
  const zip = await upload("book.xlsx", Buffer.from("PK\u0003\u0004 not really a workbook"));
  expect(await refusal(owner("POST", `${zip}/preview`))).toMatchObject([422, "RH304", expect.any(String)]);
  expect((await owner("POST", `${base}/imports`, { file_name: "huge.csv", bytes: 10 ** 12 })).status).toBe(
    413,
  );
  const stranger = await newUser(server.url, "stranger@example.org");
  expect((await stranger("GET", csv)).status).toBe(404);
  expect((await stranger("GET", `${csv}/problems`)).status).toBe(404);
});
