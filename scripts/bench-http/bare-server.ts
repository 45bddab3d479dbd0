// The least that could answer: node:http with one prepared statement per kind of request, JSON built by Postgres.
// node scripts/bench-http/bare-server.ts '<JSON of the login>'
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

const login = JSON.parse(process.argv[2] ?? "{}") as pg.PoolConfig;
const pool = new pg.Pool({ ...login, max: 20 });

const statements: { readonly [kind: string]: string } = {
  get: "select coalesce(json_agg(r), '[]')::text as body from (select * from bench.items where id = $1) as r",
  list: "select coalesce(json_agg(r), '[]')::text as body from (select * from bench.items where status = $1 order by rank desc limit 20) as r",
  parent:
    "select coalesce(json_agg(r), '[]')::text as body from (select i.id, i.title, (select row_to_json(c) from (select name from bench.categories where id = i.category_id) as c) as categories from (select * from bench.items order by rank desc limit 20) as i) as r",
  insert:
    "insert into bench.items (id, title, status, rank, price, note, category_id) select id, title, status, rank, price, note, category_id from json_populate_record(null::bench.items, $1) returning ''::text as body",
  update: "update bench.items set price = $2 where id = $1 returning ''::text as body",
};

async function read(req: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of req) text += String(part);
  return text;
}

const server = createServer(async (req, res) => {
  const [, kind = "", value = ""] = (req.url ?? "").split("/");
  const body = req.method === "GET" ? "" : await read(req);
  const values =
    kind === "insert"
      ? [body]
      : kind === "update"
        ? [value, JSON.parse(body).price]
        : kind === "parent"
          ? []
          : [value];
  // A request that fails is counted by whoever sent it.
  const { rows } = await pool.query<{ body: string }>({ name: kind, text: statements[kind] ?? "", values });
  res.writeHead(200, { "Content-Type": "application/json; charset=utf-8" }).end(rows[0]?.body ?? "");
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
// Whoever started it holds the other end: it must not live on alone.
process.stdin.resume().on("end", () => process.exit());
