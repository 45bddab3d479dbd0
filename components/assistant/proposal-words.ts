import type { SchemaMarks } from "#components/canvas/canvas-types.ts";

/** What pressing the button does: "Create 3 tables", "Create 1 table, change 2", "Change 1 table, drop 1". */
export function proposalWords(marks: SchemaMarks): string {
  const count = (mark: string) => Object.values(marks).filter(({ table }) => table === mark).length;
  const parts = [
    ["create", count("added")],
    ["change", count("changed")],
    ["drop", count("removed")],
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
