import type { Catalog } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { byteIndex } from "../text/positions.ts";
import type { StatementOutcome } from "../write/compile-statement.ts";
import { Refused } from "../write/refused.ts";
import { alterFunction } from "./alter-function.ts";
import { alterTable } from "./alter-table.ts";
import { alterApiSettings, notifyApi } from "./api-settings.ts";
import { comment } from "./comment.ts";
import { createDomain } from "./create-domain.ts";
import { createExtension } from "./create-extension.ts";
import { createFunction } from "./create-function.ts";
import { createIndex } from "./create-index.ts";
import { createSchema } from "./create-schema.ts";
import { createTable } from "./create-table.ts";
import { createTableAs } from "./create-table-as.ts";
import { createView } from "./create-view.ts";
import { alterDefaultPrivileges, withDefaultPrivileges } from "./default-privileges.ts";
import { drop } from "./drop.ts";
import { alterEnum, createEnum } from "./enums.ts";
import type { FunctionTools } from "./function-tools.ts";
import { alterPolicy, createPolicy, grant } from "./policies.ts";
import { rename } from "./rename.ts";
import { alterSequence, createSequence } from "./sequences.ts";
import type { DefinitionInput, DefinitionStep } from "./step.ts";
import { createTrigger } from "./trigger.ts";
import { truncate } from "./truncate.ts";

const compilers: Readonly<Record<string, (input: DefinitionInput) => DefinitionStep>> = {
  CreateStmt: createTable,
  AlterTableStmt: alterTable,
  DropStmt: drop,
  RenameStmt: rename,
  CommentStmt: comment,
  TruncateStmt: truncate,
  CreateDomainStmt: createDomain,
  CreateSeqStmt: createSequence,
  AlterSeqStmt: alterSequence,
  CreateEnumStmt: createEnum,
  CreateSchemaStmt: createSchema,
  CreateExtensionStmt: createExtension,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  GrantStmt: grant,
  AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
  AlterFunctionStmt: alterFunction,
  AlterRoleSetStmt: alterApiSettings,
  NotifyStmt: notifyApi,
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
  const notices: string[] = [];
  const input = {
    catalog,
    text: own,
    indexOf: byteIndex(text),
    fields: tree.fields,
    notices,
    counter: { last: null } as DefinitionInput["counter"],
  };
  try {
    // What a block does is found out as it is done.
    if (tree.kind === "DoStmt") return { ok: true, step: { command: "DO", changes: [] } };
    const step = withDefaultPrivileges(catalog, await stepOf(tree.kind, input, tools));
    const { last, from } = input.counter;
    const table = String((tree.fields.relation as TreeFields | undefined)?.relname ?? "");
    const replaced: DefinitionStep =
      from === undefined
        ? step
        : { ...step, stored: [...(step.stored ?? []), { kind: "drop", id: from, countsOn: table }] };
    const counted =
      last === null || step.changes.length === 0 ? replaced : { ...replaced, restarted: [{ table, last }] };
    const told = [step.notice ?? [], notices].flat().join("; ");
    return { ok: true, step: told === "" ? counted : { ...counted, notice: told } };
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
  if (kind === "IndexStmt") return createIndex(input, tools);
  if (kind === "ViewStmt") return createView(input, tools);
  if (kind === "CreateTableAsStmt" || kind === "SelectStmt") return createTableAs(input, tools, kind);
  if (kind === "CreateFunctionStmt") return createFunction(input, tools);
  if (kind === "CreateTrigStmt") return createTrigger(input, tools);
  if (kind === "AlterEnumStmt") return alterEnum(input, tools);
  const compiler = compilers[kind];
  if (compiler === undefined) throw new RangeError(`${kind} changes no definition`);
  return compiler(input);
}
