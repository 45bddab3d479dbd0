import type { EnumType } from "../../catalog/enum-type.ts";
import type { Column } from "../../catalog/types.ts";
import { labelList, labelPlace } from "../../engine/enum-order.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnField, Output } from "../plan/read-plan.ts";
import { undefinedFunction } from "./enum-test.ts";
import type { Side } from "./joins.ts";
import { typeNamed } from "./type-names.ts";

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
export function outputValue(
  output: Extract<Output, { kind: "value" }>,
  row: Pick<Side, "column">,
  alias: string,
): Sql {
  const { field, cast, aggregate, aggregateCast } = output;
  const plain = field === null ? null : casted(fieldValue(field, row), cast);
  const type = cast === null ? field?.enumType : undefined;
  const value =
    aggregate === null
      ? plain
      : type === undefined || plain === null
        ? aggregated(aggregate, plain, alias)
        : aggregatedLabel(aggregate, type, plain);
  if (value === null) throw new RangeError("an output without a field and without an aggregate");
  return casted(value, aggregateCast);
}

/** The type of an output that is a value of an enum. */
export function labelType({
  field,
  cast,
  aggregate,
  aggregateCast,
}: Extract<Output, { kind: "value" }>): EnumType | null {
  const isLabel = cast === null && aggregateCast === null && aggregate !== "count";
  return isLabel ? (field?.enumType ?? null) : null;
}

function casted(value: Sql, type: string | null): Sql {
  return type === null ? value : sql`(${value})::${typeNamed(type)}`;
}

function aggregated(name: string, value: Sql | null, alias: string): Sql {
  // The whole row: one that an outer join made up is null, and not counted.
  return sql`${keyword(name)}(${value ?? ident(alias)})`;
}

/** @throws {AppError} 42883 for what only numbers have. */
function aggregatedLabel(name: string, type: EnumType, value: Sql): Sql {
  if (name === "count") return sql`count(${value})`;
  if (name !== "min" && name !== "max") throw undefinedFunction(name, type);
  return sql`(${labelList(type.labels)})[${keyword(name)}(${labelPlace(type.labels, value)})]`;
}
