import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Which processor a process stays on: this one and Postgres's each have their own. */
export type Place = "client" | "server";

const processors: Record<Place, number> = { client: 0, server: 1 };

/**
 * Keeps a process, with all its threads, on one processor. A statement that wakes a process on another processor takes twice as long as
 * one on its own, so that without it the scheduler's choice weighs more than what the statement does.
 *
 * @returns whether it could: it takes two processors and `taskset` of util-linux.
 */
export function keepOn(place: Place, processId: number): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync("taskset", ["-a", "-c", "-p", String(processors[place]), String(processId)], {
      stdio: "ignore",
    });
    return true;
  } catch {
    // Another kind of system: measured wherever the scheduler puts it, which the report says.
    return false;
  }
}
