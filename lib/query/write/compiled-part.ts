import type { CompiledWrite } from "../../engine/write/request.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { Range } from "../text/clauses.ts";
import { type Fragments, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { returningSelect } from "./compile-returning.ts";
import { fixed, type Holes, keepInserted, keepTouched, tellsEffects, type WriteContext } from "./context.ts";
import type { FromItem } from "./from-items.ts";
import { type KeptWrite, keepRows } from "./kept-rows.ts";
import type { WriteTarget } from "./write-target.ts";

export type WriteCommand = "INSERT" | "UPDATE" | "DELETE" | "MERGE";

/** One write of a statement, its WITH queries put with the others: what answers it. */
export interface CompiledPart {
  readonly command: WriteCommand;
  /** A SELECT of what RETURNING lists, or of one count. */
  readonly answer: Fragments;
  readonly returns: boolean;
  /** What the counts behind the answer's own columns are of, in order. */
  readonly effects: readonly Effect[];
}

/** What a write that may do several things has done to a row. */
export type Effect = "added" | "changed" | "deleted";

export interface FinishedWrite {
  readonly node: TreeNode;
  readonly target: WriteTarget;
  readonly compiled: CompiledWrite;
  readonly clauses: { readonly returning: Range | null };
  readonly items: readonly FromItem[];
  readonly command: WriteCommand;
  readonly holes?: Holes;
  /** See `InsertRequest`. */
  readonly returnsOld?: boolean;
  /** The source's column with the storage id afterwards, when the statement changes it. */
  readonly newKey?: string;
  /** Of a DELETE: the name of the query that collects what goes with its rows. */
  readonly doomed?: string;
}

/** Of an upsert, in the order of their counts. */
const upserted = [
  { effect: "added", where: '"$inserted"' },
  { effect: "changed", where: 'NOT "$inserted"' },
] as const;

function isUpsert({ fields }: TreeNode): boolean {
  return (fields.onConflictClause as TreeFields | undefined)?.action === "ONCONFLICT_UPDATE";
}

function keptWrite(write: FinishedWrite, command: KeptWrite["command"]): KeptWrite {
  const { node, target, compiled, newKey = "$id", returnsOld = false, doomed } = write;
  const set = asList(node.fields.targetList).map((item) => String(unwrap(item)?.fields.name));
  const { written, source, isRecursive } = compiled;
  return {
    table: target.table,
    ...{ command, written, source, set, newKey },
    isUpsert: isUpsert(node) || returnsOld,
    doomed: isRecursive ? (doomed ?? null) : null,
  };
}

/** Puts the engine's queries behind the source's, and the SELECT that answers the write behind all. */
export function finishWrite(context: WriteContext, write: FinishedWrite): CompiledPart {
  const { node, target, compiled, clauses, items, command } = write;
  context.ctes.push(fixed(compiled.with, write.holes));
  if (compiled.isRecursive) context.state.isRecursive = true;
  if (command === "INSERT")
    keepInserted(context, compiled.written, node.fields.onConflictClause !== undefined);
  keepTouched(context, compiled.touched);
  if (command !== "MERGE") keepRows(context, keptWrite(write, command));
  const counted = tellsEffects(context) && isUpsert(node) ? upserted : [];
  const effects = counted.map(({ effect }) => effect);
  if (clauses.returning === null) {
    const counts = ["count(*)", ...counted.map(({ where }) => `count(*) FILTER (WHERE ${where})`)];
    const answer = ours(`SELECT ${counts.join(", ")} FROM ${quoted(compiled.written)}`);
    return { command, answer, returns: false, effects };
  }
  const written = {
    target,
    rows: compiled.written,
    source: command === "INSERT" ? null : compiled.source,
    newKey: write.newKey ?? "$id",
    isDelete: command === "DELETE",
    isUpsert: write.returnsOld === true,
    items,
    counted: counted.map(({ where }) => where),
  };
  const clause = node.fields.returningClause as TreeFields;
  const answer = returningSelect(context, written, clause, clauses.returning);
  return { command, answer, returns: true, effects };
}
