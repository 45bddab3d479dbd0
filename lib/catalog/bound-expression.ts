import type { EmbeddedCall } from "./function-parts.ts";

/**
 * An SQL expression over the rows of one table, guarded and with its names resolved: `text`, on lines of its own in
 * parentheses, can stand wherever the table's columns are visible under their own names in a relation with the table's
 * name.
 */
export interface BoundExpression {
  readonly text: string;
  /** The table's columns that it reads, by name. */
  readonly columns: readonly string[];
  /** Other tables that it reads, by name; only where an expression may. */
  readonly tables: readonly string[];
  /** Of a rule: the functions of the database's own that it calls. */
  readonly calls?: readonly EmbeddedCall[];
}

export interface TableExpressions {
  /** Checks, by constraint name. */
  readonly checks?: { readonly [name: string]: BoundExpression };
  /** Unique keys that are no columns' own, by constraint name. */
  readonly keys?: { readonly [name: string]: BoundExpression };
  /** Generated columns and expressions of defaults, by column name. */
  readonly generated?: { readonly [column: string]: BoundExpression };
  readonly defaults?: { readonly [column: string]: BoundExpression };
}
