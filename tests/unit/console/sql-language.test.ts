import { describe, expect, it } from "vitest";
import { formatSql } from "#components/sql-panel/format-sql.ts";
import { suggestionsAt } from "#components/sql-panel/language/completion.ts";
import { callAt, nameAt } from "#components/sql-panel/language/help.ts";
import { type KnownNames, relationOf } from "#components/sql-panel/language/names.ts";
import { parameterUse } from "#components/sql-panel/language/parameter-use.ts";
import { contentOf, isInsideText, tokensOf } from "#components/sql-panel/language/tokens.ts";

const names: KnownNames = {
  relations: [
    relationOf({
      name: "orders",
      columns: [
        { name: "id", type: "uuid" },
        { name: "total", type: "numeric", description: "With tax." },
        { name: "customer_id", type: "uuid", references: { table: "customers", column: "id" } },
      ],
    }),
    relationOf({
      name: "customers",
      description: "Who buys.",
      columns: [
        { name: "id", type: "uuid" },
        { name: "Full name", type: "text" },
      ],
    }),
  ],
  functions: [
    {
      name: "round",
      arguments: "numeric, integer",
      returns: "numeric",
      description: "round to scale",
      isOwn: false,
    },
    {
      name: "generate_series",
      arguments: "integer, integer",
      returns: "SETOF integer",
      description: "",
      isOwn: false,
    },
  ],
};

/** `|` is where somebody types. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  return { text: marked.replace("|", ""), offset };
}
function suggestions(marked: string) {
  const { text, offset } = at(marked);
  return suggestionsAt(text, offset, names).toSorted((a, b) => a.rank - b.rank);
}
const columns = (marked: string) =>
  suggestions(marked)
    .filter(({ kind }) => kind === "column")
    .map(({ text }) => text);
const first = (marked: string) => suggestions(marked)[0]?.label;

describe("completion", () => {
  it.each([
    ["a table's name", "select orders.| from orders"],
    ["an alias", "select o.| from orders o"],
    ["an alias with AS, of a qualified name", "select o.to| from public.orders as o where true"],
    ["an alias of a join", "select * from customers c join orders o on o.|"],
    [
      "an outer query's alias",
      "select * from orders o where exists (select 1 from customers c where c.id = o.|)",
    ],
    ["a WITH query that takes all", "with big as (select * from orders) select big.| from big"],
    ["a sub-select", "select s.| from (select * from orders) s"],
    ["the target of an update", "update orders set total = 1 where orders.|"],
    ["the second statement", "select 1; select o.| from orders o; select 2 from customers o"],
  ])("knows the columns behind %s", (_what, text) => {
    expect(columns(text)).toEqual(["id", "total", "customer_id"]);
  });

  it("knows what a sub-select or WITH query calls its columns", () => {
    expect(
      columns("select s.| from (select total as amount, count(*), o.id from orders o group by 1) s"),
    ).toEqual(["amount", "count", "id"]);
    expect(columns("with t (a, b) as (select 1, 2), u as (select a from t) select u.| from u")).toEqual([
      "a",
    ]);
    expect(columns("with d as (delete from orders returning id, total) select d.| from d")).toEqual([
      "id",
      "total",
    ]);
  });

  it("sees only one side of a UNION", () => {
    expect(columns("select | from orders union select id from customers")).not.toContain('"Full name"');
  });

  it("says whose a name is that two tables have, and quotes what has to be", () => {
    const found = columns("select | from orders o join customers c on true");
    expect(found).toContain("o.id");
    expect(found).toContain("c.id");
    expect(found).toContain('"Full name"');
  });

  it("offers the condition of a join behind ON, and an enum's values behind an equals sign", () => {
    expect(first("select * from orders o join customers c on |")).toBe("o.customer_id = c.id");
    expect(first("select * from customers c join orders o on |")).toBe("o.customer_id = c.id");
    const state = { name: "state", type: "enum", enum_values: ["open", "it's done"] } as const;
    const tasks = relationOf({ name: "tasks", columns: [{ name: "id", type: "uuid" }, state] });
    const values = (marked: string) => {
      const { text, offset } = at(marked);
      const all = suggestionsAt(text, offset, { relations: [tasks], functions: [] });
      return all.flatMap(({ kind, text: value }) => (kind === "value" ? [value] : []));
    };
    expect(values("select * from tasks where state = |")).toEqual(["'open'", "'it''s done'"]);
    expect(values("select * from tasks t where t.state <> |")).toHaveLength(2);
    expect(values("select * from tasks where id = |")).toEqual([]);
    expect(values("select * from tasks where state = '|")).toEqual([]);
  });

  it("offers tables behind FROM, WITH queries first, and joins with their conditions", () => {
    expect(first("select * from |")).toBe("orders");
    expect(first("with big as (select 1) select * from |")).toBe("big");
    expect(suggestions("select * from orders o join |")[0]?.text).toBe(
      "customers on customers.id = o.customer_id",
    );
    expect(suggestions("select * from customers join |")[0]?.text).toBe(
      "orders on orders.customer_id = customers.id",
    );
    expect(suggestions("select * from orders, |")[0]?.kind).toBe("table");
  });

  it("lists the columns that an INSERT has not named yet", () => {
    expect(columns("insert into orders (id, |")).toEqual(["total", "customer_id"]);
  });

  it("offers the key words of the clause, and snippets where a statement begins", () => {
    const words = (text: string) =>
      suggestions(text)
        .filter(({ kind }) => kind === "keyword")
        .slice(0, 4)
        .map(({ label }) => label);
    expect(words("select * from orders |")).toContain("where");
    expect(words("select * from orders order |")).toContain("asc");
    expect(suggestions("|")[0]?.kind).toBe("snippet");
    expect(suggestions("select 1; |")[0]?.kind).toBe("snippet");
  });

  it("is silent where a new name is typed, not where AS leads to a query or a type", () => {
    expect(suggestions("select total as n| from orders")).toEqual([]);
    expect(suggestions("select * from orders as o|")).toEqual([]);
    expect(suggestions("create view v as s|")).not.toEqual([]);
    expect(suggestions("select cast((total) as t| from orders")).not.toEqual([]);
  });

  it("is silent in texts and comments, and after an unknown name", () => {
    expect(suggestions("select 'a |' from orders")).toEqual([]);
    expect(suggestions("select 1 -- from |")).toEqual([]);
    expect(suggestions("select 1 /* from | */")).toEqual([]);
    expect(suggestions("select x.| from orders o")).toEqual([]);
    expect(isInsideText("select $$ a ; b $$", 12)).toBe(true);
  });
});

