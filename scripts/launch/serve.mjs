import { existsSync } from "node:fs";
import { run } from "./run.mjs";
import { say } from "./stop.mjs";
import { v8Options } from "./v8-options.mjs";

/**
 * Runs the server until it ends.
 *
 * @returns its exit code.
 */
export function serve(node, environment) {
  const isDevelopment = environment === "development";
  const parameters = [
    ...v8Options,
    ...(existsSync(".env") ? ["--env-file=.env"] : []),
    "server.ts",
    ...(isDevelopment ? ["--dev"] : []),
  ];
  return run(node, parameters, {
    // The fourth is the channel on which the server tells what a person should read.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      NODE_ENV: environment,
      NEXT_TELEMETRY_DISABLED: "1",
      // In a terminal, JSON lines would bury the one line that matters.
      ...(process.stdout.isTTY && !process.env.LOG_LEVEL ? { LOG_LEVEL: "warn" } : {}),
    },
    onStart: (child) => {
      say("Starting Rowhouse …");
      child.on("message", (message) => print(message));
    },
  });
}

function print(message) {
  if (message.kind === "line") say(message.line);
  if (message.kind !== "ready") return;
  if (message.isBuiltinGenerator) {
    say(
      "No AI key is set: the built-in generator turns words into tables (set MISTRAL_API_KEY or AI_BASE_URL to use a model).",
    );
  }
  say(`Rowhouse is running: ${message.url}`);
}
