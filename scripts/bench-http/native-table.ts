import type pg from "pg";
import { category, categoryCount, item, rowCount } from "./rows.ts";

/** The rows as plain tables with the same indexes, for servers that speak to Postgres directly. */
export async function loadNative(client: pg.Client): Promise<void> {
  await client.query(`
    create schema bench;
    create table bench.categories (id uuid primary key, name text not null);
    create table bench.items (
      id uuid primary key, title text not null, status text not null, rank integer not null, price double precision,
      note text, category_id uuid references bench.categories, created_at timestamptz not null default now());
    create index on bench.items (status);
    create index on bench.items (rank);
    create index on bench.items (category_id);`);
  const all = (count: number, make: (index: number) => object) =>
    JSON.stringify(Array.from({ length: count }, (_, index) => make(index)));
  await client.query(
    "insert into bench.categories select * from json_populate_recordset(null::bench.categories, $1)",
    [all(categoryCount, category)],
  );
  await client.query(
    `insert into bench.items (id, title, status, rank, price, note, category_id)
     select id, title, status, rank, price, note, category_id from json_populate_recordset(null::bench.items, $1)`,
    [all(rowCount, (index) => item(index))],
  );
  await client.query("analyze bench.items");
}
