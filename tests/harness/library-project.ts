import pg from "pg";
import type { ColumnType, Json } from "#lib/catalog/types.ts";
import { typeName } from "#lib/db/protocol/type-names.ts";
import type { EngineProject } from "./engine-project.ts";
import type { SqlServer } from "./sql-project.ts";
import type { TestDatabase } from "./test-database.ts";

/** Three related tables with a column of every type; every fifth to ninth value is null. */
const tables: { readonly [name: string]: { readonly [column: string]: ColumnType } } = {
  authors: { id: "bigint", name: "text", age: "integer", email: "email", active: "boolean" },
  books: {
    id: "bigint",
    title: "text",
    isbn: "text",
    author_id: "bigint",
    published: "boolean",
    published_at: "timestamptz",
    n: "integer",
    weight: "number",
    tags: "text[]",
    meta: "jsonb",
    sequel_of: "bigint",
    price: "numeric",
    added: "date",
    opens: "time",
    kind: "enum",
    token: "uuid",
  },
  reviews: { id: "bigint", book_id: "bigint", body: "text", weight: "integer" },
};

const flags: { readonly [column: string]: object } = {
  id: { primary_key: true },
  isbn: { unique: true },
  email: { unique: true },
  title: { indexed: true },
  published_at: { indexed: true },
  n: { indexed: true },
  price: { indexed: true },
  kind: { enum_values: ["novel", "essay", "poem"] },
};

/** Makes the tables in a project and fills them. */
export async function createLibrary(project: EngineProject): Promise<void> {
  await project.apply(
    Object.entries(tables).map(([name, columns]) => ({
      kind: "create_table",
      table: {
        name,
        columns: Object.entries(columns).map(([column, type]) => ({ name: column, type, ...flags[column] })),
      },
    })),
  );
  await project.insert("authors", range(20).map(author));
  await project.insert("books", range(60).map(book));
  await project.insert("reviews", range(150).map(review));
}

const range = (length: number) => Array.from({ length }, (_, index) => index);

const author = (i: number): Record<string, Json> => ({
  id: i + 1,
  name: i % 7 === 0 ? null : `Author ${i}`,
  age: i % 5 === 0 ? null : 15 + i * 2,
  email: `a${i}@example.org`,
  active: i % 3 !== 0,
});

const book = (i: number): Record<string, Json> => ({
  id: i + 1,
  title: `${["Novel", "novel", "Ápple", "zebra", "Foo"][i % 5]} ${i % 13}`,
  isbn: i % 4 === 0 ? null : `isbn-${i}`,
  author_id: i % 6 === 5 ? null : (i % 20) + 1,
  published: i % 3 === 0 ? null : i % 2 === 0,
  published_at: i % 5 === 0 ? null : new Date(Date.UTC(2020, i % 12, (i % 28) + 1, i % 24)).toISOString(),
  n: i % 11,
  weight: i % 9 === 0 ? null : i / 3,
  tags: i % 4 === 0 ? null : ["a", "b,c"].slice(0, i % 3),
  meta: i % 7 === 0 ? null : { a: { b: i }, tags: ["x", "y"].slice(0, i % 3), s: "é" },
  sequel_of: i > 9 ? (i % 9) + 1 : null,
  price: i % 8 === 0 ? null : `${i % 6}.${i % 10}0`,
  added: i % 6 === 0 ? null : `2021-0${(i % 9) + 1}-1${i % 10}`,
  opens: i % 5 === 0 ? null : `0${i % 10}:30:00`,
  kind: ["novel", "essay", "poem", null][i % 4] ?? null,
  token: i % 3 === 0 ? null : `00000000-0000-4000-8000-0000000000${10 + (i % 40)}`,
});

const review = (i: number): Record<string, Json> => ({
  id: i + 1,
  book_id: i % 10 === 9 ? null : ((i * 7) % 60) + 1,
  body: i % 8 === 0 ? null : `r ${i}`,
  weight: i % 6,
});

/** A connection that sees the project's tables as plain ones of Postgres, with the same columns and rows. */
export async function nativeTwin(
  db: TestDatabase,
  server: SqlServer,
  project: EngineProject,
): Promise<NativeTwin> {
  const client = new pg.Client({
    ...db.owner,
    types: { getTypeParser: () => (text: string) => text },
  } as pg.ClientConfig);
  await client.connect();
  await client.query("create schema native; set search_path = native, pg_catalog; set timezone = 'UTC'");
  await client.query("create type books_kind as enum ('novel', 'essay', 'poem')");
  const { rows: types } = await client.query<{ oid: string }>("select 'books_kind'::regtype::oid");
  const enumOid = Number(types[0]?.oid);
  for (const name of Object.keys(tables)) {
    const { columns } = await server.run(project, `select * from ${name} limit 1`);
    const defined = columns.map(
      ({ name: own, type }) =>
        `${own} ${own === "kind" ? "books_kind" : type}${own === "id" ? " primary key" : ""}`,
    );
    await client.query(`create table ${name} (${defined.join(", ")})`);
    const { rows } = await server.run(project, `select b::text from ${name} b order by id`, {
      limit: 10_000,
    });
    const texts = rows.map(([row]) => row);
    await client.query(`insert into ${name} select (r::${name}).* from unnest($1::text[]) r`, [texts]);
  }
  return {
    async read(query) {
      await client.query("begin read only");
      try {
        const { fields, rows } = await client.query({ text: query, rowMode: "array" });
        // A row's own type has a name here; over virtual tables it has none.
        const columns = fields.map(({ name, dataTypeID }) => ({
          name,
          // An enum's values are told as texts.
          type: dataTypeID === enumOid ? "text" : typeName(dataTypeID).replace(/^unknown/, "record"),
        }));
        return { ok: true, columns, rows };
      } catch (error) {
        return { ok: false, sqlstate: (error as { code: string }).code };
      } finally {
        await client.query("rollback");
      }
    },
    close: () => client.end(),
  };
}

export type Reading =
  | {
      readonly ok: true;
      readonly columns: readonly { name: string; type: string }[];
      readonly rows: readonly unknown[][];
    }
  | { readonly ok: false; readonly sqlstate: string };

export interface NativeTwin {
  /** Reads with values as text. */
  read(query: string): Promise<Reading>;
  close(): Promise<void>;
}
