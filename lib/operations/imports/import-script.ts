import { AppError, isAppError } from "../../errors/app-error.ts";
import { statementKind } from "../../query/statement-kind.ts";
import { runtime } from "../../runtime/runtime.ts";
import { ident, sql } from "../../sql/sql.ts";
import { advanceImport, finishImport } from "../../store/records/import-work.ts";
import { lockSchema } from "../../store/schema/schema-version.ts";
import { decodeText } from "../../transfer/encoding.ts";
import { plainInsert } from "../../transfer/insert-values.ts";
import { type DumpPart, readDump } from "../../transfer/sql-dump.ts";
import { recordChanges } from "../schema/apply-at-once.ts";
import { step } from "../typed-sql/run-script.ts";
import type { Progress } from "../typed-sql/script-progress.ts";
import { statementError } from "../typed-sql/sql-errors.ts";
import type { ClaimedImport, ImportOutcome } from "./claimed-import.ts";
import type { ScriptSettings } from "./import-settings.ts";
import { Abandoned, reporter } from "./report-progress.ts";
import { type ScriptRun, storeRows, writeRows } from "./script-rows.ts";

const timeoutMs = 6 * 3_600_000;
const skippedMax = 500;

/**
 * Runs a script, COPY and all, in one transaction that holds the definitions: a server that dies leaves nothing behind, and the
 * next one begins anew. What nothing here can do is left out and reported.
 *
 * @throws {AppError} what is wrong with the first statement, or row, that fails, its line in the message.
 */
export async function importScript(claimed: ClaimedImport<ScriptSettings>): Promise<ImportOutcome> {
  const { scope, settings, file, signal } = claimed;
  const services = runtime();
  const limits = { timeoutMs, bytesMax: Number.MAX_SAFE_INTEGER, rowsMax: 1, signal };
  const lock = lockSchema(scope);
  try {
    return await services.sqlRunner.transaction(
      scope,
      { access: "schema", limits, lock },
      async (session) => {
        const run: ScriptRun = {
          claimed,
          progress: {
            services,
            scope,
            session,
            script: {
              copied: new Map(),
              typed: { text: "", statements: [] },
              params: [],
              isDryRun: false,
              skipsUnsupported: true,
              limits,
            },
            catalog: await services.catalogs.read(scope, session.tx),
            changes: [],
            leftOut: new Map(),
            savepoints: [],
          },
          waiting: null,
          counts: { inserted: 0, skipped: 0, rows: 0, statements: 0 },
          tables: new Set(),
          skipped: [],
        };
        const report = reporter(claimed);
        for await (const part of readDump(decodeText(file.chunks(), settings.read.encoding))) {
          await take(run, part);
          await report({ rows: run.counts.rows, bytes: file.position });
        }
        await storeRows(run);
        return { value: await finish(run), commit: true };
      },
    );
  } catch (error) {
    if (error instanceof Abandoned) return error.outcome;
    throw error;
  }
}

async function take(run: ScriptRun, part: DumpPart): Promise<void> {
  switch (part.kind) {
    case "command":
      return;
    case "rows":
      return writeRows(run, part);
    case "statement": {
      const plain = plainInsert(part.text);
      if (plain !== null) return writeRows(run, { ...plain, line: part.line });
      await storeRows(run);
      return runStatement(run, part);
    }
  }
}

/** What a dump says to the session that reads it: nothing that is needed here. */
const settingsOfSessions =
  /^(?:--[^\n]*\s*)*(?:(?:set|reset|begin|commit|end|start\s+transaction)\b|select\s+pg_catalog\.set_config\b)/i;

async function runStatement(
  run: ScriptRun,
  part: { readonly line: number; readonly text: string },
): Promise<void> {
  if (settingsOfSessions.test(part.text)) return;
  const { progress, claimed } = run;
  const { tx } = progress.session;
  const savepoint = ident("import_statement");
  await tx.query(sql`savepoint ${savepoint}`);
  const [before, changes] = [progress.catalog, progress.changes.length];
  try {
    await runParsed(run, part);
    await tx.query(sql`release savepoint ${savepoint}`);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const isLeftOut = claimed.settings.on_error === "skip" || isAboutUsers(run, part.text, error);
    if (!isLeftOut) throw atLine(part.line, error);
    await tx.query(sql`rollback to savepoint ${savepoint}`);
    progress.catalog = before;
    progress.changes.length = changes;
    leaveOut(run, part.line, error);
  }
}

async function runParsed(
  run: ScriptRun,
  { line, text }: { readonly line: number; readonly text: string },
): Promise<void> {
  const { services } = run.progress;
  const parsed = await services.sqlParser.parse(text);
  if (!parsed.ok)
    throw statementError(parsed.code, parsed.message, { statement: 0, position: parsed.position });
  const { statements } = parsed;
  const script = { ...run.progress.script, typed: { text, statements } };
  const progress: Progress = { ...run.progress, script };
  for (const [index, { tree }] of statements.entries()) {
    const result = await step(progress, index, statementKind(tree));
    run.progress.catalog = progress.catalog;
    run.counts.statements += 1;
    if (result.skipped !== undefined) leaveOut(run, line, result.skipped);
    if (result.command === "INSERT") run.counts.inserted += result.row_count;
    if (result.command === "CREATE TABLE")
      run.tables.add(run.progress.catalog.tables.at(-1)?.definition.name ?? "");
  }
}

function leaveOut(
  { skipped }: ScriptRun,
  line: number,
  { message, hint }: { message: string; hint: string | null },
): void {
  if (skipped.length < skippedMax) skipped.push({ line, message, hint });
}

/** Every database has its `users`: a script that makes them brings their rows. */
function isAboutUsers({ progress }: ScriptRun, text: string, { code }: AppError): boolean {
  const isThere = ["42P07", "42710", "42P16", "42701"].includes(code);
  return (
    isThere &&
    progress.catalog.tables.some(
      ({ isAuth, definition }) => isAuth && new RegExp(String.raw`\b${definition.name}\b`).test(text),
    )
  );
}

function atLine(line: number, error: AppError): AppError {
  return new AppError(error.code, `Line ${line}: ${error.message}`, {
    status: error.status,
    details: error.details,
    hint: error.hint ?? "Nothing was stored. Correct the script, or import with what fails left out.",
    cause: error,
  });
}

/** With everything else: a server that dies behind the commit has done it, one that dies before has not. */
async function finish({ claimed, progress, counts, tables, skipped }: ScriptRun): Promise<ImportOutcome> {
  const { scope, row, claim, file } = claimed;
  const { tx } = progress.session;
  if (progress.changes.length > 0) await recordChanges(scope, tx, progress.changes);
  await tx.query(
    advanceImport(scope, row.id, claim, {
      rows: counts.rows,
      bytes: file.bytes,
      inserted: counts.inserted,
      updated: 0,
      skipped: counts.skipped,
    }),
  );
  const report = {
    statements: counts.statements,
    tables: [...tables].filter((name) => name !== ""),
    skipped,
  };
  const ended = await tx.query(finishImport(scope, row.id, claim, { status: "done", error: null, report }));
  if (ended.rows.length === 0) throw new Abandoned({ kind: "lost" });
  return { kind: "done", isNoted: true, filled: report.tables };
}
