import { rateLimitRules } from "../limits/rules.ts";
import { runtime } from "../runtime/runtime.ts";
import type { Actor } from "./actor.ts";
import { authorize } from "./authorize.ts";
import { executeSql, type RunSqlInput, type SqlResult } from "./execute-sql.ts";
import { streamSql, type WriteLine } from "./stream-sql.ts";
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

/**
 * The same, the results given away in parts: see `streamSql`.
 *
 * @param options.signal closing it ends the statement in Postgres.
 */
export async function runSqlInParts(
  actor: Actor,
  databaseId: string,
  input: RunSqlInput,
  options: { readonly write: WriteLine; readonly signal: AbortSignal },
): Promise<void> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  let failure: { readonly error: unknown } | null = null;
  await runtime().catalogs.use(scope, async (catalog) => {
    let isBegun = false;
    const write: WriteLine = (line) => {
      isBegun = true;
      return options.write(line);
    };
    try {
      await streamSql(runtime(), { scope, catalog }, input, { ...options, write });
    } catch (error) {
      // What has been told cannot be begun again with newer definitions.
      if (!isBegun) throw error;
      failure = { error };
    }
  });
  if (failure !== null) throw (failure as { error: unknown }).error;
}
