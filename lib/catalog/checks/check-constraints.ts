import { indexKind, isTextLike, primaryKey } from "../column-facts.ts";
import { isKeyable, typeLabel } from "../sql-types.ts";
import type { Column, Constraint, Table } from "../types.ts";
import { unstorable } from "../values/unstorable.ts";
import { foreignKeyProblems, type TablesByName } from "./check-reference.ts";
import { catalogLimits } from "./limits.ts";
import { below, problem, repeated, type SchemaProblem, unknownName } from "./schema-problem.ts";

/** What is wrong with a table's primary key and with its constraints over several columns. */
export function constraintProblems(table: Table, tables: TablesByName): readonly SchemaProblem[] {
  const constraints = table.constraints ?? [];
  const names = constraints.map((constraint, index) => constraint.name ?? `\u0000${index}`);
  return [
    ...keyProblems(table),
    ...constraints.flatMap((constraint, index) =>
      below(["constraints", index], oneConstraint(table, constraint, tables)),
    ),
    ...repeated(names).map((index) =>
      problem(["constraints", index, "name"], `"${table.name}" has two constraints named "${names[index]}".`),
    ),
  ];
}

function keyProblems(table: Table): readonly SchemaProblem[] {
  const flagged = table.columns.filter((column) => column.primary_key === true).length;
  const keys = flagged + (table.constraints ?? []).filter(({ kind }) => kind === "primary_key").length;
  if (keys > 1) return [problem([], `"${table.name}" has more than one primary key.`)];
  const counted = table.columns.filter(({ identity }) => identity !== undefined);
  if (counted.length > 1) {
    const message = `"${table.name}" has ${counted.length} columns that are counted up; a table can have one.`;
    return [problem(["columns", table.columns.indexOf(counted[1] as Column), "identity"], message, "RH204")];
  }
  if (primaryKey(table).length > 0 || table.origin === "sql") return [];
  const hint = table.columns.some(({ name }) => name === "id")
    ? 'Make "id" a uuid, bigint, integer or text'
    : 'Add a column "id" of type uuid';
  return [problem([], `"${table.name}" has no primary key. ${hint}, and mark it as the primary key.`)];
}

function oneConstraint(table: Table, constraint: Constraint, tables: TablesByName): readonly SchemaProblem[] {
  const problems = [...nameProblems(constraint), ...columnProblems(table, constraint)];
  switch (constraint.kind) {
    case "primary_key":
    case "unique":
      return problems;
    case "index":
      return [...problems, ...indexProblems(table, constraint)];
    case "foreign_key":
      return [
        ...problems,
        ...secondReference(table, constraint),
        ...foreignKeyProblems(table, constraint, tables),
      ];
    case "check":
      return [...problems, ...expressionProblems(constraint)];
  }
}

/** Postgres takes any name here, and so does this; it only must fit. */
function nameProblems({ name }: Constraint): readonly SchemaProblem[] {
  if (name === undefined) return [];
  const isTooLong = new TextEncoder().encode(name).length > catalogLimits.nameBytes;
  const stored = unstorable(name);
  if (stored !== null) return [problem(["name"], `The constraint's name ${stored}.`)];
  if (name !== "" && !isTooLong) return [];
  return [problem(["name"], `A constraint's name has 1 to ${catalogLimits.nameBytes} characters.`)];
}

function expressionProblems({ expression = "" }: Constraint): readonly SchemaProblem[] {
  const path = ["expression"];
  if (expression.trim() === "") return [problem(path, "A check needs an expression, like price >= 0.")];
  const stored = unstorable(expression);
  return stored === null ? [] : [problem(path, `The check's expression ${stored}.`)];
}

function indexProblems(
  table: Table,
  { columns = [], directions, method }: Constraint,
): readonly SchemaProblem[] {
  if (directions !== undefined && directions.length !== columns.length) {
    const message = `An index over ${columns.length} columns needs as many directions, not ${directions.length}.`;
    return [problem(["directions"], message)];
  }
  if (method !== "search") return [];
  return columns.flatMap((name, index) => {
    const column = table.columns.find((other) => other.name === name);
    if (column === undefined || isTextLike(column.type)) return [];
    const message = `"${name}" is of type ${typeLabel(column)}; only texts can be searched.`;
    return [problem(["columns", index], message)];
  });
}

/** A reference of one column is the column's own; one that is left over is its second. */
function secondReference(table: Table, { columns = [] }: Constraint): readonly SchemaProblem[] {
  const only = columns.length === 1 ? table.columns.find(({ name }) => name === columns[0]) : undefined;
  if (only?.references === undefined) return [];
  const message = `"${table.name}.${only.name}" already points at "${only.references.table}"; a column can point at one place only.`;
  return [problem(["columns", 0], message)];
}

function columnProblems(
  table: Table,
  { kind, columns = [], expression, method }: Constraint,
): readonly SchemaProblem[] {
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const problems = columns.flatMap((name, index) => {
    const column = known.get(name);
    if (column === undefined) {
      const message = `"${table.name}" has no column "${name}".`;
      return [unknownName(["columns", index], message, { name, among: [...known.keys()] })];
    }
    if (
      kind === "check" ||
      method === "note" ||
      expression !== undefined ||
      (kind === "index" ? indexKind(column) !== null : isKeyable(column))
    )
      return [];
    const use = kind === "index" ? "be indexed" : "be a key";
    const message = `"${name}" is of type ${typeLabel(column)}, which cannot ${use}.`;
    return [problem(["columns", index], message)];
  });
  for (const index of repeated(columns))
    problems.push(problem(["columns", index], `"${columns[index]}" is there twice.`));
  if (columns.length === 0 && kind !== "check" && method !== "note")
    problems.push(problem(["columns"], "A key or an index needs at least one column."));
  return problems;
}
