import type { Generator } from "../../ai/proposal.ts";
import type { CatalogTable, Schema, Table } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { withinLimit } from "../within-limit.ts";
import { recordGeneration } from "./record-generation.ts";

export interface GenerateSqlInput {
  readonly question: string;
}

export interface GeneratedSql {
  /** Empty when the question is not clear; the explanation then says what is missing. */
  readonly sql: string;
  readonly explanation: string;
  readonly generator: Generator;
}

const questionCharactersMax = 2_000;

/**
 * Proposes one SELECT for a question; it is never run here.
 *
 * @throws {AppError} RH500 for a question that is empty or too long, or that asks for a change of the data.
 */
export async function generateSql(
  actor: Actor,
  databaseId: string,
  { question }: GenerateSqlInput,
  options: { readonly signal?: AbortSignal } = {},
): Promise<GeneratedSql> {
  await withinLimit(actor.userId, rateLimitRules.ask);
  const scope = await authorize(actor, databaseId, "viewer");
  refuseLength(question);
  const { tables } = await runtime().catalogs.get(scope);
  const schema: Schema = { tables: tables.map(readableTable) };
  const answer = await runtime().sqlGenerator.generate({ question, schema }, options);
  await recordGeneration(scope, "sql", answer);
  const { status, sql, explanation, generator } = answer;
  if (status === "reject") throw new AppError("RH500", explanation, { details: { generator } });
  return { sql, explanation, generator };
}

function refuseLength(question: string): void {
  if (question.trim() === "") {
    throw new AppError("RH500", "Ask what you want to see.", {
      status: 400,
      hint: 'For example: "How many orders were placed this month?"',
    });
  }
  if (question.length > questionCharactersMax) {
    throw new AppError("RH500", "The question is too long: at most 2,000 characters.", {
      hint: "Ask for one thing at a time.",
    });
  }
}

/** The table without what no SELECT can read. */
function readableTable({ definition, storage }: CatalogTable): Table {
  const isReadable = (name: string) => storage.columns[name]?.place !== "secret";
  return { ...definition, columns: definition.columns.filter(({ name }) => isReadable(name)) };
}
