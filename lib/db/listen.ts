import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";
import { compile, ident, sql } from "../sql/sql.ts";
import type { Login } from "./connections/pool.ts";

export interface ListenOptions {
  readonly login: Login;
  readonly log: Log;
  /** What to do with the payload of a notification, by channel. */
  readonly channels: { readonly [channel: string]: (payload: string) => void };
  /** Called whenever listening begins: what was sent before, or while the connection was lost, has been missed. */
  readonly onListening: () => void;
}

const probeMs = 15_000;
const retryMsMax = 5_000;

/** Receives notifications (LISTEN) on a connection of its own, and connects again whenever that is lost. */
export function openListener(options: ListenOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const done = keepListening(options, closing.signal);
  return {
    close: () => {
      closing.abort();
      return done;
    },
  };
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const client = new pg.Client({
      ...options.login,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: probeMs,
      application_name: "rowhouse listen",
    });
    try {
      const lost = new Promise<void>((resolve) => {
        client.once("end", resolve);
        client.once("error", () => resolve());
      });
      client.on("notification", ({ channel, payload = "" }) => options.channels[channel]?.(payload));
      await client.connect();
      for (const channel of Object.keys(options.channels))
        await client.query(compile(sql`listen ${ident(channel)}`).text);
      options.onListening();
      failures = 0;
      await probeUntil(client, lost, signal);
    } catch (error) {
      failures += 1;
      if (!signal.aborted) options.log.warn({ err: error }, "listening for notifications failed");
    } finally {
      await client.end().catch(() => undefined);
    }
    // Aborted while it sleeps: nothing is left to do.
    await sleep(Math.min(retryMsMax, 50 * 2 ** failures), undefined, { signal }).catch(() => undefined);
  }
}

/** A connection that a router dropped looks alive until something is sent on it. */
async function probeUntil(client: pg.Client, lost: Promise<void>, signal: AbortSignal): Promise<void> {
  let isLost = false;
  const stop = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    void lost.then(() => {
      isLost = true;
      resolve();
    });
  });
  while (!isLost && !signal.aborted) {
    const timer = new AbortController();
    await Promise.race([stop, sleep(probeMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    if (!isLost && !signal.aborted) await client.query("select 1");
  }
}
