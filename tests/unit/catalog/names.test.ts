import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameIssue, tableNameIssue, toName } from "#lib/catalog/checks/names.ts";
import { reservedWords } from "#lib/catalog/checks/reserved-words.ts";

describe("nameIssue", () => {
  it.each(["posts", "a", "order_items", "x1", "out", "name", "value", "year", "a".repeat(63)])(
    "accepts %s",
    (name) => {
      expect(nameIssue(name)).toBeNull();
    },
  );

  it.each([
    ["order", '"order" is a reserved word of SQL; try "orders".'],
    ["user", '"user" is a reserved word of SQL; try "users".'],
    ["end", '"end" is a reserved word of SQL; try "end_value".'],
    ["left", '"left" is a reserved word of SQL; try "left_value".'],
    ["", 'A name is missing; give it one, like "customers".'],
    [7, "A name must be text."],
    [undefined, "A name must be text."],
  ])("explains what is wrong with %j", (name, message) => {
    expect(nameIssue(name)).toBe(message);
  });

  it.each(["Posts", "2nd", "_x", "a-b", "a b", "é", "a\n", "a.b", 'a"b', "таблица"])(
    "refuses %j and suggests a name",
    (name) => {
      expect(nameIssue(name)).toContain(`try "${toName(name)}"`);
    },
  );

  it("refuses 64 bytes", () => {
    expect(nameIssue("a".repeat(64))).toContain("at most 63");
  });

  it("refuses every reserved word of Postgres 18 and only those", () => {
    // select count(*) from pg_get_keywords() where catcode in ('R', 'T') gives 101 on Postgres 18.4.
    expect(reservedWords.size).toBe(101);
    for (const word of reservedWords) expect(nameIssue(word)).toContain("reserved word");
  });
});

it("any name may be typed in SQL, but for those that begin as the server's own do", () => {
  for (const name of ["Posts", "a b", "a$", "таблица"])
    expect(tableNameIssue({ origin: "sql" }, name)).toBeNull();
  for (const name of ["$id", "$", ""]) expect(tableNameIssue({ origin: "sql" }, name)).not.toBeNull();
});

describe("toName", () => {
  it.each([
    ["Order Items", "order_items"],
    ["OrderItems", "order_items"],
    ["HTTPServer", "http_server"],
    ["Café Größe", "cafe_grosse"],
    ["Customer's name", "customers_name"],
    ["2nd place", "n_2nd_place"],
    ["  --  ", "unnamed"],
    ["🙂", "unnamed"],
    ["Order", "orders"],
    ["İstanbul", "istanbul"],
    ["a__b_", "a__b_"],
  ])("makes %j into %s", (text, name) => {
    expect(toName(text)).toBe(name);
  });

  it("makes any text a valid name, and leaves a valid name alone", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.string({ minLength: 80 })),
        (text) => {
          const name = toName(text);
          expect(nameIssue(name)).toBeNull();
          expect(toName(name)).toBe(name);
        },
      ),
    );
  });
});
