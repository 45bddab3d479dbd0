import { authError } from "./auth-error.ts";

const unitMs: { readonly [unit: string]: number } = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * When a ban ends that begins now; null for `none`.
 *
 * @param text as Go writes durations: `24h`, `1h30m`, `300ms`.
 * @throws {AppError} validation_failed
 */
export function banEnd(text: string, now: Date = new Date()): Date | null {
  if (text === "none") return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw authError(
      "validation_failed",
      `invalid format for ban duration: time: invalid duration "${text.slice(0, 40)}"`,
    );
  }
  const ms = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
  // A thousand years are for ever.
  return new Date(now.getTime() + Math.min(ms, 3.2e13));
}
