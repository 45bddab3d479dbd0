import { parseArgs } from "node:util";

export interface FaultOptions {
  /** How often each of the two is killed. */
  readonly rounds: number;
  readonly writers: number;
  /** How long everybody writes before a kill. */
  readonly seconds: number;
  readonly only: "app" | "postgres" | null;
}

/** @throws {Error} that names a parameter that cannot be understood. */
export function readOptions(parameters: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string", default: "20" },
      writers: { type: "string", default: "16" },
      seconds: { type: "string", default: "2" },
      only: { type: "string" },
    },
  });
  const { only = null } = values;
  if (only !== null && only !== "app" && only !== "postgres")
    throw new Error(`--only takes app or postgres, not ${only}`);
  return {
    rounds: positive("rounds", values.rounds),
    writers: positive("writers", values.writers),
    seconds: positive("seconds", values.seconds),
    only,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`--${name} takes a number above 0, not ${text}`);
}
