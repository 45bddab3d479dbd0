import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workOnDueImport } from "#lib/operations/imports/work-on-imports.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, type Loose, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let harness: AccountsHarness;
let sql: SqlServer;
let server: ApiServer;
let owner: Call & { readonly token: string };
let base: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  server = await startApiServer();
  owner = await newUser(server.url, "identity@example.org");
  base = `/api/database/${(await newDatabase(owner, "Identity")).databaseId}`;
});

afterAll(async () => {
  await server.close();
  await sql.close();
  await harness.close();
});

/** Texts that Postgres can store, hostile ones among them. */
const text = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "null",
    "NULL",
    "\\N",
    "=1+1",
    "'",
    '"',
    '""',
    "a,b;c\td",
    "\r\n",
    "\\",
    "{}",
    "007",
    "1e5",
    "true",
    "\ufeff",
    "💧",
  ),
  fc.string({ unit: "binary", maxLength: 12 }).filter((one) => !one.includes("\u0000") && one.isWellFormed()),
);
const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4, nil: null });
const day = fc.date({ min: new Date("0002-01-01"), max: new Date("9998-12-31"), noInvalidDate: true });
const digits = fc.tuple(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.stringMatching(/^[0-9]{0,8}$/));

/** Values of each type, as an API takes them. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text,
  richtext: fc.constantFrom("<p>a, b</p>", "plain", ""),
  integer: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
  bigint: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
  numeric: digits.map(([whole, fraction]) => (fraction === "" ? String(whole) : `${whole}.${fraction}`)),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  date: day.map((date) => date.toISOString().slice(0, 10)),
  time: fc.integer({ min: 0, max: 86_399_999 }).map((ms) => new Date(ms).toISOString().slice(11, 23)),
  timestamptz: day.map((date) => date.toISOString()),
  uuid: fc.uuid(),
  jsonb: fc
    .jsonValue({ maxDepth: 2 })
    .filter((value) => value !== null && !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))),
  "text[]": fc.array(text, { maxLength: 4 }),
  email: fc.constantFrom("ada@example.org", "o'hara+x@example.co.uk"),
  url: fc.constantFrom("https://example.org/?a=1,2&b=%20", "http://example.org"),
  phone: fc.constantFrom("+49 351 0", "(0351) 12-34"),
  enum: fc.constantFrom("draft", 'it\'s, "live"'),
};

const table = fc
  .uniqueArray(fc.constantFrom(...Object.keys(values)), { minLength: 3, maxLength: 8 })
  .chain((types) =>
    fc.record({
      types: fc.constant(types),
      rows: fc.array(
        fc.record(
          Object.fromEntries(types.map((type, index) => [`c${index}`, nullable(values[type] ?? text)])),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  );

let count = 0;

async function makeTable(types: readonly string[]): Promise<string> {
  const name = `t${++count}`;
  const columns = types.map((type, index) => ({
    name: `c${index}`,
    type,
    ...(type === "enum" ? { enum_values: ["draft", 'it\'s, "live"'] } : {}),
  }));
  const answer = await owner("POST", `${base}/tables/create`, { schemaJson: { name, columns } });
  expect(answer.body.error ?? null).toBeNull();
  return name;
}

async function rowsOf(name: string): Promise<unknown> {
  const query = `select to_jsonb(t)::text from ${name} t order by id`;
  return (await owner("POST", `${base}/sql`, { query })).body.results?.[0]?.rows;
}

async function importInto(
  name: string,
  file: string,
  content: Uint8Array<ArrayBuffer>,
  read: object,
): Promise<Loose> {
  const created = await owner("POST", `${base}/imports`, { file_name: file, bytes: content.length });
  const path = `${base}/imports/${created.body.import?.id}`;
  await fetch(`${server.url}${path}/content?offset=0`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/octet-stream" },
    body: content,
  });
  const preview = await owner("POST", `${path}/preview`, { table: name, read });
  const columns = (preview.body.columns as unknown as { source: string; column: string | null }[]).map(
    ({ source, column }) => ({ source, column }),
  );
  const started = await owner("POST", `${path}/start`, { table: name, columns, read });
  expect(started.body.error ?? null).toBeNull();
  await workOnDueImport();
  return (await owner("GET", path)).body.import as Loose;
}

it("an import of an export brings the same rows, in every format, whatever the values", async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ types, rows }) => {
      const from = await makeTable(types);
      const made = await owner("POST", `${base}/records/create`, { tableName: from, records: rows });
      expect(made.body.error ?? null).toBeNull();
      const before = await rowsOf(from);
      for (const format of ["csv", "tsv", "json", "ndjson"]) {
        const response = await fetch(`${server.url}${base}/export?table=${from}&format=${format}`, {
          headers: { Authorization: `Bearer ${owner.token}` },
        });
        const content = new Uint8Array(await response.arrayBuffer());
        const to = await makeTable(types);
        // What a file with a single row looks like, nobody can tell for sure; its maker can.
        const read =
          format === "csv" || format === "tsv"
            ? { format: "csv", encoding: "utf-8", has_header: true, delimiter: format === "csv" ? "," : "\t" }
            : { encoding: "utf-8" };
        const done = await importInto(to, `${from}.${format}`, content, read);
        expect(done, format).toMatchObject({ status: "done", error: null, rows: { inserted: rows.length } });
        expect(await rowsOf(to), format).toEqual(before);
      }
    }),
    randomRuns(6),
  );
}, 120_000);
