import type { Json } from "../../catalog/types.ts";
import { isStatementFailed } from "../../db/sql-runner.ts";
import { AppError } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { compileSelect } from "../../query/compile-select.ts";
import { statementKind } from "../../query/statement-kind.ts";
import { placeOfSyntaxError } from "../../query/statement-places.ts";
import { callsStored } from "../../query/stored-calls.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { withParameters } from "../script-progress.ts";
import { failureError, refusalError, statementError } from "../sql-errors.ts";
import { withinLimit } from "../within-limit.ts";
import { type ExportedFile, mediaTypes } from "./export-table.ts";
import { piecesOf } from "./pieces.ts";
import { csvFormat, resultFormat } from "./row-formats.ts";
import { giveStream, inSnapshot, type Snapshot } from "./snapshot.ts";

export interface ExportQueryInput {
  readonly query: string;
  readonly params?: readonly Json[];
  readonly format: "csv" | "tsv" | "json" | "ndjson";
  readonly safe?: boolean;
}

/**
 * All rows of one typed query as a file.
 *
 * @throws {AppError} the SQLSTATE of what is wrong with it; 0A000 for anything but one query.
 */
export async function exportQuery(
  actor: Actor,
  databaseId: string,
  input: ExportQueryInput,
): Promise<ExportedFile> {
  await withinLimit(actor.userId, rateLimitRules.sql);
  const scope = await authorize(actor, databaseId, "viewer");
  const { format, safe = false } = input;
  const pieces = piecesOf<string>((give, signal) =>
    inSnapshot(scope, give, signal, async (snapshot, giving) => {
      const { statement, told } = await compiled(snapshot, input);
      const rows =
        format === "csv" || format === "tsv"
          ? csvFormat({ isSafe: safe, delimiter: format === "tsv" ? "\t" : "," })
          : resultFormat(format === "json");
      await giveStream(snapshot.session, statement, rows, giving, null).catch((error: unknown) => {
        throw told(error);
      });
    }),
  );
  return { name: `result.${format}`, type: mediaTypes[format], pieces };
}

async function compiled({ catalog }: Snapshot, { query, params = [] }: ExportQueryInput) {
  const parsed = await runtime().sqlParser.parse(query);
  if (!parsed.ok)
    throw statementError(parsed.code, parsed.message, placeOfSyntaxError(query, parsed.position));
  const typed = { text: query, statements: parsed.statements };
  const [only, ...more] = parsed.statements;
  const isQuery =
    only !== undefined && statementKind(only.tree) === "query" && !callsStored(catalog, only.tree);
  if (!isQuery || more.length > 0)
    throw new AppError("0A000", "Only the result of one query can be exported.", {
      status: 400,
      hint: "Leave one SELECT that calls no stored function.",
    });
  const outcome = compileSelect(catalog, query, only);
  if (!outcome.ok) throw refusalError(typed, 0, outcome.refusal);
  return {
    statement: withParameters(outcome.compiled, params, 0),
    told: (error: unknown) =>
      isStatementFailed(error) ? failureError(catalog, typed, outcome.compiled, error.failure) : error,
  };
}
