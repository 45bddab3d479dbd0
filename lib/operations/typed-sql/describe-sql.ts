import type { ResultColumn, SqlStatement } from "../../db/sql-runner.ts";
import type { CompiledStatement } from "../../query/write/compile-statement.ts";
import { type Progress, readingProgress, told } from "./script-progress.ts";
import { compiledQuery } from "./script-rows.ts";
import { statementError, type TypedText } from "./sql-errors.ts";
import type { SqlPlace, SqlServices } from "./sql-run.ts";
import { parsedText } from "./sql-text.ts";

export interface DescribeInput {
  readonly query: string;
  /** The types of `$1 …`; what is not told is inferred. */
  readonly param_types?: readonly string[];
}

/** For texts that are looked at and not run. */
const limits = { timeoutMs: 3_000, rowsMax: 0, bytesMax: 4 * 1024 * 1024 };

/** Opens a transaction that asks the server what statements mean, and runs none. */
export function describing<T>(
  services: SqlServices,
  { scope, catalog }: SqlPlace,
  { typed, paramTypes }: { readonly typed: TypedText; readonly paramTypes: readonly string[] },
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const settings = { access: "read", limits: { ...limits, schema: catalog } } as const;
  return services.sqlRunner.transaction(scope, settings, async (session) => {
    const progress = readingProgress(services, { scope, session, catalog }, { typed, paramTypes });
    return { value: await work(progress), commit: false };
  });
}

/** A query or write of the text as it would run, and the columns that it would give. @throws {AppError} as when it runs. */
export async function describeStatement(
  progress: Progress,
  index: number,
): Promise<{ readonly compiled: CompiledStatement; readonly columns: readonly ResultColumn[] }> {
  const statement = progress.script.typed.statements[index];
  if (statement === undefined) throw new RangeError("no such statement");
  const compiled = await compiledQuery(progress, index, statement);
  const asked = unvalued(compiled, progress.script.paramTypes);
  const describe = () => progress.session.describe(index, asked);
  const columns = await told(progress, index, compiled, describe, compiled.targets);
  return { compiled, columns: compiled.returns ? columns : [] };
}

function unvalued({ text, parameters }: CompiledStatement, types: readonly string[] = []): SqlStatement {
  const count = Math.max(0, types.length, ...parameters);
  const unused = Array.from({ length: count }, (_, index) => !parameters.has(index + 1));
  return { text, values: [], unused, types };
}

/** The columns of the one query of a text. */
export async function describeSql(
  services: SqlServices,
  place: SqlPlace,
  { query, param_types: paramTypes = [] }: DescribeInput,
): Promise<readonly ResultColumn[]> {
  const typed = await parsedText(services, query);
  if (typed.statements.length !== 1)
    throw statementError("42601", "It has to be one statement.", { statement: 0, position: null });
  return describing(services, place, { typed, paramTypes }, async (progress) => {
    const { columns } = await describeStatement(progress, 0);
    return columns;
  });
}
