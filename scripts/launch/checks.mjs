import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { Stop, say } from "./stop.mjs";

const nodeMajor = 24;
const launcherMajorMin = 20;

/** The packages have to be there, all of them: after an update, some may be missing. */
export function checkInstalled() {
  const major = majorOf(process.version);
  if (major < launcherMajorMin) {
    throw new Stop(
      `Rowhouse needs Node ${launcherMajorMin} or newer and this is ${process.version}: install it from https://nodejs.org`,
    );
  }
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const missing = Object.keys(dependencies).filter(
    (name) => !existsSync(join("node_modules", name, "package.json")),
  );
  if (missing.length > 0)
    throw new Stop(`Packages are missing (${missing.slice(0, 3).join(", ")}): run npm ci`);
}

/**
 * The Node 24 that the npm package `node` brings; else this one, if it is as new. npm may have skipped the package's
 * install step (its script policy), which is then made up for.
 */
export async function findNode() {
  const found = installedNode();
  if (found !== null) return found;
  if (majorOf(process.version) >= nodeMajor) return process.execPath;
  say(`npm skipped the step that installs Node ${nodeMajor}; installing it now …`);
  await run(process.execPath, ["installArchSpecificPackage.js"], { cwd: "node_modules/node" });
  const repaired = installedNode();
  if (repaired !== null) return repaired;
  throw new Stop(
    `Node ${nodeMajor} could not be installed: run npm install-scripts approve node && npm rebuild node, or use Node ${nodeMajor} to start.`,
  );
}

function installedNode() {
  const candidates = [join("node_modules", ".bin", "node"), join("node_modules", "node", "bin", "node")];
  return candidates.map((path) => join(process.cwd(), path)).find(isWanted) ?? null;
}

function isWanted(path) {
  if (!existsSync(path)) return false;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return majorOf(stdout ?? "") >= nodeMajor;
}

function majorOf(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10);
}
