import type pg from "pg";
import { category, categoryCount, item, rowCount } from "./rows.ts";

/** The rows as plain tables with the same indexes, for servers that speak to Postgres directly. */
export async function loadNative(client: pg.Client, schema: "bench" | "public" = "bench"): Promise<void> {
  await client.query(`
    create schema if not exists ${schema};
    set search_path = ${schema};
    create table categories (id uuid primary key, name text not null);
    create table items (
      id uuid primary key, title text not null, status text not null, rank integer not null, price double precision,
      note text, category_id uuid references categories, created_at timestamptz not null default now());
    create index on items (status);
    create index on items (rank);
    create index on items (category_id);`);
  const all = (count: number, make: (index: number) => object) =>
    JSON.stringify(Array.from({ length: count }, (_, index) => make(index)));
  await client.query("insert into categories select * from json_populate_recordset(null::categories, $1)", [
    all(categoryCount, category),
  ]);
  await client.query(
    `insert into items (id, title, status, rank, price, note, category_id)
     select id, title, status, rank, price, note, category_id from json_populate_recordset(null::items, $1)`,
    [all(rowCount, (index) => item(index))],
  );
  await client.query("analyze items; reset search_path");
}
