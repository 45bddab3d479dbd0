// Starts, builds and tests the product: `node scripts/launch.mjs start | dev | build | test`.
// Plain JavaScript that any Node since 14 can read: it is what finds the Node 24 that all the rest runs on.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, buildIfNeeded } from "./launch/build.mjs";
import { checkInstalled, findNode } from "./launch/checks.mjs";
import { serve } from "./launch/serve.mjs";
import { Stop } from "./launch/stop.mjs";
import { test } from "./launch/test.mjs";

const commands = {
  start: async (node) => {
    await buildIfNeeded(node);
    return serve(node, "production");
  },
  dev: (node) => serve(node, "development"),
  build,
  test,
};

/** For scripts, beside the commands that people use. */
const innerCommands = { "build-if-needed": buildIfNeeded };

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
try {
  const [name = "start", ...parameters] = process.argv.slice(2);
  const command = commands[name] ?? innerCommands[name];
  if (command === undefined)
    throw new Stop(`Unknown command "${name}": use ${Object.keys(commands).join(", ")}.`);
  checkInstalled();
  process.exitCode = await command(await findNode(), parameters);
} catch (error) {
  process.stderr.write(`${error instanceof Stop ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
