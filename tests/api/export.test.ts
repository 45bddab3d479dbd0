import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExportedShop, exportedShop, hostile } from "./exported-shop.ts";

let shop: ExportedShop;
let owner: ExportedShop["owner"];
let base: ExportedShop["base"];
let get: ExportedShop["get"];
let text: ExportedShop["text"];
let post: ExportedShop["post"];

beforeAll(async () => {
  shop = await exportedShop();
  ({ owner, base, get, text, post } = shop);
});
afterAll(() => shop.close());

const ask = (body: object) => owner("POST", `${base}/export`, body);

describe("a table as a file", () => {
  it("of CSV tells null from an empty text and quotes what needs it", async () => {
    const response = await get({
      table: "products",
      format: "csv",
      select: '["name","sku","is_fresh","price"]',
      filters: '{"column":"price","op":"gt","value":1190}',
      sort: '[{"column":"price","dir":"desc"}]',
    });
    expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; filename="products\.csv"/);
    expect((await response.text()).split("\r\n").slice(0, 3)).toEqual([
      "name,sku,is_fresh,price",
      "p1199,s1199,true,1199",
      "p1198,s1198,true,1198",
    ]);
    const odd = await text({ table: "products", format: "csv", select: '["name","sku"]', search: "quoted" });
    expect(odd).toBe(`name,sku\r\n"${hostile.replaceAll('"', '""')}",""\r\n`);
    expect(await text({ table: "products", format: "csv", select: '["sku"]', search: "plain" })).toBe(
      "sku\r\n\r\n",
    );
  });

  it("disarms formulas only when that is asked for", async () => {
    await owner("POST", `${base}/records/create`, {
      tableName: "products",
      data: { name: "=cmd()", sku: "formula" },
    });
    const asked = { table: "products", format: "csv", select: '["name"]', filters: '{"sku":"formula"}' };
    expect(await text(asked)).toBe("name\r\n=cmd()\r\n");
    expect(await text({ ...asked, safe: "true" })).toBe("name\r\n'=cmd()\r\n");
  });

  it("of JSON is a list, of NDJSON a row a line, with every digit", async () => {
    const asked = {
      table: "products",
      filters: '{"column":"sku","op":"in","value":["s1","s2"]}',
      sort: '[{"column":"sku"}]',
      select: '["sku","price","meta"]',
    };
    const lines = (await text({ ...asked, format: "ndjson" })).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).sku)).toEqual(["s1", "s2"]);
    expect(JSON.parse(await text({ ...asked, format: "json" }))).toEqual(
      lines.map((line) => JSON.parse(line)),
    );
    expect(
      JSON.parse(await text({ table: "products", format: "json", filters: '{"sku":"nobody"}' })),
    ).toEqual([]);
  });

  it("is refused with an answer of its own when it cannot be understood", async () => {
    expect((await get({ table: "nowhere", format: "csv" })).status).toBe(404);
    expect((await get({ table: "products", format: "csv", filters: '{"zzz":1}' })).status).toBe(400);
    expect((await get({ table: "products", format: "csv", filters: "{" })).status).toBe(400);
    expect((await get({ format: "tsv" })).status).toBe(400);
  });
});

it("a database as an archive has a file for each table, and the definitions", async () => {
  const response = await get({ format: "csv" });
  expect(response.headers.get("Content-Type")).toBe("application/zip");
  const zip = new ZipReader(new BlobReader(await response.blob()));
  const entries = await zip.getEntries();
  expect(entries.map(({ filename }) => filename).sort()).toEqual([
    "Odd Names.csv",
    "loop_a.csv",
    "loop_b.csv",
    "products.csv",
    "schema.sql",
    "users.csv",
  ]);
  const entry = entries.find(({ filename }) => filename === "Odd Names.csv");
  if (entry === undefined || entry.directory) throw new Error("no file");
  expect(await entry.getData(new TextWriter())).toBe(
    'Select,it\'s,twice,feeling,at,bits,n\r\n1,one,6,ok,2026-03-31 14:30:00.123,\\x00ff,"{1,NULL}"\r\n2,two,6,,,,\r\n',
  );
});

it("the result of a query is a file of all its rows, and only a query's", async () => {
  const response = await post({
    query: "select n, n as n, 'x' || n as t from generate_series(1, 12000) n where n > $1",
    params: [1],
    format: "csv",
  });
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([12_000, "n,n,t", "12000,12000,x12000"]);
  expect((await ask({ query: "select nonsense", format: "csv" })).body.error?.code).toBe("42703");
  expect((await ask({ query: "delete from products", format: "csv" })).body.error?.code).toBe("0A000");
  expect((await ask({ query: "select 1 as a, 2 as a", format: "json" })).body).toEqual([{ a: 1, a_2: 2 }]);
});

describe("the result of one statement of a text", () => {
  const file = async (body: object) => (await post(body)).text();

  it("is exported with the parameters and their types, and nothing else of the text runs", async () => {
    const query = "insert into products (name) values ('never'); select $1 as a, $2 as b; select 3 as c";
    const asked = { query, params: ["2026-03-31", "7"], param_types: ["date", "integer"], format: "ndjson" };
    expect(await file({ ...asked, statement: 1 })).toBe('{"a":"2026-03-31","b":7}\n');
    expect(await file({ ...asked, statement: 2 })).toBe('{"c":3}\n');
    expect((await ask({ ...asked, statement: 0 })).body.error?.code).toBe("0A000");
    expect((await ask({ ...asked, statement: 3 })).body.error?.code).toBe("RH002");
    expect((await ask(asked)).body.error?.code).toBe("0A000");
  });

  it("may call stored functions that read", async () => {
    await owner("POST", `${base}/sql`, {
      query: "create function doubled(n int) returns int language sql stable as 'select n * 2'",
    });
    expect(await file({ query: "select doubled(g) as d from generate_series(1, 3) g", format: "csv" })).toBe(
      "d\r\n2\r\n4\r\n6\r\n",
    );
  });

  it("is a table of Markdown in which no value ends a cell", async () => {
    const query = String.raw`select g as n, e'a|b\n<i>c</i>' as "x|y", null as z, array[1,2] as l from generate_series(1, 2) g`;
    expect(await file({ query, format: "markdown" })).toBe(
      [
        String.raw`| n | x\|y | z | l |`,
        "| --- | --- | --- | --- |",
        String.raw`| 1 | a\|b<br>&lt;i>c&lt;/i> |  | {1,2} |`,
        String.raw`| 2 | a\|b<br>&lt;i>c&lt;/i> |  | {1,2} |`,
        "",
      ].join("\n"),
    );
  });

  it("ends in Postgres within a second when the request is closed, before anything has been sent, too", async () => {
    const client = new pg.Client(shop.harness.owner);
    await client.connect();
    const running = async () => {
      const { rows } = await client.query(
        "select 1 from pg_stat_activity where usename = 'rowhouse_sql' and datname = current_database() and state = 'active'",
      );
      return rows.length;
    };
    const until = (count: number) => expect.poll(running, { timeout: 20_000, interval: 10 }).toBe(count);
    const controller = new AbortController();
    const endless = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b";
    const answer = post({ query: endless, format: "csv" }, controller.signal).catch(
      (error: Error) => error.name,
    );
    await until(1);
    const closedAt = performance.now();
    controller.abort();
    await until(0);
    expect(performance.now() - closedAt).toBeLessThan(5_000);
    expect(await answer).toBe("AbortError");
    await client.end();
  });
});
