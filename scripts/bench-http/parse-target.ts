import type { BenchServer } from "../bench/bench-server.ts";
import { startChild } from "./child-server.ts";
import { category, categoryCount, item, rowCount, rowId, statuses } from "./rows.ts";
import type { BenchRequest, Target, Workload } from "./workload.ts";

const headers = { "X-Parse-Application-Id": "bench", "X-Parse-Master-Key": "bench" };
const json = { "Content-Type": "application/json" };
const some = (index: number) => rowId("item", (index * 7919) % rowCount);

/** Parse Server with the rows in tables that it made itself, and the same indexes. */
export async function parseTarget(server: BenchServer): Promise<Target> {
  await server.superuser.query("create database parse");
  const login = { ...server.owner, database: "parse" };
  const { url, pid, stop } = await startChild("scripts/bench-http/parse-server.mjs", { login });
  await createClasses(url);
  await loadRows(server);
  const offset = Math.floor(Math.random() * 1e9);
  const request = (workload: Workload, index: number): BenchRequest => {
    const base = "/parse/classes/Item";
    switch (workload) {
      case "get by id":
        return { method: "GET", path: `${base}/${some(index)}` };
      case "filtered list of 20": {
        const where = encodeURIComponent(JSON.stringify({ status: statuses[index % statuses.length] }));
        return { method: "GET", path: `${base}?where=${where}&order=-rank&limit=20` };
      }
      case "list with parent":
        return {
          method: "GET",
          path: `${base}?include=category&keys=title,category.name&order=-rank&limit=20`,
        };
      case "insert": {
        const { id: _, category_id: categoryId, ...own } = item(offset + index, "new");
        const category = { __type: "Pointer", className: "Category", objectId: categoryId };
        return { method: "POST", path: base, headers: json, body: JSON.stringify({ ...own, category }) };
      }
      case "update":
        return {
          method: "PUT",
          path: `${base}/${some(index)}`,
          headers: json,
          body: JSON.stringify({ price: index }),
        };
    }
  };
  return { name: "Parse Server", kind: "peer", url, pid, stop, headers, request };
}

async function createClasses(url: string): Promise<void> {
  const text = { type: "String" };
  const classes = {
    Category: { name: text },
    Item: {
      title: text,
      status: text,
      rank: { type: "Number" },
      price: { type: "Number" },
      note: text,
      category: { type: "Pointer", targetClass: "Category" },
    },
  };
  for (const [className, fields] of Object.entries(classes)) {
    const response = await fetch(`${url}/parse/schemas/${className}`, {
      method: "POST",
      headers: { ...headers, ...json },
      body: JSON.stringify({ className, fields }),
    });
    if (!response.ok) throw new Error(`Parse Server: ${await response.text()}`);
  }
}

async function loadRows(server: BenchServer): Promise<void> {
  const client = await server.connect("parse");
  const list = (count: number, make: (index: number) => object) =>
    JSON.stringify(Array.from({ length: count }, (_, index) => make(index)));
  const times = `now() as "createdAt", now() as "updatedAt"`;
  await client.query(
    `insert into "Category" ("objectId", "createdAt", "updatedAt", name)
     select id, ${times}, name from json_to_recordset($1) as r (id text, name text)`,
    [list(categoryCount, category)],
  );
  await client.query(
    `insert into "Item" ("objectId", "createdAt", "updatedAt", title, status, rank, price, note, category)
     select id, ${times}, title, status, rank, price, note, category_id
       from json_to_recordset($1) as r (id text, title text, status text, rank float8, price float8, note text, category_id text)`,
    [list(rowCount, (index) => item(index))],
  );
  await client.query(
    'create index on "Item" (status); create index on "Item" (rank); create index on "Item" (category)',
  );
  await client.query('analyze "Item"; analyze "Category"');
  await client.end();
}
