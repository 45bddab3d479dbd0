/**
 * Kills the app, then Postgres, again and again while everybody writes, and looks whether every acknowledged write is there
 * and none by half:
 *   npm run test:faults [-- --rounds 20 --writers 16 --seconds 2 --only app|postgres]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#tests/harness/free-port.ts";
import { type HeadlessProcess, startHeadless } from "#tests/harness/headless-process.ts";
import { type Cluster, embeddedCluster } from "./faults/cluster.ts";
import { startWriting } from "./faults/crew.ts";
import { type FaultOptions, readOptions } from "./faults/options.ts";
import { createFaultProject, type FaultProject } from "./faults/setup.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

const secret = "kill-minus-nine-tests-share-this-value-5f2c";

/** The app in its process, which is replaced at each kill. */
interface App {
  process: HeadlessProcess;
  start(): Promise<HeadlessProcess>;
}

async function run(options: FaultOptions, dataDir: string): Promise<boolean> {
  const port = String(await freePort());
  const env = { PORT: port, ROWHOUSE_DATA_DIR: dataDir, ROWHOUSE_SECRET: secret, ROWHOUSE_RATE_LIMIT: "off" };
  const start = () => startHeadless(env);
  const app: App = { process: await start(), start };
  try {
    const project = await createFaultProject(app.process.url, options.writers);
    return await killAll(app, embeddedCluster(dataDir, secret), project, options);
  } finally {
    await app.process.stop();
  }
}

async function killAll(
  app: App,
  cluster: Cluster,
  project: FaultProject,
  options: FaultOptions,
): Promise<boolean> {
  const crew = startWriting(project, options.writers);
  const internal: string[] = [];
  const kills = {
    app: async () => {
      await app.process.stop("SIGKILL");
      internal.push(...internalErrors(app.process));
      app.process = await app.start();
    },
    postgres: async (round: number) => cluster.kill(round % 2 === 0 ? "postmaster" : "all"),
  };
  let isRight = true;
  for (const victim of ["app", "postgres"] as const) {
    if (options.only !== null && options.only !== victim) continue;
    const recoveries: number[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      await sleep(options.seconds * 1000);
      const killedAt = performance.now();
      const recovered = project.client.acknowledgedAfter(killedAt);
      await kills[victim](round);
      recoveries.push((await recovered) - killedAt);
      const wrong = await crew.check(cluster);
      isRight &&= wrong.length === 0;
      const ms = Math.round(recoveries.at(-1) ?? 0);
      say(`${victim} ${round + 1}: writes again after ${ms} ms; ${crew.summary()}`);
      for (const line of wrong.slice(0, 20)) say(`  WRONG ${line}`);
    }
    say(
      `\nkill -9 of ${victim}, ${options.rounds} times under ${options.writers} writers: ${times(recoveries)}\n`,
    );
  }
  await crew.stop();
  say(`${crew.refusals()}\n`);
  internal.push(...internalErrors(app.process));
  for (const line of internal.slice(0, 20)) say(`INTERNAL ${line}`);
  say(isRight ? "Every acknowledged write is there, and none by half." : "FAILED: see above.");
  return isRight;
}

/** What the app logged of answers that tell a client nothing: their codes are missing. */
function internalErrors(process: HeadlessProcess): readonly string[] {
  return process
    .logged()
    .split("\n")
    .filter((line) => /"level":(50|"error")/.test(line) && !/RH008|PGRST000/.test(line));
}

function times(recoveries: readonly number[]): string {
  const sorted = [...recoveries].sort((a, b) => a - b);
  const median = sorted[Math.trunc(sorted.length / 2)] ?? 0;
  return `writes again after ${Math.round(median)} ms (median), ${Math.round(sorted.at(-1) ?? 0)} ms (max)`;
}

const options = readOptions(process.argv.slice(2));
const dataDir = mkdtempSync(join(tmpdir(), "rowhouse-faults-"));
try {
  if (!(await run(options, dataDir))) process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
