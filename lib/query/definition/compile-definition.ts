import type { Catalog } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { byteIndex } from "../positions.ts";
import type { RawStatement } from "../sql-parser.ts";
import type { StatementOutcome } from "../write/compile-statement.ts";
import { Refused } from "../write/refused.ts";
import { alterTable } from "./alter-table.ts";
import { createFunction, type FunctionTools } from "./create-function.ts";
import { createTable } from "./create-table.ts";
import { createView } from "./create-view.ts";
import { drop } from "./drop.ts";
import { alterEnum, comment, createEnum, createIndex, rename, truncate } from "./other-definitions.ts";
import { alterPolicy, createPolicy, grant } from "./policies.ts";
import type { DefinitionInput, DefinitionStep } from "./step.ts";

const compilers: Readonly<Record<string, (input: DefinitionInput) => DefinitionStep>> = {
  CreateStmt: createTable,
  AlterTableStmt: alterTable,
  IndexStmt: createIndex,
  DropStmt: drop,
  RenameStmt: rename,
  CommentStmt: comment,
  TruncateStmt: truncate,
  CreateEnumStmt: createEnum,
  AlterEnumStmt: alterEnum,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  GrantStmt: grant,
};

export type DefinitionOutcome =
  | { readonly ok: true; readonly step: DefinitionStep }
  | Extract<StatementOutcome, { ok: false }>;

/** A statement that changes definitions as changes of the catalog, the same that the builder makes. */
export async function compileDefinition(
  catalog: Catalog,
  text: string,
  { tree, end }: RawStatement,
  tools: FunctionTools,
): Promise<DefinitionOutcome> {
  // Up to the statement's own end: what follows is none of it.
  const own = text.slice(0, end);
  const input = { catalog, text: own, indexOf: byteIndex(text), fields: tree.fields as TreeFields };
  try {
    return { ok: true, step: await stepOf(tree.kind, input, tools) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function stepOf(
  kind: string,
  input: DefinitionInput,
  tools: FunctionTools,
): Promise<DefinitionStep> | DefinitionStep {
  if (kind === "ViewStmt") return createView(input, tools.columnsOf);
  if (kind === "CreateFunctionStmt") return createFunction(input, tools);
  const compiler = compilers[kind];
  if (compiler === undefined) throw new RangeError(`${kind} changes no definition`);
  return compiler(input);
}
