import { join, literal, type Sql, sql } from "../sql/sql.ts";

/** The place of a value of an enum among the labels as they are declared, which it sorts and compares by; null of null. */
export function labelPlace(labels: readonly string[], value: Sql): Sql {
  return sql`array_position(${labelList(labels)}, ${value})`;
}

/** The labels in their order, as an array of texts. */
export function labelList(labels: readonly string[]): Sql {
  return sql`array[${join(labels.map(literal))}]::text[]`;
}
