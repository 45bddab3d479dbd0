import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { nodesOf, type PlanNode, readsOthers, tableOfNode } from "./virtual-plan.ts";

/** An index that would have served what a scan had to filter out row by row. */
export interface IndexSuggestion {
  readonly table: string;
  readonly columns: readonly string[];
  readonly sql: string;
}

/** A scan of fewer rows needs no index. */
const rowsMin = 500;

/**
 * Indexes for scans that read a whole table and throw most of it away by comparisons of one column with a value.
 *
 * @param raw the plan as Postgres gave it, with its row counts; `plan`: the same in virtual names.
 */
export function suggestIndexes(catalog: Catalog, raw: PlanNode, plan: PlanNode): readonly IndexSuggestion[] {
  const shown = [...nodesOf(plan)];
  const found = [...nodesOf(raw)].flatMap((node, index): IndexSuggestion[] => {
    const table = tableOfNode(catalog, node);
    const filter = shown[index]?.Filter;
    if (table === undefined || typeof filter !== "string" || !isLarge(node)) return [];
    const columns = comparedColumns(table, filter);
    if (columns.length === 0 || isServed(table, columns)) return [];
    const name = table.definition.name;
    return [
      { table: name, columns, sql: `CREATE INDEX ON ${quoted(name)} (${columns.map(quoted).join(", ")})` },
    ];
  });
  return [...new Map(found.map((suggestion) => [suggestion.sql, suggestion])).values()];
}

/** Only what was measured is true: without ANALYZE nothing is known of the table's size. */
function isLarge(node: PlanNode): boolean {
  if (readsOthers(node)) return false;
  const removed = Number(node["Rows Removed by Filter"] ?? 0) * Number(node["Actual Loops"] ?? 1);
  return removed >= rowsMin && removed >= 4 * Number(node["Actual Rows"] ?? 0);
}

/** `(a = 'x'::text)` first, then one `(b > 5)`: what an index over both would serve. */
function comparedColumns(table: CatalogTable, filter: string): readonly string[] {
  if (/ OR |\bNOT\b/.test(filter)) return [];
  const compared = [
    ...filter.matchAll(
      /\(+(\w+)\)* (=|<|>|<=|>=) (?:'[^']*'(?:::[\w ]+)?|-?\d+(?:\.\d+)?|\$\d+|true|false)/g,
    ),
  ];
  const known = new Set(table.definition.columns.map(({ name }) => name));
  const equal = compared.filter(([, name = "", operator]) => operator === "=" && known.has(name));
  const range = compared.find(([, name = "", operator]) => operator !== "=" && known.has(name));
  const columns = [...equal, ...(range === undefined ? [] : [range])].map(([, name = ""]) => name);
  return [...new Set(columns)].filter((name) => isIndexable(table, name)).slice(0, 3);
}

function isIndexable(table: CatalogTable, name: string): boolean {
  const column = table.definition.columns.find((candidate) => candidate.name === name);
  return column !== undefined && !["jsonb", "text[]", "boolean"].includes(column.type);
}

function isServed(table: CatalogTable, columns: readonly string[]): boolean {
  return namedConstraints(table.definition).some(
    ({ constraint: { kind, columns: own = [] } }) =>
      kind !== "check" && columns.every((name, index) => own[index] === name),
  );
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
