import type pg from "pg";
import type { CompiledSql } from "../../sql/sql.ts";
import {
  assertCommitted,
  type Connections,
  connect,
  deallocateSurplus,
  found,
  lost,
  patience,
  release,
} from "../connections/connections.ts";
import { types } from "../connections/pool.ts";
import type { TransactionOptions } from "../database.ts";
import { isPgError } from "../pg-errors.ts";
import { ForgetNames, OneTripQuery, type TripResult } from "../protocol/one-trip-query.ts";
import type { Scope } from "../scope.ts";
import { commitTrip, tripOpening } from "../transaction/opening.ts";

/** Statements that are a whole transaction: its beginning, they and its end are sent before anything is heard. */
export async function inOneTrip(
  connections: Connections,
  scope: Scope,
  statements: readonly CompiledSql[],
  settings: TransactionOptions,
): Promise<TripResult> {
  const { prepared, contexts, limit } = connections;
  const client = await connect(connections, scope);
  let isBroken = false;
  try {
    deallocateSurplus(client, prepared);
    const asked = statements.map(({ text, values }) => {
      const name = prepared.nameOf(client, text);
      return { text, values, ...(name === undefined ? {} : { name }), isAnswer: true } as const;
    });
    const begin = tripOpening(found(contexts, client, scope), settings);
    const trip = new OneTripQuery([...begin, ...asked, commitTrip], types, () => limit.begin(client));
    client.query(trip);
    const answered = patience(client, connections, settings);
    const result = await answered(trip.result).catch(async (error) => {
      contexts.ended(client, false);
      if (isPgError(error)) await answered(abandon(client, trip.parsed));
      throw error;
    });
    contexts.ended(client, result.command === "COMMIT");
    assertCommitted(result.command);
    return result;
  } catch (error) {
    const mapped = limit.refusal(client, settings.readOnly === true) ?? lost(error, settings);
    isBroken = mapped !== error;
    throw mapped;
  } finally {
    release(client, isBroken, connections);
  }
}

/** The transaction is over and the connection as it was; what failed in between is told already. */
async function abandon(client: pg.PoolClient, parsed: readonly string[]): Promise<void> {
  const forget = new ForgetNames(parsed);
  client.query(forget);
  await Promise.all([forget.result, client.query("rollback")]);
}
