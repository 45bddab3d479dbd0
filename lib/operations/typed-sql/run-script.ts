import type { Catalog, Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { SqlAccess } from "../../db/sql-runner.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { callsWriting } from "../../query/calls/stored-calls.ts";
import { type StatementKind, statementKind } from "../../query/statement-kind.ts";
import { Refused } from "../../query/write/refused.ts";
import { sql } from "../../sql/sql.ts";
import { lockSchema } from "../../store/schema/schema-version.ts";
import { recordChanges } from "../schema/apply-at-once.ts";
import { runBlock } from "./script-block.ts";
import { runCopy } from "./script-copy.ts";
import { runDefinition } from "./script-definition.ts";
import { runExplain } from "./script-explain.ts";
import { runLargeChange } from "./script-large-change.ts";
import { aboutLeftOut, madeBy, missesName, namesOtherSchema, neededOf } from "./script-left-out.ts";
import { closedNote, closeInstead, isCircular } from "./script-policies.ts";
import { newProgress, type Progress, type Script } from "./script-progress.ts";
import { runRows } from "./script-rows.ts";
import { runTransaction } from "./script-transaction.ts";
import {
  isIndexOfView,
  isOfOtherText,
  isPlpgsql,
  isUnsupported,
  skipped,
  unsupportedStatement,
} from "./script-unsupported.ts";
import { refusalError } from "./sql-errors.ts";
import type { SqlResult, SqlServices } from "./sql-run.ts";

/** Runs a script in one transaction, all or nothing. */
export async function runScript(
  services: SqlServices,
  scope: TenantScope,
  catalog: Catalog,
  script: Script,
): Promise<readonly SqlResult[]> {
  const kinds = script.typed.statements.map(({ tree }) =>
    callsWriting(catalog, tree) ? "write" : statementKind(tree),
  );
  const access = accessOf(kinds, script);
  // Of an attempt before, of which nothing has happened.
  script.kept?.refusals.clear();
  script.kept?.writes.clear();
  if (access === "schema") script.kept?.refusals.add("It changes definitions, too.");
  const limits = access === "schema" ? script.limits : { ...script.limits, schema: catalog };
  const lock = access === "schema" ? { lock: lockSchema(scope) } : {};
  const made: Change[] = [];
  const startedAt = performance.now();
  const { results, large } = await services.sqlRunner.transaction(
    scope,
    { access, limits, ...lock },
    async (session) => {
      // Under the exclusive lock: what is at hand may be behind.
      const newest = access === "schema" ? await services.catalogs.read(scope, session.tx) : catalog;
      const progress = newProgress({ services, scope, session, script, catalog: newest });
      const results: SqlResult[] = [];
      for (const [index, kind] of kinds.entries()) results.push(await step(progress, index, kind));
      await secondPass(progress, kinds, results);
      const { large } = progress;
      const value = { results, large };
      if (large !== undefined) return { value, commit: false };
      if (access === "schema") await recordChanges(scope, session.tx, progress.changes);
      if (!script.isDryRun) made.push(...progress.changes);
      return { value, commit: !script.isDryRun };
    },
  );
  if (large !== undefined) return [await runLargeChange(services, scope, script, { ...large, startedAt })];
  return withNotices(results, [...((await services.ruleWarnings?.(scope, made))?.values() ?? [])]);
}

/**
 * A function in plpgsql may name what is made behind it, and policies and triggers name the function: what was left out
 * because something was not there yet is tried once more when all the rest is.
 */
async function secondPass(
  progress: Progress,
  kinds: readonly StatementKind[],
  results: SqlResult[],
): Promise<void> {
  const { statements } = progress.script.typed;
  const hasEarly = results.some(
    ({ skipped }, index) => missesName(skipped?.code) && isPlpgsql(statements[index]?.tree ?? nothing),
  );
  if (!hasEarly) return;
  for (const [index, { skipped }] of results.entries()) {
    const tree = statements[index]?.tree;
    const kind = kinds[index];
    if (kind !== "definition" || tree === undefined || !missesName(skipped?.code)) continue;
    for (const name of madeBy(tree)) progress.leftOut.delete(name);
    results[index] = await step(progress, index, kind);
  }
}

const nothing = { kind: "", fields: {} };

/** What the leak matrix found, behind the last statement that was about rules. */
function withNotices(results: readonly SqlResult[], warnings: readonly string[]): readonly SqlResult[] {
  const last = results.findLastIndex(({ command }) => /POLICY|GRANT|REVOKE/.test(command));
  if (warnings.length === 0 || last === -1) return results;
  return results.map((result, index) =>
    index === last
      ? { ...result, notice: [result.notice, ...warnings].filter((text) => text !== undefined).join("; ") }
      : result,
  );
}

function accessOf(kinds: readonly StatementKind[], { typed }: Script): SqlAccess {
  if (kinds.includes("definition")) return "schema";
  const isAnalyzed = typed.statements.some(({ tree }) => tree.kind === "ExplainStmt");
  return kinds.includes("write") || kinds.includes("copy") || isAnalyzed ? "write" : "read";
}

/** Runs one statement of a script; one that nothing here can do is left out where the script says so. */
export async function step(progress: Progress, index: number, kind: StatementKind): Promise<SqlResult> {
  const { script } = progress;
  if (!script.skipsUnsupported) return run(progress, index, kind);
  const { tx } = progress.session;
  const about = leftOutTarget(progress, index);
  if (about !== null) return about;
  await tx.query(sql`savepoint "$statement"`);
  try {
    const result = await run(progress, index, kind);
    if (kind !== "transaction") await tx.query(sql`release savepoint "$statement"`);
    return result;
  } catch (error) {
    const statement = script.typed.statements[index];
    if (!isAppError(error) || statement === undefined) throw error;
    const needed = neededOf(progress.leftOut, error);
    const isOther = error.code === "3F000" || (error.code === "42P01" && namesOtherSchema(statement.tree));
    const isUntaken =
      isUnsupported(error, kind) ||
      isCircular(error, statement.tree) ||
      isPlpgsql(statement.tree) ||
      isOfOtherText(error, kind, statement.tree, progress.catalog) ||
      isIndexOfView(error, statement.tree);
    if (needed === null && !isOther && !isUntaken) throw error;
    await tx.query(sql`rollback to savepoint "$statement"`);
    const isClosed = await closeInstead(progress, statement.tree);
    const result = skipped(script.typed, index, error, needed, isClosed ? closedNote : null);
    for (const name of madeBy(statement.tree))
      progress.leftOut.set(name, {
        line: result.skipped?.line ?? 0,
        isTable: statement.tree.kind === "CreateStmt",
      });
    return result;
  }
}

function leftOutTarget({ leftOut, catalog, script }: Progress, index: number): SqlResult | null {
  const statement = script.typed.statements[index];
  const about = statement === undefined ? null : aboutLeftOut(leftOut, catalog, statement.tree);
  if (about === null) return null;
  const { name, line } = about;
  const error = new AppError("0A000", `The table "${name}" of line ${line} was left out.`, { status: 400 });
  return skipped(script.typed, index, error, about);
}

async function run(progress: Progress, index: number, kind: StatementKind): Promise<SqlResult> {
  const { typed } = progress.script;
  const statement = typed.statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  try {
    switch (kind) {
      case "query":
      case "write":
        return await runRows(progress, index, statement);
      case "copy":
        return await runCopy(progress, index, statement);
      case "definition":
        if (statement.tree.kind === "DoStmt") return await runBlock(progress, index, statement);
        return await runDefinition(progress, index, statement);
      case "transaction":
        return await runTransaction(progress, index, statement);
      case "explain":
        return await runExplain(progress, index, statement);
      case "unsupported":
        throw unsupportedStatement(statement.tree);
    }
  } catch (error) {
    if (error instanceof Refused) throw refusalError(typed, index, error.refusal);
    throw error;
  }
}
