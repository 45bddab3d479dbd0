import { isKeyable, readSqlType, sqlTypeOf } from "../sql-types.ts";
import type { Column } from "../types.ts";
import { problem, type SchemaProblem } from "./schema-problem.ts";

/** What is wrong with what only SQL gives a column: another type, an expression, a count. */
export function sqlColumnProblems(column: Column): readonly SchemaProblem[] {
  return [...typeProblems(column), ...valueProblems(column), ...identityProblems(column)];
}

/** Postgres's own type must be one that columns may have, beside the contract's type that is nearest to it. */
function typeProblems({ name, type, sql_type: given }: Column): readonly SchemaProblem[] {
  if (given === undefined) return [];
  const read = readSqlType(given);
  if (read === null)
    return [problem(["sql_type"], `"${given.slice(0, 80)}" is no type that "${name}" can have.`)];
  const nearest = read.isArray ? "text[]" : read.base.nearest;
  if (type === nearest) return [];
  return [problem(["type"], `"${name}" is of Postgres's type ${given}, whose type here is ${nearest}.`)];
}

/** A column's value comes from one source. */
function valueProblems(column: Column): readonly SchemaProblem[] {
  const { name, generated, default_expression: expression } = column;
  const sources = [
    ...(column.default === undefined || column.default === null ? [] : ["default"]),
    ...(expression === undefined ? [] : ["default_expression"]),
    ...(generated === undefined ? [] : ["generated"]),
    ...(column.identity === undefined ? [] : ["identity"]),
  ];
  const [first = "", second] = sources;
  if (second !== undefined) {
    const words = `"${name}" has both ${sourceWords[first]} and ${sourceWords[second]}; it can have one of them.`;
    return [problem([second], words)];
  }
  if (first === "generated" && column.primary_key === true && column.type === "uuid")
    return [problem(["generated"], `"${name}" is the rows' own id and cannot be generated from them.`)];
  const text = generated ?? expression;
  return text !== undefined && text.trim() === ""
    ? [problem([first], `"${name}" needs an expression, like price * amount.`)]
    : [];
}

const sourceWords: { readonly [source: string]: string } = {
  default: "a default",
  default_expression: "a default",
  generated: "an expression that it is generated from",
  identity: "a count of its own",
};

function identityProblems(column: Column): readonly SchemaProblem[] {
  if (column.identity === undefined) return [];
  const isWhole = column.type === "integer" || column.type === "bigint";
  if (isWhole && !(sqlTypeOf(column)?.isArray ?? false)) return [];
  return [
    problem(
      ["identity"],
      `"${column.name}" is of type ${column.type}; only whole numbers can be counted up.`,
    ),
  ];
}

/** Whether a column can refer to the other: values of their types that are equal have the same text as a key. */
export function canRefer(from: Column, to: Column): boolean {
  if (!isKeyable(from) || !isKeyable(to)) return false;
  return family(from) === family(to);
}

function family(column: Column): string {
  const internal = sqlTypeOf(column)?.base.internal;
  if (internal === undefined) return families[column.type] ?? column.type;
  return families[internal] ?? (internal === "varchar" || internal === "name" ? "texts" : internal);
}

/** Types between whose values Postgres has an equality that their texts share. */
const families: { readonly [type: string]: string } = {
  integer: "whole numbers",
  bigint: "whole numbers",
  int2: "whole numbers",
  numeric: "decimals",
  number: "doubles",
  float4: "floats",
  text: "texts",
  email: "texts",
  url: "texts",
  phone: "texts",
  richtext: "texts",
  file: "texts",
  enum: "texts",
};
