import type { SqlSession } from "../../db/sql-runner.ts";
import { sql } from "../../sql/sql.ts";

/** What fails in it leaves nothing, and the transaction goes on. */
export async function inSavepoint<T>({ tx }: Pick<SqlSession, "tx">, work: () => Promise<T>): Promise<T> {
  await tx.query(sql`savepoint "$attempt"`);
  try {
    const done = await work();
    await tx.query(sql`release savepoint "$attempt"`);
    return done;
  } catch (error) {
    // Released as well: one around it has the same name.
    await tx.query(sql`rollback to savepoint "$attempt"`);
    await tx.query(sql`release savepoint "$attempt"`);
    throw error;
  }
}
