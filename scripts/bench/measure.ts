import { createHash } from "node:crypto";
import pg from "pg";
import { signClaims } from "#lib/db/claims.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { type CompiledSql, compile } from "#lib/sql/sql.ts";
import type { BenchServer } from "./bench-server.ts";
import type { Operation, Run } from "./operations.ts";
import { keepOn } from "./placement.ts";

export interface Measurement {
  readonly operation: string;
  readonly native_ms: number;
  readonly virtual_ms: number;
  readonly ratio: number;
}

/** One connection for each side; statements are prepared once, named by their text. */
export interface Sides {
  readonly native: pg.Client;
  readonly virtual: pg.Client;
  close(): Promise<void>;
}

/** The virtual side is the product's login with the signed context of the project: row-level security binds it. */
export async function openSides(server: BenchServer, scope: TenantScope): Promise<Sides> {
  const native = new pg.Client(server.owner);
  const virtual = new pg.Client(server.login("rowhouse_request"));
  await Promise.all([native.connect(), virtual.connect()]);
  for (const client of [native, virtual]) keepOn("server", await processOf(client));
  await signIn(virtual, server, scope);
  return { native, virtual, close: async () => void (await Promise.all([native.end(), virtual.end()])) };
}

/** The process of Postgres that answers a client. */
export async function processOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/** For the session, so that a statement is timed alone; it lasts ten minutes. */
async function signIn(client: pg.Client, server: BenchServer, scope: TenantScope): Promise<void> {
  await client.query("select app.enter_context($1, false)", [signClaims(scope, server.signingKey)]);
}

const runsMin = 15;
const runsMax = 3_000;
const warmUpRuns = 12;

/** Runs both sides by turns, so that whatever else the machine does meets both, and takes the medians. */
export async function measure(
  operation: Operation,
  seconds: number,
  server: BenchServer,
  scope: TenantScope,
  runSides: { native(run: Run): Promise<unknown>; virtual(run: Run): Promise<unknown> } | Sides,
): Promise<Measurement> {
  const sides = "close" in runSides ? prepared(runSides) : runSides;
  if ("close" in runSides) await signIn(runSides.virtual, server, scope);
  const times = { native: [] as number[], virtual: [] as number[] };
  const end = performance.now() + seconds * 1000;
  for (let index = 0; index < runsMax && (index < runsMin || performance.now() < end); index += 1) {
    const run = operation.run(index);
    const order = index % 2 === 0 ? (["native", "virtual"] as const) : (["virtual", "native"] as const);
    for (const side of order) {
      const ms = await timed(() => sides[side](run));
      if (index >= Math.min(warmUpRuns, runsMin / 3)) times[side].push(ms);
    }
  }
  const native_ms = median(times.native);
  const virtual_ms = median(times.virtual);
  return { operation: operation.name, native_ms, virtual_ms, ratio: virtual_ms / native_ms };
}

function prepared(sides: Sides): { native(run: Run): Promise<unknown>; virtual(run: Run): Promise<unknown> } {
  return {
    native: (run) => query(sides.native, run.native),
    virtual: (run) => query(sides.virtual, compile(run.virtual)),
  };
}

export function query(client: pg.Client, { text, values }: CompiledSql): Promise<pg.QueryResult> {
  return client.query({ name: nameOf(text), text, values: [...values] });
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
  names.set(text, name);
  return name;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const median = (values: readonly number[]) => percentile(values, 0.5);

/** @param share from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
