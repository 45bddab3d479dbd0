import type { Log } from "../log.ts";

/**
 * An exception that nobody caught leaves the process in an unknown state: it is logged, and the server stops in order.
 * A rejected promise that nobody awaited concerns one request: it is logged.
 */
export function onCrash(log: Log, stop: () => void): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an exception was not caught; stopping");
    process.exitCode = 1;
    stop();
  });
  process.on("unhandledRejection", (reason) => log.error({ err: reason }, "a rejection was not handled"));
}
