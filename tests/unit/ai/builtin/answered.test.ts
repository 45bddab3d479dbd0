import { describe, expect, it } from "vitest";
import { generateBuiltin } from "#lib/ai/builtin/generate.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { missing } from "./expectations.ts";
import { shop } from "./shop.ts";

function answer(description: string) {
  return generateBuiltin({ description, messages: [], base: shop });
}

describe("the answer to a question about a schema", () => {
  it("makes a reference many-to-many when there can be several", () => {
    const { status, schema } = answer("Can an order have several customers? Yes.");
    expect(status).toBe("ok");
    expect(checkSchema(schema)).toEqual([]);
    expect(missing(schema, "orders >< customers")).toEqual([]);
    const orders = schema.tables.find(({ name }) => name === "orders");
    expect(orders?.columns.map(({ name }) => name)).not.toContain("customer_id");
  });

  it.each([
    "Can an order have several customers? No.",
    "Are these the right values for status: open, paid? Yes.",
    "Should products have a weight? No",
  ])("leaves everything as it is: %s", (words) => {
    expect(answer(words)).toMatchObject({ status: "ok", schema: shop });
  });

  it.each([
    ["Should products have a weight? Yes.", "products.weight"],
    ["What do products belong to? Customers", "products > customers"],
    ["Is there anything else? Add a birthday to customers", "customers.birth_date"],
  ])("is taken as if it had been said: %s", (words, expected) => {
    expect(missing(answer(words).schema, expected)).toEqual([]);
  });
});
