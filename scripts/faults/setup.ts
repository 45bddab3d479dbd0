import { randomBytes } from "node:crypto";
import { type Answer, type Client, client } from "./client.ts";
import { shapeRows } from "./schema-writer.ts";
import { accountCount, text } from "./writers.ts";

export interface FaultProject {
  readonly client: Client;
  readonly projectId: string;
  readonly databaseId: string;
}

const grp = { name: "grp", type: "text", indexed: true };

const tables = [
  {
    name: "events",
    columns: [grp, { name: "key", type: "text", unique: true }, { name: "n", type: "integer" }],
  },
  { name: "lines", columns: [grp, { name: "n", type: "bigint", indexed: true }] },
  {
    name: "counters",
    columns: [
      { name: "name", type: "text", unique: true },
      { name: "n", type: "integer", indexed: true },
      { name: "label", type: "text", indexed: true },
    ],
  },
  { name: "orders", columns: [grp] },
  {
    name: "items",
    columns: [
      grp,
      {
        name: "order_id",
        type: "uuid",
        required: true,
        references: { table: "orders", column: "id", on_delete: "cascade" },
      },
    ],
  },
  {
    name: "accounts",
    columns: [
      { name: "name", type: "text", unique: true },
      { name: "balance", type: "bigint", default: 0 },
    ],
  },
  {
    name: "transfers",
    columns: [
      grp,
      { name: "debit", type: "text" },
      { name: "credit", type: "text" },
      { name: "amount", type: "integer" },
    ],
  },
  { name: "shapes", columns: [{ name: "kind", type: "integer", indexed: true }] },
];

/** A project with its tables and the rows that are only ever changed, made through the product itself. */
export async function createFaultProject(url: string, writers: number): Promise<FaultProject> {
  const password = randomBytes(12).toString("hex");
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  const signedUp = await post(url, "", "/api/auth/signup", { email, password });
  const token = text(signedUp, "access_token");
  const made = await post(url, token, "/api/projects/with-database", { name: "Faults" });
  const databaseId = text(made, "database", "id");
  const path = `/api/database/${databaseId}`;
  await post(url, token, `${path}/schema/apply`, {
    changes: tables.map((table) => ({ kind: "create_table", table })),
  });
  const rows = {
    counters: numbered(writers, (n) => ({ name: `w${n}`, n: 0, label: "" })),
    accounts: numbered(accountCount, (n) => ({ name: `a${n}`, balance: 0 })),
    shapes: numbered(shapeRows, (n) => ({ kind: n })),
  };
  for (const [tableName, records] of Object.entries(rows))
    await post(url, token, `${path}/records/create`, { tableName, records });
  const keys = { token, ref: text(made, "project", "ref"), serviceKey: text(made, "keys", "service_role") };
  return { client: client({ url, ...keys }), projectId: text(made, "project", "id"), databaseId };
}

const numbered = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));

async function post(url: string, token: string, path: string, body: object): Promise<Answer> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
