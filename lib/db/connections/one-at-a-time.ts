import type pg from "pg";

/** Asks a connection one thing; what is asked meanwhile waits. */
export type Ask = <Row extends pg.QueryResultRow>(
  query: string | pg.QueryConfig,
) => Promise<pg.QueryResult<Row>>;

/**
 * Sends what is asked of a connection when the one before has been answered, whether that failed or not. For those that do
 * not pipeline, as portals forbid it: pg is about to queue for them no longer.
 */
export function oneAtATime(client: Pick<pg.PoolClient, "query">): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return <Row extends pg.QueryResultRow>(query: string | pg.QueryConfig) => {
    const answer = last.then(() => client.query<Row>(query));
    last = answer.catch(() => undefined);
    return answer;
  };
}
