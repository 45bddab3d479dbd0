import type { TenantScope } from "../../db/scope.ts";
import type { Violation } from "../../rest/write/violation.ts";
import { runtime } from "../../runtime/runtime.ts";

/** What broke a key is told for the reader's convenience, and so not worth a long search. */
const timeoutMs = 3_000;

/**
 * The values that broke a key, which Postgres does not tell of tables under row-level security.
 *
 * @returns null where they are known, or cannot be found: that a key was broken is certain without them.
 */
export async function brokenKey(scope: TenantScope, { probe }: Violation): Promise<string | null> {
  if (probe === null) return null;
  const { database, log } = runtime();
  try {
    const { rows } = await database.query<{ key: string | null }>(scope, probe, {
      readOnly: true,
      timeoutMs,
    });
    return rows[0]?.key ?? null;
  } catch (error) {
    log.warn({ err: error, project: scope.projectId }, "the values that broke a key could not be looked up");
    return null;
  }
}
