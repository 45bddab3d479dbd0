/** A run whose writes keep the rows as they find and leave them, so that they can be undone. */
export interface KeptRun {
  readonly id: string;
  readonly userId: string;
  /** 0-based index of the statement. */
  readonly statement: number;
  /** Why what the statements write cannot be undone; the compiler adds to them. */
  readonly refusals: Set<string>;
  /** How often each table is written to, by its id; `Infinity` once its rows get other storage ids. */
  readonly writes: Map<string, number>;
  /** Whether the server tells the row before an upsert (`old`): Postgres 18. */
  readonly knowsOld?: boolean;
}
