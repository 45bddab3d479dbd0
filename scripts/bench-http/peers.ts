import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Autocannon } from "./measure.ts";

/** What others have made, each in a folder with a `package.json` of its own. */
const peersFolder = resolve("scripts/bench-http/peers");
export const directusFolder = resolve("scripts/bench-http/peers/directus");

/** Installs a folder's packages unless they are there. @param name one of them. */
export function installed(folder: string, name: string): string {
  if (!existsSync(`${folder}/node_modules/${name}`))
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder], { stdio: "inherit" });
  return folder;
}

export function loadAutocannon(): Autocannon {
  const folder = installed(peersFolder, "parse-server");
  return createRequire(`${folder}/package.json`)("autocannon") as Autocannon;
}
