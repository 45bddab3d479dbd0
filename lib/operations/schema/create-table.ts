import type { Change, Table } from "../../catalog/types.ts";
import { AppError, movePaths } from "../../errors/app-error.ts";
import type { Actor } from "../actor.ts";
import { generateSchema } from "../assistant/generate-schema.ts";
import { applySchema } from "./apply-schema.ts";
import type { TableView } from "./table-view.ts";

export type CreateTableInput = { readonly schemaJson: Table } | { readonly description: string };

/**
 * Creates one table, from its definition or from words.
 *
 * @throws {AppError} RH200 with JSON pointers below `/schemaJson`; RH500 when the words do not describe one table.
 */
export async function createTable(
  actor: Actor,
  databaseId: string,
  input: CreateTableInput,
): Promise<{ table: TableView }> {
  if ("description" in input) return createFromWords(actor, databaseId, input.description);
  const changes: Change[] = [{ kind: "create_table", table: input.schemaJson }];
  const { tables } = await applySchema(actor, databaseId, { changes }).catch((error: unknown) => {
    throw belowSchemaJson(error);
  });
  return tableOf(tables, input.schemaJson.name);
}

async function createFromWords(
  actor: Actor,
  databaseId: string,
  description: string,
): Promise<{ table: TableView }> {
  const { changes, questions } = await generateSchema(actor, databaseId, { description });
  const first = changes.find((change) => change.kind === "create_table");
  if (first === undefined) {
    throw new AppError("RH500", "These words do not describe a table.", {
      details: { questions },
      hint: 'Say what a row is and what belongs to it, like "books with title, author and price".',
    });
  }
  const { tables } = await applySchema(actor, databaseId, { changes });
  return tableOf(tables, first.table.name);
}

function tableOf(tables: readonly TableView[], name: string): { table: TableView } {
  const table = tables.find((candidate) => candidate.table_name === name);
  if (table === undefined) throw new RangeError(`table ${name} was created and is not there`);
  return { table };
}

/** The client sent a table, not a list of changes: pointers speak of what it sent. */
function belowSchemaJson(error: unknown): unknown {
  return movePaths(error, (path) => path.replace(/^\/changes\/0(\/table)?/, "/schemaJson"));
}