describe("help", () => {
  it("finds the call and the argument", () => {
    const { text, offset } = at("select round(coalesce(total, 1), | from orders");
    expect(callAt(text, offset, names)).toMatchObject({ argument: 1, functions: [{ name: "round" }] });
    expect(callAt("select (1, ", 11, names)).toBeNull();
  });

  it("tells a column's type and description, a table's columns and a function's arguments", () => {
    const lines = (marked: string) => {
      const { text, offset } = at(marked);
      return nameAt(text, offset, names)?.lines.join("\n");
    };
    expect(lines("select o.to|tal from orders o")).toMatch(/o\.total numeric[\s\S]*With tax\./);
    expect(lines("select * from cust|omers")).toMatch(
      /table customers[\s\S]*Who buys\.[\s\S]*Full name text/,
    );
    expect(lines("select rou|nd(total, 2) from orders")).toMatch(
      /round\(numeric, integer\) → numeric[\s\S]*round to scale/,
    );
    expect(lines("select nothing| from orders")).toBeUndefined();
  });
});

describe("formatting", () => {
  it.each([
    "select $$a 'b' -- no$$ as x, $tag$ /* */ $tag$ -- c",
    "select /* outer /* inner */ still */ 1 from t",
    "select 1 -- win\r\n, 2\r\nfrom t",
    `select '日本🚲' as "naïve ""Name""", E'it\\'s   so' from "T able"`,
    "select * from",
    "select 1; selec 2; select 3",
    "create function f() returns int language sql as $$ select 1;   select 2 $$",
    "select a->>'b', c @> '{}'::jsonb, d::numeric(10,2)[] from t where x = {{param}} and y = $1 and a !~* 'x' and b ? 'k'",
    "merge into a using b on a.id=b.id when matched then update set x=1 when not matched then insert values (1)",
    "-- only a comment",
  ])("changes nothing but white space: %s", async (text) => {
    expect(contentOf(await formatSql(text))).toEqual(contentOf(text));
  });

  it.each([
    "select 1 /* not closed",
    "select 'not closed",
    "select 1 /* /* closed once */",
    "select 'two parts '\n'of one text'",
  ])("leaves alone what it does not understand: %s", async (text) => {
    await expect(formatSql(text)).rejects.toThrow();
  });
});

