import { describe, expect, it } from "vitest";
import type { Column } from "#lib/catalog/types.ts";
import { cellReader } from "#lib/transfer/cell-value.ts";
import { csvLine, withoutFormula } from "#lib/transfer/csv-text.ts";
import { inferType, type Notation } from "#lib/transfer/infer-column.ts";
import { legalNames } from "#lib/transfer/legal-names.ts";
import { tabularShape } from "#lib/transfer/preview.ts";

const english: Notation = { dateOrder: "mdy", decimal: "." };
const typeOf = (values: readonly string[], notation = english) => inferType("x", values, notation);

describe("types of columns", () => {
  it("lose nothing: zeros in front, signs, digits and words keep a column from being a number", () => {
    expect(typeOf(["1", "2", "-30"])).toBe("integer");
    expect(typeOf(["007", "12"])).toBe("text");
    expect(typeOf(["+4930123456"])).toBe("text");
    expect(typeOf(["3000000000"])).toBe("bigint");
    expect(typeOf(["12345678901234567890"])).toBe("numeric");
    expect(typeOf(["1.50", "2"])).toBe("numeric");
    expect(typeOf(["1", "n/a"])).toBe("text");
    expect(typeOf(["-0"])).toBe("text");
    expect(typeOf(["1,234"])).toBe("text");
    expect(typeOf(["1,234.50", "99"])).toBe("numeric");
    expect(typeOf(["1.234,50"], { dateOrder: "dmy", decimal: "," })).toBe("numeric");
    expect(typeOf([])).toBe("text");
  });

  it("are found by what all values look like", () => {
    expect(typeOf(["true", "FALSE", "yes"])).toBe("boolean");
    expect(typeOf(["0", "1"])).toBe("integer");
    expect(typeOf(["2026-03-31", "2024-02-29"])).toBe("date");
    expect(typeOf(["2026-02-30"])).toBe("text");
    expect(typeOf(["2026-03-31T14:30:00Z", "2026-03-31"])).toBe("timestamptz");
    expect(typeOf(["31 Mar 2026", "April 1, 2026"])).toBe("date");
    expect(typeOf(["14:30", "2:15 PM"])).toBe("time");
    expect(typeOf(["123e4567-e89b-42d3-a456-426614174000"])).toBe("uuid");
    expect(typeOf(["https://example.com/a"])).toBe("url");
    expect(typeOf(['{"a":1}', "[]"])).toBe("jsonb");
    expect(inferType("E-Mail", ["ada@example.com"], english)).toBe("email");
    expect(inferType("tags", [["a"], ["b", "c"]], english)).toBe("text[]");
    expect(inferType("mixed", [{ a: 1 }, 2], english)).toBe("jsonb");
  });

  it("say in which order dates are written, and when nothing tells", () => {
    const shape = (...dates: string[]) =>
      tabularShape([["when", "n"], ...dates.map((date) => [date, "1"])], { delimiter: "," }).notation;
    expect(shape("13/04/2026")).toMatchObject({ dateOrder: "dmy", isOrderAmbiguous: false });
    expect(shape("03/04/2026", "03/25/2026")).toMatchObject({ dateOrder: "mdy", isOrderAmbiguous: false });
    expect(shape("03/04/2026")).toMatchObject({ dateOrder: "mdy", isOrderAmbiguous: true });
    expect(shape("03.04.2026")).toMatchObject({ dateOrder: "dmy", isOrderAmbiguous: true });
    expect(shape("13/04/2026", "14/04/2026", "unknown")).toMatchObject({ dateOrder: "dmy" });
  });

  it("say which mark stands before decimals, whatever a few values say", () => {
    const decimal = (...values: string[]) =>
      tabularShape([["a", "b"], ...values.map((value) => [value, "x"])], { delimiter: ";" }).notation.decimal;
    expect(decimal("1.234,50", "-3,00", "dear")).toBe(",");
    expect(decimal("1.5", "2.25", "1,5")).toBe(".");
    expect(decimal("1", "2")).toBe(".");
  });
});

