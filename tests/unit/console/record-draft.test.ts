import { describe, expect, it } from "vitest";
import { blankDraft, dataOf, draftOf, editableColumns } from "#components/record-panel/draft.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Table } from "#lib/catalog/types.ts";

const table: Table = completeTable({
  name: "orders",
  columns: [
    { name: "title", type: "text", required: true },
    { name: "price", type: "numeric" },
    { name: "is_paid", type: "boolean", default: false },
    { name: "status", type: "enum", enum_values: ["new", "sent"], default: "new" },
    { name: "placed_at", type: "timestamptz", default: "now()" },
    { name: "details", type: "jsonb" },
    { name: "tags", type: "text[]" },
  ],
});

describe("the form of a row", () => {
  it("asks for nothing that the server fills in", () => {
    const names = editableColumns(table).map((column) => column.name);
    expect(names).not.toContain("id");
    expect(names).not.toContain("created_at");
  });

  it("starts with the defaults that can be shown", () => {
    expect(blankDraft(table)).toMatchObject({ is_paid: false, status: "new", placed_at: null, title: null });
  });

  it("sends the filled-in columns of a new row, numbers with the digits as typed", () => {
    const before = blankDraft(table);
    const draft = { ...before, title: "Lamp", price: "12.50", details: '{"a": [1]}', tags: ["red"] };
    expect(dataOf(table, draft, before, "insert")).toEqual({
      ok: true,
      data: {
        title: "Lamp",
        price: "12.50",
        is_paid: false,
        status: "new",
        details: { a: [1] },
        tags: ["red"],
      },
    });
  });

  it("sends only what was changed in an existing row, and null for what was emptied", () => {
    const row = {
      id: "1",
      title: "Lamp",
      price: 12.5,
      is_paid: true,
      status: "sent",
      details: null,
      tags: ["a"],
    };
    const before = draftOf(table, row);
    const draft = { ...before, price: null, is_paid: false };
    expect(dataOf(table, draft, before, "update")).toEqual({
      ok: true,
      data: { price: null, is_paid: false },
    });
    expect(dataOf(table, before, before, "update")).toEqual({ ok: true, data: {} });
  });

  it("says at the field that JSON is broken, and sends nothing", () => {
    const before = blankDraft(table);
    const result = dataOf(table, { ...before, details: "{a: 1}" }, before, "insert");
    expect(result).toMatchObject({ ok: false, fields: { details: expect.stringContaining("not JSON") } });
  });
});
