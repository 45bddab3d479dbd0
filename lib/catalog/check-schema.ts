import type { Issue } from "#lib/errors/app-error.ts";
import { columnProblems, descriptionProblems } from "./check-column.ts";
import { constraintProblems } from "./check-constraints.ts";
import { limitProblems } from "./check-limits.ts";
import { referenceProblems, type TablesByName } from "./check-reference.ts";
import { jsonPointer } from "./json-pointer.ts";
import { catalogLimits } from "./limits.ts";
import { nameIssue } from "./names.ts";
import { below, problem, repeated, type SchemaProblem } from "./schema-problem.ts";
import type { Schema, Table } from "./types.ts";

/**
 * Everything that is wrong with a whole schema of completed tables (see `completeTable`), beyond its shape.
 *
 * @param tablesMax 500 of a database; a generated schema may have 200.
 * @returns JSON pointers into the schema: `/tables/2/columns/0/type`.
 */
export function checkSchema(
  schema: Schema,
  tablesMax: number = catalogLimits.tablesPerDatabase,
): readonly Issue[] {
  return schemaProblems(schema, tablesMax).map(({ path, message }) => ({
    path: jsonPointer(...path),
    message,
  }));
}

/** The same with unescaped paths and codes, for who maps them onto changes. */
export function schemaProblems(
  schema: Schema,
  tablesMax: number = catalogLimits.tablesPerDatabase,
): readonly SchemaProblem[] {
  const tables: TablesByName = new Map(schema.tables.map((table) => [table.name, table]));
  const names = schema.tables.map(({ name }) => name);
  const problems = schema.tables.flatMap((table, index) =>
    below(["tables", index], tableProblems(table, tables)),
  );
  for (const index of repeated(names)) {
    problems.push(
      problem(["tables", index, "name"], `There are two tables named "${names[index]}".`, "RH201"),
    );
  }
  if (names.length > tablesMax) {
    problems.push(
      problem(["tables"], `There are ${names.length} tables; at most ${tablesMax} are possible.`),
    );
  }
  return problems;
}

function tableProblems(table: Table, tables: TablesByName): readonly SchemaProblem[] {
  const name = nameIssue(table.name);
  const names = table.columns.map((column) => column.name);
  return [
    ...(name === null ? [] : [problem(["name"], name)]),
    ...descriptionProblems(table.description),
    ...table.columns.flatMap((column, index) =>
      below(["columns", index], [...columnProblems(column), ...referenceProblems(table, column, tables)]),
    ),
    ...repeated(names).map((index) =>
      problem(
        ["columns", index, "name"],
        `"${table.name}" has two columns named "${names[index]}".`,
        "RH201",
      ),
    ),
    ...constraintProblems(table, tables),
    ...limitProblems(table),
  ];
}
