import type { Issue } from "#lib/errors/app-error.ts";
import type { Schema, Table } from "../types.ts";
import { accessProblems } from "./check-access.ts";
import { columnProblems, descriptionProblems } from "./check-column.ts";
import { constraintProblems } from "./check-constraints.ts";
import { limitProblems } from "./check-limits.ts";
import { referenceProblems, type TablesByName } from "./check-reference.ts";
import { catalogLimits } from "./limits.ts";
import { tableNameIssue } from "./names.ts";
import { below, firstProblems, problem, repeated, type SchemaProblem, toIssue } from "./schema-problem.ts";

/**
 * What is wrong with a whole schema of completed tables (see `completeTable`), beyond its shape: everything, up to a
 * hundred issues.
 *
 * @param tablesMax 500 of a database; a generated schema may have 200.
 * @returns JSON pointers into the schema: `/tables/2/columns/0/type`.
 */
export function checkSchema(
  schema: Schema,
  tablesMax: number = catalogLimits.tablesPerDatabase,
): readonly Issue[] {
  return firstProblems(schemaProblems(schema, tablesMax)).map(toIssue);
}

/** The same one by one, with unescaped paths and codes, for who maps them onto changes. */
export function* schemaProblems(
  { tables }: Schema,
  tablesMax: number = catalogLimits.tablesPerDatabase,
): Generator<SchemaProblem> {
  if (tables.length > tablesMax) {
    yield problem(["tables"], `There are ${tables.length} tables; at most ${tablesMax} are possible.`);
    return;
  }
  const byName: TablesByName = new Map(tables.map((table) => [table.name, table]));
  for (const [index, table] of tables.entries())
    yield* below(["tables", index], tableProblems(table, byName));
  for (const index of repeated(tables.map(({ name }) => name))) {
    const message = `There are two tables named "${tables[index]?.name}".`;
    yield problem(["tables", index, "name"], message, "RH201");
  }
}

function tableProblems(table: Table, tables: TablesByName): readonly SchemaProblem[] {
  const limits = limitProblems(table);
  // Checking thousands of columns would take seconds, and say nothing more.
  if (table.columns.length > catalogLimits.columnsPerTable) return limits;
  const name = tableNameIssue(table, table.name);
  const names = table.columns.map((column) => column.name);
  return [
    ...(name === null ? [] : [problem(["name"], name)]),
    ...descriptionProblems(table.description),
    ...table.columns.flatMap((column, index) =>
      below(
        ["columns", index],
        [...columnProblems(column, table), ...referenceProblems(table, column, tables)],
      ),
    ),
    ...repeated(names).map((index) =>
      problem(
        ["columns", index, "name"],
        `"${table.name}" has two columns named "${names[index]}".`,
        "RH201",
      ),
    ),
    ...constraintProblems(table, tables),
    ...accessProblems(table),
    ...limits,
  ];
}
