import type { Schema } from "#lib/catalog/types.ts";
import { compareSchema, droppedTables } from "./compare-schema.ts";

/** What pressing the button does: "Create 3 tables", "Create 1 table, change 2", "Change 1 table, drop 1". */
export function proposalWords(current: Schema, proposed: Schema): string {
  const marked = compareSchema(current, proposed);
  const count = (mark: string) => marked.filter((table) => table.mark === mark).length;
  const parts = [
    ["create", count("new")],
    ["change", count("changed")],
    ["drop", droppedTables(current, proposed).length],
  ] as const;
  const present = parts.filter(([, tables]) => tables > 0);
  const words = present.map(([verb, tables], index) =>
    index === 0 ? `${verb} ${tablesWords(tables)}` : `${verb} ${tables}`,
  );
  const sentence = words.join(", ");
  return sentence === "" ? "Apply changes" : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function tablesWords(count: number): string {
  return count === 1 ? "1 table" : `${count} tables`;
}
