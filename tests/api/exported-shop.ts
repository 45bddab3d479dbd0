import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Answer, type Call, newDatabase, newUser } from "./api-client.ts";
import { startApiServer } from "./api-server.ts";

/** A database with every kind of column, reference and definition, behind the management API. */
export interface ExportedShop {
  readonly harness: AccountsHarness;
  readonly owner: Call & { readonly token: string };
  /** The database's address. */
  readonly base: string;
  /** Asks for a file of a table, or of all. */
  get(query: Record<string, string>): Promise<Response>;
  text(query: Record<string, string>): Promise<string>;
  /** Asks for a file of what a query gives. */
  post(body: object, signal?: AbortSignal): Promise<Response>;
  close(): Promise<void>;
}

/** A text of all that has a meaning in some format. */
export const hostile = `it's "quoted", \\back\\slash\t\n\r\n=1+1 ü 名 'E''`;

const tables = [
  {
    kind: "create_table",
    table: {
      name: "products",
      description: "What's sold",
      columns: [
        { name: "name", type: "text", required: true, indexed: true, description: "It's shown" },
        { name: "sku", type: "text", unique: true },
        { name: "price", type: "numeric", default: 1.5 },
        { name: "status", type: "enum", enum_values: ["draft", "it's live"], default: "draft" },
        { name: "tags", type: "text[]", default: ["a b", 'c"d'] },
        { name: "meta", type: "jsonb", default: { a: ["'"] } },
        { name: "weight", type: "number" },
        { name: "sold_at", type: "timestamptz" },
        { name: "day", type: "date" },
        { name: "opens", type: "time" },
        { name: "is_new", type: "boolean", default: true },
        {
          name: "owner_id",
          type: "uuid",
          default: "auth.uid()",
          references: { table: "users", column: "id", on_delete: "set null" },
        },
        {
          name: "parent_id",
          type: "uuid",
          references: { table: "products", column: "id", on_delete: "cascade" },
        },
      ],
      policies: [{ name: "own rows", roles: ["authenticated"], using: "owner_id = auth.uid()" }],
    },
  },
];

const definitions = `
    create type mood as enum ('sad', 'ok');
    create table "Odd Names" (
      "Select" int generated always as identity primary key,
      "it's" varchar(20) not null default 'x' check (length("it's") < 20),
      twice bigint generated always as (length("it's") * 2) stored,
      feeling mood, at timestamp(3), bits bytea, n smallint[], unique ("it's", feeling));
    create index on "Odd Names" (feeling, at desc);
    create unique index odd_key on "Odd Names" (lower("it's")) where feeling = 'ok';
    create table loop_a (id int primary key, b_id int);
    create table loop_b (id int primary key, a_id int references loop_a on delete restrict);
    alter table loop_a add foreign key (b_id) references loop_b;
    insert into loop_a values (1, null); insert into loop_b values (1, 1); update loop_a set b_id = 1;
    insert into "Odd Names" ("it's", feeling, at, bits, n) values
      ('one', 'ok', '2026-03-31 14:30:00.123', '\\x00ff', '{1,null}'), ('two', null, null, null, null);
    create view cheap as select name, price from products where price < 10;
    create view cheaper as select name from cheap;
    create function total(min_price numeric default 0) returns numeric language sql stable as $$ select sum(price) from products where price >= min_price $$`;

const products = (ownerId: string | undefined) => [
  {
    name: hostile,
    sku: "",
    price: 12.5,
    tags: [hostile, ""],
    meta: { deep: [hostile, null, 1.5] },
    sold_at: "2026-03-31T14:30:00.5Z",
    day: "0001-01-01",
    opens: "23:59:59.999999",
    owner_id: ownerId,
  },
  { name: "plain", sku: null, weight: 0.1, is_new: false, tags: [], meta: null },
  ...Array.from({ length: 1200 }, (_, index) => ({ name: `p${index}`, sku: `s${index}`, price: index })),
];

export async function exportedShop(): Promise<ExportedShop> {
  const harness = await accountsRuntime();
  const sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  const server = await startApiServer();
  const owner = await newUser(server.url, "exporter@example.org");
  const base = `/api/database/${(await newDatabase(owner, "My Shop")).databaseId}`;
  const make = async (path: string, body: object) => done(await owner("POST", `${base}/${path}`, body));
  await make("schema/apply", { changes: tables });
  await make("sql", { query: definitions });
  const data = { email: "ada@example.org", password_hash: "correct horse battery" };
  await make("records/create", { tableName: "users", data });
  const { body } = await make("records/query", { tableName: "users" });
  const [user] = body.records as unknown as { id: string }[];
  await make("records/create", { tableName: "products", records: products(user?.id) });
  await make("schema/apply", {
    changes: [{ kind: "rename_column", table: "products", column: "is_new", to: "is_fresh" }],
  });
  const headers = { Authorization: `Bearer ${owner.token}` };
  const address = `${server.url}${base}/export`;
  const get = (query: Record<string, string>) =>
    fetch(`${address}?${new URLSearchParams(query)}`, { headers });
  return {
    harness,
    owner,
    base,
    get,
    text: async (query) => (await get(query)).text(),
    post: (asked, signal) =>
      fetch(address, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(asked),
        ...(signal === undefined ? {} : { signal }),
      }),
    async close() {
      await server.close();
      await sql.close();
      await harness.close();
    },
  };
}

function done(answer: Answer): Answer {
  if (answer.status < 300 && answer.body.error === undefined) return answer;
  throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}
