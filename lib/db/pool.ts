import pg from "pg";
import type { Log } from "../log.ts";

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
export function createPool(login: Login, log: Log, max: number): pg.Pool {
  const config = {
    ...login,
    max,
    types,
    pipeline: true,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "rowhouse",
  };
  const pool = new pg.Pool(config);
  // One that dies between two statements of a transaction fails the next of them. Nobody hears of it before, and an event
  // that nobody listens to would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // An idle connection that dies (Postgres restarted) must not take the process with it; the next use reconnects.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  return pool;
}
