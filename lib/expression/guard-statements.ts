import { type Refusal, refuse } from "./refusal.ts";
import { asList, locationOf, type TreeNode, unwrap } from "./tree.ts";

/** Statements that typed SQL learns later: what they are called, and where else the same can be done. */
const later: Readonly<Record<string, string>> = {
  InsertStmt: "INSERT",
  UpdateStmt: "UPDATE",
  DeleteStmt: "DELETE",
  MergeStmt: "MERGE",
  TruncateStmt: "TRUNCATE",
  CreateStmt: "CREATE TABLE",
  CreateTableAsStmt: "CREATE TABLE AS",
  AlterTableStmt: "ALTER TABLE",
  RenameStmt: "ALTER … RENAME",
  DropStmt: "DROP",
  IndexStmt: "CREATE INDEX",
  CommentStmt: "COMMENT",
  ViewStmt: "CREATE VIEW",
  CreatePolicyStmt: "CREATE POLICY",
  CreateFunctionStmt: "CREATE FUNCTION",
  ExplainStmt: "EXPLAIN",
};

/** Statements that reach past the database's own tables, or keep state in a session that others use next. */
const never: Readonly<Record<string, string>> = {
  TransactionStmt: "BEGIN, COMMIT and ROLLBACK are",
  VariableSetStmt: "SET is",
  VariableShowStmt: "SHOW is",
  CopyStmt: "COPY is",
  DoStmt: "DO is",
  CallStmt: "CALL is",
  GrantStmt: "GRANT is",
  GrantRoleStmt: "GRANT is",
  ListenStmt: "LISTEN is",
  UnlistenStmt: "UNLISTEN is",
  NotifyStmt: "NOTIFY is",
  LockStmt: "LOCK is",
  PrepareStmt: "PREPARE is",
  ExecuteStmt: "EXECUTE is",
  DeallocateStmt: "DEALLOCATE is",
  DeclareCursorStmt: "DECLARE is",
  FetchStmt: "FETCH is",
  ClosePortalStmt: "CLOSE is",
  AlterSystemStmt: "ALTER SYSTEM is",
  LoadStmt: "LOAD is",
  DiscardStmt: "DISCARD is",
  VacuumStmt: "VACUUM and ANALYZE are",
  CheckPointStmt: "CHECKPOINT is",
};

/** Only queries run: SELECT, VALUES and TABLE, which are one kind of node. */
export function guardStatement(node: TreeNode): Refusal | null {
  if (node.kind === "SelectStmt") return null;
  const location = null;
  const unsupported = later[node.kind];
  if (unsupported !== undefined) {
    return refuse("featureNotSupported", `${unsupported} is not supported yet: typed SQL only reads.`, {
      location,
      hint: "Change tables and rows on their pages or through the API.",
    });
  }
  const forbidden = never[node.kind];
  if (forbidden !== undefined) {
    return refuse("insufficientPrivilege", `${forbidden} not allowed here.`, { location });
  }
  return refuse("featureNotSupported", "This kind of statement is not supported: type a SELECT.", {
    location,
  });
}

/** Whether a node is a statement that writes rows. */
export function isWrite(node: TreeNode): boolean {
  return ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].includes(node.kind);
}

/** `SELECT … INTO` makes a table. */
export function guardInto(node: TreeNode): Refusal | null {
  if (node.fields.intoClause !== undefined) {
    const target = unwrapInto(node.fields.intoClause);
    return refuse("featureNotSupported", "SELECT … INTO is not supported.", {
      location: target === null ? null : locationOf(target),
      hint: "Create the table first, then INSERT INTO it what the SELECT gives.",
    });
  }
  return null;
}

/** Row locks, which a statement that only reads cannot take. */
export function guardLocks(node: TreeNode): Refusal | null {
  const lock = unwrap(asList(node.fields.lockingClause)[0]);
  if (lock === null) return null;
  const strength = lockNames[String(lock.fields.strength)] ?? "FOR UPDATE";
  return refuse("readOnlyTransaction", `cannot execute SELECT ${strength} in a read-only transaction`, {
    location: null,
    hint: `Leave ${strength} out: a query here only reads.`,
  });
}

/** `WITH name AS (INSERT …)`: the walk would refuse the node; this says why. */
export function guardCommonTable(node: TreeNode): Refusal | null {
  const query = unwrap(node.fields.ctequery);
  if (query === null) return null;
  const refusal = isWrite(query)
    ? refuse(
        "featureNotSupported",
        "WITH clause containing a data-modifying statement must be at the top level",
        {
          location: null,
        },
      )
    : guardStatement(query);
  return refusal === null ? null : { ...refusal, location: locationOf(node) };
}

const lockNames: Readonly<Record<string, string>> = {
  LCS_FORKEYSHARE: "FOR KEY SHARE",
  LCS_FORSHARE: "FOR SHARE",
  LCS_FORNOKEYUPDATE: "FOR NO KEY UPDATE",
  LCS_FORUPDATE: "FOR UPDATE",
};

function unwrapInto(into: unknown): TreeNode | null {
  const relation = (into as { rel?: unknown }).rel;
  return typeof relation === "object" && relation !== null
    ? { kind: "RangeVar", fields: relation as TreeNode["fields"] }
    : null;
}