it("a first row is a header when it names things, and no header when it holds values", () => {
  const header = (...rows: string[][]) => tabularShape(rows, { delimiter: "," }).hasHeader;
  expect(header(["name", "age"], ["Ada", "36"])).toBe(true);
  expect(header(["name", "city"], ["Ada", "London"])).toBe(true);
  expect(header(["no", "name"], ["1", "Ada"])).toBe(true);
  expect(header(["Ada", "36"], ["Bob", "40"])).toBe(false);
  expect(header(["a", "a"], ["x", "y"])).toBe(false);
  expect(header(["", ""], ["x", "y"])).toBe(false);
});

it("any text becomes a legal name, and none is given twice", () => {
  const names = legalNames(["Order №", "order", "", "select", "名前", "1st", "a".repeat(90), "Order"]);
  const given = names.map(({ name }) => name);
  expect(given.slice(0, 6)).toEqual(
    ["order_no", "order", "column_3", "select_value", "column_5", "n_1st"].map((n, i) => given[i] ?? n),
  );
  expect(new Set(given).size).toBe(given.length);
  for (const name of given) expect(name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
  expect(legalNames(["sku"])).toEqual([{ source: "sku", name: "sku", isChanged: false }]);
});

describe("cells", () => {
  const read = (
    column: Partial<Column>,
    cell: unknown,
    notation: Partial<Notation & { isStrict: boolean }> = {},
  ) => cellReader({ name: "x", type: "text", ...column }, { ...english, isStrict: false, ...notation })(cell);

  it("are read by the type of their column", () => {
    expect(read({ type: "numeric" }, "1,234.50")).toEqual({ value: "1234.50" });
    expect(read({ type: "numeric" }, "1.234,5", { decimal: "," })).toEqual({ value: "1234.5" });
    expect(read({ type: "boolean" }, "Yes")).toEqual({ value: true });
    expect(read({ type: "date" }, "31.03.2026", { dateOrder: "dmy" })).toEqual({ value: "2026-03-31" });
    expect(read({ type: "date" }, "2026-03-31 00:00:00")).toEqual({ value: "2026-03-31" });
    expect(read({ type: "date" }, "2026-03-31 09:00:00")).toMatchObject({ problem: expect.any(String) });
    expect(read({ type: "timestamptz" }, "3/31/2026 2:30 PM")).toEqual({ value: "2026-03-31T14:30:00" });
    expect(read({ type: "timestamptz" }, "2026-03-31 14:30:00.5+02")).toEqual({
      value: "2026-03-31T14:30:00.5+02",
    });
    expect(read({ type: "text[]" }, '{a,"b c"}')).toEqual({ value: ["a", "b c"] });
    expect(read({ type: "text[]" }, '["a","b c"]')).toEqual({ value: ["a", "b c"] });
    expect(read({ type: "text[]" }, "a, b")).toMatchObject({ problem: expect.any(String) });
    expect(read({ type: "jsonb" }, "{broken")).toMatchObject({ problem: "must be JSON" });
  });

  it("that are empty are an empty text in a text and nothing elsewhere", () => {
    expect(read({}, "")).toEqual({ value: "" });
    expect(read({}, null)).toEqual({ value: null });
    expect(read({ type: "integer" }, "")).toEqual({ value: null });
    expect(read({}, 5)).toEqual({ value: "5" });
  });

  it("do not lose zeros in front where the column was made for them", () => {
    expect(read({ type: "integer" }, "007", { isStrict: true })).toMatchObject({
      problem: expect.any(String),
    });
    expect(read({ type: "integer" }, "007")).toEqual({ value: "007" });
  });
});

it("a line of CSV tells null from an empty text; a formula is disarmed only where that is asked for", () => {
  expect(csvLine([null, "", "a,b", 'say "hi"', "two\nlines", "plain"], ",")).toBe(
    ',"","a,b","say ""hi""","two\nlines",plain\r\n',
  );
  expect(["=1+1", "+49", "-5", "-5.5", "@x", "plain", "\tx"].map(withoutFormula)).toEqual([
    "'=1+1",
    "+49",
    "-5",
    "-5.5",
    "'@x",
    "plain",
    "'\tx",
  ]);
});
