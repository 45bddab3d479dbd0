import type pg from "pg";
import type { ConnectionPool } from "./connection-pool.ts";

/** How far a transaction is that somebody may cancel. */
export interface CancelState {
  /** Whether it has ended: its connection may serve somebody else by now. */
  isOver: boolean;
  /** Settled when the server has been told; until then its connection must serve nobody else, who would be cancelled. */
  told?: Promise<unknown>;
}

/** Ends the statement that runs on a connection, through another. */
export async function cancelStatement(
  pool: ConnectionPool,
  client: pg.PoolClient,
  state: CancelState,
): Promise<void> {
  const { processID } = client as pg.PoolClient & { processID?: number };
  // A failure here means that the statement runs into its timeout instead.
  const other = await pool.connect().catch(() => null);
  if (other === null) return;
  try {
    if (processID !== undefined && !state.isOver) {
      state.told = other.query("select pg_cancel_backend($1)", [processID]);
      await state.told;
    }
    other.release();
  } catch {
    other.release(true);
  }
}
