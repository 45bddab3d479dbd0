import pg from "pg";
import { signClaims } from "#lib/db/claims.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { compile, literal, sql } from "#lib/sql/sql.ts";
import type { BenchServer } from "./bench-server.ts";
import { median, query, timed } from "./measure.ts";

const runs = 2_000;

export interface Envelope {
  readonly bare_ms: number;
  readonly envelope_ms: number;
}

/** What BEGIN, the signed context and COMMIT add to a statement when all travel together. */
export async function measureEnvelope(server: BenchServer, scope: TenantScope): Promise<Envelope> {
  const config = { ...server.login("rowhouse_request"), pipeline: true };
  const client = new pg.Client(config);
  await client.connect();
  const statement = { text: "select 1 as one", values: [] };
  const enveloped = () => {
    const claims = literal(signClaims(scope, server.signingKey));
    const { text } = compile(sql`begin; set local "app.claims" = ${claims}`);
    return Promise.all([client.query(text), query(client, statement), client.query("commit")]);
  };
  const times = { bare: [] as number[], envelope: [] as number[] };
  for (let index = 0; index < runs; index += 1) {
    times.bare.push(await timed(() => query(client, statement)));
    times.envelope.push(await timed(enveloped));
  }
  await client.end();
  return { bare_ms: median(times.bare), envelope_ms: median(times.envelope) };
}
