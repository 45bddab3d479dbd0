import { isWrite } from "../expression/guard-statements.ts";
import { isSequenceName } from "../expression/sequence-calls.ts";
import { asList, names, type TreeNode, unwrap } from "../expression/tree.ts";
import { isAboutApi } from "./definition/api-settings.ts";

/** What a statement needs of a transaction. */
export type StatementKind =
  /** Reads. */
  | "query"
  /** Writes or locks rows. */
  | "write"
  /** Inserts rows that stand behind it in the text. */
  | "copy"
  /** Changes definitions. */
  | "definition"
  | "transaction"
  | "explain"
  /** Nothing that runs here. */
  | "unsupported";

const definitions = new Set(
  `CreateStmt AlterTableStmt DropStmt IndexStmt RenameStmt CommentStmt TruncateStmt CreateEnumStmt AlterEnumStmt ViewStmt
  CreateDomainStmt CreateSeqStmt AlterSeqStmt CreateFunctionStmt CreatePolicyStmt AlterPolicyStmt GrantStmt AlterDefaultPrivilegesStmt AlterFunctionStmt CreateTrigStmt CreateTableAsStmt CreateSchemaStmt CreateExtensionStmt
  DoStmt`.split(/\s+/),
);

export function statementKind(tree: TreeNode): StatementKind {
  if (tree.kind === "SelectStmt" && makesTable(tree)) return "definition";
  if (tree.kind === "SelectStmt") return locksOrWrites(tree) ? "write" : "query";
  if (isWrite(tree)) return "write";
  if (tree.kind === "CopyStmt") return "copy";
  if (tree.kind === "TransactionStmt") return "transaction";
  if (tree.kind === "ExplainStmt") return "explain";
  return definitions.has(tree.kind) || isAboutApi(tree) ? "definition" : "unsupported";
}

/** `SELECT … INTO t`: of a set operation the first arm says it, which Postgres reads as the statement's own. */
function makesTable({ fields }: TreeNode): boolean {
  return fields.intoClause !== undefined;
}

function locksOrWrites(tree: TreeNode): boolean {
  const { ctes } = (tree.fields.withClause ?? {}) as { ctes?: unknown };
  const writes = asList(ctes).some((item) => {
    const query = unwrap(unwrap(item)?.fields.ctequery);
    return query !== null && isWrite(query);
  });
  return writes || locksRows(tree) || countsUp(tree);
}

const locking = new WeakMap<object, boolean>();

/** Whether a statement holds `FOR UPDATE` or its like, at whatever depth; looked for once a tree. */
export function locksRows({ fields }: TreeNode): boolean {
  const known = locking.get(fields) ?? hasKey(fields, "LockingClause");
  locking.set(fields, known);
  return known;
}

const counting = new WeakMap<object, boolean>();

/** Whether a statement takes or sets numbers of sequences; looked for once a tree. */
function countsUp({ fields }: TreeNode): boolean {
  const known = counting.get(fields) ?? holdsSequenceCall(fields);
  counting.set(fields, known);
  return known;
}

function holdsSequenceCall(root: unknown): boolean {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    const { funcname } = value as { funcname?: unknown };
    if (funcname !== undefined && isSequenceName(names(funcname).at(-1) ?? "")) return true;
    for (const below of Object.values(value)) if (typeof below === "object") pending.push(below);
  }
  return false;
}

/** Without recursion: trees are deeper than the stack. */
function hasKey(root: unknown, key: string): boolean {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, key)) return true;
    for (const below of Object.values(value)) if (typeof below === "object") pending.push(below);
  }
  return false;
}

const commands: Readonly<Record<string, string>> = {
  InsertStmt: "INSERT",
  UpdateStmt: "UPDATE",
  DeleteStmt: "DELETE",
  MergeStmt: "MERGE",
  CopyStmt: "COPY",
  DoStmt: "DO",
  CreateTableAsStmt: "CREATE TABLE AS",
  CreateStmt: "CREATE TABLE",
  AlterTableStmt: "ALTER TABLE",
  IndexStmt: "CREATE INDEX",
  RenameStmt: "ALTER",
  CommentStmt: "COMMENT",
  TruncateStmt: "TRUNCATE TABLE",
  CreateDomainStmt: "CREATE DOMAIN",
  CreateSeqStmt: "CREATE SEQUENCE",
  AlterSeqStmt: "ALTER SEQUENCE",
  CreateEnumStmt: "CREATE TYPE",
  CreateSchemaStmt: "CREATE SCHEMA",
  CreateExtensionStmt: "CREATE EXTENSION",
  AlterEnumStmt: "ALTER TYPE",
  ViewStmt: "CREATE VIEW",
  CreateFunctionStmt: "CREATE FUNCTION",
  CreateTrigStmt: "CREATE TRIGGER",
  AlterDefaultPrivilegesStmt: "ALTER DEFAULT PRIVILEGES",
  AlterFunctionStmt: "ALTER FUNCTION",
  AlterRoleSetStmt: "ALTER ROLE",
  NotifyStmt: "NOTIFY",
  CreatePolicyStmt: "CREATE POLICY",
  AlterPolicyStmt: "ALTER POLICY",
  DropStmt: "DROP",
  ExplainStmt: "EXPLAIN",
};

/** A statement's command tag, as far as its kind tells it. */
export function commandOf({ kind, fields }: TreeNode): string {
  if (kind === "GrantStmt") return fields.is_grant === true ? "GRANT" : "REVOKE";
  if (kind === "SelectStmt") return fields.lockingClause === undefined ? "SELECT" : "SELECT FOR UPDATE";
  return commands[kind] ?? "SELECT";
}
