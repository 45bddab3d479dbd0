/**
 * The data API over HTTP against the least that could answer, its own mount in Next, Parse Server and Directus, on the same
 * rows and indexes of one Postgres; about seven minutes:
 *   npm run bench:http [-- --seconds 3 --json FILE --without "Directus,Rowhouse in Next" --only "get by id,insert"]
 */
import { writeFileSync } from "node:fs";
import { startBenchServer } from "./bench/bench-server.ts";
import { describeMachine } from "./bench/machine.ts";
import { directusTarget } from "./bench-http/directus-target.ts";
import { measure, type Result, residentMegabytes } from "./bench-http/measure.ts";
import { loadNative } from "./bench-http/native-table.ts";
import { parseTarget } from "./bench-http/parse-target.ts";
import { loadAutocannon } from "./bench-http/peers.ts";
import { closedLoopTable, fixedRateTable, rateOf, speedOf } from "./bench-http/report.ts";
import { bareTarget, nextTarget, rowhouseTarget } from "./bench-http/targets.ts";
import { type Target, workloads } from "./bench-http/workload.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

const seconds = Number(option("seconds") ?? 3);
const warmUpSeconds = 2;
const without = option("without")?.split(",") ?? [];
const only = option("only")?.split(",") ?? workloads;
const asked = workloads.filter((workload) => only.includes(workload));
const autocannon = loadAutocannon();
// Five servers with 20 connections each.
const server = await startBenchServer(null, { max_connections: "200" });
const targets: Target[] = [];
try {
  for (const line of await describeMachine(server.superuser)) say(line);
  await loadNative(server.superuser);
  const own = await rowhouseTarget(server);
  const starts = {
    "bare node:http": () => bareTarget(server),
    Rowhouse: async () => own,
    "Rowhouse in Next": () => nextTarget(server, own),
    "Parse Server": () => parseTarget(server),
    Directus: () => directusTarget(server),
  };
  for (const [name, start] of Object.entries(starts)) {
    if (without.includes(name)) continue;
    const target = await start();
    if (target === null) say(`${name} is left out: there is no build of the product (npm run build).`);
    else targets.push(target);
  }
  // Compiled, planned and cached as after the first minute: whoever has more code would begin with a handicap.
  for (const workload of asked) {
    for (const target of targets)
      await measure(autocannon, target, workload, { connections: 16, seconds: warmUpSeconds });
  }
  const results: Result[] = [];
  for (const workload of asked) {
    for (const connections of [1, 16]) {
      // One right after the other: what else the machine does meanwhile meets all.
      for (const target of targets)
        results.push(await measure(autocannon, target, workload, { connections, seconds }));
    }
    const rate = rateOf(targets, results, workload);
    for (const target of targets.filter((one) => speedOf(results, one, workload) > rate))
      results.push(await measure(autocannon, target, workload, { connections: 16, seconds, rate }));
  }
  say(`\nAs fast as they answer:\n\n${closedLoopTable(targets, results)}`);
  say(`\nAt a fixed rate, 16 connections:\n\n${fixedRateTable(targets, results)}\n`);
  for (const { name, pid } of targets) say(`${name}: ${residentMegabytes(pid)} MB resident at the end`);
  const json = option("json");
  if (json !== undefined) writeFileSync(json, JSON.stringify(results, null, 2));
} finally {
  for (const { stop } of targets) stop();
  await server.close();
}
