import { parseDefault } from "../column-default.ts";
import { indexKind } from "../column-facts.ts";
import { isKeyable, typeLabel } from "../sql-types.ts";
import type { Column, Table } from "../types.ts";
import { unstorable } from "../values/unstorable.ts";
import { sqlColumnProblems } from "./check-sql-column.ts";
import { catalogLimits } from "./limits.ts";
import { tableNameIssue } from "./names.ts";
import { problem, repeated, type SchemaProblem } from "./schema-problem.ts";

/** What is wrong with one column by itself. */
export function columnProblems(column: Column, table: Pick<Table, "origin"> = {}): readonly SchemaProblem[] {
  const name = tableNameIssue(table, column.name);
  const ownType = sqlColumnProblems(column);
  // Nothing else can be said of a type that there is not.
  if (ownType.some(({ path }) => path[0] === "sql_type")) return ownType;
  return [
    ...ownType,
    ...(name === null ? [] : [problem(["name"], name)]),
    ...enumProblems(column),
    ...defaultProblems(column),
    ...flagProblems(column),
    ...descriptionProblems(column.description),
  ];
}

export function descriptionProblems(description: string | undefined): readonly SchemaProblem[] {
  const charactersMax = catalogLimits.descriptionCharacters;
  if (description === undefined) return [];
  const stored = unstorable(description);
  if (stored !== null) return [problem(["description"], `The description ${stored}.`)];
  if (description.length <= charactersMax || [...description].length <= charactersMax) return [];
  return [problem(["description"], `A description may have at most ${charactersMax} characters.`)];
}

function enumProblems({ name, type, enum_values: values }: Column): readonly SchemaProblem[] {
  if (type !== "enum") {
    if (values === undefined) return [];
    return [
      problem(["enum_values"], `"${name}" is of type ${type}; only the type enum takes a list of values.`),
    ];
  }
  if (values === undefined || values.length === 0) {
    return [
      problem(["enum_values"], `"${name}" is of type enum and needs at least one value to choose from.`),
    ];
  }
  const problems = values.flatMap((value, index) => enumValueProblems(value, index));
  for (const index of repeated(values)) {
    problems.push(
      problem(["enum_values", index], `The value "${values[index]}" of "${name}" is there twice.`),
    );
  }
  if (values.length > catalogLimits.enumValues) {
    const message = `"${name}" has ${values.length} values; an enum may have at most ${catalogLimits.enumValues}. Use a table of its own and a reference to it.`;
    problems.push(problem(["enum_values"], message));
  }
  return problems;
}

function enumValueProblems(value: string, index: number): SchemaProblem[] {
  const path = ["enum_values", index];
  if (value.trim() === "") return [problem(path, "A value to choose from cannot be empty.")];
  if (value.length > catalogLimits.enumValueCharacters) {
    return [
      problem(
        path,
        `A value to choose from may have at most ${catalogLimits.enumValueCharacters} characters.`,
      ),
    ];
  }
  const stored = unstorable(value);
  return stored === null ? [] : [problem(path, `A value to choose from ${stored}.`)];
}

function defaultProblems(column: Column): readonly SchemaProblem[] {
  // Without its values an enum has its own problem; a second one about the default would only repeat it.
  if (column.type === "enum" && (column.enum_values ?? []).length === 0) return [];
  const parsed = parseDefault(column);
  if (parsed.kind !== "invalid") return [];
  return [problem(["default"], `The default of "${column.name}" ${parsed.problem}.`)];
}

function flagProblems(column: Column): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const isKey = column.primary_key === true || column.unique === true;
  if (isKey && !isKeyable(column)) {
    const flag = column.primary_key === true ? "primary_key" : "unique";
    problems.push(
      problem([flag], `"${column.name}" is of type ${typeLabel(column)}, which cannot be a key.`),
    );
  } else if (column.indexed === true && indexKind(column) === null) {
    problems.push(
      problem(["indexed"], `"${column.name}" is of type ${typeLabel(column)}, which cannot be indexed.`),
    );
  }
  const isRequired = column.required === true || column.primary_key === true;
  if (isRequired && column.references?.on_delete === "set null") {
    const message = `"${column.name}" is required, so it cannot be emptied when the row it points at is deleted. Use "cascade" or "restrict", or make it optional.`;
    problems.push(problem(["references", "on_delete"], message));
  }
  return problems;
}
