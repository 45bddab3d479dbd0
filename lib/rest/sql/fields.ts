import type { EnumType } from "../../catalog/enum-type.ts";
import type { Column } from "../../catalog/types.ts";
import { labelList, labelPlace } from "../../engine/enum-order.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnField, Output } from "../plan/read-plan.ts";
import { casted, type TypedValue, typeOfField } from "./casts.ts";
import { undefinedFunction } from "./enum-test.ts";
import type { Side } from "./joins.ts";

type ValueOutput = Extract<Output, { kind: "value" }>;

/** A column of a row, or a place inside its JSON. */
export function fieldValue({ column, path }: ColumnField, row: Pick<Side, "column">): Sql {
  const value = row.column(column.name);
  if (path.length === 0) return value;
  const start = isJson(column) ? value : sql`to_jsonb(${value})`;
  // One list, as the arrows bind to the left: put into one another, a long path would be copied at each step.
  const steps = path.map(({ isText, operand }) => {
    const arrow = keyword(isText ? "->>" : "->");
    // Literals, since equal expressions must stay equal in GROUP BY; digits are an index, quoted ones a key.
    const step = operand.kind === "index" ? keyword(String(Number(operand.value))) : literal(operand.value);
    return sql`${arrow} ${step}`;
  });
  return sql`(${join([start, ...steps], " ")})`;
}

/** What rows are ordered by: of a value of an enum, its place among the declared ones. */
export function sortValue(field: ColumnField, row: Pick<Side, "column">): Sql {
  const value = fieldValue(field, row);
  return field.enumType === undefined ? value : labelPlace(field.enumType.labels, value);
}

function isJson({ type, sql_type }: Column): boolean {
  return sql_type === undefined ? type === "jsonb" : sql_type === "json" || sql_type === "jsonb";
}

/** What `select=` asks of a field: cast, aggregated, cast again. */
export function outputValue(output: ValueOutput, row: Pick<Side, "column">, alias: string): Sql {
  return typedOutput(output, row, alias).value;
}

function typedOutput(
  { field, cast, aggregate, aggregateCast }: ValueOutput,
  row: Pick<Side, "column">,
  alias: string,
): TypedValue {
  const plain =
    field === null ? null : casted({ value: fieldValue(field, row), type: typeOfField(field) }, cast);
  if (aggregate !== null) return casted(aggregated(aggregate, plain, alias), aggregateCast);
  if (plain === null) throw new RangeError("an output without a field and without an aggregate");
  return plain;
}

/** The type of an output that is a value of an enum. */
export function labelType(output: ValueOutput): EnumType | null {
  if (output.field === null) return null;
  const { type } = typedOutput(output, { column: () => keyword("null") }, "row");
  return typeof type === "string" ? null : type;
}

/** What an aggregate gives of values: the greatest and the least are of their type. */
function aggregated(name: string, given: TypedValue | null, alias: string): TypedValue {
  const isKept = name === "min" || name === "max";
  // The whole row: one that an outer join made up is null, and not counted.
  if (given === null) return { value: sql`${keyword(name)}(${ident(alias)})`, type: "bigint" };
  const { value, type } = given;
  if (typeof type === "string" || name === "count")
    return {
      value: sql`${keyword(name)}(${value})`,
      type: isKept ? type : name === "count" ? "bigint" : "numeric",
    };
  if (!isKept) throw undefinedFunction(name, type);
  return {
    value: sql`(${labelList(type.labels)})[${keyword(name)}(${labelPlace(type.labels, value)})]`,
    type,
  };
}
