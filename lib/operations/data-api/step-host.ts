import type { Catalog } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { virtualError } from "../../engine/write/virtual-error.ts";
import { isAppError } from "../../errors/app-error.ts";
import { sqlstateOf } from "../../errors/sqlstate.ts";
import { runSteps } from "../../query/calls/run-steps.ts";
import type { StepHost } from "../../query/calls/step-statements.ts";
import type { Prepared } from "../../rest/prepared.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { bodyTools, catalogFor, refusedBody } from "./writing-bodies.ts";

/** Carries the steps of functions out in a transaction. @param targets collects the tables that they write to. */
export function transactionHost(
  tx: Transaction,
  catalog: Catalog,
  targets: Set<string> = new Set(),
): Pick<StepHost, "ask" | "attempt" | "wordsOf"> {
  return {
    wordsOf: (error) => virtualWords(catalog, targets, error),
    async ask(statement, written) {
      for (const name of written) targets.add(name);
      const { rows } = await tx.query<Record<string, string | null>>(statement);
      return Object.values(rows[0] ?? {})[0] ?? null;
    },
    async attempt(work) {
      await tx.query(sql`savepoint "$attempt"`);
      try {
        await work();
      } catch (error) {
        // Released as well: one around it has the same name.
        await tx.query(sql`rollback to savepoint "$attempt"`);
        await tx.query(sql`release savepoint "$attempt"`);
        throw error;
      }
      await tx.query(sql`release savepoint "$attempt"`);
    },
  };
}

/**
 * A call whose function has been carried out for its caller, ready to be answered; any other request as it is.
 *
 * @param targets is told of the tables that the function writes to.
 */
export async function carriedOut(
  tx: Transaction,
  { scope, catalog }: { readonly scope: TenantScope; readonly catalog: Catalog },
  prepared: Prepared,
  targets: Set<string>,
): Promise<Prepared> {
  const { stepped } = prepared;
  if (stepped === undefined) return prepared;
  const { called, given, done } = stepped;
  const own = catalogFor(scope, catalog);
  const { rows } = await tx.query<Record<string, unknown>>(textsOf(given, called.arguments.length));
  const values = called.arguments.map((_, index) => (rows[0]?.[`v${index}`] ?? null) as string | null);
  try {
    const host = { ...bodyTools(own, scope), ...transactionHost(tx, own, targets) };
    const call = await runSteps(host, own.functions?.find(({ id }) => id === called.id) ?? called, values);
    return done({ ...call, targets: [...targets] });
  } catch (error) {
    throw refusedBody(error);
  }
}

/** What an error says; of one that tells how rows are stored, its SQLSTATE. */
function virtualWords(catalog: Catalog, targets: ReadonlySet<string>, error: unknown): string {
  const written = catalog.tables.filter(({ definition }) => targets.has(definition.name));
  const [own] = written.flatMap((table) => virtualError(catalog, table, error)?.message ?? []);
  if (own !== undefined) return own;
  const message = error instanceof Error ? error.message : "";
  const isStorage = !isAppError(error) && /\b(?:project_data\w*|rowhouse\w*|app)\b/.test(message);
  return isStorage ? (sqlstateOf(error) ?? "") : message;
}

/** The one row of a query, each value as its text. */
function textsOf(query: Sql, count: number): Sql {
  const columns = Array.from({ length: count }, (_, index) => ident(`v${index}`));
  if (count === 0) return sql`select`;
  const texts = join(columns.map((column) => sql`${column}::text as ${column}`));
  return sql`select ${texts} from (${query}) as "$given" (${join(columns)})`;
}
