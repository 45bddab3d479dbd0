import type { Json } from "../../catalog/types.ts";
import { isStatementFailed } from "../../db/sql-runner.ts";
import { AppError, invalidInput } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { callsWriting } from "../../query/calls/stored-calls.ts";
import { statementKind } from "../../query/statement-kind.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readingProgress, withParameters } from "../typed-sql/script-progress.ts";
import { compiledQuery } from "../typed-sql/script-rows.ts";
import { failureError } from "../typed-sql/sql-errors.ts";
import { type ParsedText, parsedText } from "../typed-sql/sql-text.ts";
import { withinLimit } from "../within-limit.ts";
import { type ExportedFile, mediaTypes } from "./export-table.ts";
import { piecesOf } from "./pieces.ts";
import { csvFormat, markdownFormat, type RowFormat, resultFormat } from "./row-formats.ts";
import { giveStream, inSnapshot, type Snapshot } from "./snapshot.ts";

export interface ExportQueryInput {
  readonly query: string;
  readonly params?: readonly Json[];
  /** The types of the parameters, as Postgres names them; what is not told is inferred. */
  readonly param_types?: readonly string[];
  /** Of a text of several statements the one, from 0, whose result is meant; nothing else of it runs. */
  readonly statement?: number;
  readonly format: "csv" | "tsv" | "json" | "ndjson" | "markdown";
  readonly safe?: boolean;
}

/**
 * All rows of one typed query as a file.
 *
 * @throws {AppError} the SQLSTATE of what is wrong with it; 0A000 for anything but one query; RH002 when the text has no
 * such statement.
 */
export async function exportQuery(
  actor: Actor,
  databaseId: string,
  input: ExportQueryInput,
  { signal: asked }: { readonly signal?: AbortSignal } = {},
): Promise<ExportedFile> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  const typed = await parsedText(runtime(), input.query);
  const index = statementOf(typed, input);
  const pieces = piecesOf<string>(
    (give, signal) =>
      inSnapshot(scope, give, signal, async (snapshot, giving) => {
        const { statement, told } = await compiled(snapshot, typed, index, input);
        await giveStream(snapshot.session, statement, formatOf(input), giving, null).catch(
          (error: unknown) => {
            throw told(error);
          },
        );
      }),
    asked,
  );
  const { format } = input;
  return { name: `result.${format === "markdown" ? "md" : format}`, type: mediaTypes[format], pieces };
}

function formatOf({ format, safe: isSafe = false }: ExportQueryInput): RowFormat {
  if (format === "markdown") return markdownFormat();
  if (format === "json" || format === "ndjson") return resultFormat(format === "json");
  return csvFormat({ isSafe, delimiter: format === "tsv" ? "\t" : "," });
}

function statementOf({ statements }: ParsedText, { statement = 0 }: ExportQueryInput): number {
  if (statement >= statements.length && statement > 0)
    throw invalidInput([
      { path: "/statement", message: `is none of the ${statements.length} statements of the query` },
    ]);
  return statement;
}

async function compiled(
  { scope, catalog, session }: Snapshot,
  typed: ParsedText,
  index: number,
  { params = [], param_types: paramTypes = [], statement: asked }: ExportQueryInput,
) {
  const statement = typed.statements[index];
  const isQuery =
    statement !== undefined &&
    statementKind(statement.tree) === "query" &&
    !callsWriting(catalog, statement.tree);
  if (!isQuery || (asked === undefined && typed.statements.length > 1))
    throw new AppError("0A000", "Only the result of one query can be exported.", {
      status: 400,
      hint: "Leave one SELECT that writes nothing, or tell with `statement` which one is meant.",
    });
  const progress = readingProgress(runtime(), { scope, catalog, session }, { typed, params, paramTypes });
  const query = await compiledQuery(progress, index, statement);
  return {
    statement: withParameters(query, progress.script, index),
    told: (error: unknown) =>
      isStatementFailed(error)
        ? failureError(catalog, typed, query, { ...error.failure, statement: index })
        : error,
  };
}
