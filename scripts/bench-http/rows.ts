import { createHash } from "node:crypto";

export const rowCount = 20_000;
export const categoryCount = 100;
export const statuses = ["open", "done", "late", "new"] as const;

/** The same rows for every server: ids follow from their number. */
export function rowId(kind: "item" | "category" | "new", index: number): string {
  const hex = createHash("sha256").update(`${kind}${index}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly rank: number;
  readonly price: number;
  readonly note: string;
  readonly category_id: string;
}

export function item(index: number, kind: "item" | "new" = "item"): Item {
  return {
    id: rowId(kind, index),
    title: `Item ${index}`,
    status: statuses[index % statuses.length] ?? "open",
    rank: (index * 7919) % 100_003,
    price: index / 4,
    note: "A note of some length, as people write them. ".repeat(2),
    category_id: rowId("category", index % categoryCount),
  };
}

export function category(index: number) {
  return { id: rowId("category", index), name: `Category ${index}` };
}
