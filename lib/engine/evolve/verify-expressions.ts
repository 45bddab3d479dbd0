import type { BoundExpression } from "../../catalog/bound-expression.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import type { ExpressionUse } from "../../expression/bind-expression.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { expressionsOf, runnable } from "../bind-expressions.ts";
import { bareType, postgresType } from "../column-sql.ts";
import { overRow } from "../write/row-scope.ts";
import type { SchemaPlan } from "./plan-schema.ts";

/** An expression that a plan brings, and the query by which Postgres says whether its types fit. */
export interface Verification {
  /** As the definition has it. */
  readonly text: string;
  readonly query: Sql;
}

/** Queries without rows for every expression that is new or stands over other columns than before. */
export function verificationsOf(plan: SchemaPlan): readonly Verification[] {
  const befores = new Map(plan.changed.map(({ before, after }) => [after.id, before]));
  return [...plan.created, ...plan.changed.map(({ after }) => after)].flatMap((table) => {
    const before = befores.get(table.id);
    const isSame =
      before !== undefined &&
      isSameJson(before.storage.expressions, table.storage.expressions) &&
      isSameJson(before.definition.columns, table.definition.columns);
    return isSame ? [] : ofTable(table);
  });
}

function ofTable(table: CatalogTable): readonly Verification[] {
  const { checks, keys, generated, defaults } = table.storage.expressions ?? {};
  return expressionsOf(table.definition).flatMap(({ text, use, name }) => {
    const bound = { check: checks, key: keys, generated, default: defaults }[use]?.[name];
    return bound === undefined ? [] : [{ text, query: verification(table, bound, use, name) }];
  });
}

function verification(table: CatalogTable, bound: BoundExpression, use: ExpressionUse, name: string): Sql {
  const column = table.definition.columns.find((other) => other.name === name);
  const value =
    use === "key"
      ? runnable(bound)
      : use === "check" || column === undefined
        ? sql`${runnable(bound)} is not false`
        : sql`${runnable(bound)}::${bareType(column)}`;
  const missing = overRow(table, value, (other) => sql`null::${postgresType(other)}`);
  return sql`select ${missing} where false`;
}
