import { isAppError } from "../../errors/app-error.ts";
import type { StepHost } from "../../query/calls/step-statements.ts";
import { compile, type Sql } from "../../sql/sql.ts";
import { inSavepoint } from "./savepoint.ts";
import { type Progress, told } from "./script-progress.ts";
import { statementError } from "./sql-errors.ts";

/** Carries the steps of a function out that a statement of a script calls. */
export function stepHost(progress: Progress, index: number): StepHost {
  const { session, services, catalog } = progress;
  return {
    catalog,
    wordsOf: (error) => (error instanceof Error ? error.message : ""),
    parse: (text) => services.sqlParser.parse(text),
    async ask(statement: Sql, targets) {
      const { text, values } = compile(statement);
      // The cast: a step sends values as Postgres's texts.
      const sent = values as readonly (string | null)[];
      const run = () => session.run(index, { text, values: sent, isWrite: true });
      const { rows } = await told(progress, index, { text, toStatement: () => null }, run, targets);
      return rows[0]?.[0] ?? null;
    },
    attempt: (work) => inSavepoint(session, work),
  };
}

/** What a function raises of its own accord, as an error of the statement that calls it. */
export async function raisedBy<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || isPlaced(error.details)) throw error;
    const { code, message, hint, details } = error;
    const detail = typeof details === "string" ? details : null;
    throw statementError(code, message, { statement: index, position: null }, hint, detail);
  }
}

function isPlaced(details: unknown): boolean {
  return typeof details === "object" && details !== null && "statement" in details;
}
