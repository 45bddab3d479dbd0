import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { Stop, say } from "./stop.mjs";

const outputFolder = ".next";
const stampFile = join(outputFolder, "rowhouse-build");

/** Everything that the pages are built from. */
const sources = [
  "app",
  "components",
  "lib",
  "public",
  "middleware.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Builds the pages unless there is a build of exactly these sources. */
export async function buildIfNeeded(node) {
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === fingerprint()) return 0;
  // Who starts the product wants to know what the builder says only when it fails.
  const code = await build(node, { isQuiet: true });
  if (code !== 0) throw new Stop("The build failed: the reason is above.");
  return code;
}

/** @returns the exit code. */
export async function build(node, { isQuiet = false } = {}) {
  checkWritable();
  say("Building the pages, which takes a minute …");
  const before = fingerprint();
  let output = "";
  const code = await run(node, ["node_modules/next/dist/bin/next", "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
    },
    onStart: (child) => {
      for (const [from, to] of [
        [child.stdout, process.stdout],
        [child.stderr, process.stderr],
      ]) {
        from.on("data", (chunk) => {
          if (!isQuiet) to.write(chunk);
          output = (output + chunk).slice(-20_000);
        });
      }
    },
  });
  if (/ENOSPC|No space left/.test(output))
    throw new Stop("The disk is full: free some space and start again.");
  if (code !== 0 && isQuiet) process.stderr.write(output);
  // Of the sources as they were when it began: what changed meanwhile may not be in it.
  if (code === 0) writeFileSync(stampFile, before);
  return code;
}

function checkWritable() {
  try {
    mkdirSync(outputFolder, { recursive: true });
    accessSync(outputFolder, constants.W_OK);
  } catch (error) {
    if (error.code === "ENOSPC") throw new Stop("The disk is full: free some space and start again.");
    throw new Stop(
      `The build needs to write to ${join(process.cwd(), outputFolder)}: check who owns that folder.`,
    );
  }
}

/** Changes with every byte of the sources; times do not matter, as a checkout changes them. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const source of sources)
    for (const file of filesIn(source)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => filesIn(join(path, name)));
}
