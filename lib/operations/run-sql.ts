import { rateLimitRules } from "../limits/rules.ts";
import { runtime } from "../runtime/runtime.ts";
import type { Actor } from "./actor.ts";
import { authorize } from "./authorize.ts";
import { executeSql, type RunSqlInput, type SqlResult } from "./execute-sql.ts";
import { withinLimit } from "./within-limit.ts";

/**
 * Runs what somebody typed into the SQL panel or sent to the API; see `executeSql` for what can go wrong.
 *
 * @param options.signal closing it cancels the running statement in Postgres.
 */
export async function runSql(
  actor: Actor,
  databaseId: string,
  input: RunSqlInput,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ results: readonly SqlResult[] }> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  return runtime().catalogs.use(scope, (catalog) =>
    executeSql(runtime(), { scope, catalog }, input, options.signal),
  );
}
