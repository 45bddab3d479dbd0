import { vi } from "vitest";

/**
 * What a check gives once it holds. It ends at once where it does; a machine that is busy with other files has 15 seconds,
 * less than any test, so that what fails is the check itself.
 *
 * @param options for what takes longer, or lasts so shortly that it has to be looked for more often.
 */
export function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 15_000, intervalMs = 20 }: { readonly timeoutMs?: number; readonly intervalMs?: number } = {},
): Promise<T> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: intervalMs });
}
