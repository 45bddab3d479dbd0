import { isKeyOf } from "../column-facts.ts";
import { typeLabel } from "../sql-types.ts";
import type { Column, Constraint, Table } from "../types.ts";
import { canRefer } from "./check-sql-column.ts";
import { problem, type SchemaProblem, unknownName } from "./schema-problem.ts";

export type TablesByName = ReadonlyMap<string, Table>;

/** Whether the column's reference leads to a key of the same type. */
export function referenceProblems(
  table: Table,
  column: Column,
  tables: TablesByName,
): readonly SchemaProblem[] {
  if (column.references === undefined) return [];
  const { table: targetName, column: targetColumn } = column.references;
  const from = `"${table.name}.${column.name}"`;
  const target = tables.get(targetName);
  if (target === undefined) return [unknownTable(["references", "table"], from, targetName, tables)];
  const found = target.columns.find(({ name }) => name === targetColumn);
  if (found === undefined) return [unknownColumn(["references", "column"], from, target, targetColumn)];
  const problems: SchemaProblem[] = [];
  if (!isKeyOf(target, [targetColumn]))
    problems.push(notAKey(["references", "column"], from, target, [targetColumn]));
  if (!canRefer(column, found)) problems.push(otherType(["type"], from, column, target, found));
  return problems;
}

/** The same for a foreign key over several columns. */
export function foreignKeyProblems(
  table: Table,
  constraint: Constraint,
  tables: TablesByName,
): readonly SchemaProblem[] {
  const { columns = [], references } = constraint;
  const from = `The foreign key "${constraint.name ?? columns.join(", ")}" of "${table.name}"`;
  if (references === undefined)
    return [problem(["references"], `${from} does not say which table it points at.`)];
  const target = tables.get(references.table);
  if (target === undefined) return [unknownTable(["references", "table"], from, references.table, tables)];
  const targets = references.columns ?? [];
  if (targets.length !== columns.length) {
    const message = `${from} has ${columns.length} columns but points at ${targets.length} of "${target.name}".`;
    return [problem(["references", "columns"], message)];
  }
  const problems = columns.flatMap((name, index) =>
    pairProblems({ table, from, target }, [name, targets[index] ?? ""], index),
  );
  if (problems.length === 0 && !isKeyOf(target, targets)) {
    problems.push(notAKey(["references", "columns"], from, target, targets));
  }
  return [...problems, ...setNullProblems(table, constraint, from)];
}

function pairProblems(
  { table, from, target }: { table: Table; from: string; target: Table },
  [name, targetName]: readonly [string, string],
  index: number,
): SchemaProblem[] {
  const found = target.columns.find((column) => column.name === targetName);
  if (found === undefined) return [unknownColumn(["references", "columns", index], from, target, targetName)];
  const column = table.columns.find((other) => other.name === name);
  if (column === undefined || canRefer(column, found)) return [];
  return [otherType(["columns", index], `"${table.name}.${name}"`, column, target, found)];
}

function setNullProblems(table: Table, constraint: Constraint, from: string): readonly SchemaProblem[] {
  if (constraint.references?.on_delete !== "set null") return [];
  const required = table.columns.find(
    (column) => column.required === true && constraint.columns?.includes(column.name),
  );
  if (required === undefined) return [];
  const message = `${from} cannot empty "${required.name}" on delete, because it is required. Use "cascade" or "restrict", or make it optional.`;
  return [problem(["references", "on_delete"], message)];
}

type Path = readonly (string | number)[];

function unknownTable(path: Path, from: string, name: string, tables: TablesByName): SchemaProblem {
  const message = `${from} points at table "${name}", which does not exist.`;
  return unknownName(path, message, { name, among: [...tables.keys()] });
}

function unknownColumn(path: Path, from: string, target: Table, name: string): SchemaProblem {
  const message = `${from} points at "${target.name}.${name}", a column that does not exist.`;
  return unknownName(path, message, { name, among: target.columns.map((column) => column.name) });
}

function notAKey(path: Path, from: string, target: Table, columns: readonly string[]): SchemaProblem {
  const names = columns.map((name) => `"${target.name}.${name}"`).join(" and ");
  return problem(
    path,
    `${from} points at ${names}, which is neither the primary key nor unique. Point at the primary key, or make it unique.`,
  );
}

function otherType(path: Path, from: string, column: Column, target: Table, found: Column): SchemaProblem {
  return problem(
    path,
    `${from} is of type ${typeLabel(column)}, but "${target.name}.${found.name}", which it points at, is of type ${typeLabel(found)}. Make it ${typeLabel(found)}.`,
  );
}
