import type { Column } from "../../catalog/types.ts";
import { keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnField } from "../plan/read-plan.ts";
import { arrayText, type Operation } from "../request/filter.ts";
import type { TextSearch } from "../request/operators.ts";
import { enumTest } from "./enum-test.ts";
import { fieldValue } from "./fields.ts";
import type { Side } from "./joins.ts";
import { postgresOperators } from "./postgres-operators.ts";

const searches: { readonly [operator in TextSearch]: string } = {
  fts: "to_tsquery",
  plfts: "plainto_tsquery",
  phfts: "phraseto_tsquery",
  wfts: "websearch_to_tsquery",
};

/** An operation on a field. Values are parameters without a type: Postgres reads each as what it is compared with. */
export function fieldTest(field: ColumnField, operation: Operation, row: Pick<Side, "column">): Sql {
  if (field.enumType !== undefined) return enumTest(field.enumType, fieldValue(field, row), operation);
  if (operation.kind === "search") return textSearch(field, operation, row);
  return valueTest(fieldValue(field, row), operation);
}

/** As `fieldTest`, on any value but a text search's. */
export function valueTest(value: Sql, operation: Exclude<Operation, { kind: "search" }>): Sql {
  switch (operation.kind) {
    case "is":
      return sql`${value} is ${keyword(operation.value.replace("_", " "))}`;
    case "in":
      return sql`${value} = any(${arrayText(operation.values)})`;
    case "compare": {
      const { operator, quantifier } = operation;
      const given = operator === "like" || operator === "ilike" ? pattern(operation.value) : operation.value;
      const sign = keyword(postgresOperators[operator]);
      return quantifier === null
        ? sql`${value} ${sign} ${given}`
        : sql`${value} ${sign} ${keyword(quantifier)}(${given})`;
    }
  }
}

/** Addresses have a use of their own for the percent sign, so `*` stands for it. */
function pattern(text: string): string {
  return text.replaceAll("*", "%");
}

function textSearch(
  field: ColumnField,
  { operator, language, value }: Extract<Operation, { kind: "search" }>,
  row: Pick<Side, "column">,
): Sql {
  const configuration = language === null ? null : sql`${literal(language)}::regconfig`;
  const call = (name: string, argument: Sql) =>
    sql`${keyword(name)}(${configuration === null ? argument : sql`${configuration}, ${argument}`})`;
  const subject = fieldValue(field, row);
  const document = isDocument(field) ? subject : call("to_tsvector", subject);
  // Made once, in a query of its own: else Postgres would read the words anew for each row, three thousand of them for milliseconds.
  return sql`${document} @@ (select ${call(searches[operator], sql`${value}`)})`;
}

function isDocument({ column, path }: { column: Column; path: readonly unknown[] }): boolean {
  return column.sql_type === "tsvector" && path.length === 0;
}
