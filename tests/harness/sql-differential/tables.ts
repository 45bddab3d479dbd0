/** The types of values that statements are made of. */
export type ValueType =
  | ("int" | "numeric" | "float" | "text" | "bool" | "time" | "date" | "jsonb" | "texts")
  | ("span" | "raw" | "uid" | "nums" | "clock");

export interface TwinTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, ValueType>>;
  /** Columns that no write sets. */
  readonly generated?: readonly string[];
}

export const twinTables: readonly TwinTable[] = [
  {
    name: "authors",
    columns: { id: "int", name: "text", age: "int", email: "text", active: "bool", joined: "date" },
  },
  {
    name: "books",
    columns: {
      ...{ id: "int", title: "text", isbn: "text", author_id: "int", n: "int", price: "numeric" },
      ...{ weight: "float", published: "bool", at: "time", tags: "texts", meta: "jsonb", code: "text" },
    },
  },
  { name: "reviews", columns: { id: "int", book_id: "int", body: "text", stars: "int" } },
  {
    name: "parts",
    columns: {
      ...{
        id: "int",
        kind: "text",
        no: "int",
        span: "span",
        raw: "raw",
        uid: "uid",
        nums: "nums",
        clock: "clock",
      },
      ...{ amount: "numeric", label: "text", of: "int", of_no: "int", twice: "int", said: "text" },
    },
    // Nor is what rows of the same table refer to.
    generated: ["twice", "said", "no"],
  },
];

/** The same text makes them on both sides. */
export const twinDefinitions = `
create table authors (
  id bigint primary key,
  name text not null,
  age int,
  email text unique,
  active boolean not null default true,
  joined date
);
create table books (
  id bigint primary key,
  title text,
  isbn text unique,
  author_id bigint references authors (id) on delete set null,
  n int default 7,
  price numeric(10, 2),
  weight double precision,
  published boolean,
  at timestamptz,
  tags text[],
  meta jsonb default '{}',
  code varchar(8)
);
create table reviews (
  id int primary key,
  book_id bigint references books (id) on delete cascade,
  body text,
  stars smallint check (stars between 0 and 5)
);
create table parts (
  id int primary key,
  kind char(3) not null default 'abc',
  no int,
  span interval,
  raw bytea,
  uid uuid,
  nums int[],
  clock time,
  amount numeric check (amount is null or amount < 1000000),
  label varchar(12) default 'none',
  of int,
  of_no int,
  twice int generated always as (no * 2) stored,
  said text generated always as (coalesce(label, '-') || '!') stored,
  unique (id, no),
  foreign key (of, of_no) references parts (id, no) on delete cascade
);
create index books_at_idx on books (at);
create index on books (n);
create index on books (code)`;

const range = (length: number) => Array.from({ length }, (_, index) => index);
const text = (value: string | null) => (value === null ? "null" : `'${value.replaceAll("'", "''")}'`);
const every = (i: number, n: number, value: string) => (i % n === 0 ? "null" : value);

/** Rows for them: every few values are null. */
export const twinRows: readonly string[] = [
  `insert into authors values ${range(12)
    .map(
      (i) =>
        `(${i + 1}, ${text(`Author ${i}`)}, ${every(i, 5, String(20 + i * 3))}, ${every(i, 4, text(`a${i}@x.io`))}, ${i % 3 !== 0}, ${every(i, 6, `date '2020-01-01' + ${i * 31}`)})`,
    )
    .join(", ")}`,
  `insert into books values ${range(30)
    .map(
      (i) =>
        `(${i + 1}, ${every(i + 1, 9, text(`${["Novel", "novel", "Zed", "Ärger"][i % 4]} ${i % 7}`))}, ${every(i, 4, text(`i-${i}`))}, ${i % 6 === 5 ? "null" : (i % 12) + 1}, ${i % 11}, ${every(i, 7, `${i % 6}.${i % 10}0`)}, ${every(i, 8, `${i}.5`)}, ${every(i, 3, String(i % 2 === 0))}, ${every(i, 5, `timestamptz '2020-03-01 00:00:00+00' + interval '${i * 37} hours'`)}, ${every(i, 4, `array[${["'a'", "'b,c'"].slice(0, i % 3).join(",")}]::text[]`)}, ${every(i, 7, text(JSON.stringify({ a: { b: i }, tags: ["x", "y"].slice(0, i % 3) })))}, ${every(i, 5, text(`c${i % 8}`))})`,
    )
    .join(", ")}`,
  `insert into reviews values ${range(50)
    .map(
      (i) =>
        `(${i + 1}, ${every(i + 1, 10, String(((i * 7) % 30) + 1))}, ${every(i, 8, text(`r ${i}`))}, ${i % 6})`,
    )
    .join(", ")}`,
  `insert into parts (id, kind, no, span, raw, uid, nums, clock, amount, label, of, of_no) values ${range(16)
    .map(
      (i) =>
        `(${i + 1}, ${text(["a", "ab ", "abc"][i % 3] ?? "")}, ${every(i + 1, 7, String(i % 5))}, ${every(i, 4, `interval '${i - 3} days ${i} hours'`)}, ${every(i, 5, `'\\x0${i % 8}ff'::bytea`)}, ${every(i, 6, `md5('${i % 9}')::uuid`)}, ${every(i, 4, `array[${i}, null, ${i % 3}]`)}, ${every(i, 5, `time '0${i % 9}:30:15.5'`)}, ${every(i, 3, `${i}.${"50"[i % 2]}`)}, ${every(i, 5, text(`L ${i % 6}`))}, ${i < 8 || i % 2 === 0 || i === 13 ? "null, null" : `${i - 6}, ${(i - 7) % 5}`})`,
    )
    .join(", ")}`,
];

/** Tables whose references do what one statement asks of several of its writes; their rows are there before it begins. */
export const moreTables: readonly string[] = [
  `create table houses (id int primary key, name text)`,
  `create table rooms (id int primary key, p_id int references houses on delete cascade, note text, alt int references houses on delete set null)`,
  `create table things (id int primary key, c_id int references rooms on delete cascade, note text)`,
  `insert into houses values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')`,
  `insert into rooms values (1, 1, 'n', 2), (2, 1, 'n', 3), (3, 2, 'n', 1), (4, 3, 'n', null)`,
  `insert into things values (1, 1, 'x'), (2, 2, 'x'), (3, 3, 'x'), (4, 4, 'x')`,
  `create table nodes (id int primary key, up int references nodes on delete cascade, prev int references nodes on delete set null, n int, d int generated always as (n * 2) stored)`,
  `insert into nodes values (1, null, null, 0), (2, 1, 1, 0), (3, 2, 1, 0), (4, null, 2, 0), (5, 4, 4, 0), (6, 6, 6, 0)`,
  `create table plots (id int primary key, k int unique, name text)`,
  `create table crops (id int primary key, pk int references plots (k) on delete cascade on update cascade, pn int references plots (k) on update set null on delete set null, note text)`,
  `create table rents (id int primary key, pk int references plots (k), pr int references plots (k) on delete restrict on update restrict)`,
  `insert into plots values (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c'), (4, 40, 'd')`,
  `insert into crops values (1, 10, 20, 'x'), (2, 10, null, 'x'), (3, 20, 10, 'x'), (4, null, 10, 'x')`,
  `insert into rents values (1, 30, 40), (2, 30, null)`,
];
