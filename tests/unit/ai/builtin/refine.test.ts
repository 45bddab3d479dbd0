import { describe, expect, it } from "vitest";
import { generateBuiltin } from "#lib/ai/builtin/generate.ts";
import type { Draft } from "#lib/ai/proposal.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import { missing } from "./expectations.ts";
import { shop } from "./shop.ts";

function refine(description: string): Draft {
  return generateBuiltin({ description, messages: [], base: shop });
}

const additions: readonly (readonly [string, string])[] = [
  ["add an expected delivery date to orders", "orders.expected_delivery_date:date"],
  ["products need a price and a weight", "products.price:numeric; products.weight:number"],
  ["give customers a birthday", "customers.birth_date:date"],
  ["add a size to products with values small, medium, large", "products.size:enum"],
  ["orders should contain several products with a quantity", "orders >< products"],
  ["products can have many tags and a tag can be used on many products", "products >< tags"],
  ["each product belongs to a supplier", "products > suppliers"],
  [
    "we also want reviews of products by customers with a rating",
    "reviews > products; reviews > customers; reviews.rating",
  ],
  ["a product may have a parent product", "products > products"],
  ["orders have the status asked, checked in or done", "orders.status:enum"],
  ["link orders to products many-to-many", "orders >< products"],
  ["make email unique and phone required", "customers.email*; customers.phone!"],
  ["customer phone is required and email must be unique", "customers.phone!; customers.email*"],
  ["change total to a number", "orders.total:number"],
  ["make brand its own table", "brands; products > brands"],
  ["extract the address from customers", "addresses.city; addresses.street; addresses > customers"],
  ["ajoute une date de naissance aux clients", "customers.birth_date:date"],
  ["Füge ein Fälligkeitsdatum zu den Bestellungen hinzu", "orders.due_date:date"],
];

describe("refining a schema by chat", () => {
  it.each(additions)("does what is asked: %s", (words, expected) => {
    const draft = refine(words);
    expect(draft.status).toBe("ok");
    expect(missing(draft.schema, expected)).toEqual([]);
  });

  it.each(additions.slice(0, 8))("keeps all that the words do not touch: %s", (words) => {
    const { schema } = refine(words);
    for (const table of shop.tables) {
      const now = schema.tables.find(({ name }) => name === table.name);
      expect(now?.columns.slice(0, table.columns.length)).toEqual(table.columns);
    }
  });

  it("renames a table as a rename, with the references to it", () => {
    const draft = refine("rename customers to clients");
    const changes = diffSchemas(shop, draft.schema, draft.renames);
    expect(changes).toContainEqual({ kind: "rename_table", table: "customers", to: "clients" });
    expect(changes.filter(({ kind }) => kind === "drop_table" || kind === "drop_column")).toEqual([]);
    expect(missing(draft.schema, "clients.email; orders > clients; orders.client_id")).toEqual([]);
  });

  it("renames a column as a rename", () => {
    const draft = refine("rename total to total_amount in orders");
    expect(diffSchemas(shop, draft.schema, draft.renames)).toEqual([
      { kind: "rename_column", table: "orders", column: "total", to: "total_amount" },
    ]);
  });

  it("carries out several commands of one message", () => {
    const { schema } = refine("remove phone from customers and add a priority (low, high) to orders");
    expect(missing(schema, "orders.priority:enum")).toEqual([]);
    expect(missing(schema, "customers.phone")).toEqual(["customers.phone"]);
  });

  it("drops a table only when told to", () => {
    const { schema } = refine("delete the products table");
    expect(schema.tables.map(({ name }) => name)).toEqual(["users", "customers", "orders"]);
  });

  it("never drops the table that sign-in needs", () => {
    expect(refine("drop users").schema).toEqual(shop);
  });

  it.each(["looks great!", "thanks, that is all", "hmm I am not sure", "what do you think?"])(
    "leaves everything as it is on small talk: %s",
    (words) => {
      const draft = refine(words);
      expect(draft.status).toBe("clarify");
      expect(draft.schema).toEqual(shop);
    },
  );
});
