import type { Table } from "./types.ts";

/** The tables with each behind those that it references; where references go in a circle, in the order given. */
export function orderTables(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const seen = new Set<Table>();
  const ordered: Table[] = [];
  const visit = (table: Table) => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const name of referencedTables(table)) {
      const target = byName.get(name);
      if (target !== undefined) visit(target);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}

function referencedTables(table: Table): readonly string[] {
  return [
    ...table.columns.flatMap(({ references }) => (references === undefined ? [] : [references.table])),
    ...(table.constraints ?? []).flatMap(({ references }) =>
      references === undefined ? [] : [references.table],
    ),
  ];
}
