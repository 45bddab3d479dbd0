/** The worker of `builtin-drafter.ts`: the built-in generator, away from the event loop. */
import { parentPort } from "node:worker_threads";
import { generateBuiltin } from "./builtin/generate.ts";
import type { GenerateInput } from "./proposal.ts";

parentPort?.on("message", (input: GenerateInput) => parentPort?.postMessage(generateBuiltin(input)));
