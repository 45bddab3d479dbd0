import type { Catalog, CatalogTable, Change } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { isPgError } from "../../db/pg-errors.ts";
import { atChange, expressionsOf, refusedExpression } from "../../engine/bind-expressions.ts";
import { planSchema, type SchemaPlan } from "../../engine/evolve/plan-schema.ts";
import { type Verification, verificationsOf } from "../../engine/evolve/verify-expressions.ts";
import { ExpressionBook } from "../../expression/expression-book.ts";
import { parseExpressions } from "../../query/parser/parse-expressions.ts";
import type { SqlParser } from "../../query/parser/sql-parser.ts";
import { bindRules } from "./bind-rules.ts";

/**
 * What changes mean for the tables of a database, with the expressions and rules of these: parsed and guarded before
 * planning, their types checked by Postgres.
 *
 * @param trash what can be restored, oldest first.
 * @throws {AppError} as `planSchema`; with Postgres's SQLSTATE and words for an expression, at the change that brought it.
 */
export async function planChanges(
  parser: () => SqlParser,
  tx: Transaction,
  catalog: Catalog,
  { changes, trash }: { readonly changes: readonly Change[]; readonly trash: readonly CatalogTable[] },
): Promise<SchemaPlan> {
  const texts = textsOf([...catalog.tables, ...trash], changes);
  const book = texts.size === 0 ? new ExpressionBook() : await parseExpressions(parser(), texts, catalog);
  try {
    const plan = planSchema(catalog, changes, book, { trash });
    await verify(tx, verificationsOf(plan));
    return await bindRules(parser, tx, { before: catalog, plan, changes });
  } catch (error) {
    throw atChange(error, changes);
  }
}

function textsOf(tables: readonly CatalogTable[], changes: readonly Change[]): ReadonlySet<string> {
  const texts = new Set<string>();
  // No expression follows a change of another table than its own.
  const touched = new Set(changes.flatMap(namesIn));
  for (const { definition, storage } of tables) {
    if (!touched.has(definition.name)) continue;
    const gone = (storage.dropped ?? []).map(({ column }) => column);
    for (const { text } of expressionsOf(definition)) texts.add(text);
    for (const { text } of expressionsOf({ name: definition.name, columns: gone })) texts.add(text);
  }
  for (const change of changes) for (const text of textsOfChange(change)) texts.add(text);
  return texts;
}

function namesIn(change: Change): readonly string[] {
  if (change.kind === "create_table") return [change.table.name];
  return change.kind === "rename_table" ? [change.table, change.to] : [change.table];
}

function textsOfChange(change: Change): readonly string[] {
  switch (change.kind) {
    case "create_table":
      return expressionsOf(change.table).map(({ text }) => text);
    case "add_column":
      return expressionsOf({ name: change.table, columns: [change.column] }).map(({ text }) => text);
    case "alter_column":
      return [change.set.generated, change.set.default_expression].filter((text) => text != null);
    case "add_constraint":
      return change.constraint.expression === undefined ? [] : [change.constraint.expression];
    default:
      return [];
  }
}

async function verify(tx: Transaction, verifications: readonly Verification[]): Promise<void> {
  for (const { text, query } of verifications) {
    await tx.query(query).catch((error: unknown) => {
      if (!isPgError(error)) throw error;
      const message = error.message.replace("argument of IS NOT FALSE", "argument of CHECK");
      const refusal = { code: error.code, message, hint: error.hint ?? null, location: null };
      throw refusedExpression(refusal, text);
    });
  }
}
