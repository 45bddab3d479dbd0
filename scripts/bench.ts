/**
 * The cost of a virtual table against a native one, on a Postgres of its own:
 *   npm run bench [-- --json FILE --rows 100000 --background 2000 --seconds 4 --dir FOLDER --only get_pk,range --explain]
 */
import { writeFileSync } from "node:fs";
import pg from "pg";
import { sql } from "#lib/sql/sql.ts";
import { type BenchServer, startBenchServer } from "./bench/bench-server.ts";
import { measureEnvelope } from "./bench/envelope.ts";
import { explainAll } from "./bench/explain.ts";
import { type Loaded, load } from "./bench/load.ts";
import { describeMachine } from "./bench/machine.ts";
import { type Measurement, measure, openSides, processOf, query } from "./bench/measure.ts";
import { type Operation, operationNames } from "./bench/operations.ts";
import { type BenchOptions, readOptions } from "./bench/options.ts";
import { keepOn } from "./bench/placement.ts";
import { operationsOf } from "./bench/prepare.ts";
import { figure, type Row, table } from "./bench/report.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function run(server: BenchServer, options: BenchOptions): Promise<readonly Measurement[]> {
  for (const line of await describeMachine(server.superuser)) say(line);
  const loaded = await load(server, options, say);
  const isPlaced = keepOn("client", process.pid);
  say(
    isPlaced
      ? "client and server on a processor each"
      : "client and server wherever the scheduler puts them: single runs of the shortest operations differ by half",
  );
  const { scope } = loaded;
  const all = await operationsOf(server, loaded, options.rows);
  const operations = all.filter(({ name }) => options.only?.includes(name) ?? true);
  const sides = await openSides(server, scope);
  if (options.explain) await explainAll(sides, operations, say);
  const results: Row[] = [];
  for (const operation of operations) {
    const result = await measure(operation, options.seconds, server, scope, sides);
    results.push({ ...result, target: operation.target });
  }
  await sides.close();
  const rows = [...inOrder(results), bytesRow(loaded, options)];
  say(`\nA statement alone, prepared, row-level security and signed context on (medians)\n\n${table(rows)}`);
  const envelope = await measureEnvelope(server);
  say(
    `\nEnvelope: BEGIN and COMMIT in one round trip with a statement, on a connection that is in its context, ${figure(envelope.envelope_ms)} ms; the statement bare ${figure(envelope.bare_ms)} ms`,
  );
  const node = await throughNode(server, loaded, operations, options.seconds / 2);
  say(`\nThrough Node: database.query, with its envelope, against a bare pg client\n\n${table(node)}`);
  return rows;
}

async function throughNode(
  server: BenchServer,
  { scope }: Loaded,
  operations: readonly Operation[],
  seconds: number,
): Promise<readonly Row[]> {
  const client = new pg.Client(server.owner);
  await client.connect();
  keepOn("server", await processOf(client));
  const { rows: mine } = await server.database.query<{ pid: number }>(
    scope,
    sql`select pg_backend_pid() as pid`,
  );
  for (const { pid } of mine) keepOn("server", pid);
  const rows: Row[] = [];
  for (const operation of operations) {
    // Other parameters than before: what was inserted is there already.
    const shifted = { ...operation, run: (index: number) => operation.run(index + 1_000_000) };
    rows.push(
      await measure(shifted, seconds, server, scope, {
        native: (one) => query(client, one.native),
        virtual: (one) => server.database.query(scope, one.virtual),
      }),
    );
  }
  await client.end();
  return inOrder(rows);
}

const inOrder = (rows: readonly Row[]) =>
  operationNames.flatMap((name) => rows.find(({ operation }) => operation === name) ?? []);

function bytesRow({ bytes }: Loaded, { rows }: BenchOptions): Row {
  const native_ms = bytes.native / rows;
  const virtual_ms = bytes.virtual / rows;
  return { operation: "bytes_per_row", native_ms, virtual_ms, ratio: virtual_ms / native_ms, target: 2 };
}

const options = readOptions(process.argv.slice(2));
const server = await startBenchServer(options.dir);
try {
  const results = await run(server, options);
  if (options.json !== null) {
    const fields = results.map(({ operation, native_ms, virtual_ms, ratio }) => ({
      operation,
      native_ms,
      virtual_ms,
      ratio,
    }));
    writeFileSync(options.json, `${JSON.stringify(fields, null, 2)}\n`);
  }
} finally {
  await server.close();
}
