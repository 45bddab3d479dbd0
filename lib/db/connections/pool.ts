import pg from "pg";
import type { Log } from "../../log.ts";
import { ConnectionPool } from "./connection-pool.ts";

/** How to reach the server: a URL, or parts for a Unix socket. */
export type ConnectionTarget = Pick<pg.ClientConfig, "host" | "port" | "database" | "ssl">;

export interface Login extends ConnectionTarget {
  readonly user: string;
  readonly password: string;
}

/** JSON where JSON can hold the value exactly, else Postgres's text; `bigint` as a number while it is a safe one. */
const parsers: { readonly [oid: number]: (text: string) => unknown } = {
  [pg.types.builtins.INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [pg.types.builtins.DATE]: (text) => text,
};

/** How values of the server become values here. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** A pool of pipelining connections: what is written in one go travels in one round trip. */
export function createPool(login: Login, log: Log, max: number): ConnectionPool {
  return new ConnectionPool({
    config: {
      ...login,
      types,
      pipeline: true,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: "rowhouse",
    },
    max,
    idleMs: 30_000,
    waitMs: 10_000,
    // Postgres was restarted, perhaps; the next use connects again.
    onLost: (error) => log.warn({ err: error }, "an idle database connection was lost"),
  });
}
