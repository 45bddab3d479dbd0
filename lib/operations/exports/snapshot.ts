import type { Catalog } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { isStatementFailed, type ResultColumn, type SqlSession } from "../../db/sql-runner.ts";
import { AppError } from "../../errors/app-error.ts";
import { parameterText } from "../../query/parameters.ts";
import { runtime } from "../../runtime/runtime.ts";
import { compile, type Sql } from "../../sql/sql.ts";
import { type Give, gathered } from "./pieces.ts";
import type { RowFormat } from "./row-formats.ts";

const timeoutMs = 4 * 3_600_000;
/** Of one chunk: a hundred of the largest rows. */
const bytesMax = 256 * 1024 * 1024;
const chunkRows = 100;

/** A reading transaction with the definitions that it reads. */
export interface Snapshot {
  readonly scope: TenantScope;
  readonly catalog: Catalog;
  readonly session: SqlSession;
}

/**
 * Reads in one snapshot, whatever others write meanwhile, and gives texts away. What has been given cannot be begun again:
 * until then newer definitions only make the work begin anew.
 */
export async function inSnapshot<T>(
  scope: TenantScope,
  give: Give<T>,
  signal: AbortSignal,
  work: (snapshot: Snapshot, give: Give<T>) => Promise<void>,
): Promise<void> {
  let failure: { readonly error: unknown } | null = null;
  await runtime().catalogs.use(scope, async (catalog) => {
    let isBegun = false;
    const giving: Give<T> = (piece) => {
      isBegun = true;
      return give(piece);
    };
    const limits = { timeoutMs, rowsMax: 0, bytesMax, chunkRows, schema: catalog, signal };
    try {
      await runtime().sqlRunner.transaction(scope, { access: "read", limits }, async (session) => {
        await work({ scope, catalog, session }, giving);
        return { value: null, commit: false };
      });
    } catch (error) {
      const told = isStatementFailed(error)
        ? new AppError(error.failure.sqlstate, "The rows could not be read to their end.", { cause: error })
        : error;
      if (!isBegun) throw told;
      failure = { error: told };
    }
  });
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}

/** Gives the rows of a statement of ours away in a format. */
export async function giveRows(
  { session }: Snapshot,
  statement: Sql,
  format: RowFormat,
  give: Give<string>,
  columns: readonly ResultColumn[],
): Promise<void> {
  const { text, values } = compile(statement);
  const parameters = values.map((value) => parameterText(value as Parameters<typeof parameterText>[0]));
  await giveStream(session, { text, values: parameters }, format, give, columns);
}

/** @param columns null: as the server tells them. */
export async function giveStream(
  session: SqlSession,
  statement: Parameters<SqlSession["stream"]>[1],
  format: RowFormat,
  give: Give<string>,
  columns: readonly ResultColumn[] | null,
): Promise<void> {
  const { write, flush } = gathered(give);
  if (columns !== null) await write(format.begin(columns));
  let isBegun = columns !== null;
  await session.stream(0, statement, {
    rowsMax: Number.POSITIVE_INFINITY,
    take: async (chunk) => {
      if (!isBegun) await write(format.begin(chunk.columns));
      isBegun = true;
      await write(format.rows(chunk.columns, chunk.rows));
    },
  });
  await write(format.end());
  await flush();
}
