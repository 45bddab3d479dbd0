import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartError } from "../../errors/start-error.ts";
import { explainFailure } from "./explain-failure.ts";
import { giveTo, type Places, writePrivateFile } from "./places.ts";
import { runProgram } from "./programs.ts";

export const superuser = "rowhouse_owner";

/** Of the binaries; a cluster of another one needs pg_upgrade. */
const majorVersion = "18";

const options = [
  `--username=${superuser}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--data-checksums",
  "--no-instructions",
];

// The character classes of the C library still matter to full-text search; not every system has C.UTF-8.
const locales = [["--locale=C", "--lc-ctype=C.UTF-8"], ["--locale=C"]];

/**
 * Makes the cluster if there is none: UTF-8 with the builtin C.UTF-8 locale, so that no index depends on the system's
 * libraries; scram passwords; checksums.
 *
 * @throws {StartError} if it cannot, or if the cluster is one of another major version.
 */
export async function initializeCluster(places: Places, password: string): Promise<void> {
  if (existsSync(join(places.cluster, "PG_VERSION"))) return checkVersion(places.cluster);
  const passwordFile = writePrivateFile(dirname(places.cluster), places.account, password);
  try {
    await createCluster(places, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (version === majorVersion) return;
  throw new StartError(
    `${cluster} was made by Postgres ${version} and this version of Rowhouse brings ${majorVersion}: start the version of Rowhouse that made it.`,
  );
}

async function createCluster(places: Places, passwordFile: string): Promise<void> {
  // Under another name until it is complete: a start that is cut short leaves nothing that looks like a cluster.
  const draft = `${places.cluster}.new`;
  let output = "";
  for (const locale of locales) {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    giveTo(places.account, draft);
    const parameters = [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...options, ...locale];
    const run = await runProgram(places, "initdb", parameters);
    if (run.code === 0) return renameSync(draft, places.cluster);
    output = run.output;
    if (!output.includes("locale name")) break;
  }
  rmSync(draft, { recursive: true, force: true });
  throw explainFailure("make its data folder", output, null);
}
