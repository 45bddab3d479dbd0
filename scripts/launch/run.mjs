import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname } from "node:path";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program to its end and forwards signals to it, so that ending the launcher ends everything that it started.
 *
 * @param options of `spawn`; `env` is added to this process's environment; `onStart` receives the child.
 * @returns the exit code.
 */
export async function run(program, parameters, { env = {}, onStart, ...options } = {}) {
  const child = spawn(program, parameters, {
    stdio: "inherit",
    ...options,
    env: { ...process.env, PATH: withFolder(dirname(program)), ...env },
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of forwarded) process.on(signal, forward);
  const orphanWatch = whenOrphaned(() => child.kill("SIGTERM"));
  onStart?.(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    clearInterval(orphanWatch);
    for (const signal of forwarded) process.off(signal, forward);
  }
}

/** npm that is killed, or a shell between npm and us, passes no signal on: but then somebody else becomes our parent. */
function whenOrphaned(act) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) act();
  }, 250);
}

/** What the program starts by the name `node` has to be the same Node. */
function withFolder(folder) {
  return folder === "." ? process.env.PATH : `${folder}${delimiter}${process.env.PATH ?? ""}`;
}
