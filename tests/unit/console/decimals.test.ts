import { describe, expect, it } from "vitest";
import { alignDecimals, decimalsOf } from "#components/grid/decimals.ts";

describe("numbers in a column", () => {
  it("get as many decimals as the longest of them, and money two", () => {
    const columns = [
      { name: "price", type: "numeric" },
      { name: "hours", type: "number" },
      { name: "count", type: "integer" },
    ] as const;
    const rows = [
      { price: 12.5, hours: 0, count: 3 },
      { price: "7", hours: 0.125, count: 4 },
    ];
    expect([...decimalsOf(columns, rows)]).toEqual([
      ["price", 2],
      ["hours", 3],
    ]);
  });

  it("keep every digit that they have", () => {
    expect(alignDecimals("12", 2)).toBe("12.00");
    expect(alignDecimals("-0.5", 2)).toBe("-0.50");
    expect(alignDecimals("0.12345", 2)).toBe("0.12345");
    expect(alignDecimals("1e21", 2)).toBe("1e21");
    expect(alignDecimals("12", 0)).toBe("12");
  });
});
