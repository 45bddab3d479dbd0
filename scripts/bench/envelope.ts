import pg from "pg";
import { types } from "#lib/db/connections/pool.ts";
import { OneTripQuery, type TripStatement } from "#lib/db/protocol/one-trip-query.ts";
import { commitTrip, tripOpening } from "#lib/db/transaction/opening.ts";
import type { BenchServer } from "./bench-server.ts";
import { median, processOf, timed } from "./measure.ts";
import { keepOn } from "./placement.ts";

const runs = 2_000;

export interface Envelope {
  readonly bare_ms: number;
  readonly envelope_ms: number;
}

/** What BEGIN and COMMIT add to a statement when all travel together, on a connection that is in its context. */
export async function measureEnvelope(server: BenchServer): Promise<Envelope> {
  const config = { ...server.login("rowhouse_request"), pipeline: true };
  const client = new pg.Client(config);
  await client.connect();
  keepOn("server", await processOf(client));
  const statement = { text: "select 1 as one", name: "one", isAnswer: true } as const;
  const opening = tripOpening({ context: null, hasTimeout: true }, { readOnly: true });
  const send = (statements: readonly TripStatement[]) => {
    const trip = new OneTripQuery(statements, types);
    client.query(trip);
    return trip.result;
  };
  const times = { bare: [] as number[], envelope: [] as number[] };
  for (let index = 0; index < runs; index += 1) {
    times.bare.push(await timed(() => send([statement])));
    times.envelope.push(await timed(() => send([...opening, statement, commitTrip])));
  }
  await client.end();
  return { bare_ms: median(times.bare), envelope_ms: median(times.envelope) };
}