it("nothing is proposed in a comment within a comment", () => {
  const text = "select /* a /* b */ c */ 1";
  expect(isInsideText(text, text.indexOf(" c"))).toBe(true);
  expect(isInsideText(text, text.length)).toBe(false);
  expect(tokensOf(text).map((token) => token.text)).toEqual(["select", "1"]);
});

describe("a parameter's type", () => {
  const shop: KnownNames = {
    ...names,
    relations: [
      ...names.relations,
      relationOf({
        name: "parcels",
        columns: [
          { name: "id", type: "bigint" },
          { name: "state", type: "enum", enum_values: ["packed", "sent"] },
          { name: "weight", type: "numeric", sql_type: "numeric(6,2)" },
          { name: "sent_at", type: "timestamptz" },
          { name: "code", type: "text", sql_type: "character varying(8)" },
        ],
      }),
    ],
  };
  const use = (text: string) => parameterUse(text, "x", shop);
  const type = (text: string) => use(text)?.type ?? null;

  it("is that of the column it is compared with, whichever side it stands on", () => {
    expect(type("select * from parcels where weight > {{x}}")).toBe("numeric");
    expect(type("select * from orders o join parcels p on true where {{ x }} <= p.sent_at")).toBe(
      "timestamp with time zone",
    );
    expect(type("select * from parcels where id between {{x}} and {{y}}")).toBe("bigint");
    expect(type("select * from parcels where id not between {{y}} and {{x}}")).toBe("bigint");
    expect(type("select * from parcels where weight in (1, {{x}})")).toBe("numeric");
    expect(type("select * from parcels where code = any({{x}})")).toBe("text[]");
    expect(type("with heavy as (select id from parcels) select * from heavy h where h.id = {{x}}")).toBe(
      "bigint",
    );
  });

  it("is that of the column it is stored in", () => {
    expect(type("update parcels set weight = {{x}} where id = 1")).toBe("numeric");
    expect(type("insert into parcels (code, weight) values ('a', {{x}})")).toBe("numeric");
    expect(type("insert into parcels values (1, 'sent', {{x}})")).toBe("numeric");
    expect(type("insert into parcels (id, weight) values (1, 2), (2, {{x}})")).toBe("numeric");
  });

  it("is what a cast says, a number of rows, or a text", () => {
    expect(type("select {{x}}::double precision")).toBe("double precision");
    expect(type("select cast({{x}} as timestamp with time zone)")).toBe("timestamp with time zone");
    expect(type("select {{x}}::int[]")).toBe("text[]");
    expect(type("select 1 limit {{x}}")).toBe("bigint");
    expect(type("select * from parcels where code ilike {{x}}")).toBe("text");
    expect(type("select {{x}}")).toBeNull();
    expect(type("select ( {{x}} , ")).toBeNull();
  });

  it("of an enum comes with its values", () => {
    const expected = { type: "text", choices: ["packed", "sent"] };
    expect(use("select * from parcels where state = {{x}}")).toEqual(expected);
    expect(use("select * from public.parcels where parcels.state in ({{x}})")).toEqual(expected);
    expect(use("insert into public.parcels (id, state) values (1, {{x}})")).toEqual(expected);
  });
});
