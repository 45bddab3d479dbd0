/** Tables of every kind of relationship, as one text for both sides. */
export const definitions = `
create table authors (
  id integer primary key, name text, born date, active boolean, meta jsonb, tags text[] not null default '{}'
);
create table books (
  id integer primary key, title text not null, price numeric, pages bigint, rating double precision, published timestamptz,
  author_id integer references authors, editor_id integer references authors
);
create table reviews (id integer primary key, book_id integer not null references books, stars integer, body text, doc jsonb);
create table shelves (id integer primary key, label text unique);
create table shelf_books (
  shelf_id integer references shelves, book_id integer references books, place integer, primary key (shelf_id, book_id)
);
create index on books (title);
create index on books (pages);
create index on books (author_id);
create index on reviews (stars);
`;

export const rows = `
insert into authors values
  (1, 'Ada', '1815-12-10', true, '{"a": 1, "b": "x", "list": [1, 2]}', '{x,y}'),
  (2, 'grace', '1906-12-09', null, '{"a": null, "b": {"c": "deep"}}', '{}'),
  (3, null, null, false, null, '{"y z","q\\"t"}'),
  (4, 'A,(b)', '2000-02-29', true, '[1, {"a": 2}]', '{x}'),
  (5, '', '1815-12-10', false, '"text"', '{null,y}');
insert into books
  select n, case when n % 7 = 0 then 'Ada' else 'Book ' || (n % 9) end,
    case when n % 5 = 0 then null else n * 1.50 end, case when n % 4 = 0 then null else n * 100 end,
    case when n % 6 = 0 then null else n / 4.0 end,
    case when n % 3 = 0 then null else timestamptz '2020-02-28 22:00:00Z' + n * interval '1 day' end,
    case when n % 8 = 0 then null else n % 4 + 1 end, case when n % 2 = 0 then null else n % 3 + 1 end
  from generate_series(1, 40) as n;
insert into reviews
  select n, n % 23 + 1, case when n % 9 = 0 then null else n % 5 + 1 end, case when n % 4 = 0 then null else 'text ' || n % 6 end,
    case when n % 2 = 0 then jsonb_build_object('k', n % 3, 't', array['a', 'b']) end
  from generate_series(1, 60) as n;
insert into shelves values (1, 'top'), (2, 'low'), (3, null), (4, 'empty');
insert into shelf_books select n % 3 + 1, n, n % 4 from generate_series(1, 30) as n;
`;

export type Type =
  | "integer"
  | "bigint"
  | "numeric"
  | "double"
  | "text"
  | "boolean"
  | "date"
  | "timestamptz"
  | "jsonb"
  | "text[]";

export interface Relation {
  /** How a request embeds it, before the brackets. */
  readonly embed: string;
  readonly table: string;
  readonly kind: "one" | "many";
  /** How \`inner\` is joined to \`outer\`, two aliases. */
  join(outer: string, inner: string): string;
}

export interface Table {
  readonly columns: { readonly [name: string]: Type };
  readonly key: readonly string[];
  readonly relations: readonly Relation[];
}

function one(embed: string, table: string, column: string): Relation {
  return { embed, table, kind: "one", join: (outer, inner) => `${inner}.id = ${outer}.${column}` };
}

function many(embed: string, table: string, column: string): Relation {
  return { embed, table, kind: "many", join: (outer, inner) => `${inner}.${column} = ${outer}.id` };
}

function through(embed: string, table: string, own: string, other: string): Relation {
  const junction = (outer: string, inner: string) =>
    `exists (select from shelf_books j where j.${own} = ${outer}.id and j.${other} = ${inner}.id)`;
  return { embed, table, kind: "many", join: junction };
}

export const tables: { readonly [name: string]: Table } = {
  authors: {
    columns: { id: "integer", name: "text", born: "date", active: "boolean", meta: "jsonb", tags: "text[]" },
    key: ["id"],
    relations: [
      many("books!author_id", "books", "author_id"),
      many("books!books_editor_id_fkey", "books", "editor_id"),
    ],
  },
  books: {
    columns: {
      id: "integer",
      title: "text",
      price: "numeric",
      pages: "bigint",
      rating: "double",
      published: "timestamptz",
      author_id: "integer",
      editor_id: "integer",
    },
    key: ["id"],
    relations: [
      one("author_id", "authors", "author_id"),
      one("authors!editor_id", "authors", "editor_id"),
      many("reviews", "reviews", "book_id"),
      through("shelves", "shelves", "book_id", "shelf_id"),
      many("shelf_books", "shelf_books", "book_id"),
    ],
  },
  reviews: {
    columns: { id: "integer", book_id: "integer", stars: "integer", body: "text", doc: "jsonb" },
    key: ["id"],
    relations: [one("books", "books", "book_id")],
  },
  shelves: {
    columns: { id: "integer", label: "text" },
    key: ["id"],
    relations: [
      through("books", "books", "shelf_id", "book_id"),
      many("shelf_books", "shelf_books", "shelf_id"),
    ],
  },
  shelf_books: {
    columns: { shelf_id: "integer", book_id: "integer", place: "integer" },
    key: ["shelf_id", "book_id"],
    relations: [one("shelves", "shelves", "shelf_id"), one("book_id", "books", "book_id")],
  },
};
