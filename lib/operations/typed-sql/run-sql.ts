import type { Catalog } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { ruleWarnings } from "../rules/rule-warnings.ts";
import { withinLimit } from "../within-limit.ts";
import { executeSql } from "./execute-sql.ts";
import { noteResults } from "./note-rows.ts";
import { changeLargeTables } from "./script-large-change.ts";
import { beginRun, type NotedRun, type RunNote, type RunOutcome } from "./sql-history.ts";
import type { RunSqlInput, SqlPlace, SqlResult, SqlServices } from "./sql-run.ts";
import { streamSql, type WriteLine } from "./stream-sql.ts";

/**
 * Runs what somebody typed into the SQL panel or sent to the API, and notes it; see `executeSql` for what can go wrong.
 *
 * @param options.signal closing it cancels the running statement in Postgres.
 */
export async function runSql(
  actor: Actor,
  databaseId: string,
  input: RunSqlInput,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<{ results: readonly SqlResult[]; run?: NotedRun }> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  const note = beginRun(actor, scope, input);
  try {
    const { results } = await runtime().catalogs.use(scope, (catalog) =>
      executeSql(typedSqlServices(), placeOf(scope, catalog, note), input, signal),
    );
    await noteResults(scope, results);
    const run = await note.done(outcomeOf(results));
    return run !== null && wantsRun(input) ? { results, run } : { results };
  } catch (error) {
    await note.failed(error, signal);
    throw error;
  }
}

function typedSqlServices(): SqlServices {
  return { ...runtime(), ruleWarnings, changeLarge: changeLargeTables };
}

/** Who says that a run is to be noted, or undone, is told what it is called. */
function wantsRun({ history, undo }: RunSqlInput): boolean {
  return history === true || undo === true;
}

function placeOf(scope: TenantScope, catalog: Catalog, { kept }: RunNote): SqlPlace {
  return kept === undefined ? { scope, catalog } : { scope, catalog, kept };
}

function outcomeOf(results: readonly Pick<SqlResult, "command" | "row_count">[]): RunOutcome {
  return {
    commands: results.map(({ command }) => command),
    row_count: results.reduce((sum, { row_count: count }) => sum + count, 0),
  };
}

/**
 * The same, the results given away in parts: see `streamSql`. The last line is `{run}` for who asked for it.
 *
 * @param options.signal closing it ends the statement in Postgres.
 */
export async function runSqlInParts(
  actor: Actor,
  databaseId: string,
  input: RunSqlInput,
  { write, signal }: { readonly write: WriteLine; readonly signal: AbortSignal },
): Promise<void> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  const note = beginRun(actor, scope, input);
  const told = new ToldResults(write);
  try {
    await stream(scope, input, { note, told, signal });
    await noteResults(scope, told.results);
    const run = await note.done(outcomeOf(told.results));
    if (run !== null && wantsRun(input)) await write({ run });
  } catch (error) {
    await note.failed(error, signal);
    throw error;
  }
}

async function stream(
  scope: TenantScope,
  input: RunSqlInput,
  {
    note,
    told,
    signal,
  }: { readonly note: RunNote; readonly told: ToldResults; readonly signal: AbortSignal },
): Promise<void> {
  let failure: { readonly error: unknown } | null = null;
  await runtime().catalogs.use(scope, async (catalog) => {
    try {
      await streamSql(typedSqlServices(), placeOf(scope, catalog, note), input, {
        write: told.write,
        signal,
      });
    } catch (error) {
      // What has been told cannot be begun again with newer definitions.
      if (!told.isBegun) throw error;
      failure = { error };
    }
  });
  if (failure !== null) throw (failure as { error: unknown }).error;
}

/** Passes lines on, and remembers what they come to. */
class ToldResults {
  isBegun = false;
  readonly results: { readonly command: string; row_count: number; tables?: readonly string[] }[] = [];
  readonly #write: WriteLine;

  constructor(write: WriteLine) {
    this.#write = write;
  }

  readonly write: WriteLine = (line) => {
    this.isBegun = true;
    const { command, row_count: count, tables } = line as Partial<SqlResult>;
    if (command !== undefined) this.results.push({ command, row_count: 0 });
    const last = this.results.at(-1);
    if (count !== undefined && last !== undefined) last.row_count = count;
    if (tables !== undefined && last !== undefined) last.tables = tables;
    return this.#write(line);
  };
}
