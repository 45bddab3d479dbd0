import { describe, expect, it } from "vitest";
import { newTable } from "#lib/engine/evolve/new-table.ts";
import { parsePayload } from "#lib/rest/request/payload.ts";
import { sanitizedJson } from "#lib/rest/write/sanitized-json.ts";

const table = newTable({
  name: "posts",
  columns: [
    { name: "price", type: "numeric" },
    { name: "body", type: "richtext" },
  ],
});

const sanitized = (json: string) =>
  sanitizedJson(table, parsePayload("application/json", `[${json}]`, "uniform"));

describe("records with rich texts", () => {
  it("stay as they were sent where nothing has to be taken out", () => {
    const sent = '{"price": 12.50,  "body": "<p>x</p>"}';
    expect(sanitized(sent)).toBe(`[${sent}]`);
  });

  it("keep the digits of their numbers where something was taken out", () => {
    const digits = ["12.50", "9007199254740993", "1e400"];
    for (const price of digits)
      expect(sanitized(`{"price": ${price}, "body": "<script>x</script>y"}`)).toBe(
        `[{"price":${price},"body":"y"}]`,
      );
  });
});
