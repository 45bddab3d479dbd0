import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { Refused } from "../../query/write/refused.ts";
import { ident, sql } from "../../sql/sql.ts";
import type { Progress, Savepoint } from "./script-progress.ts";
import type { SqlResult } from "./sql-run.ts";

/** What the brackets of a transaction in a text come to. */
export interface TransactionMarks {
  readonly isRolledBack: boolean;
  readonly isReadOnly: boolean;
}

const beginnings = ["TRANS_STMT_BEGIN", "TRANS_STMT_START"];
const endings = ["TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"];
const marks = ["TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"];

/**
 * A text is one transaction: BEGIN may open it, COMMIT or ROLLBACK end it, and savepoints stand in between.
 * Where what is not possible is left out, so is a BEGIN or COMMIT in the middle (`runTransaction` refuses it).
 *
 * @throws {Refused} with the index of the statement that is in the wrong place.
 */
export function transactionMarks(
  statements: readonly RawStatement[],
  skipsUnsupported: boolean,
  refuse: (index: number, refused: Refused) => never,
): TransactionMarks {
  let isRolledBack = false;
  let isReadOnly = false;
  for (const [index, { tree }] of statements.entries()) {
    if (tree.kind !== "TransactionStmt") continue;
    const kind = String(tree.fields.kind);
    if (tree.fields.chain === true) refuse(index, oneTransaction("AND CHAIN"));
    if (beginnings.includes(kind)) {
      const misplaced = misplacedMark(kind, index, statements.length);
      if (misplaced !== null && !skipsUnsupported) refuse(index, misplaced);
      isReadOnly = readOnlyOf(tree.fields, (refused) => refuse(index, refused));
    } else if (endings.includes(kind)) {
      const misplaced = misplacedMark(kind, index, statements.length);
      // What a ROLLBACK in the middle takes back cannot be told from what it leaves.
      if (misplaced !== null && (!skipsUnsupported || kind === "TRANS_STMT_ROLLBACK"))
        refuse(index, misplaced);
      isRolledBack = kind === "TRANS_STMT_ROLLBACK";
    } else if (!marks.includes(kind))
      refuse(index, oneTransaction("Prepared transactions are not supported"));
  }
  return { isRolledBack, isReadOnly };
}

/** Why a BEGIN, COMMIT or ROLLBACK cannot stand where it does. */
function misplacedMark(kind: string, index: number, count: number): Refused | null {
  if (beginnings.includes(kind)) return index > 0 ? oneTransaction("BEGIN can only come first") : null;
  const isEarly = endings.includes(kind) && index < count - 1;
  return isEarly ? oneTransaction("COMMIT and ROLLBACK can only come last") : null;
}

function oneTransaction(what: string): Refused {
  return new Refused("featureNotSupported", `${what}: one text is one transaction.`, {
    hint: "Send what is a transaction of its own as a request of its own.",
  });
}

function readOnlyOf(fields: TreeFields, refuse: (refused: Refused) => never): boolean {
  let isReadOnly = false;
  for (const option of asList(fields.options).flatMap((item) => unwrap(item)?.fields ?? [])) {
    const { defname, arg } = option as TreeFields;
    const value = unwrap(arg)?.fields as { ival?: { ival?: number }; sval?: { sval?: string } } | undefined;
    if (defname === "transaction_read_only") isReadOnly = value?.ival?.ival === 1;
    else if (defname === "transaction_isolation" && value?.sval?.sval !== "read committed")
      refuse(new Refused("featureNotSupported", "Only READ COMMITTED transactions are supported."));
  }
  return isReadOnly;
}

/** BEGIN and COMMIT have been seen to; a savepoint also marks what the definitions are. */
export async function runTransaction(
  progress: Progress,
  index: number,
  { tree }: RawStatement,
): Promise<SqlResult> {
  const { session, savepoints, script } = progress;
  const { kind, savepoint_name } = tree.fields;
  const misplaced = misplacedMark(String(kind), index, script.typed.statements.length);
  if (misplaced !== null) throw misplaced;
  const name = String(savepoint_name);
  const at = savepoints.findLastIndex((point) => point.name === name);
  if (kind === "TRANS_STMT_SAVEPOINT") {
    await session.tx.query(sql`savepoint ${ident(name)}`);
    savepoints.push({
      name,
      catalog: progress.catalog,
      changes: progress.changes.length,
    } satisfies Savepoint);
    return done("SAVEPOINT");
  }
  if (kind !== "TRANS_STMT_RELEASE" && kind !== "TRANS_STMT_ROLLBACK_TO")
    return done(tags[String(kind)] ?? "BEGIN");
  const point = savepoints[at];
  if (point === undefined) throw new Refused("noSavepoint", `savepoint "${name}" does not exist`);
  if (kind === "TRANS_STMT_RELEASE") {
    await session.tx.query(sql`release savepoint ${ident(name)}`);
    savepoints.splice(at);
    return done("RELEASE");
  }
  await session.tx.query(sql`rollback to savepoint ${ident(name)}`);
  savepoints.splice(at + 1);
  progress.catalog = point.catalog;
  progress.changes.splice(point.changes);
  return done("ROLLBACK");
}

const tags: Readonly<Record<string, string>> = {
  TRANS_STMT_COMMIT: "COMMIT",
  TRANS_STMT_ROLLBACK: "ROLLBACK",
};

function done(command: string): SqlResult {
  return { command, columns: [], rows: [], row_count: 0, truncated: false, ms: 0 };
}
