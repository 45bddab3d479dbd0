import { spawnSync } from "node:child_process";

/** Builds the pages if the sources have changed since the last build. */
export default function setup(): void {
  const parameters = ["scripts/launch.mjs", "build-if-needed"];
  const { NODE_ENV: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, parameters, {
    stdio: "inherit",
    env: { ...env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error("The build failed: the reason is above.");
}
