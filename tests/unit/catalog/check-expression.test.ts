import { describe, expect, it } from "vitest";
import { mentionsColumn, renameInExpression } from "#lib/catalog/checks/check-expression.ts";

describe("expressions of checks", () => {
  it.each([
    ["price > 0", true],
    ["PRICE > 0", true],
    ['"price" > 0', true],
    ['"Price" > 0', false],
    ["unit_price > 0", false],
    ["note <> 'price'", false],
    ["note <> 'it''s price'", false],
    ["price(x) > 0", false],
    ["price (x) > 0", false],
    ["coalesce(price, 0) >= 0", true],
  ])("know whether they name a column: %s", (expression, isNamed) => {
    expect(mentionsColumn(expression, "price")).toBe(isNamed);
  });

  it("follow a renamed column and nothing else", () => {
    expect(
      renameInExpression(
        `price > 0 and "price" <> 5 and note <> 'price' and price(price) > unit_price`,
        "price",
        "cost",
      ),
    ).toBe(`cost > 0 and cost <> 5 and note <> 'price' and price(cost) > unit_price`);
    expect(renameInExpression("price > 0", "price", "The $& price")).toBe('"The $& price" > 0');
  });
});
